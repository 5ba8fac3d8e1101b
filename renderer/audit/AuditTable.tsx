import MuiLink from '@mui/material/Link';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { actLabel } from '../../shared/audit/acts.ts';
import { type AuditLine, auditedFiles } from '../../shared/contract/auditMethods.ts';
import { LineTable } from '../components/LineTable.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { idIn } from './AuditDetails.tsx';

interface AuditTableProps {
  readonly rows: readonly AuditLine[];
  /** Shows a row whole. */
  readonly onOpen: (row: AuditLine) => void;
}

const columns = [
  { title: '时间', width: 172 },
  { title: '谁', width: 96 },
  { title: '做了什么', width: 168 },
  { title: '记录编号', width: 130 },
  { title: '说明' },
  { title: '序号', width: 128 },
];

/** Rows of the records of use. Arrows go from line to line, Enter or a click opens one. */
export function AuditTable({ rows, onOpen }: AuditTableProps) {
  return (
    <LineTable label="操作记录" columns={columns}>
      {rows.map((row) => {
        const told = row.told.join('；');
        const id = idIn(row);
        return (
          <TableRow key={`${row.file} ${row.seq}`} hover onClick={() => onOpen(row)} sx={{ cursor: 'pointer' }}>
            <TableCell>
              {/* A click on it is one on its row. */}
              <MuiLink component="button" type="button" data-row underline="hover">
                {momentInWords(row.at)}
              </MuiLink>
            </TableCell>
            <TableCell>{row.user === '' ? '程序' : row.user}</TableCell>
            <TableCell>{actLabel(row.act)}</TableCell>
            <TableCell title={id}>{id.length > 12 ? `${id.slice(0, 8)}…` : id}</TableCell>
            <TableCell title={told}>{told}</TableCell>
            <TableCell>
              {auditedFiles[row.file]} {row.seq.toLocaleString('zh-CN')}
            </TableCell>
          </TableRow>
        );
      })}
    </LineTable>
  );
}

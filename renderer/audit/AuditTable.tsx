import MuiLink from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { actLabel } from '../../shared/audit/acts.ts';
import { type AuditLine, auditedFiles } from '../../shared/contract/auditMethods.ts';
import { measures } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { moveBetweenRows } from '../components/moveBetweenRows.ts';
import { idIn } from './AuditDetails.tsx';

interface AuditTableProps {
  readonly rows: readonly AuditLine[];
  /** Shows a row whole. */
  readonly onOpen: (row: AuditLine) => void;
}

/** Rows of the records of use. Arrows go from line to line, Enter or a click opens one. */
export function AuditTable({ rows, onOpen }: AuditTableProps) {
  return (
    <Table
      size="small"
      stickyHeader
      aria-label="操作记录"
      onKeyDown={moveBetweenRows}
      sx={{
        tableLayout: 'fixed',
        minWidth: 1000,
        '& td, & th': { height: measures.row, px: 1, py: 0.25 },
        '& td': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
        '& tbody tr': { cursor: 'pointer' },
      }}
    >
      <TableHead>
        <TableRow sx={{ '& th': { bgcolor: '#f3f5f4', fontSize: 14, fontWeight: 600 } }}>
          <TableCell width={172}>时间</TableCell>
          <TableCell width={96}>谁</TableCell>
          <TableCell width={168}>做了什么</TableCell>
          <TableCell width={130}>记录编号</TableCell>
          <TableCell>说明</TableCell>
          <TableCell width={128}>序号</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const told = row.told.join('；');
          const id = idIn(row);
          return (
            <TableRow key={`${row.file} ${row.seq}`} hover onClick={() => onOpen(row)}>
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
      </TableBody>
    </Table>
  );
}

import MuiLink from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { actLabel } from '../../shared/audit/acts.ts';
import { type AuditLine, auditedFiles } from '../../shared/contract/auditMethods.ts';
import { isRoleName, roles } from '../../shared/rights/roles.ts';
import { measures } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { moveBetweenRows } from '../components/moveBetweenRows.ts';

interface AuditTableProps {
  readonly rows: readonly AuditLine[];
  /** Narrows the list to what a row is about. */
  readonly onObject: (object: string) => void;
}

/** Rows of the records of use. Arrows go from line to line, Enter narrows to what it is about. */
export function AuditTable({ rows, onObject }: AuditTableProps) {
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
          const id = row.object.split('/').at(-1) ?? '';
          return (
            <TableRow key={`${row.file} ${row.seq}`} hover>
              <TableCell>{momentInWords(row.at)}</TableCell>
              <TableCell title={rolesInWords(row)}>{row.user === '' ? '程序' : row.user}</TableCell>
              <TableCell>{actLabel(row.act)}</TableCell>
              <TableCell>
                {id !== '' && (
                  <MuiLink
                    component="button"
                    type="button"
                    data-row
                    aria-label={`只看这个编号：${id}`}
                    title={id}
                    onClick={() => onObject(id)}
                    underline="hover"
                  >
                    {id.length > 12 ? `${id.slice(0, 8)}…` : id}
                  </MuiLink>
                )}
              </TableCell>
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

/** The roles that he held at the time. */
function rolesInWords({ roles: held }: AuditLine): string {
  return held.map((role) => (isRoleName(role) ? roles[role].label : role)).join('、');
}

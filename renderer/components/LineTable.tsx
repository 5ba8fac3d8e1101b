import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';
import { measures } from '../app/theme.ts';
import { moveBetweenRows } from './moveBetweenRows.ts';

interface LineTableProps {
  readonly label: string;
  /** One of them has no width (CSS pixels): it takes what is left. */
  readonly columns: readonly { readonly title: string; readonly width?: number }[];
  /** Rows, each with a link marked `data-row`. A heading of a row that may be cut off is of the class `cell`. */
  readonly children: ReactNode;
}

/** Lines under a head that stays in view, each cut off at its column's width. Arrows go from line to line. */
export function LineTable({ label, columns, children }: LineTableProps) {
  return (
    <Table
      size="small"
      stickyHeader
      aria-label={label}
      onKeyDown={moveBetweenRows}
      sx={{
        tableLayout: 'fixed',
        minWidth: 1000,
        '& td, & th': { height: measures.row, px: 1, py: 0.25 },
        '& td, & th.cell': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
      }}
    >
      <LineHead>
        {columns.map(({ title, width }) => (
          <TableCell key={title} width={width}>
            {title}
          </TableCell>
        ))}
      </LineHead>
      <TableBody>{children}</TableBody>
    </Table>
  );
}

/** The head of a table of lines, of its cells. */
export function LineHead({ children }: { readonly children: ReactNode }) {
  return (
    <TableHead>
      <TableRow sx={{ '& th': { bgcolor: '#f3f5f4', fontSize: 14, fontWeight: 600 } }}>{children}</TableRow>
    </TableHead>
  );
}

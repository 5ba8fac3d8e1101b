import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';

/** The line above a group of forms, across their table. */
export function FormGroupHead({ children }: { readonly children: ReactNode }) {
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="rowgroup"
        colSpan={5}
        sx={{ bgcolor: 'background.default', fontWeight: 600, py: 0.5, color: 'text.secondary' }}
      >
        {children}
      </TableCell>
    </TableRow>
  );
}

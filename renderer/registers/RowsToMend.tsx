import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { memo } from 'react';
import { createPortal } from 'react-dom';
import type { ImportPreview } from '../../shared/contract/importMethods.ts';
import { colours } from '../app/theme.ts';
import { verdicts } from './verdicts.ts';

type Rows = ImportPreview['rows'];

/** Rows that were not taken over, each with what has to be done about it. */
export function RowsToMend({ rows }: { readonly rows: Rows }) {
  return (
    <TableContainer
      // Keyboard users scroll it with the arrow keys.
      tabIndex={0}
      sx={{ flex: 1, minHeight: 160, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}
    >
      <Table size="small" stickyHeader aria-label="没有写入的行">
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: 56 }}>行</TableCell>
            <TableCell sx={{ width: 110 }}>姓名</TableCell>
            <TableCell sx={{ width: 90 }}>结论</TableCell>
            <TableCell>单元格和处理</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.row} sx={{ verticalAlign: 'top' }}>
              <TableCell>{row.row}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>{row.name}</TableCell>
              <TableCell>{verdicts[row.verdict].label}</TableCell>
              <TableCell>
                {row.issues.map((issue) => (
                  <div key={`${issue.field} ${issue.message}`}>{prefixed(issue.severity, issue.message)}</div>
                ))}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

/**
 * The same on paper, for the village that sent the table: cells and what to do, but no name, no value and no heading that
 * says whom the table lists. On the screen it is not there.
 */
export const RowsToMendPaper = memo(function RowsToMendPaper({ rows }: { readonly rows: Rows }) {
  if (rows.length === 0) return null;
  return createPortal(
    <div className="print-page" style={{ fontSize: '11pt', lineHeight: 1.5 }}>
      <h1 style={{ fontSize: '15pt', textAlign: 'center', margin: '0 0 5mm' }}>请在原表核对改正</h1>
      <table style={{ width: '100%', borderCollapse: 'collapse' }}>
        <thead>
          <tr>
            <th style={{ ...paperCell, width: '14mm' }}>行</th>
            <th style={{ ...paperCell, textAlign: 'left' }}>单元格和处理</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row} style={{ breakInside: 'avoid' }}>
              <td style={{ ...paperCell, textAlign: 'center' }}>{row.row}</td>
              <td style={paperCell}>
                {row.issues.map((issue) => (
                  <div key={`${issue.field} ${issue.message}`}>{prefixed(issue.severity, issue.withoutValues)}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>,
    document.body,
  );
});

const paperCell = { border: '0.3mm solid #000', padding: '1mm 2mm', verticalAlign: 'top' } as const;

function prefixed(severity: 'error' | 'warning', sentence: string): string {
  return severity === 'error' ? sentence : `请核对：${sentence}`;
}

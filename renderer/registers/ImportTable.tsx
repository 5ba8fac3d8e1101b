import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import ContentCopy from '@mui/icons-material/ContentCopy';
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import HowToRegOutlined from '@mui/icons-material/HowToRegOutlined';
import RemoveCircleOutlined from '@mui/icons-material/RemoveCircleOutlined';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ComponentType, useMemo, useRef } from 'react';
import type { ImportPreview } from '../../shared/contract/importMethods.ts';
import { colours, measures } from '../app/theme.ts';
import { type Verdict, verdicts } from './verdicts.ts';

type Row = ImportPreview['rows'][number];
type Column = ImportPreview['columns'][number];

interface ImportTableProps {
  readonly preview: ImportPreview;
  readonly rows: readonly Row[];
}

const signs = {
  new: CheckCircleOutlined,
  error: ErrorOutlined,
  duplicate: ContentCopy,
  exists: HowToRegOutlined,
  same: RemoveCircleOutlined,
} satisfies Record<Verdict, ComponentType>;

const tones = {
  success: colours.success,
  error: colours.error,
  warning: colours.warning,
  default: colours.inkSoft,
} as const;

/** The sheet's rows with their verdicts; what is wrong stands in words and is marked in its cell. */
export function ImportTable({ preview, rows }: ImportTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => measures.row,
    getItemKey: (index) => rows[index]?.row ?? index,
    overscan: 12,
  });
  const columns = preview.columns;
  const widths = useMemo(
    () => columns.map((column, index) => widthOf(column.heading, preview.rows, index)),
    [columns, preview.rows],
  );
  const template = `52px 104px 340px ${widths.map((width) => `${width}px`).join(' ')}`;
  return (
    <Box
      ref={scroller}
      role="table"
      aria-label="核对结果"
      aria-rowcount={rows.length + 1}
      // Keyboard users scroll it with the arrow keys.
      tabIndex={0}
      sx={{
        flex: 1,
        minHeight: 160,
        overflow: 'auto',
        bgcolor: 'background.paper',
        border: `1px solid ${colours.line}`,
      }}
    >
      <Box
        role="row"
        sx={{
          display: 'grid',
          gridTemplateColumns: template,
          width: 'max-content',
          minWidth: '100%',
          position: 'sticky',
          top: 0,
          zIndex: 1,
          bgcolor: '#f3f5f4',
          borderBottom: `1px solid ${colours.lineStrong}`,
          fontSize: 14,
          fontWeight: 600,
        }}
      >
        <HeadCell text="行" />
        <HeadCell text="结论" />
        <HeadCell text="问题" />
        {columns.map((column) => (
          <HeadCell key={column.index} text={column.heading} muted={column.target === null} />
        ))}
      </Box>
      <Box
        role="rowgroup"
        sx={{ position: 'relative', height: virtualizer.getTotalSize(), width: 'max-content', minWidth: '100%' }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <Box
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                role="row"
                aria-rowindex={item.index + 2}
                style={{ transform: `translateY(${item.start}px)` }}
                sx={{
                  position: 'absolute',
                  left: 0,
                  display: 'grid',
                  gridTemplateColumns: template,
                  minHeight: measures.row,
                  minWidth: '100%',
                  borderBottom: `1px solid ${colours.line}`,
                  fontSize: 14,
                }}
              >
                <RowCells row={row} columns={columns} />
              </Box>
            )
          );
        })}
      </Box>
    </Box>
  );
}

function HeadCell({ text, muted = false }: { readonly text: string; readonly muted?: boolean }) {
  return (
    <Box
      role="columnheader"
      title={muted ? `${text}（不导入）` : text}
      sx={{
        px: 1,
        py: 0.75,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        ...(muted ? { color: 'text.disabled', fontWeight: 400 } : {}),
      }}
    >
      {text}
    </Box>
  );
}

function RowCells({ row, columns }: { readonly row: Row; readonly columns: readonly Column[] }) {
  const { label, meaning, tone } = verdicts[row.verdict];
  const Sign = signs[row.verdict];
  return (
    <>
      <Box role="cell" sx={{ px: 1, py: 0.75, color: 'text.secondary' }}>
        {row.row}
      </Box>
      <Tooltip title={meaning}>
        <Box role="cell" sx={{ px: 1, py: 0.75, display: 'flex', gap: 0.5, color: tones[tone], fontWeight: 600 }}>
          <Sign sx={{ fontSize: 18, mt: '2px' }} />
          {label}
        </Box>
      </Tooltip>
      <Box role="cell" sx={{ px: 1, py: 0.75 }}>
        {row.issues.map((issue) => (
          <Box
            key={`${issue.cell} ${issue.field} ${issue.message}`}
            sx={{ color: issue.severity === 'error' ? 'error.main' : 'warning.main' }}
          >
            {issue.severity === 'error' ? '' : '请核对：'}
            {issue.message}
          </Box>
        ))}
      </Box>
      {columns.map((column, index) => {
        const text = row.cells[index] ?? '';
        const issues = row.issues.filter((issue) => issue.cell === `${column.letter}${row.row}`);
        const cell = (
          <Box
            key={column.index}
            role="cell"
            title={issues.length > 0 ? undefined : text}
            sx={{
              px: 1,
              py: 0.75,
              overflow: 'hidden',
              textOverflow: 'ellipsis',
              whiteSpace: 'nowrap',
              color: column.target === null ? 'text.disabled' : undefined,
              ...(issues.length > 0 ? markOf(issues.some((issue) => issue.severity === 'error')) : {}),
            }}
          >
            {text === '' && issues.length > 0 ? '（空）' : text}
          </Box>
        );
        if (issues.length === 0) return cell;
        return (
          <Tooltip key={column.index} title={issues.map((issue) => issue.message).join('；')}>
            {cell}
          </Tooltip>
        );
      })}
    </>
  );
}

/** Errors and warnings differ in the line under the cell as well as in colour. */
function markOf(error: boolean) {
  return error
    ? { bgcolor: colours.errorWash, boxShadow: `inset 0 -3px 0 ${colours.error}` }
    : { bgcolor: colours.warningWash, borderBottom: `3px dotted ${colours.warning}` };
}

/** Pixels that the longest of the first cells needs, within reason; longer texts are cut and shown on hovering. */
function widthOf(heading: string, rows: readonly Row[], index: number): number {
  const ems = (text: string): number => [...text].reduce((sum, each) => sum + (each.charCodeAt(0) > 255 ? 1 : 0.6), 0);
  const longest = Math.max(ems(heading), ...rows.slice(0, 200).map((row) => ems(row.cells[index] ?? '')));
  return Math.round(Math.min(260, Math.max(56, longest * 14 + 18)));
}

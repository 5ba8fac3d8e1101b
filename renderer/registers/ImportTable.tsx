import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import ContentCopy from '@mui/icons-material/ContentCopy';
import DifferenceOutlined from '@mui/icons-material/DifferenceOutlined';
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import RemoveCircleOutlined from '@mui/icons-material/RemoveCircleOutlined';
import Box from '@mui/material/Box';
import { defaultRangeExtractor, type Range as Extent, useVirtualizer } from '@tanstack/react-virtual';
import {
  type ComponentProps,
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import type { ImportRow, ImportSummary, ImportVerdict } from '../../shared/contract/importMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { colours, measures } from '../app/theme.ts';
import { person } from '../room/person.ts';
import { ImportCellEditor } from './ImportCellEditor.tsx';
import { importCellLook } from './importCellLook.ts';
import { importColumnWidths } from './importColumnWidths.ts';
import { findingsInBrief, verdictInWords } from './importSentences.ts';
import { importTableStyle } from './importTableStyle.ts';
import { isRepeated } from './isRepeated.ts';
import type { ImportFilter } from './keptImport.ts';
import type { Fix } from './useImport.ts';
import { useImportRows } from './useImportRows.ts';
import { verdictWords } from './verdicts.ts';

type Columns = ImportSummary['columns'];

interface ImportTableProps {
  readonly register: Register;
  readonly importId: string;
  readonly columns: Columns;
  readonly filter: ImportFilter;
  /** Rows that the filter keeps. */
  readonly total: number;
  /** The cell that the keys act on; `column` is a place in `columns`. */
  readonly place: number;
  readonly column: number;
  readonly onMove: (place: number, column: number) => void;
  readonly editing: boolean;
  readonly onEditing: (editing: boolean) => void;
  readonly readOnly: boolean;
  readonly onFix: (fix: Fix) => void;
  /** The table, to be focused from elsewhere. */
  readonly ref: RefObject<HTMLDivElement | null>;
}

const signs = {
  new: CheckCircleOutlined,
  update: DifferenceOutlined,
  same: RemoveCircleOutlined,
  duplicate: ContentCopy,
  error: ErrorOutlined,
} satisfies Record<ImportVerdict, ComponentType<{ className: string }>>;

const tones = {
  success: colours.success,
  error: colours.error,
  warning: colours.warning,
  default: colours.inkSoft,
} as const;

/** Pixels of the columns that stay: row number, verdict; and of the findings, which move with the cells. */
const leading = { number: 52, verdict: 108, findings: 220 } as const;
const pinned = leading.number + leading.verdict;
const beforeCells = pinned + leading.findings;
/** Most pixels that a scroll bar takes from the table. */
const scrollBar = 18;

/**
 * The sheet's rows with their verdicts, only the part in view drawn. The table is one stop of the Tab key: arrows move the
 * current cell, Enter or F2 mends it, and what is typed takes its place.
 */
export function ImportTable({
  register,
  importId,
  columns,
  filter,
  total,
  place,
  column,
  onMove,
  editing,
  onEditing,
  readOnly,
  onFix,
  ref: scroller,
}: ImportTableProps) {
  const [typedFirst, setTypedFirst] = useState<string | null>(null);
  // The next editor is not of the key that opened the last one.
  if (!editing && typedFirst !== null) setTypedFirst(null);
  const widths = useMemo(() => importColumnWidths(columns), [columns]);
  const lines = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => measures.row,
    overscan: 8,
    // The rows begin below the head, which stays; a scroll bar may cover the last pixels.
    scrollMargin: measures.row,
    scrollPaddingStart: measures.row,
    scrollPaddingEnd: scrollBar,
    // What is being mended stays, however far the table is scrolled.
    rangeExtractor: (range: Extent) => {
      const places = defaultRangeExtractor(range);
      return editing && !places.includes(place) ? [...places, place].sort((one, other) => one - other) : places;
    },
  });
  const shownLines = lines.getVirtualItems();
  const rows = useImportRows(importId, filter, {
    first: lines.range?.startIndex ?? 0,
    last: lines.range?.endIndex ?? 0,
  });
  const cells = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 0,
    overscan: 3,
    paddingStart: beforeCells,
    scrollPaddingStart: pinned,
    scrollPaddingEnd: scrollBar,
  });
  useLayoutEffect(() => {
    if (place < total) lines.scrollToIndex(place);
  }, [lines, place, total]);
  useLayoutEffect(() => {
    if (column < columns.length) cells.scrollToIndex(column);
  }, [cells, column, columns.length]);
  // Arrows work as soon as the table is there.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [scroller]);

  const shownColumns = cells.getVirtualItems();
  const firstColumn = shownColumns[0]?.index ?? 0;
  const lastColumn = shownColumns.at(-1)?.index ?? -1;
  const lefts = useMemo(() => {
    let left = beforeCells;
    return widths.map((width) => {
      left += width;
      return left - width;
    });
  }, [widths]);
  const width = cells.getTotalSize();
  const layout = useMemo(
    (): Layout => ({ columns, widths, lefts, firstColumn, lastColumn }),
    [columns, widths, lefts, firstColumn, lastColumn],
  );

  const move = (nextPlace: number, nextColumn: number): void =>
    onMove(Math.max(0, Math.min(total - 1, nextPlace)), Math.max(0, Math.min(columns.length - 1, nextColumn)));
  const edit = (typed: string | null = null): void => {
    if (readOnly || columns[column]?.target == null || rows.rowAt(place) === undefined) return;
    setTypedFirst(typed);
    onEditing(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.altKey || event.metaKey || editing) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / measures.row) - 2);
    const steps: Readonly<Record<string, readonly [place: number, column: number]>> = event.ctrlKey
      ? { Home: [0, 0], End: [total - 1, columns.length - 1] }
      : {
          ArrowDown: [place + 1, column],
          ArrowUp: [place - 1, column],
          ArrowRight: [place, column + 1],
          ArrowLeft: [place, column - 1],
          PageDown: [place + page, column],
          PageUp: [place - page, column],
          Home: [place, 0],
          End: [place, columns.length - 1],
        };
    const step = steps[event.key];
    if (step) move(...step);
    else if (!event.ctrlKey && (event.key === 'Enter' || event.key === 'F2')) edit();
    else if (!event.ctrlKey && beginsText(event.key)) edit(event.key);
    else return;
    event.preventDefault();
  };
  const placeOf = (event: MouseEvent): { place: number; column: number } | undefined => {
    if (!(event.target instanceof Element)) return undefined;
    const line = event.target.closest('[data-place]');
    const cell = event.target.closest('[data-column]');
    if (!line) return undefined;
    return {
      place: Number(line.getAttribute('data-place')),
      column: cell ? Number(cell.getAttribute('data-column')) : column,
    };
  };

  return (
    <Box
      ref={scroller}
      role="grid"
      aria-label="核对结果"
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 3}
      aria-readonly={readOnly}
      aria-activedescendant={total > 0 ? cellId(place, column) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const clicked = placeOf(event);
        if (clicked) move(clicked.place, clicked.column);
      }}
      onDoubleClick={(event) => {
        if (placeOf(event)) edit();
      }}
      sx={importTableStyle}
    >
      <Part role="row" aria-rowindex={1} className="head" style={{ width }}>
        <Part className="pinned">
          <Part role="columnheader" aria-colindex={1} className="cell" style={{ width: leading.number }}>
            行
          </Part>
          <Part role="columnheader" aria-colindex={2} className="cell" style={{ width: leading.verdict }}>
            结论
          </Part>
        </Part>
        <Part role="columnheader" aria-colindex={3} className="cell" style={{ width: leading.findings }}>
          问题
        </Part>
        {shownColumns.map(({ index, start, size }) => {
          const shown = columns[index];
          return (
            shown && (
              <Part
                key={index}
                role="columnheader"
                aria-colindex={index + 4}
                title={shown.target === null ? `${shown.heading}（不导入）` : shown.heading}
                className={shown.target === null ? 'cell placed muted' : 'cell placed'}
                style={{ left: start, width: size }}
              >
                {shown.heading}
              </Part>
            )
          );
        })}
      </Part>
      <Part role="rowgroup" style={{ position: 'relative', height: lines.getTotalSize(), width, minWidth: '100%' }}>
        {shownLines.map(({ index, start }) => {
          const row = rows.rowAt(index);
          const current = index === place ? column : null;
          return (
            <Line key={index} place={index} start={start - measures.row} row={row} layout={layout} current={current}>
              {editing && current !== null && row !== undefined && (
                <ImportCellEditor
                  label={`第${row.row}行${columns[column]?.heading ?? ''}`}
                  text={row.cells[column] ?? ''}
                  typedFirst={typedFirst}
                  repeated={isRepeated(register, columns[column]?.target ?? null)}
                  onSave={(text, everywhere) =>
                    onFix({
                      row: row.row,
                      column: columns[column]?.index ?? 0,
                      text,
                      ...(everywhere ? { everywhere } : {}),
                    })
                  }
                  onLeave={() => {
                    onEditing(false);
                    scroller.current?.focus({ preventScroll: true });
                  }}
                />
              )}
            </Line>
          );
        })}
      </Part>
    </Box>
  );
}

/** Whether a key is a character for the cell: any but the one that searches, and the blank, which scrolls. */
function beginsText(key: string): boolean {
  return [...key].length === 1 && key !== ' ' && key !== '/';
}

/** A part of the grid. Plain, for hundreds are drawn while it is scrolled; a table element could not leave rows out. */
function Part(props: ComponentProps<'div'>) {
  return <div {...props} />;
}

/** Where the columns stand, and which of them are in view. */
interface Layout {
  readonly columns: Columns;
  readonly widths: readonly number[];
  readonly lefts: readonly number[];
  readonly firstColumn: number;
  readonly lastColumn: number;
}

interface LineProps {
  readonly place: number;
  readonly start: number;
  readonly row: ImportRow | undefined;
  readonly layout: Layout;
  /** The current cell's column when it is in this row. */
  readonly current: number | null;
  /** The editor of the current cell. */
  readonly children: ReactNode;
}

const Line = memo(function Line({ place, start, row, layout, current, children }: LineProps) {
  const { columns, widths, lefts, firstColumn, lastColumn } = layout;
  const Sign = row === undefined ? null : signs[row.verdict];
  const shown = columns.slice(firstColumn, lastColumn + 1);
  return (
    <Part
      role="row"
      aria-rowindex={place + 2}
      aria-selected={current !== null}
      data-place={place}
      className={current === null ? 'line' : 'line current'}
      style={{ transform: `translateY(${start}px)` }}
    >
      <Part className="pinned">
        <Part role="rowheader" aria-colindex={1} className="cell number" style={{ width: leading.number }}>
          {row?.row}
        </Part>
        <Part
          role="gridcell"
          aria-colindex={2}
          className="cell verdict"
          title={row && verdictWords[row.verdict].meaning}
          style={{ width: leading.verdict, color: row && tones[verdictWords[row.verdict].tone] }}
        >
          {Sign && <Sign className="sign" />}
          {row && verdictInWords(row)}
        </Part>
      </Part>
      <Part role="gridcell" aria-colindex={3} className="cell" style={{ width: leading.findings }}>
        {row && findingsInBrief(row)}
      </Part>
      {shown.map((column, offset) => {
        const index = firstColumn + offset;
        const text = row?.cells[index] ?? '';
        const look = row && importCellLook(row, column.index);
        return (
          <Part
            key={column.index}
            id={cellId(place, index)}
            role="gridcell"
            {...person}
            aria-colindex={index + 4}
            aria-invalid={look?.mark === 'error' ? true : undefined}
            data-column={index}
            title={look?.explanation ?? text}
            className={`cell placed ${look?.mark ?? ''} ${look?.isFixed ? 'fixed' : ''} ${column.target === null ? 'muted' : ''} ${current === index ? 'at' : ''}`}
            style={{ left: lefts[index], width: widths[index] }}
          >
            {text === '' && look?.mark !== undefined ? '（空）' : text}
            {current === index && children}
          </Part>
        );
      })}
    </Part>
  );
});

/** Id of the cell at a place of the list and of the columns. */
function cellId(place: number, column: number): string {
  return `import-cell-${place}-${column}`;
}

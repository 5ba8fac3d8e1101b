import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import { findField, type Register } from '../../shared/registers/register.ts';
import { measures } from '../app/theme.ts';
import { RowGrid, RowGridHead, rowReachedBy, SortHeading, TextCell } from '../components/RowGrid.tsx';
import { TickableRow } from '../components/TickableRow.tsx';
import { RevealCell } from '../room/RevealCell.tsx';
import type { ListPosition } from './ListStatesProvider.tsx';
import type { ListRows, Range } from './useListRows.ts';

interface ListTableProps {
  readonly register: Register;
  /** Keys of the columns, in order. */
  readonly columns: readonly string[];
  readonly query: ListQuery;
  readonly onSort: (sort: ListQuery['sort']) => void;
  readonly chosen: ReadonlySet<string>;
  /** Ticks the rows of a range, or unticks a single one that is ticked. */
  readonly onToggle: (range: Range) => void;
  /** Ticks the rows of a range in the place of those that were ticked since its first step. */
  readonly onExtend: (range: Range, isFirst: boolean) => void;
  readonly onClear: () => void;
  readonly onOpen: (id: string) => void;
  readonly start: ListPosition;
  readonly onPosition: (position: ListPosition) => void;
  readonly rows: ListRows;
  /** Tells which places are in view, so that their rows are read. */
  readonly onRange: (range: Range) => void;
  /** The table, to be focused from the search box. */
  readonly ref: RefObject<HTMLDivElement | null>;
}

const checkboxWidth = 44;

/** Room below the last row, in pixels: that of a notice and its distance from the foot. */
const noticeHeight = 64;

/**
 * The rows of a register, only those in view drawn. The table is one stop of the Tab key: arrows move the current
 * row, Enter opens it, the space bar ticks it; Shift with an arrow or a click ticks a range, Ctrl+A all, Esc none. A digit that is
 * held shows a masked value of the current row in full.
 */
export function ListTable({
  register,
  columns,
  query,
  chosen,
  onToggle,
  onExtend,
  onClear,
  onOpen,
  ref: scroller,
  start,
  onPosition,
  rows,
  ...table
}: ListTableProps) {
  const [current, setCurrent] = useState(start.row);
  /** Which masked column of the current row is shown, from 1, while its digit is held. */
  const [heldDigit, setHeldDigit] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  /** Where the rows that Shift and the arrows tick begin; null when the last key was another one. */
  const extendedFrom = useRef<number | null>(null);
  const listed = columns.flatMap((key) => register.list.find((column) => column.field === key) ?? []);
  const maskedColumns = listed.filter(({ field }) => findField(register, field)?.kind.sensitive === true);
  const total = rows.total ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => measures.row,
    overscan: 12,
    initialOffset: start.offset,
    scrollPaddingStart: measures.row,
    // The last row can be brought above a notice at the foot of the page.
    paddingEnd: noticeHeight,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      table.onRange({ first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0 });
      onPosition({ offset: instance.scrollOffset ?? 0, row: current });
    },
  });
  // Another search, filter or order begins at its first row.
  const [shownQuery, setShownQuery] = useState(query);
  if (shownQuery !== query) {
    setShownQuery(query);
    setCurrent(0);
  }
  const scrolledQuery = useRef(query);
  useLayoutEffect(() => {
    if (scrolledQuery.current === query) return;
    scrolledQuery.current = query;
    anchor.current = null;
    extendedFrom.current = null;
    scroller.current?.scrollTo({ top: 0 });
  }, [query, scroller]);

  // Arrows work as soon as the list is there; a search that is being typed keeps the cursor.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [scroller]);

  const template = [
    `${checkboxWidth}px`,
    ...listed.map((column, index) =>
      index === listed.length - 1 ? `minmax(${column.width}px, 1fr)` : `minmax(${column.width}px, ${column.width}fr)`,
    ),
  ].join(' ');

  /** Goes to a row and returns it. */
  const move = (row: number): number => {
    const next = Math.max(0, Math.min(total - 1, row));
    setCurrent(next);
    onPosition({ offset: virtualizer.scrollOffset ?? 0, row: next });
    virtualizer.scrollToIndex(next);
    return next;
  };
  const toggle = (index: number, extend: boolean): void => {
    const from = extend && anchor.current !== null ? anchor.current : index;
    anchor.current = index;
    onToggle({ first: Math.min(from, index), last: Math.max(from, index) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (event.key.toLowerCase() !== 'a') return;
      event.preventDefault();
      extendedFrom.current = null;
      if (total > 0) onExtend({ first: 0, last: total - 1 }, true);
      return;
    }
    const target = rowReachedBy(event.key, current, total, scroller.current);
    const from = extendedFrom.current;
    if (!(event.shiftKey && target !== undefined) && event.key !== 'Shift') extendedFrom.current = null;
    if (target !== undefined) {
      const reached = move(target);
      if (event.shiftKey) {
        const start = from ?? current;
        extendedFrom.current = start;
        anchor.current = start;
        onExtend({ first: Math.min(start, reached), last: Math.max(start, reached) }, from === null);
      }
    } else if (/^[1-9]$/u.test(event.key) && Number(event.key) <= maskedColumns.length) setHeldDigit(Number(event.key));
    else if (event.key === 'Escape') onClear();
    else if (event.key === ' ') toggle(current, event.shiftKey);
    else if (event.key === 'Enter') {
      const row = rows.rowAt(current);
      if (row) onOpen(row.id);
    } else return;
    event.preventDefault();
  };

  return (
    <RowGrid
      ref={scroller}
      label={`${register.title}名册`}
      total={total}
      multiselectable
      current={total > 0 ? rowId(current) : undefined}
      onKeyDown={onKeyDown}
      onKeyUp={() => setHeldDigit(null)}
      onBlur={() => setHeldDigit(null)}
    >
      <RowGridHead template={template}>
        <ClearChosen any={chosen.size > 0} onClear={onClear} />
        {listed.map(({ field }) => (
          <SortHeading
            key={field}
            label={findField(register, field)?.label}
            order={isSortable(register, field) ? field : undefined}
            query={query}
            onSort={table.onSort}
          />
        ))}
      </RowGridHead>
      <Box role="rowgroup" sx={{ position: 'relative', height: virtualizer.getTotalSize(), minWidth: 'fit-content' }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows.rowAt(item.index);
          return (
            <TickableRow
              key={item.key}
              id={rowId(item.index)}
              index={item.index}
              isCurrent={item.index === current}
              isTicked={row !== undefined && chosen.has(row.id)}
              start={item.start}
              template={template}
              name={row && (row.cells[register.nameField] ?? '')}
              onTick={(event) => toggle(item.index, event.shiftKey)}
              onClick={() => {
                setCurrent(item.index);
                onPosition({ offset: virtualizer.scrollOffset ?? 0, row: item.index });
                if (row) onOpen(row.id);
              }}
            >
              {listed.map((column) => {
                const { field } = column;
                const text = row?.cells[field] ?? '';
                const digit = maskedColumns.indexOf(column) + 1;
                if (row !== undefined && digit > 0) {
                  return (
                    <RevealCell
                      key={field}
                      register={register.key}
                      id={row.id}
                      field={field}
                      masked={text}
                      digit={digit}
                      isHeld={item.index === current && heldDigit === digit}
                    />
                  );
                }
                return (
                  <TextCell
                    key={field}
                    text={text}
                    isName={field === register.nameField}
                    kind={findField(register, field)?.kind}
                  />
                );
              })}
            </TickableRow>
          );
        })}
      </Box>
    </RowGrid>
  );
}

/** Views are made from the record when it is read, so the store has no order of them; nor of several codes in one value. */
function isSortable(register: Register, key: string): boolean {
  return Object.hasOwn(register.fields, key) && register.fields[key]?.kind.multiple === false;
}

function rowId(index: number): string {
  return `list-row-${index}`;
}

interface ClearChosenProps {
  /** Whether any row is ticked. */
  readonly any: boolean;
  readonly onClear: () => void;
}

/** Clears every tick; acting on everything is what the actions without a selection are for. */
function ClearChosen({ any, onClear }: ClearChosenProps) {
  return (
    <Box role="columnheader" aria-label="选择" sx={{ display: 'flex', justifyContent: 'center' }}>
      <Checkbox
        tabIndex={any ? 0 : -1}
        checked={false}
        indeterminate={any}
        disabled={!any}
        slotProps={{ input: { 'aria-label': '取消全部选择' } }}
        onChange={onClear}
        sx={{ p: 0.5 }}
      />
    </Box>
  );
}

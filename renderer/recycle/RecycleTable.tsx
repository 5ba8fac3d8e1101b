import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { deletionOrder, type ListQuery } from '../../shared/contract/shapes.ts';
import { findField, type Register } from '../../shared/registers/register.ts';
import { measures } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { RowGrid, RowGridHead, rowReachedBy, SortHeading, TextCell } from '../components/RowGrid.tsx';
import { TickableRow } from '../components/TickableRow.tsx';
import type { ListRow, ListRows, Range } from '../registers/useListRows.ts';

interface RecycleTableProps {
  readonly register: Register;
  readonly query: ListQuery;
  /** Keys of the register's columns that stand before those of the bin. */
  readonly columns: readonly string[];
  readonly rows: ListRows;
  readonly chosen: ReadonlySet<string>;
  readonly onSort: (sort: ListQuery['sort']) => void;
  /** Ticks a row, or unticks it. */
  readonly onToggle: (id: string) => void;
  /** Ticks the rows of a range besides those that were ticked before its first step. */
  readonly onExtend: (range: Range, isFirst: boolean) => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
  /** Tells which places are in view, so that their rows are read. */
  readonly onRange: (range: Range) => void;
  /** The table, to be focused from the search box. */
  readonly ref: RefObject<HTMLDivElement | null>;
}

interface Column {
  readonly key: string;
  readonly label: string;
  /** Of the grid. */
  readonly width: string;
  /** What the list is sorted by; undefined where it cannot be. */
  readonly order: string | undefined;
  readonly text: (row: ListRow) => string;
}

function columnsOf(register: Register, keys: readonly string[]): Column[] {
  const own = keys.map((key): Column => {
    const field = findField(register, key);
    const width = register.list.find((column) => column.field === key)?.width ?? 110;
    return {
      key,
      label: field?.label ?? '',
      width: `minmax(${width}px, ${width}fr)`,
      order: Object.hasOwn(register.fields, key) && field?.kind.multiple !== true ? key : undefined,
      text: (row) => row.cells[key] ?? '',
    };
  });
  const moment = (row: ListRow): string => (row.deleted === null ? '' : momentInWords(row.deleted.at));
  return [
    ...own,
    { key: 'by', label: '删除人', width: '110px', order: undefined, text: (row) => row.deleted?.by ?? '' },
    { key: 'at', label: '删除时间', width: '190px', order: deletionOrder, text: moment },
    {
      key: 'reason',
      label: '原因',
      width: 'minmax(220px, 400fr)',
      order: undefined,
      text: (row) => row.deleted?.reason ?? '',
    },
  ];
}

/**
 * What lies in the recycle bin, only the rows in view drawn. One stop of the Tab key: arrows move the current row, the
 * space bar ticks it, Shift with an arrow or a click ticks a range, Ctrl+A all, Esc none.
 */
export function RecycleTable({
  register,
  query,
  columns: keys,
  rows,
  chosen,
  ref: scroller,
  ...on
}: RecycleTableProps) {
  const total = rows.total ?? 0;
  const [place, setPlace] = useState(0);
  // Rows that were put back or destroyed make the list shorter.
  const current = Math.max(0, Math.min(place, total - 1));
  /** Where the range that Shift ticks begins. */
  const anchor = useRef(0);
  const isExtending = useRef(false);
  const [shownQuery, setShownQuery] = useState(query);
  if (shownQuery !== query) {
    setShownQuery(query);
    setPlace(0);
  }
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => measures.row,
    overscan: 12,
    scrollPaddingStart: measures.row,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      on.onRange({ first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0 });
    },
  });
  // Arrows work as soon as the list is there; a search that is being typed keeps the cursor.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [scroller]);
  const columns = columnsOf(register, keys);
  const template = ['44px', ...columns.map(({ width }) => width)].join(' ');

  const extendTo = (index: number): void => {
    on.onExtend(
      { first: Math.min(anchor.current, index), last: Math.max(anchor.current, index) },
      !isExtending.current,
    );
    isExtending.current = true;
  };
  const toggle = (index: number): void => {
    anchor.current = index;
    isExtending.current = false;
    const row = rows.rowAt(index);
    if (row) on.onToggle(row.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    const next = event.ctrlKey ? undefined : rowReachedBy(event.key, current, total, scroller.current);
    if (next !== undefined) {
      setPlace(next);
      virtualizer.scrollToIndex(next);
      if (event.shiftKey) {
        if (!isExtending.current) anchor.current = current;
        extendTo(next);
      } else isExtending.current = false;
    } else if (event.ctrlKey && event.key.toLowerCase() === 'a') on.onAll();
    else if (event.ctrlKey) return;
    else if (event.key === 'Escape') on.onClear();
    else if (event.key === ' ') toggle(current);
    else return;
    event.preventDefault();
  };

  return (
    <RowGrid
      ref={scroller}
      label={`${register.title}回收站`}
      total={total}
      multiselectable
      current={total > 0 ? rowId(current) : undefined}
      onKeyDown={onKeyDown}
    >
      <RowGridHead template={template}>
        <Box role="columnheader" aria-label="选择" sx={{ display: 'flex', justifyContent: 'center' }}>
          <Checkbox
            checked={chosen.size > 0 && chosen.size >= total}
            indeterminate={chosen.size > 0 && chosen.size < total}
            slotProps={{ input: { 'aria-label': chosen.size > 0 ? '取消全部选择' : '选择全部' } }}
            onChange={() => (chosen.size > 0 ? on.onClear() : on.onAll())}
            sx={{ p: 0.5 }}
          />
        </Box>
        {columns.map(({ key, label, order }) => (
          <SortHeading key={key} label={label} order={order} query={query} onSort={on.onSort} />
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
              // The keys stay with the table, whatever of a row is clicked.
              onMouseDown={(event) => {
                event.preventDefault();
                scroller.current?.focus({ preventScroll: true });
              }}
              onClick={(event) => {
                setPlace(item.index);
                if (event.shiftKey) extendTo(item.index);
                else toggle(item.index);
              }}
            >
              {columns.map(({ key, text }) => (
                <TextCell
                  key={key}
                  text={row === undefined ? '' : text(row)}
                  isName={key === register.nameField}
                  kind={findField(register, key)?.kind}
                />
              ))}
            </TickableRow>
          );
        })}
      </Box>
    </RowGrid>
  );
}

function rowId(index: number): string {
  return `recycle-row-${index}`;
}

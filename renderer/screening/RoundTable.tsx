import Box from '@mui/material/Box';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { calendarDateOf, chineseDate } from '../../shared/rules/calendarDate.ts';
import { colours, measures } from '../app/theme.ts';
import { timeInWords } from '../components/momentInWords.ts';
import { RowGrid, RowGridHead, rowGridRow, rowReachedBy } from '../components/RowGrid.tsx';
import { person } from '../room/person.ts';
import { OutcomeMark } from './OutcomeMark.tsx';
import type { ScreenedChild } from './screeningQueries.ts';

interface RoundTableProps {
  readonly rows: readonly ScreenedChild[];
  readonly isFiled: boolean;
  /** The child that is the current one at first. */
  readonly start: string | undefined;
  /** Marks a child as seen, or takes it back. */
  readonly onToggle: (child: ScreenedChild) => void;
  /** Asks why a child was not seen; `goOn` then leads to the next. */
  readonly onExplain: (child: ScreenedChild, goOn: () => void) => void;
  readonly onOpen: (child: ScreenedChild) => void;
  /** The table, to be focused from the search box. */
  readonly ref: RefObject<HTMLDivElement | null>;
}

interface Column {
  readonly heading: string;
  readonly width: string;
  readonly text: (child: ScreenedChild) => string;
  /** Whether it says who somebody is. */
  readonly named?: boolean;
}

const name: Column = { heading: '姓名', width: '130px', text: (child) => child.name, named: true };
const note: Column = { heading: '说明', width: 'minmax(180px, 1fr)', text: (child) => child.note };
const cell = (key: string, heading: string, width: string, named = false): Column => ({
  heading,
  width,
  text: (child) => child.cells[key] ?? '',
  named,
});
const marked: Column = {
  heading: '标记',
  width: '190px',
  text: ({ markedAt, markedBy }) => (markedAt === null ? '' : `${shortMoment(markedAt)} ${markedBy ?? ''}`),
};
const openColumns: readonly Column[] = [
  name,
  cell('sex', '性别', '56px'),
  cell('birth_date', '出生日期', '140px'),
  cell('guardian', '监护人及电话', '210px', true),
  note,
  marked,
];
const filedColumns: readonly Column[] = [name, note];
const outcomeWidth = '120px';

/**
 * The children of a round, only those in view drawn. The table is one stop of the Tab key: arrows move the current row, the
 * space bar marks it and goes on to the next, N asks why nobody saw the child, Enter opens it.
 */
export function RoundTable({ rows, isFiled, start, onToggle, onExplain, onOpen, ref: scroller }: RoundTableProps) {
  const [current, setCurrent] = useState({ row: 0, id: start });
  // Rows go as they are marked: the current one is told by its child, and when that is gone the next one takes the place.
  const found = rows.findIndex((child) => child.id === current.id);
  const place = found === -1 ? Math.min(current.row, rows.length - 1) : found;
  const columns = isFiled ? filedColumns : openColumns;
  const template = [columns[0]?.width, outcomeWidth, ...columns.slice(1).map((column) => column.width)].join(' ');
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => measures.row,
    overscan: 12,
    scrollPaddingStart: measures.row,
  });
  const first = useRef(place);
  useLayoutEffect(() => {
    if (first.current > 0) virtualizer.scrollToIndex(first.current, { align: 'center' });
  }, [virtualizer]);
  useLayoutEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [scroller]);

  const move = (row: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, row));
    setCurrent({ row: next, id: rows[next]?.id });
    virtualizer.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.altKey || event.metaKey || event.ctrlKey) return;
    const target = rowReachedBy(event.key, place, rows.length, scroller.current);
    const child = rows[place];
    if (target !== undefined) move(target);
    else if (!child) return;
    else if (event.key === ' ' && !event.repeat) {
      onToggle(child);
      if (child.outcome !== 'confirmed') move(place + 1);
    } else if (event.key.toUpperCase() === 'N') onExplain(child, () => move(place + 1));
    else if (event.key === 'Enter') onOpen(child);
    else return;
    event.preventDefault();
  };

  return (
    <RowGrid ref={scroller} label="本村儿童" total={rows.length} current={rowId(place)} onKeyDown={onKeyDown}>
      <RowGridHead template={template}>
        <Heading text={columns[0]?.heading ?? ''} />
        <Heading text="结果" />
        {columns.slice(1).map(({ heading }) => (
          <Heading key={heading} text={heading} />
        ))}
      </RowGridHead>
      <Box role="rowgroup" sx={{ position: 'relative', height: virtualizer.getTotalSize(), minWidth: 'fit-content' }}>
        {virtualizer.getVirtualItems().map((item) => {
          const child = rows[item.index];
          if (!child) return null;
          return (
            <Box
              key={child.id}
              id={rowId(item.index)}
              role="row"
              aria-rowindex={item.index + 2}
              data-current={item.index === place}
              onClick={() => setCurrent({ row: item.index, id: child.id })}
              onDoubleClick={() => onOpen(child)}
              style={{ transform: `translateY(${item.start}px)` }}
              sx={{
                ...rowGridRow(template),
                cursor: 'default',
                bgcolor: child.outcome === 'confirmed' ? colours.successWash : undefined,
                '&:hover': { bgcolor: child.outcome === 'confirmed' ? '#dcefe1' : '#f5f8f8' },
              }}
            >
              {columns.slice(0, 1).map(({ heading, text, named }) => (
                <Cell key={heading} text={text(child)} named={named} strong />
              ))}
              <Box
                role="gridcell"
                title={isFiled ? undefined : '点一下标为已核实，再点取消'}
                onClick={() => onToggle(child)}
                sx={{ px: 1, cursor: isFiled ? 'default' : 'pointer' }}
              >
                <OutcomeMark outcome={child.outcome} />
              </Box>
              {columns.slice(1).map(({ heading, text, named }) => (
                <Cell key={heading} text={text(child)} named={named} />
              ))}
            </Box>
          );
        })}
      </Box>
    </RowGrid>
  );
}

function Heading({ text }: { readonly text: string }) {
  return (
    <Box role="columnheader" sx={{ px: 1, whiteSpace: 'nowrap' }}>
      {text}
    </Box>
  );
}

interface CellProps {
  readonly text: string;
  readonly strong?: boolean;
  readonly named?: boolean | undefined;
}

function Cell({ text, strong = false, named = false }: CellProps) {
  return (
    <Box
      role="gridcell"
      {...(named ? person : {})}
      title={text}
      sx={{
        px: 1,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        fontWeight: strong ? 600 : undefined,
      }}
    >
      {text}
    </Box>
  );
}

function rowId(index: number): string {
  return `round-row-${index}`;
}

/** 11月21日 14:05 */
function shortMoment(moment: string): string {
  const date = new Date(moment);
  return `${chineseDate(calendarDateOf(date)).slice(5)} ${timeInWords(date)}`;
}

import Box from '@mui/material/Box';
import TableSortLabel from '@mui/material/TableSortLabel';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { FieldKind } from '../../shared/fields/kinds.ts';
import { colours, measures } from '../app/theme.ts';
import { personIf } from '../room/person.ts';

interface RowGridProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly label: string;
  /** How many rows there are, drawn or not. */
  readonly total: number;
  readonly multiselectable?: boolean;
  /** The id of the current row's element. */
  readonly current: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onKeyUp?: () => void;
  readonly onBlur?: () => void;
  readonly children: ReactNode;
}

/** The frame of a long table that scrolls: one stop of the Tab key, whose arrows move a current row. */
export function RowGrid({ ref, label, total, multiselectable = false, current, children, ...on }: RowGridProps) {
  return (
    <Box
      ref={ref}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-multiselectable={multiselectable || undefined}
      aria-activedescendant={current}
      tabIndex={0}
      onKeyDown={on.onKeyDown}
      onKeyUp={on.onKeyUp}
      onBlur={on.onBlur}
      sx={{
        flex: 1,
        minHeight: 0,
        overflow: 'auto',
        bgcolor: 'background.paper',
        border: `1px solid ${colours.line}`,
        '&:focus-visible': { outline: 'none', borderColor: colours.accent, boxShadow: `0 0 0 1px ${colours.accent}` },
        '&:focus-visible [data-current=true]': {
          boxShadow: `inset 4px 0 0 ${colours.accent}, inset 0 0 0 2px ${colours.accent}`,
        },
      }}
    >
      {children}
    </Box>
  );
}

/** The headings of a long table, which stay in sight. */
export function RowGridHead({ template, children }: { readonly template: string; readonly children: ReactNode }) {
  return (
    <Box
      role="row"
      aria-rowindex={1}
      sx={{
        display: 'grid',
        gridTemplateColumns: template,
        position: 'sticky',
        top: 0,
        zIndex: 1,
        height: measures.row,
        alignItems: 'center',
        bgcolor: '#f3f5f4',
        borderBottom: `1px solid ${colours.lineStrong}`,
        fontSize: 14,
        fontWeight: 600,
        minWidth: 'fit-content',
      }}
    >
      {children}
    </Box>
  );
}

interface SortHeadingProps {
  readonly label: string | undefined;
  /** What the rows are ordered by; undefined where they cannot be. */
  readonly order: string | undefined;
  readonly query: ListQuery;
  readonly onSort: (sort: ListQuery['sort']) => void;
}

/** The heading of a column, by which the rows are put into its order or the opposite one. */
export function SortHeading({ label, order, query, onSort }: SortHeadingProps) {
  // A search puts its best matches first, whatever the order of the list.
  const active = query.search.trim() === '' && query.sort.field === order;
  const { descending } = query.sort;
  return (
    <Box
      role="columnheader"
      aria-sort={active ? (descending ? 'descending' : 'ascending') : 'none'}
      sx={{ px: 1, overflow: 'hidden', whiteSpace: 'nowrap', display: 'flex', alignItems: 'center' }}
    >
      {order === undefined ? (
        label
      ) : (
        <TableSortLabel
          active={active}
          direction={active && descending ? 'desc' : 'asc'}
          onClick={() => onSort({ field: order, descending: active && !descending })}
        >
          {label}
        </TableSortLabel>
      )}
    </Box>
  );
}

interface TextCellProps {
  readonly text: string;
  readonly isName: boolean;
  /** What it is a value of, when it is a field's. */
  readonly kind?: FieldKind | undefined;
}

/** One line of text in a row, whole when it is pointed at. */
export function TextCell({ text, isName, kind }: TextCellProps) {
  return (
    <Box
      role="gridcell"
      {...personIf(kind)}
      title={text}
      sx={{
        px: 1,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        fontWeight: isName ? 600 : undefined,
      }}
    >
      {text}
    </Box>
  );
}

/** Where a row of a long table stands, and how it is divided. */
export function rowGridRow(template: string) {
  return {
    position: 'absolute',
    insetInline: 0,
    height: measures.row,
    display: 'grid',
    gridTemplateColumns: template,
    alignItems: 'center',
    borderBottom: `1px solid ${colours.line}`,
  } as const;
}

/** A row that a click acts on, marked when it is ticked. */
export function tickableRow(template: string, isTicked: boolean) {
  return {
    ...rowGridRow(template),
    cursor: 'pointer',
    bgcolor: isTicked ? colours.accentWash : undefined,
    '&:hover': { bgcolor: isTicked ? '#d7e6e8' : '#f5f8f8' },
  } as const;
}

/** The row that an arrow, a page key, Home or End leads to from another; undefined for any other key. */
export function rowReachedBy(key: string, from: number, total: number, grid: HTMLElement | null): number | undefined {
  const page = Math.max(1, Math.floor((grid?.clientHeight ?? 0) / measures.row) - 2);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: total - 1,
  };
  const reached = steps[key];
  return reached === undefined ? undefined : Math.max(0, Math.min(total - 1, reached));
}

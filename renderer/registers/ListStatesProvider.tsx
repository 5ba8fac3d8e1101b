import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { Register } from '../../shared/registers/register.ts';
import { firstQuery } from './listQueries.ts';

/** How a list was left: where it was scrolled to and which row was the current one. */
export interface ListPosition {
  readonly offset: number;
  readonly row: number;
}

export type Selection = MethodInput<'sheet.open'>['selection'];

/** What is to be printed, the order of chosen records, and the form it is printed on at first. */
export type PrintSelection = Pick<MethodInput<'sheet.open'>, 'selection' | 'sort'> &
  Partial<Pick<MethodInput<'sheet.open'>, 'form'>>;

/** Which own list is open; null for none. */
export interface OpenedList {
  readonly list: string | null;
  /** Null: the user's usual columns. */
  readonly columns: readonly string[] | null;
}

const nothingOpened: OpenedList = { list: null, columns: null };

interface ListStates {
  readonly queries: Readonly<Record<string, ListQuery>>;
  readonly setQuery: (query: ListQuery) => void;
  readonly positions: Map<string, ListPosition>;
  /** Ids of the ticked rows by register. */
  readonly chosen: Map<string, ReadonlySet<string>>;
  /** By register: the own list that was opened last, and the columns that it brought along. */
  readonly opened: Readonly<Record<string, OpenedList>>;
  readonly setOpened: (register: string, opened: OpenedList) => void;
  readonly printSelection: PrintSelection | null;
  readonly setPrintSelection: (selection: Selection, sort?: ListQuery['sort'], form?: string) => void;
}

const ListStatesContext = createContext<ListStates | null>(null);

/** Remembers searches, filters and places of lists while unlocked; they may hold names, so no address ever does. */
export function ListStatesProvider({ children }: { readonly children: ReactNode }) {
  const [queries, setQueries] = useState<Readonly<Record<string, ListQuery>>>({});
  const [printSelection, showPrintSelection] = useState<PrintSelection | null>(null);
  const [opened, showOpened] = useState<Readonly<Record<string, OpenedList>>>({});
  const positions = useRef(new Map<string, ListPosition>());
  const chosen = useRef(new Map<string, ReadonlySet<string>>());
  const setQuery = useCallback((query: ListQuery) => {
    positions.current.delete(query.register);
    setQueries((known) => ({ ...known, [query.register]: query }));
  }, []);
  const setPrintSelection = useCallback((selection: Selection, sort?: ListQuery['sort'], form?: string) => {
    showPrintSelection({
      selection,
      ...(sort === undefined ? {} : { sort }),
      ...(form === undefined ? {} : { form }),
    });
  }, []);
  const setOpened = useCallback((register: string, next: OpenedList) => {
    showOpened((known) => ({ ...known, [register]: next }));
  }, []);
  const states = useMemo(
    () => ({
      queries,
      setQuery,
      positions: positions.current,
      chosen: chosen.current,
      opened,
      setOpened,
      printSelection,
      setPrintSelection,
    }),
    [queries, setQuery, opened, setOpened, printSelection, setPrintSelection],
  );
  return <ListStatesContext value={states}>{children}</ListStatesContext>;
}

function useListStates(): ListStates {
  const states = use(ListStatesContext);
  if (!states) throw new Error('useListStates outside ListStatesProvider');
  return states;
}

/** The current search, filters and order of a register's list, its place, and what was ticked. */
export function useListState(register: Register) {
  const { queries, setQuery, positions, chosen, opened, setOpened } = useListStates();
  const [untouched] = useState(() => firstQuery(register));
  return {
    query: queries[register.key] ?? untouched,
    setQuery,
    positions,
    chosen,
    opened: opened[register.key] ?? nothingOpened,
    setOpened: (next: OpenedList) => setOpened(register.key, next),
  };
}

/** Sets what a register's list searches, from anywhere. */
export function useSetListQuery(): (query: ListQuery) => void {
  return useListStates().setQuery;
}

/** What is to be printed; chosen on one page and laid out on the next. */
export function usePrintSelection() {
  const { printSelection, setPrintSelection } = useListStates();
  return { printSelection, setPrintSelection };
}

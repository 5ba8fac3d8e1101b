import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { Register } from '../../shared/registers/register.ts';

/** How a list was left: where it was scrolled to and which row was the current one. */
export interface ListPosition {
  readonly offset: number;
  readonly row: number;
}

export type Selection = MethodInput<'sheet.open'>['selection'];

interface ListStates {
  readonly queries: Readonly<Record<string, ListQuery>>;
  readonly setQuery: (query: ListQuery) => void;
  readonly positions: Map<string, ListPosition>;
  /** Ids of the ticked rows by register. */
  readonly chosen: Map<string, ReadonlySet<string>>;
  readonly printSelection: Selection | null;
  readonly setPrintSelection: (selection: Selection) => void;
}

const ListStatesContext = createContext<ListStates | null>(null);

/** Remembers searches, filters and places of lists while unlocked; they may hold names, so no address ever does. */
export function ListStatesProvider({ children }: { readonly children: ReactNode }) {
  const [queries, setQueries] = useState<Readonly<Record<string, ListQuery>>>({});
  const [printSelection, setPrintSelection] = useState<Selection | null>(null);
  const positions = useRef(new Map<string, ListPosition>());
  const chosen = useRef(new Map<string, ReadonlySet<string>>());
  const setQuery = useCallback((query: ListQuery) => {
    positions.current.delete(query.register);
    setQueries((known) => ({ ...known, [query.register]: query }));
  }, []);
  const states = useMemo(
    () => ({
      queries,
      setQuery,
      positions: positions.current,
      chosen: chosen.current,
      printSelection,
      setPrintSelection,
    }),
    [queries, setQuery, printSelection],
  );
  return <ListStatesContext value={states}>{children}</ListStatesContext>;
}

function useListStates(): ListStates {
  const states = use(ListStatesContext);
  if (!states) throw new Error('useListStates outside ListStatesProvider');
  return states;
}

/** A register's list as nobody has searched or sorted it yet. */
export function firstQuery(register: Register): ListQuery {
  return {
    register: register.key,
    search: '',
    filters: Object.fromEntries(Object.entries(register.defaultFilters).map(([key, codes]) => [key, [...codes]])),
    sort: { field: register.nameField, descending: false },
  };
}

/** Whether a query shows less than the register's list does at first. */
export function isNarrowed(register: Register, query: ListQuery): boolean {
  const atFirst = firstQuery(register);
  return (
    query.search.trim() !== '' ||
    Object.keys(query.ranges ?? {}).length > 0 ||
    JSON.stringify(query.filters) !== JSON.stringify(atFirst.filters)
  );
}

/** The current search, filters and order of a register's list, its place, and what was ticked. */
export function useListState(register: Register) {
  const { queries, setQuery, positions, chosen } = useListStates();
  const [untouched] = useState(() => firstQuery(register));
  return { query: queries[register.key] ?? untouched, setQuery, positions, chosen };
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

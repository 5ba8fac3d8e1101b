import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { Register } from '../../shared/registers/register.ts';

/** A register's list as nobody has searched or sorted it yet. */
export function firstQuery(register: Register): ListQuery {
  return {
    register: register.key,
    search: '',
    filters: Object.fromEntries(Object.entries(register.defaultFilters).map(([key, codes]) => [key, [...codes]])),
    sort: { field: register.nameField, descending: false },
  };
}

/** Whether two queries find the same records, whatever their order. */
export function findsTheSame(one: ListQuery, other: ListQuery): boolean {
  const essence = ({ search, filters, ranges = {} }: ListQuery): string => {
    const sorted = (entries: Readonly<Record<string, unknown>>): unknown =>
      Object.entries(entries)
        .map(([key, value]) => [key, Array.isArray(value) ? value.toSorted() : value] as const)
        .toSorted(([first], [second]) => (first < second ? -1 : 1));
    return JSON.stringify([search.trim(), sorted(filters), sorted(ranges)]);
  };
  return essence(one) === essence(other);
}

/** Whether a query shows less than the register's list does at first. */
export function isNarrowed(register: Register, query: ListQuery): boolean {
  return !findsTheSame(query, firstQuery(register));
}

import type { SavedList } from '../../shared/contract/listMethods.ts';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { Range, Register, RegisterList } from '../../shared/registers/register.ts';
import { firstQuery } from './listQueries.ts';

/** The daily list whose days a query asks for, as they are today; undefined when its days are its own or it asks for none. */
export function dailyListOf(register: Register, query: ListQuery, context: FieldContext): RegisterList | undefined {
  return register.lists.find((list) => {
    const asked = Object.entries(list.query(context).ranges ?? {});
    return asked.length > 0 && asked.every(([key, range]) => isSameRange(range, query.ranges?.[key]));
  });
}

/** What a daily list asks for today, in the list's first order. */
export function dailyQuery(register: Register, list: RegisterList, context: FieldContext): ListQuery {
  const { filters = {}, ranges } = list.query(context);
  return {
    ...firstQuery(register),
    filters: Object.fromEntries(Object.entries(filters).map(([key, codes]) => [key, [...codes]])),
    ...(ranges === undefined ? {} : { ranges }),
  };
}

/** A query as it is kept: it remembers the daily list that its days come from, since they are others tomorrow. */
export function queryToKeep(register: Register, query: ListQuery, context: FieldContext): SavedList['query'] {
  const daily = dailyListOf(register, query, context);
  return daily ? { ...query, basis: daily.key } : query;
}

/** What a kept query asks for today: the days of its daily list anew, everything else as it was kept. */
export function keptQueryOn(register: Register, kept: SavedList['query'], context: FieldContext): ListQuery {
  const { basis, ...query } = kept;
  const days = register.lists.find(({ key }) => key === basis)?.query(context).ranges;
  return days === undefined ? query : { ...query, ranges: { ...query.ranges, ...days } };
}

function isSameRange(one: Range, other: Range | undefined): boolean {
  return other !== undefined && one.from === other.from && one.to === other.to && one.orBlank === other.orBlank;
}

import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { emptyRecord, findField, gapsFilter, type Range, type Register } from '../../shared/registers/register.ts';
import { chineseDate } from '../../shared/rules/calendarDate.ts';
import { dailyListOf } from './dailyLists.ts';

/** The word for records without a value. */
const blankWord = '未填';

/** The completeness of records as a filter. */
export const gapsOptions = [
  { code: '1', label: '待补' },
  { code: '0', label: '齐全' },
] as const;

/** What a filter lets through: the words of its code table, and 未填 where a record can do without. */
export function filterOptions(register: Register, key: string, context: FieldContext) {
  const field = findField(register, key);
  const entries = field?.kind.options?.(context).entries ?? [];
  const canBeBlank = field !== undefined && !field.required(emptyRecord(register).fields);
  return [
    ...entries.map(({ code, label }) => ({ code, label })),
    ...(canBeBlank ? [{ code: '', label: blankWord }] : []),
  ];
}

/** Days that a list is narrowed to by a date column; `blank`: also, or only, records without one. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
  readonly blank: boolean;
}

/** Date columns of a list. */
export function dayColumns(register: Register): string[] {
  return register.list.flatMap(({ field }) => (register.fields[field]?.kind.control === 'date' ? [field] : []));
}

/** The days that a query asks of a date column. */
export function daysOf(query: ListQuery, key: string): Days {
  const range = query.ranges?.[key];
  if (range) return { from: range.from, to: range.to, blank: range.orBlank };
  return { from: null, to: null, blank: query.filters[key]?.includes('') ?? false };
}

/** The query with other days; records without a date alone are a filter, not a range. */
export function withDays(query: ListQuery, key: string, { from, to, blank }: Days): ListQuery {
  const { [key]: _filter, ...filters } = query.filters;
  const { [key]: _range, ...ranges } = query.ranges ?? {};
  const isRange = from !== null || to !== null;
  const range: Range = { from, to, orBlank: blank };
  return withRanges(
    { ...query, filters: !isRange && blank ? { ...filters, [key]: [''] } : filters },
    {
      ...ranges,
      ...(isRange ? { [key]: range } : {}),
    },
  );
}

/** The query with other codes of one filter; none lets everything through. */
export function withFilter(query: ListQuery, key: string, codes: readonly string[]): ListQuery {
  const { [key]: _, ...others } = query.filters;
  return { ...query, filters: codes.length === 0 ? others : { ...others, [key]: [...codes] } };
}

/** The query without what it asks of a field. */
export function withoutCondition(query: ListQuery, key: string): ListQuery {
  return withDays(withFilter(query, key, []), key, { from: null, to: null, blank: false });
}

function withRanges(query: ListQuery, ranges: NonNullable<ListQuery['ranges']>): ListQuery {
  const { ranges: _, ...rest } = query;
  return Object.keys(ranges).length === 0 ? rest : { ...rest, ranges };
}

/** A condition in words, for what no button of its own shows. */
export interface Condition {
  readonly key: string;
  readonly text: string;
}

/** What a query asks of fields other than `shown`, in words; the days of a daily list go by its name. */
export function otherConditions(
  register: Register,
  query: ListQuery,
  shown: readonly string[],
  context: FieldContext,
): Condition[] {
  const label = (key: string): string => (key === gapsFilter ? '资料' : (findField(register, key)?.label ?? key));
  const filters = Object.entries(query.filters)
    .filter(([key, codes]) => codes.length > 0 && !shown.includes(key))
    .map(([key, codes]): Condition => {
      const options = key === gapsFilter ? gapsOptions : filterOptions(register, key, context);
      const words = codes.map((code) =>
        code === '' ? blankWord : (options.find((option) => option.code === code)?.label ?? code),
      );
      return { key, text: `${label(key)}：${words.join('、')}` };
    });
  const daily = dailyListOf(register, query, context);
  const ofDaily = daily?.query(context).ranges ?? {};
  const ranges = Object.entries(query.ranges ?? {}).map(
    ([key, range]): Condition => ({
      key,
      text: daily !== undefined && key in ofDaily ? daily.title : `${label(key)}：${daysInWords(range)}`,
    }),
  );
  return [...filters, ...ranges];
}

function daysInWords({ from, to, orBlank }: Range): string {
  const blank = orBlank ? `或${blankWord}` : '';
  if (from === null) return `${to === null ? '' : chineseDate(to)}及以前${blank}`;
  if (to === null) return `${chineseDate(from)}及以后${blank}`;
  return `${chineseDate(from)}至${chineseDate(to)}${blank}`;
}

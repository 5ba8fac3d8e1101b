import { AppError } from '../../../shared/contract/result.ts';
import type { ListQuery } from '../../../shared/contract/shapes.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import {
  findField,
  findView,
  gapsFilter,
  type Range,
  type Register,
  type View,
} from '../../../shared/registers/register.ts';
import { identifier, joined, list, type Sql, sql } from '../../vault/sql.ts';

/** What narrows a list, apart from its search. */
export interface ListNarrowing extends Pick<ListQuery, 'scope'> {
  readonly filters?: Readonly<Record<string, readonly string[]>>;
  readonly ranges?: Readonly<Record<string, Range>> | undefined;
}

/**
 * What a record has to meet to be in a list, apart from its search: kept or deleted, the chosen codes and days. The record's
 * table goes by the name `r`.
 * @throws AppError invalid when the query names something that cannot be filtered
 */
export function listConditions(register: Register, query: ListNarrowing, context: FieldContext): Sql[] {
  return [
    query.scope === 'deleted' ? sql`r."deleted_at" IS NOT NULL` : sql`r."deleted_at" IS NULL`,
    ...Object.entries(query.filters ?? {}).flatMap(([key, codes]) => filterCondition(register, key, codes, context)),
    ...Object.entries(query.ranges ?? {}).flatMap(([key, range]) => rangeCondition(register, key, range)),
  ];
}

function filterCondition(register: Register, key: string, codes: readonly string[], context: FieldContext): Sql[] {
  if (codes.length === 0) return [];
  if (key === gapsFilter) {
    return [codes.length > 1 ? sql`1` : codes[0] === '1' ? sql`r."gap_count" > 0` : sql`r."gap_count" = 0`];
  }
  const field = findField(register, key);
  const view = findView(register, key);
  if (!field) throw unknownFilter();
  const chosen = codes.filter((code) => code !== '');
  const blank = codes.includes('');
  const parts = view
    ? viewParts(register, view, chosen, blank, context)
    : [
        ...(chosen.length === 0
          ? []
          : [holdsOneOf(sql`r.${identifier(key)}`, field.kind.multiple, chosen, field.kind.sql)]),
        ...(blank ? [sql`r.${identifier(key)} IS NULL`] : []),
      ];
  return [sql`(${joined(parts, ' OR ')})`];
}

function holdsOneOf(column: Sql, multiple: boolean, codes: readonly string[], type: 'TEXT' | 'INTEGER'): Sql {
  // Codes travel as text; a column of whole numbers compares with numbers.
  const values = type === 'INTEGER' ? codes.map(Number) : codes;
  return multiple
    ? sql`EXISTS (SELECT 1 FROM json_each(${column}) WHERE value IN (${list(values)}))`
    : sql`${column} IN (${list(values)})`;
}

function viewParts(
  register: Register,
  { filter }: View,
  codes: readonly string[],
  blank: boolean,
  context: FieldContext,
): Sql[] {
  const group = filter === undefined ? undefined : register.rows[filter.group];
  if (filter === undefined || group === undefined) throw unknownFilter();
  const end = filter.endField === undefined ? undefined : sql`g.${identifier(filter.endField)}`;
  const counts = end === undefined ? sql`1` : sql`(${end} IS NULL OR ${end} > ${context.today})`;
  const rows = sql`FROM ${identifier(group.table)} g WHERE ${counts} AND g.${identifier(filter.field)} IN (${list(filter.codes)})`;
  return [
    ...(codes.length === 0
      ? []
      : [sql`r."row" IN (SELECT g."owner" ${rows} AND g.${identifier(filter.field)} IN (${list(codes)}))`]),
    ...(blank ? [sql`NOT EXISTS (SELECT 1 ${rows} AND g."owner" = r."row")`] : []),
  ];
}

function rangeCondition(register: Register, key: string, { from, to, orBlank }: Range): Sql[] {
  const field = Object.hasOwn(register.fields, key) ? register.fields[key] : undefined;
  if (field?.kind.control !== 'date') throw unknownFilter();
  const column = sql`r.${identifier(key)}`;
  const bounds = [
    ...(from === null ? [] : [sql`${column} >= ${from}`]),
    ...(to === null ? [] : [sql`${column} <= ${to}`]),
  ];
  if (bounds.length === 0) return [];
  const within = joined(bounds, ' AND ');
  return [orBlank ? sql`(${column} IS NULL OR ${within})` : sql`(${within})`];
}

function unknownFilter(): AppError {
  return new AppError('invalid', '没有这个筛选项，请刷新页面后重选');
}

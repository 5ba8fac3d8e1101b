import { AppError } from '../../../shared/contract/result.ts';
import { deletionOrder, type ListQuery } from '../../../shared/contract/shapes.ts';
import type { FieldContext, FieldKind, FieldValue } from '../../../shared/fields/kinds.ts';
import type { Fields, RecordValues, Register, Views } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { identifier, joined, type Sql, sql } from '../../vault/sql.ts';
import { searchRecords } from '../search/searchRecords.ts';
import { type ListNarrowing, listConditions } from './listConditions.ts';
import { fieldsDecoder } from './recordColumns.ts';
import { readMany } from './recordStore.ts';
import { nameOrderColumn, orderColumn } from './registerSchema.ts';

/** One line of a list: the text of its columns, masked where the kind is sensitive. */
export interface ListRow {
  readonly id: string;
  readonly version: number;
  readonly cells: Record<string, string>;
  /** How many values the official forms still lack. */
  readonly gaps: number;
  /** Who put it into the recycle bin, when and why; null for a record that is kept. */
  readonly deleted: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

/** One page of a list. `more` tells that a search stopped counting at `total`. */
export interface ListPage {
  readonly total: number;
  readonly more: boolean;
  readonly rows: ListRow[];
}

type Row = Readonly<Record<string, string | number | null>>;

/** Which part of a list is read. Offset and limit count records. */
interface Part {
  readonly offset: number;
  readonly limit: number;
}

/**
 * A page of a register by filters, search and sorting.
 * @param columns those that the register shows at first when undefined
 */
export function listRecords(
  database: ReadableDatabase,
  register: Register,
  query: ListQuery,
  part: Part,
  columns: readonly string[] | undefined,
  context: FieldContext,
): ListPage {
  const { rows, ...counts } = findRows(database, register, query, part, context);
  return { ...counts, rows: readRows(database, register, rows, shownColumns(register, columns), context) };
}

/**
 * Row numbers of all records of a query, in the order of the list, `limit` at most.
 * @throws AppError invalid when the search stopped counting before the limit: a part must not pass for the whole
 */
export function listRowNumbers(
  database: ReadableDatabase,
  register: Register,
  query: ListQuery,
  limit: number,
  context: FieldContext,
): number[] {
  const { rows, more } = findRows(database, register, query, { offset: 0, limit }, context);
  if (more && rows.length < limit) {
    throw new AppError('invalid', `搜索到的记录超过${rows.length}条，只取到一部分，请多输入几个字或改用筛选后再试`);
  }
  return rows;
}

/** Identifiers of all records of a query, as `listRowNumbers`. */
export function listIds(
  database: ReadableDatabase,
  register: Register,
  query: ListQuery,
  limit: number,
  context: FieldContext,
): string[] {
  const rows = listRowNumbers(database, register, query, limit, context);
  const ids = new Map(
    database
      .all<{ row: number; id: string }>(sql`
        SELECT "row", "id" FROM ${identifier(register.table)}
        WHERE "row" IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`)
      .map(({ row, id }) => [row, id]),
  );
  return rows.flatMap((row) => ids.get(row) ?? []);
}

/** How many kept records meet each of several narrowings, in their order; the table is gone through once for all of them. */
export function countRecords(
  database: ReadableDatabase,
  register: Register,
  narrowings: readonly Omit<ListNarrowing, 'scope'>[],
  context: FieldContext,
): number[] {
  if (narrowings.length === 0) return [];
  const nameOf = (index: number): string => `list_${index}`;
  const counts = narrowings.map((narrowing, index) => {
    const conditions = joined(listConditions(register, narrowing, context), ' AND ');
    return sql`count(*) FILTER (WHERE ${conditions}) AS ${identifier(nameOf(index))}`;
  });
  const counted = database.get<Record<string, number>>(sql`
    SELECT ${joined(counts, ', ')} FROM ${identifier(register.table)} r WHERE r."deleted_at" IS NULL`);
  return narrowings.map((_, index) => counted?.[nameOf(index)] ?? 0);
}

/** Row numbers of kept records that are named one by one, in the order of a list. Those that are no more are left out. */
export function orderedRowNumbers(
  database: ReadableDatabase,
  register: Register,
  ids: readonly string[],
  sort: ListQuery['sort'],
): number[] {
  return database
    .all<{ row: number }>(sql`
      SELECT r."row" FROM ${identifier(register.table)} r
      WHERE r."id" IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND r."deleted_at" IS NULL
      ORDER BY ${sorting(register, sort)}`)
    .map(({ row }) => row);
}

/** Row numbers of a part of a list, in its order. */
function findRows(
  database: ReadableDatabase,
  register: Register,
  query: ListQuery,
  part: Part,
  context: FieldContext,
): { readonly total: number; readonly more: boolean; readonly rows: number[] } {
  const conditions = listConditions(register, query, context);
  const found = searchRecords(database, register, query.search, conditions, context);
  const best = (found?.rows ?? []).slice(part.offset, part.offset + part.limit);
  if (found && !found.village) return { total: found.rows.length, more: found.more, rows: best };
  // A search that means a village has its records after the best matches, in the order of the list.
  const matched = found?.rows.length ?? 0;
  const rest = [
    ...conditions,
    ...(found?.village ? [found.village] : []),
    ...(matched > 0 ? [sql`r."row" NOT IN (SELECT value FROM json_each(${JSON.stringify(found?.rows)}))`] : []),
  ];
  const where = joined(rest, ' AND ');
  const table = identifier(register.table);
  const counted = database.get<{ total: number }>(sql`SELECT count(*) AS total FROM ${table} r WHERE ${where}`);
  const rows = database.all<{ row: number }>(sql`
    SELECT r."row" FROM ${table} r WHERE ${where}
    ORDER BY ${sorting(register, query.sort)}
    LIMIT ${part.limit - best.length} OFFSET ${Math.max(0, part.offset - matched)}`);
  return { total: matched + (counted?.total ?? 0), more: false, rows: [...best, ...rows.map(({ row }) => row)] };
}

function sorting(register: Register, sort: ListQuery['sort']): Sql {
  // What was removed together stands together, by name.
  if (sort.field === deletionOrder) {
    const direction = sort.descending ? sql`DESC` : sql`ASC`;
    return sql`r."deleted_at" ${direction}, r.${identifier(nameOrderColumn(register))}, r."row"`;
  }
  const isListed = register.list.some((column) => column.field === sort.field);
  const field = isListed ? register.fields[sort.field] : undefined;
  if (!field || field.kind.multiple) {
    throw new AppError('invalid', '不能按这一列排序，请换一列');
  }
  // Equal ones by name. All keys in one direction, so that the index gives the order.
  const columns = new Set([orderColumn(sort.field, field.kind), nameOrderColumn(register), 'row']);
  const keys = [...columns].map((column) => sql`r.${identifier(column)}`);
  return joined(sort.descending ? keys.map((key) => sql`${key} DESC`) : keys, ', ');
}

interface ShownColumns {
  readonly fields: Fields;
  readonly views: Views;
}

/** The fields and views that a list shows; those of the declaration when none are asked for. */
function shownColumns(register: Register, columns: readonly string[] | undefined): ShownColumns {
  const asked = columns ?? register.list.filter((column) => column.shown).map((column) => column.field);
  const listed = asked.filter((key) => register.list.some((column) => column.field === key));
  if (listed.length !== asked.length) throw new AppError('invalid', '没有这一列，请刷新页面后重选');
  const pick = <T>(from: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(from).filter(([key]) => listed.includes(key)));
  return { fields: pick(register.fields), views: pick(register.views) };
}

function readRows(
  database: ReadableDatabase,
  register: Register,
  rows: readonly number[],
  { fields, views }: ShownColumns,
  context: FieldContext,
): ListRow[] {
  if (rows.length === 0) return [];
  const columns = [...Object.keys(fields).map(identifier), sql`1`];
  const found = new Map(
    database
      .all<Row>(sql`
        SELECT "row", "id", "version", "gap_count", "deleted_at", "deleted_by", "deleted_reason", ${joined(columns, ', ')}
        FROM ${identifier(register.table)} WHERE "row" IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`)
      .map((row) => [Number(row.row), row]),
  );
  const records =
    Object.keys(views).length === 0 ? new Map<number, RecordValues>() : readMany(database, register, rows);
  const decode = fieldsDecoder(fields);
  return rows.flatMap((number): ListRow[] => {
    const row = found.get(number);
    if (!row) return [];
    const values = decode(row);
    const record = records.get(number);
    const cells = Object.fromEntries([
      ...Object.entries(fields).map(([key, { kind }]) => [key, brief(kind, values[key] ?? null, context)]),
      ...Object.entries(views).map(([key, { kind, read }]) => [
        key,
        brief(kind, record ? read(record, context) : null, context),
      ]),
    ]);
    const deleted =
      row.deleted_at === null
        ? null
        : { at: String(row.deleted_at), by: String(row.deleted_by), reason: String(row.deleted_reason) };
    return [{ id: String(row.id), version: Number(row.version), cells, gaps: Number(row.gap_count), deleted }];
  });
}

function brief(kind: FieldKind, value: FieldValue | null, context: FieldContext): string {
  return value === null ? '' : kind.brief(value, context);
}

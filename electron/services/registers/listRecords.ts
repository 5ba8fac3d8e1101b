import type { ListQuery } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { identifier, joined, list, type Sql, sql } from '../../vault/sql.ts';
import { isReadAs, searchPlaces, searchTerm } from '../search/searchKeys.ts';
import { decodeFields } from './recordStore.ts';
import { nameOrderColumn, orderColumn, searchTable } from './registerSchema.ts';

/** One line of a list: the text of its columns, masked where the kind is sensitive. */
export interface ListRow {
  readonly id: string;
  readonly version: number;
  readonly cells: Record<string, string>;
}

/** One page of a list. `more` tells that a search stopped counting at `total`. */
export interface ListPage {
  readonly total: number;
  readonly more: boolean;
  readonly rows: ListRow[];
}

/** A search shows its best matches; who wants others types one more character. */
const maxMatches = 500;

/** Greater than every key that begins with the same text. */
const afterEveryCharacter = '\u{10FFFF}';

type Row = Readonly<Record<string, string | number | null>>;

/** A page of a register by filters, search and sorting. Offset and limit count records. */
export function listRecords(
  database: ReadableDatabase,
  register: Register,
  query: ListQuery,
  page: { readonly offset: number; readonly limit: number },
  context: FieldContext,
): ListPage {
  const terms = query.search.split(/\s+/u).map(searchTerm).filter(Boolean);
  const conditions = [sql`r."deleted_at" IS NULL`, ...filterConditions(register, query)];
  const [term] = terms;
  if (term !== undefined && terms.length === 1 && villagesNamed(term, context).length === 0) {
    const { rows, more } = matches(database, register, term, conditions);
    // Persons first: villages are taken by their sound only where no person is, or every 王 would bring along 王家村.
    if (rows.length > 0 || villagesSounding(term, context).length === 0) {
      return {
        total: rows.length,
        more,
        rows: readRows(database, register, rows.slice(page.offset, page.offset + page.limit), context),
      };
    }
  }
  const where = joined([...conditions, ...terms.map((word) => termCondition(register, word, context))], ' AND ');
  const table = identifier(register.table);
  const counted = database.get<{ total: number }>(sql`SELECT count(*) AS total FROM ${table} r WHERE ${where}`);
  const rows = database.all<{ row: number }>(sql`
    SELECT r."row" FROM ${table} r WHERE ${where}
    ORDER BY ${sorting(register, query)} LIMIT ${page.limit} OFFSET ${page.offset}`);
  return {
    total: counted?.total ?? 0,
    more: false,
    rows: readRows(
      database,
      register,
      rows.map(({ row }) => row),
      context,
    ),
  };
}

/**
 * Identifiers of all records of a query, in the order of the list, `limit` at most.
 * @throws AppError invalid when the search stopped counting before the limit: a part must not pass for the whole
 */
export function listIds(
  database: ReadableDatabase,
  register: Register,
  query: ListQuery,
  limit: number,
  context: FieldContext,
): string[] {
  const { rows, more } = listRecords(database, register, query, { offset: 0, limit }, context);
  if (more && rows.length < limit) {
    throw new AppError('invalid', `搜索到的记录超过${rows.length}条，只取到一部分，请多输入几个字或改用筛选后再试`);
  }
  return rows.map((row) => row.id);
}

/** Row numbers of the best matches: values that begin with the term, shorter ones first, then those that hold it. */
function matches(
  database: ReadableDatabase,
  register: Register,
  term: string,
  conditions: readonly Sql[],
): { readonly rows: number[]; readonly more: boolean } {
  const found = new Set<number>();
  // One record has several keys, so that the limit may be reached with fewer records than are shown.
  let more = false;
  for (const place of searchPlaces) {
    // CROSS JOIN fixes the order of the loops: keys first, so that nothing is sorted and the limit ends the search.
    const rows = database.all<{ owner: number }>(sql`
      SELECT k."owner" FROM ${identifier(searchTable(register))} k
      CROSS JOIN ${identifier(register.table)} r ON r."row" = k."owner"
      WHERE k."place" = ${place} AND ${keyRange(sql`k."key"`, term)} AND ${joined(conditions, ' AND ')}
      ORDER BY k."key", k."owner" LIMIT ${maxMatches * 2}`);
    for (const { owner } of rows) found.add(owner);
    more ||= rows.length === maxMatches * 2 || found.size > maxMatches;
    if (found.size > maxMatches) break;
  }
  return { rows: [...found].slice(0, maxMatches), more };
}

/** Keys that begin with the term. */
function keyRange(key: Sql, term: string): Sql {
  return sql`${key} >= ${term} AND ${key} < ${term + afterEveryCharacter}`;
}

function termCondition(register: Register, term: string, context: FieldContext): Sql {
  const byKey = sql`r."row" IN (
    SELECT "owner" FROM ${identifier(searchTable(register))}
    WHERE "place" IN (${list(searchPlaces)}) AND ${keyRange(sql`"key"`, term)})`;
  const named = [...villagesNamed(term, context), ...villagesSounding(term, context)];
  const villageFields = Object.entries(register.fields).filter(
    ([, field]) => field.kind.options?.(context) === context.villages,
  );
  if (named.length === 0 || villageFields.length === 0) return byKey;
  const byVillage = villageFields.map(([key]) => sql`r.${identifier(key)} IN (${list(named)})`);
  return sql`(${joined([byKey, ...byVillage], ' OR ')})`;
}

/** Codes of the villages whose name holds the term; one character alone is too little to mean a village. */
function villagesNamed(term: string, context: FieldContext): string[] {
  if ([...term].length < 2) return [];
  return context.villages.entries.filter((entry) => entry.label.includes(term)).map((entry) => entry.code);
}

/** Codes of the villages whose name begins with the term in pinyin or initials. */
function villagesSounding(term: string, context: FieldContext): string[] {
  if (!/^[a-z]{2,}$/u.test(term)) return [];
  return context.villages.entries.filter((entry) => isReadAs(entry.label, term)).map((entry) => entry.code);
}

function filterConditions(register: Register, query: ListQuery): Sql[] {
  return Object.entries(query.filters).flatMap(([key, codes]): Sql[] => {
    const field = register.filters.includes(key) ? register.fields[key] : undefined;
    if (!field) throw new AppError('invalid', '没有这个筛选项，请刷新页面后重选');
    if (codes.length === 0) return [];
    const column = sql`r.${identifier(key)}`;
    return [
      field.kind.multiple
        ? sql`EXISTS (SELECT 1 FROM json_each(${column}) WHERE value IN (${list(codes)}))`
        : sql`${column} IN (${list(codes)})`,
    ];
  });
}

function sorting(register: Register, query: ListQuery): Sql {
  const isListed = register.list.some((column) => column.field === query.sort.field);
  const field = isListed ? register.fields[query.sort.field] : undefined;
  if (!field || field.kind.multiple) {
    throw new AppError('invalid', '不能按这一列排序，请换一列');
  }
  // Equal ones by name. All keys in one direction, so that the index gives the order.
  const columns = new Set([orderColumn(query.sort.field, field.kind), nameOrderColumn(register), 'row']);
  const keys = [...columns].map((column) => sql`r.${identifier(column)}`);
  return joined(query.sort.descending ? keys.map((key) => sql`${key} DESC`) : keys, ', ');
}

function readRows(
  database: ReadableDatabase,
  register: Register,
  rows: readonly number[],
  context: FieldContext,
): ListRow[] {
  if (rows.length === 0) return [];
  const fields = Object.fromEntries(
    register.list.flatMap(({ field }) => {
      const declared = register.fields[field];
      return declared ? [[field, declared] as const] : [];
    }),
  );
  const found = new Map(
    database
      .all<Row>(sql`
        SELECT "row", "id", "version", ${joined(Object.keys(fields).map(identifier), ', ')}
        FROM ${identifier(register.table)} WHERE "row" IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`)
      .map((row) => [Number(row.row), row]),
  );
  return rows.flatMap((number): ListRow[] => {
    const row = found.get(number);
    if (!row) return [];
    const values = decodeFields(fields, row);
    const cells = Object.fromEntries(
      Object.entries(fields).map(([key, field]) => {
        const value = values[key] ?? null;
        return [key, value === null ? '' : field.kind.brief(value, context)];
      }),
    );
    return [{ id: String(row.id), version: Number(row.version), cells }];
  });
}

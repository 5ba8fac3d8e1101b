import { type SavedList, savedList } from '../../../shared/contract/listMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';

/** A user's own lists of a register by the time they were first saved. One that this version cannot read is left out. */
export function readSavedLists(database: ReadableDatabase, register: Register, by: string): SavedList[] {
  return database
    .all<{ id: string; title: string; query: string; columns: string }>(sql`
      SELECT "id", "title", "query", "columns" FROM "saved_list"
      WHERE "register" = ${register.key} AND "by" = ${by} ORDER BY "row"`)
    .flatMap(({ id, title, query, columns }) => {
      const read = savedList.safeParse({ id, title, query: JSON.parse(query), columns: JSON.parse(columns) });
      return read.success ? [read.data] : [];
    });
}

/**
 * Keeps a list, in the place of the one that its identifier names. To be called inside a transaction.
 * @throws AppError conflict when the user has another list of this name, or somebody else one of this identifier
 */
export function writeSavedList(
  database: WritableDatabase,
  register: Register,
  { id, title, query, columns }: SavedList,
  { at, by }: Authorship,
): void {
  const other = database.get(sql`
    SELECT 1 FROM "saved_list"
    WHERE "register" = ${register.key} AND (("by" = ${by} AND "title" = ${title} AND "id" <> ${id}) OR ("by" <> ${by} AND "id" = ${id}))`);
  if (other !== undefined) {
    const message = '已有同名的名册，请换一个名字';
    throw new AppError('conflict', message, { title: message });
  }
  database.run(sql`
    INSERT INTO "saved_list" ("id", "register", "by", "title", "query", "columns", "saved_at")
    VALUES (${id}, ${register.key}, ${by}, ${title}, ${JSON.stringify(query)}, ${JSON.stringify(columns)}, ${at})
    ON CONFLICT ("id") DO UPDATE SET
      "title" = excluded."title", "query" = excluded."query", "columns" = excluded."columns", "saved_at" = excluded."saved_at"`);
}

/** Takes a user's list away. To be called inside a transaction. */
export function deleteSavedList(database: WritableDatabase, register: Register, id: string, by: string): void {
  database.run(sql`
    DELETE FROM "saved_list" WHERE "id" = ${id} AND "register" = ${register.key} AND "by" = ${by}`);
}

/** The columns that a user has chosen; null for those that the register shows at first. Columns that are no more are left out. */
export function readColumns(database: ReadableDatabase, register: Register, by: string): string[] | null {
  const stored = database.get<{ columns: string }>(sql`
    SELECT "columns" FROM "list_columns" WHERE "register" = ${register.key} AND "by" = ${by}`);
  if (!stored) return null;
  const columns = (JSON.parse(stored.columns) as unknown[]).filter(
    (key): key is string => typeof key === 'string' && register.list.some((column) => column.field === key),
  );
  return columns.length === 0 ? null : columns;
}

/** Keeps a user's columns, or forgets them. To be called inside a transaction. */
export function writeColumns(
  database: WritableDatabase,
  register: Register,
  columns: readonly string[] | null,
  by: string,
): void {
  database.run(sql`DELETE FROM "list_columns" WHERE "register" = ${register.key} AND "by" = ${by}`);
  if (columns === null) return;
  database.run(sql`
    INSERT INTO "list_columns" ("register", "by", "columns") VALUES (${register.key}, ${by}, ${JSON.stringify(columns)})`);
}

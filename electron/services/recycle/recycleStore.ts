import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';

/** By what a record in the recycle bin is known. */
export interface Identity {
  readonly name: string;
  /** The value that no other record may have, or null. */
  readonly unique: string | null;
}

/** Who the records in the recycle bin are; those that are not in it are left out. */
export function readIdentities(database: ReadableDatabase, register: Register, ids: readonly string[]): Identity[] {
  const { nameField, uniqueField } = register;
  const unique = uniqueField === undefined ? sql`NULL` : identifier(uniqueField);
  return database.all<Identity>(sql`
    SELECT coalesce(${identifier(nameField)}, '') AS "name", ${unique} AS "unique" FROM ${identifier(register.table)}
    WHERE "deleted_at" IS NOT NULL AND "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
}

/** How many filed sheets of these records the archive holds. */
export function countFiledSheets(database: ReadableDatabase, ids: readonly string[]): number {
  const found = database.get<{ count: number }>(sql`
    SELECT count(*) AS "count" FROM "filed_sheet"
    WHERE "record_id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  return found?.count ?? 0;
}

/**
 * Removes what screening rounds, open or filed, were told of records; what a filed round reported stands in its outcomes.
 * To be called inside a transaction.
 */
export function removeMarksOf(database: WritableDatabase, ids: readonly string[]): void {
  // Marks are found by their round; one walk for all records instead of one for each.
  database.run(sql`
    DELETE FROM "screening_mark" WHERE "record_id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
}

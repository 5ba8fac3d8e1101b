import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';

/** Those of the records that are not in the recycle bin, in their order and each once. */
export function keptOf(database: ReadableDatabase, register: Register, ids: readonly string[]): string[] {
  const found = database.all<{ id: string }>(sql`
    SELECT "id" FROM ${identifier(register.table)}
    WHERE "deleted_at" IS NULL AND "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  const kept = new Set(found.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => kept.has(id));
}

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

/** How many of these records filed rounds list, and how many filed sheets they have. */
export function countArchived(
  database: ReadableDatabase,
  ids: readonly string[],
): { readonly records: number; readonly sheets: number } {
  const chosen = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const found = database.get<{ records: number; sheets: number }>(sql`
    SELECT (SELECT count(DISTINCT "record_id") FROM "screening_outcome" WHERE "record_id" IN ${chosen}) AS "records",
      (SELECT count(*) FROM "filed_sheet" WHERE "record_id" IN ${chosen}) AS "sheets"`);
  return found ?? { records: 0, sheets: 0 };
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

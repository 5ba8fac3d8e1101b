import type { RecordValues } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { type Sql, sql } from '../../vault/sql.ts';
import { blankHistory } from '../registers/recordHistory.ts';
import type { Authorship } from '../registers/recordStore.ts';

/** Whose papers. */
export interface RecordKey {
  readonly register: string;
  readonly record: string;
}

/** Who took a paper off its record, when (ISO 8601, UTC) and why. */
export interface Removal {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** A form filled in about a record, as it is stored. Times are ISO 8601, UTC. */
export interface StoredPaper extends RecordKey {
  readonly id: string;
  /** Key of the paper's declaration. */
  readonly paper: string;
  readonly version: number;
  /** As it was stored; the declaration of today may have other fields. */
  readonly content: unknown;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** Null for a paper that is kept. */
  readonly removed: Removal | null;
}

interface Row {
  readonly id: string;
  readonly paper: string;
  readonly register: string;
  readonly record_id: string;
  readonly version: number;
  readonly content: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly updated_at: string;
  readonly updated_by: string;
  readonly removed_at: string | null;
  readonly removed_by: string | null;
  readonly removed_reason: string | null;
}

function readWhere(database: ReadableDatabase, condition: Sql): StoredPaper[] {
  return database
    .all<Row>(sql`
      SELECT "id", "paper", "register", "record_id", "version", "content", "created_at", "created_by", "updated_at",
        "updated_by", "removed_at", "removed_by", "removed_reason"
      FROM "paper" WHERE ${condition} ORDER BY "row" DESC`)
    .map((row) => ({
      id: row.id,
      paper: row.paper,
      register: row.register,
      record: row.record_id,
      version: row.version,
      content: JSON.parse(row.content) as unknown,
      createdAt: row.created_at,
      createdBy: row.created_by,
      updatedAt: row.updated_at,
      updatedBy: row.updated_by,
      removed:
        row.removed_at === null
          ? null
          : { at: row.removed_at, by: row.removed_by ?? '', reason: row.removed_reason ?? '' },
    }));
}

/** The papers of a record, removed ones too, the last one first. */
export function listPapers(database: ReadableDatabase, { register, record }: RecordKey): StoredPaper[] {
  return readWhere(database, sql`"record_id" = ${record} AND "register" = ${register}`);
}

/** A paper, removed or not, or undefined. */
export function findStoredPaper(database: ReadableDatabase, id: string): StoredPaper | undefined {
  return readWhere(database, sql`"id" = ${id}`)[0];
}

/** Adds a paper to its record. To be called inside a transaction. */
export function insertPaper(
  database: WritableDatabase,
  { id, paper, register, record }: Pick<StoredPaper, 'id' | 'paper' | 'register' | 'record'>,
  values: RecordValues,
  { at, by }: Authorship,
): void {
  database.run(sql`
    INSERT INTO "paper" ("id", "paper", "register", "record_id", "version", "content", "created_at", "created_by", "updated_at", "updated_by")
    VALUES (${id}, ${paper}, ${register}, ${record}, 1, ${JSON.stringify(values)}, ${at}, ${by}, ${at}, ${by})`);
}

/** Gives a paper other values and raises its version. To be called inside a transaction. */
export function updatePaper(
  database: WritableDatabase,
  { id, version }: Pick<StoredPaper, 'id' | 'version'>,
  values: RecordValues,
  { at, by }: Authorship,
): void {
  database.run(sql`
    UPDATE "paper" SET "version" = ${version + 1}, "content" = ${JSON.stringify(values)}, "updated_at" = ${at}, "updated_by" = ${by}
    WHERE "id" = ${id}`);
}

/** Takes a paper off its record; what is entered stays, so that it can be brought back. To be called inside a transaction. */
export function markPaperRemoved(database: WritableDatabase, stored: StoredPaper, { at, by, reason }: Removal): void {
  database.run(sql`
    UPDATE "paper" SET "version" = ${stored.version + 1}, "removed_at" = ${at}, "removed_by" = ${by}, "removed_reason" = ${reason}
    WHERE "id" = ${stored.id}`);
}

/** Brings a removed paper back. To be called inside a transaction. */
export function markPaperRestored(database: WritableDatabase, stored: StoredPaper): void {
  database.run(sql`
    UPDATE "paper" SET "version" = ${stored.version + 1}, "removed_at" = NULL, "removed_by" = NULL, "removed_reason" = NULL
    WHERE "id" = ${stored.id}`);
}

/**
 * Hands papers over to another record of their register, as when two records become one; called with the old record it takes
 * that back. To be called inside a transaction.
 */
export function movePapers(database: WritableDatabase, ids: readonly string[], toRecord: string): void {
  database.run(sql`
    UPDATE "paper" SET "record_id" = ${toRecord} WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
}

/**
 * Destroys every paper of a record, removed ones too, with unsaved entry and what their history said; that they were there
 * stays. To be called inside a transaction.
 */
export function destroyPapersOf(
  database: WritableDatabase,
  { register, record }: RecordKey,
  reason: string,
  { at, by }: Authorship,
): void {
  const ofRecord = sql`SELECT "id" FROM "paper" WHERE "record_id" = ${record} AND "register" = ${register}`;
  database.run(sql`
    INSERT INTO "destruction" ("register", "record_id", "at", "by", "reason")
    SELECT "paper", "id", ${at}, ${by}, ${reason} FROM "paper" WHERE "record_id" = ${record} AND "register" = ${register}`);
  database.run(sql`
    INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes")
    SELECT "paper", "id", "version" + 1, ${at}, ${by}, 'destroy', '[]' FROM "paper"
    WHERE "record_id" = ${record} AND "register" = ${register}`);
  blankHistory(database, ofRecord);
  database.run(sql`DELETE FROM "draft" WHERE "record_id" IN (${ofRecord})`);
  database.run(sql`DELETE FROM "paper" WHERE "record_id" = ${record} AND "register" = ${register}`);
}

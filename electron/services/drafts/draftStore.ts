import type { RecordValues } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';

/** Whose unsaved entry of which record; `id` null is a record that was never saved. */
export interface DraftKey {
  readonly register: string;
  readonly id: string | null;
  readonly by: string;
}

/** Unsaved entry, with the version it started from. */
export interface Draft {
  readonly version: number | null;
  readonly values: RecordValues;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
}

/** Keeps an unsaved entry, replacing the one before. To be called inside a transaction. */
export function saveDraft(database: WritableDatabase, key: DraftKey, draft: Draft): void {
  database.run(sql`
    INSERT INTO "draft" ("register", "record_id", "by", "version", "content", "saved_at")
    VALUES (${key.register}, ${key.id ?? ''}, ${key.by}, ${draft.version}, ${JSON.stringify(draft.values)}, ${draft.savedAt})
    ON CONFLICT DO UPDATE SET "version" = excluded."version", "content" = excluded."content", "saved_at" = excluded."saved_at"`);
}

/** The unsaved entry of a record, or null. */
export function readDraft(database: ReadableDatabase, key: DraftKey): Draft | null {
  const row = database.get<{ version: number | null; content: string; saved_at: string }>(sql`
    SELECT "version", "content", "saved_at" FROM "draft"
    WHERE "register" = ${key.register} AND "record_id" = ${key.id ?? ''} AND "by" = ${key.by}`);
  return row ? { version: row.version, values: JSON.parse(row.content) as RecordValues, savedAt: row.saved_at } : null;
}

/** The unsaved entries of a user in a register, the latest first. */
export function listDrafts(
  database: ReadableDatabase,
  key: Omit<DraftKey, 'id'>,
): (Pick<DraftKey, 'id'> & Pick<Draft, 'values' | 'savedAt'>)[] {
  const rows = database.all<{ record_id: string; content: string; saved_at: string }>(sql`
    SELECT "record_id", "content", "saved_at" FROM "draft"
    WHERE "register" = ${key.register} AND "by" = ${key.by} ORDER BY "saved_at" DESC, "record_id"`);
  return rows.map((row) => ({
    id: row.record_id === '' ? null : row.record_id,
    values: JSON.parse(row.content) as RecordValues,
    savedAt: row.saved_at,
  }));
}

/** Drops the unsaved entry of a record. To be called inside a transaction. */
export function discardDraft(database: WritableDatabase, key: DraftKey): void {
  database.run(sql`
    DELETE FROM "draft" WHERE "register" = ${key.register} AND "record_id" = ${key.id ?? ''} AND "by" = ${key.by}`);
}

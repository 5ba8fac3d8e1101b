import type { BatchKind } from '../../../shared/contract/batchKinds.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldValue } from '../../../shared/fields/kinds.ts';
import type { RecordValues, Register, Values } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import { moveAttachments } from '../attachments/attachmentStore.ts';
import { readMergeDetails } from '../duplicates/mergeDetails.ts';
import { type Change, type HistoryLine, readBatchHistory } from './recordHistory.ts';
import { type Authorship, readDeleted, readRecord, type StoredRecord } from './recordStore.ts';
import type { RecordWriter } from './recordWriter.ts';

/** Changes that were made together, as a list of them shows. Times are ISO 8601, UTC. */
export interface Batch {
  readonly id: string;
  readonly kind: BatchKind;
  readonly title: string;
  /** How many records were created and changed, and whatever else the kind keeps. */
  readonly details: Readonly<Record<string, number | string>>;
  readonly at: string;
  readonly by: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

/** Opens a batch and returns its row, which history lines refer to. To be called inside a transaction. */
export function openBatch(
  database: WritableDatabase,
  batch: Pick<Batch, 'id' | 'kind' | 'title' | 'details'> & { readonly register: string },
  authorship: Authorship,
): number {
  const row = database.get<{ row: number }>(sql`
    INSERT INTO "batch" ("id", "register", "kind", "title", "details", "at", "by")
    VALUES (${batch.id}, ${batch.register}, ${batch.kind}, ${batch.title}, ${JSON.stringify(batch.details)}, ${authorship.at}, ${authorship.by})
    RETURNING "row"`);
  if (!row) throw new Error('an insert without a row');
  return row.row;
}

/** The latest batches of a register, newest first. */
export function readBatches(database: ReadableDatabase, register: Register, limit: number): Batch[] {
  return database
    .all<BatchRow>(sql`
      SELECT "id", "kind", "title", "details", "at", "by", "undone_at", "undone_by" FROM "batch"
      WHERE "register" = ${register.key} ORDER BY "row" DESC LIMIT ${limit}`)
    .map(({ details, undone_at: undoneAt, undone_by: undoneBy, ...batch }) => ({
      ...batch,
      details: JSON.parse(details) as Batch['details'],
      undoneAt,
      undoneBy,
    }));
}

interface BatchRow {
  readonly id: string;
  readonly kind: BatchKind;
  readonly title: string;
  readonly details: string;
  readonly at: string;
  readonly by: string;
  readonly undone_at: string | null;
  readonly undone_by: string | null;
}

/** What became of taking a batch back. */
export interface Undone {
  readonly undone: number;
  /** Records that were changed again afterwards, so that they stay as they are. */
  readonly kept: number;
}

/**
 * Takes back every change of a batch, the last one first: what it created goes to the recycle bin, what it changed gets the
 * values it had, what it deleted comes back. A value that somebody changed again stays. To be called inside a transaction.
 * @throws AppError missing | conflict when it was taken back already
 */
export function undoBatch(
  database: WritableDatabase,
  register: Register,
  id: string,
  writer: RecordWriter,
  authorship: Authorship,
): Undone {
  const batch = database.get<Pick<BatchRow, 'kind' | 'title' | 'details' | 'undone_at'> & { readonly row: number }>(sql`
    SELECT "row", "kind", "title", "details", "undone_at" FROM "batch" WHERE "id" = ${id} AND "register" = ${register.key}`);
  if (!batch) throw new AppError('missing', '没有这次操作的记录，请刷新后再看');
  if (batch.undone_at !== null) throw new AppError('conflict', '这次操作已经撤销过，不用再撤销');
  let undone = 0;
  let kept = 0;
  for (const line of readBatchHistory(database, batch.row)) {
    // What changed because it is shared follows the record that it was changed in; what was created goes in one go below.
    if (line.action === 'shared' || line.version === 1) continue;
    if (line.action === 'delete') {
      // Two merged records become two again together or not at all.
      if (batch.kind === 'merge') writer.restore(line.recordId, 'undo');
      if (batch.kind === 'merge' || comesBack(database, register, line, writer)) undone += 1;
      else kept += 1;
      continue;
    }
    const stored = readRecord(database, register, line.recordId);
    if (!stored) kept += 1;
    else {
      const { values, complete } = takenBack(stored, line.changes);
      writer.change(stored, values, 'undo');
      if (complete) undone += 1;
      else kept += 1;
    }
  }
  const created = writer.removeCreated(batch.row, `撤销：${batch.title}`);
  undone += created.removed;
  kept += created.kept;
  const merge = readMergeDetails(JSON.parse(batch.details));
  if (merge) moveAttachments(database, merge.attachments, merge.drop);
  database.run(sql`
    UPDATE "batch" SET "undone_at" = ${authorship.at}, "undone_by" = ${authorship.by} WHERE "row" = ${batch.row}`);
  return { undone, kept };
}

/**
 * Takes a record out of the recycle bin, as far as it is there because of this line and its unique value is free. Whether it
 * came back.
 */
function comesBack(database: WritableDatabase, register: Register, line: HistoryLine, writer: RecordWriter): boolean {
  if (readDeleted(database, register, line.recordId)?.version !== line.version) return false;
  try {
    writer.restore(line.recordId, 'undo');
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}

/** The values with every change taken back whose result still stands. */
function takenBack(
  stored: StoredRecord,
  changes: readonly Change[],
): { readonly values: RecordValues; readonly complete: boolean } {
  const fields: Record<string, FieldValue | null> = { ...stored.values.fields };
  const rows: Record<string, readonly Values[]> = { ...stored.values.rows };
  let complete = true;
  for (const [path, before, after] of changes) {
    const current = Object.hasOwn(rows, path) ? rows[path] : (fields[path] ?? null);
    if (JSON.stringify(current) !== JSON.stringify(after)) complete = false;
    // The history was written by this program from checked values.
    else if (Object.hasOwn(rows, path)) rows[path] = before as readonly Values[];
    else fields[path] = before as FieldValue | null;
  }
  return { values: { fields, rows }, complete };
}

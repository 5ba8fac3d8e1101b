import type { BatchKind } from '../../../shared/contract/batchKinds.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldValue } from '../../../shared/fields/kinds.ts';
import { type RecordValues, type Register, sharedKey, type Values } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { moveAttachments } from '../attachments/attachmentStore.ts';
import { readMergeDetails } from '../duplicates/mergeDetails.ts';
import { movePapers } from '../papers/paperStore.ts';
import { movePrints } from '../prints/printStore.ts';
import { moveStops } from '../routes/routeStore.ts';
import { moveSealed } from '../seal/sealedStore.ts';
import { type Change, type HistoryLine, readBatchHistory, readEarlierChanges } from './recordHistory.ts';
import { type Authorship, readDeleted, readManyRecords, readRecord, type StoredRecord } from './recordStore.ts';
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
    .map(({ details, undone_at: undoneAt, undone_by: undoneBy, ...batch }) => {
      // Whoever reads of a merge is not told by it that something is sealed.
      const { sealed: _, ...told } = JSON.parse(details) as Batch['details'];
      return { ...batch, details: told, undoneAt, undoneBy };
    });
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
  /** Records that were changed again afterwards, or that papers were kept about, so that they stay as they are. */
  readonly kept: number;
}

/**
 * Takes back every change of a batch, the last one first: what it created goes to the recycle bin, what it changed gets the
 * values it had, what it deleted comes back. A value that somebody changed again stays. To be called inside a transaction.
 * @throws AppError missing | conflict when it was taken back already
 */
export function* undoBatch(
  database: WritableDatabase,
  register: Register,
  id: string,
  writer: RecordWriter,
  authorship: Authorship,
): Generator<{ readonly done: number; readonly total: number }, Undone> {
  const batch = database.get<Pick<BatchRow, 'kind' | 'title' | 'details' | 'undone_at'> & { readonly row: number }>(sql`
    SELECT "row", "kind", "title", "details", "undone_at" FROM "batch" WHERE "id" = ${id} AND "register" = ${register.key}`);
  if (!batch) throw new AppError('missing', '没有这次操作的记录，请刷新后再看');
  if (batch.undone_at !== null) throw new AppError('conflict', '这次操作已经撤销过，不用再撤销');
  const { count, lines } = readBatchHistory(database, batch.row);
  const created = readCreated(database, batch.row);
  const total = created.size + count;
  // First, so that a number that a new record took is free for the one that had it before.
  const removing = writer.removeCreated(batch.row, `撤销：${batch.title}`);
  let step = removing.next();
  for (; step.done !== true; step = removing.next()) yield { done: step.value, total };
  const { removed, kept: changedSince } = step.value;
  let done = created.size;
  let undone = removed;
  let kept = changedSince;
  /** Records that came out of the recycle bin and were changed stand in two lines and count once. */
  const counted = new Set<string>();
  let followers: HistoryLine[] = [];
  for (const { line, recordNow } of withRecords(database, register, lines)) {
    yield { done, total };
    done += 1;
    // What changed because it is shared stands behind the change that it follows.
    if (line.action === 'shared') {
      followers.push(line);
      continue;
    }
    // Most of an import is records that it created and nobody shares: there is nothing to read of them.
    if (line.version === 1 && followers.length === 0) continue;
    const isGone = created.has(line.recordId) && readRecord(database, register, line.recordId) === undefined;
    const takesBack = line.version !== 1 && !isGone;
    const outcome = takesBack ? takeBack(database, register, line, recordNow, writer, batch) : 'nothing';
    if (takesBack && !counted.has(line.recordId)) {
      if (outcome === 'all') undone += 1;
      else kept += 1;
      counted.add(line.recordId);
    }
    if (isGone || outcome !== 'nothing') {
      for (const each of followers) takeSharedBack(database, register, each, writer);
    }
    followers = [];
  }
  const merge = readMergeDetails(JSON.parse(batch.details));
  if (merge) {
    moveAttachments(database, merge.attachments, merge.drop);
    movePapers(database, merge.papers, merge.drop);
    movePrints(database, register.key, merge.prints, { from: merge.keep, to: merge.drop });
    moveStops(database, merge.stops, merge.drop);
    moveSealed(database, merge.sealed, merge.drop);
  }
  database.run(sql`
    UPDATE "batch" SET "undone_at" = ${authorship.at}, "undone_by" = ${authorship.by} WHERE "row" = ${batch.row}`);
  return { undone, kept };
}

/** Records that are read with one query, ahead of the lines about them. */
const readAhead = 50;

/**
 * The lines, each with the record it is about as it stands when asked for. Records are read ahead, since reading thousands one
 * by one is a sixth of taking them back; one that an earlier line changed meanwhile has another version, and is read again.
 */
function* withRecords(
  database: ReadableDatabase,
  register: Register,
  lines: Iterable<HistoryLine>,
): Generator<{ readonly line: HistoryLine; readonly recordNow: () => StoredRecord | undefined }> {
  const table = identifier(register.table);
  for (const some of inSlices(lines, readAhead)) {
    const wanted = some.filter(({ version }) => version > 1).map(({ recordId }) => recordId);
    const rows = database.all<{ row: number }>(sql`
      SELECT "row" FROM ${table} WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`);
    const found = readManyRecords(
      database,
      register,
      rows.map(({ row }) => row),
    );
    const ahead = new Map([...found.values()].map((record) => [record.id, record]));
    for (const line of some) {
      const recordNow = (): StoredRecord | undefined => {
        const record = ahead.get(line.recordId);
        const now = database.get<{ version: number }>(sql`
          SELECT "version" FROM ${table} WHERE "id" = ${line.recordId} AND "deleted_at" IS NULL`);
        return now && record?.version === now.version ? record : readRecord(database, register, line.recordId);
      };
      yield { line, recordNow };
    }
  }
}

function* inSlices<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let slice: T[] = [];
  for (const item of items) {
    slice.push(item);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

/** Records that a batch created. */
function readCreated(database: ReadableDatabase, batch: number): Set<string> {
  const lines = database.all<{ id: string }>(sql`
    SELECT "record_id" AS "id" FROM "history" WHERE "batch" = ${batch} AND "version" = 1`);
  return new Set(lines.map(({ id }) => id));
}

/** Takes one change back, and tells how much of it. Two merged records become two again together or not at all. */
function takeBack(
  database: WritableDatabase,
  register: Register,
  line: HistoryLine,
  recordNow: () => StoredRecord | undefined,
  writer: RecordWriter,
  batch: Pick<BatchRow, 'kind' | 'title'> & { readonly row: number },
): 'all' | 'part' | 'nothing' {
  const isMerge = batch.kind === 'merge';
  if (line.action === 'delete') {
    const isThere = isMerge || readDeleted(database, register, line.recordId)?.version === line.version;
    return isThere && unlessTaken(isMerge, () => writer.restore(line.recordId, 'undo')) ? 'all' : 'nothing';
  }
  const stored = recordNow();
  if (!stored) return 'nothing';
  if (line.action === 'restore') {
    if (isChangedSince(database, line, batch.row)) return 'nothing';
    writer.remove(stored, `撤销：${batch.title}`, 'undo');
    return 'all';
  }
  const { values, complete } = takenBack(stored, standingBefore(database, line));
  // Of values that belong together, such as ID number and birth, one may have stayed.
  const settled = complete ? values : writer.derived(values);
  if (!unlessTaken(isMerge, () => writer.change(stored, settled, 'undo'))) return 'nothing';
  return complete ? 'all' : 'part';
}

/** Whether somebody changed a record after a line of a batch; what is shared and what was taken back does not count. */
function isChangedSince(database: ReadableDatabase, line: HistoryLine, batch: number): boolean {
  const later = database.get<{ row: number }>(sql`
    SELECT "row" FROM "history" WHERE "record_id" = ${line.recordId} AND "version" > ${line.version}
      AND "action" NOT IN ('shared', 'undo') AND "batch" IS NOT ${batch} LIMIT 1`);
  return later !== undefined;
}

/** Does `work` unless another record holds the unique value by now; what is bound to be done throws then. Whether it was done. */
function unlessTaken(isBound: boolean, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!isBound && error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}

/** Gives what a record shares the values it had, as far as nobody changed them again. */
function takeSharedBack(database: WritableDatabase, register: Register, line: HistoryLine, writer: RecordWriter): void {
  const stored = readRecord(database, register, line.recordId);
  if (!stored) return;
  const rows: Record<string, readonly Values[]> = { ...stored.values.rows };
  for (const [path, before, after] of line.changes) {
    const shared = register.rows[path]?.shared;
    const current = rows[path];
    if (shared === undefined || current === undefined) continue;
    const [earlier, later] = [byName(before), byName(after)];
    rows[path] = current.map((row) => {
      const [old, changed] = [earlier.get(row[sharedKey]), later.get(row[sharedKey])];
      if (!old || !changed) return row;
      const back = shared.fields.filter((key) => !isEqual(old[key], changed[key]) && isEqual(row[key], changed[key]));
      return { ...row, ...Object.fromEntries(back.map((key) => [key, old[key] ?? null])) };
    });
  }
  writer.change(stored, { fields: stored.values.fields, rows }, 'undo');
}

/** Rows by whom they name. */
function byName(rows: unknown): Map<FieldValue | null | undefined, Values> {
  // The history was written by this program from checked values.
  return new Map((rows as readonly Values[]).map((row) => [row[sharedKey], row]));
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/**
 * The changes of a line, each from the value that it would have found without batches that were taken back before it: their
 * values were kept only because this line stood upon them. What a record was created with counts as it is.
 */
function standingBefore(database: ReadableDatabase, line: HistoryLine): Change[] {
  const earlier = readEarlierChanges(database, line);
  if (!earlier.some(({ isUndone }) => isUndone)) return [...line.changes];
  return line.changes.map(([path, before, after]) => {
    let standing = before;
    for (const { isUndone, changes } of earlier) {
      const change = changes.find(([changed]) => changed === path);
      if (change === undefined) continue;
      if (!isUndone || !isEqual(change[2], standing)) break;
      standing = change[1];
    }
    return [path, standing, after];
  });
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

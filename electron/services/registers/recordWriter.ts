import { knownElsewhere } from '../../../shared/contract/duplicateMethods.ts';
import type { HistoryAction } from '../../../shared/contract/historyActions.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { countGaps } from '../../../shared/registers/checkRecord.ts';
import { type RecordValues, type Register, sharedKey, type Values } from '../../../shared/registers/register.ts';
import { pastLimits, type WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { destroyAttachmentsOf } from '../attachments/attachmentStore.ts';
import { destroyPapersOf } from '../papers/paperStore.ts';
import { destroyStopsOf } from '../routes/routeStore.ts';
import { destroySealedOf } from '../seal/sealedStore.ts';
import { appendHistory, blankHistory, changesBetween } from './recordHistory.ts';
import { renewKeys } from './recordKeyStore.ts';
import { type Authorship, isBeyondReach, readDeleted, readRecord, type StoredRecord } from './recordStore.ts';
import { sharedGroupsOf } from './sharedRows.ts';
import { eraseRecord, insertRecord, raiseVersion, rewriteSearch, updateRecord } from './writeRecords.ts';

/** Records that go into the recycle bin with one statement; about 10 ms of work. */
const removedAtOnce = 100;

/** Under whose name a writer works, and to which batch its changes belong. */
export interface WriterOptions {
  readonly authorship: Authorship;
  readonly context: FieldContext;
  readonly newId: () => string;
  /** Row of the batch, or null for a change that stands alone. */
  readonly batch: number | null;
}

/** Rows that do not say which shared person they are about but say all the same as the stored row in their place are he. */
function sameShared(register: Register, stored: RecordValues, given: RecordValues): RecordValues {
  const named = Object.entries(register.rows).map(([key, { shared }]) => {
    const rows = (given.rows[key] ?? []).map((row, index): Values => {
      const { [sharedKey]: known, ...rest } = stored.rows[key]?.[index] ?? {};
      const isSame =
        shared !== undefined && !Object.hasOwn(row, sharedKey) && JSON.stringify(rest) === JSON.stringify(row);
      return isSame && known !== undefined ? { ...row, [sharedKey]: known } : row;
    });
    return [key, rows] as const;
  });
  return { fields: given.fields, rows: Object.fromEntries(named) };
}

export type RecordWriter = ReturnType<typeof createRecordWriter>;

/**
 * Every way in which a record changes, each with its line of history. Values are checked by the caller. To be used inside a
 * transaction, and only as long as it lasts.
 */
export function createRecordWriter(database: WritableDatabase, register: Register, options: WriterOptions) {
  const { authorship, context, newId, batch } = options;
  const table = identifier(register.table);
  const shared = sharedGroupsOf(register);

  const gapsIn = (values: RecordValues): number => countGaps(register, values, context);
  const note = (id: string, version: number, action: HistoryAction, changes: ReturnType<typeof changesBetween>): void =>
    appendHistory(database, register, { id, version }, action, changes, authorship, batch);

  /** Other records that share what was changed get a version and a line of history of their own. */
  function propagate(touched: readonly StoredRecord[]): void {
    for (const before of touched) {
      // One in the recycle bin too: when it comes back, it is found by what holds then.
      const now = pastLimits(
        database,
        () => readRecord(database, register, before.id) ?? readDeleted(database, register, before.id),
      );
      if (!now) continue;
      raiseVersion(database, register, before, { authorship, gaps: gapsIn(now.values) });
      renewKeys(database, register, before, now.values);
      note(before.id, before.version + 1, 'shared', changesBetween(register, before.values, now.values));
    }
  }

  /** Keeps a number that somebody entered from being given to another record. */
  function reserve(entered: FieldValue | null | undefined): void {
    const [, year, digits] = typeof entered === 'string' ? (/^(\d{4})-(\d{5,9})$/u.exec(entered) ?? []) : [];
    if (year === undefined) return;
    database.run(sql`
      INSERT INTO "sequence" ("register", "year", "last") VALUES (${register.key}, ${year}, ${Number(digits)})
      ON CONFLICT DO UPDATE SET "last" = max("last", excluded."last")`);
  }

  /** The next number of the year for a record that has none. */
  function numbered(values: RecordValues): RecordValues {
    const { numberField } = register;
    if (numberField === undefined) return values;
    const entered = values.fields[numberField] ?? null;
    if (entered !== null) {
      reserve(entered);
      return values;
    }
    const year = context.today.slice(0, 4);
    const next = database.get<{ last: number }>(sql`
      INSERT INTO "sequence" ("register", "year", "last") VALUES (${register.key}, ${year}, 1)
      ON CONFLICT DO UPDATE SET "last" = "last" + 1 RETURNING "last"`);
    const number = `${year}-${String(next?.last ?? 0).padStart(5, '0')}`;
    return { ...values, fields: { ...values.fields, [numberField]: number } };
  }

  /**
   * Adds a record.
   * @param gaps how many values the forms lack, when the caller knows it
   * @throws AppError conflict when another record holds the same unique value
   */
  function create(given: RecordValues, action: 'create' | 'import', gaps = gapsIn(given)): string {
    refuseDuplicate(given, null);
    const id = newId();
    const written = insertRecord(database, register, id, numbered(given), { authorship, gaps, shared });
    note(id, 1, action, changesBetween(register, undefined, written.values));
    propagate(written.touched);
    return id;
  }

  /**
   * Gives a record other values and returns its version. Equal values change nothing.
   * @throws AppError conflict when another record holds the same unique value
   */
  function change(stored: StoredRecord, given: RecordValues, action: HistoryAction, gaps = gapsIn(given)): number {
    // A record that is kept holds its value already.
    const { uniqueField = '' } = register;
    if (given.fields[uniqueField] !== stored.values.fields[uniqueField]) refuseDuplicate(given, stored.id);
    const values = sameShared(register, stored.values, given);
    if (changesBetween(register, stored.values, values).length === 0) return stored.version;
    const { numberField } = register;
    if (numberField !== undefined && values.fields[numberField] !== stored.values.fields[numberField]) {
      reserve(values.fields[numberField]);
    }
    const written = updateRecord(database, register, stored, values, { authorship, gaps, shared });
    const version = stored.version + 1;
    note(stored.id, version, action, changesBetween(register, stored.values, written.values));
    propagate(written.touched);
    return version;
  }

  /** Puts a record into the recycle bin. */
  function remove(stored: StoredRecord, reason: string, action: HistoryAction = 'delete'): void {
    const version = stored.version + 1;
    database.run(sql`
      UPDATE ${table} SET "version" = ${version}, "deleted_at" = ${authorship.at}, "deleted_by" = ${authorship.by}, "deleted_reason" = ${reason}
      WHERE "row" = ${stored.row}`);
    note(stored.id, version, action, []);
  }

  /**
   * Puts every record that a batch created into the recycle bin, many with one statement: an import creates tens of thousands.
   * One that somebody changed after the batch stays, and one about which a paper is kept; what changed because it is shared does
   * not count, nor what was taken back. Yields how many it has gone through.
   */
  function* removeCreated(created: number, reason: string): Generator<number, { removed: number; kept: number }> {
    const { at, by } = authorship;
    const isCreation = sql`h."batch" = ${created} AND h."version" = 1 AND h."action" <> 'shared'`;
    const lines = database.all<{ row: number }>(
      sql`SELECT h."row" FROM "history" h WHERE ${isCreation} ORDER BY h."row"`,
    );
    let removed = 0;
    for (let first = 0; first < lines.length; first += removedAtOnce) {
      const slice = lines.slice(first, first + removedAtOnce);
      const gone = database.all<{ id: string; version: number }>(sql`
        UPDATE ${table} SET "version" = "version" + 1, "deleted_at" = ${at}, "deleted_by" = ${by}, "deleted_reason" = ${reason}
        WHERE "deleted_at" IS NULL AND "id" IN (
          SELECT h."record_id" FROM "history" h
          WHERE ${isCreation} AND h."row" BETWEEN ${slice.at(0)?.row ?? 0} AND ${slice.at(-1)?.row ?? 0} AND NOT EXISTS (
            SELECT 1 FROM "history" l WHERE l."record_id" = h."record_id" AND l."version" > 1
              AND l."action" NOT IN ('shared', 'undo') AND l."batch" IS NOT ${created}
              AND NOT EXISTS (SELECT 1 FROM "batch" b WHERE b."row" = l."batch" AND b."undone_at" IS NOT NULL))
            AND NOT EXISTS (
              SELECT 1 FROM "paper" p
              WHERE p."record_id" = h."record_id" AND p."register" = ${register.key} AND p."removed_at" IS NULL))
        RETURNING "id", "version"`);
      const versions = JSON.stringify(gone.map(({ id, version }) => [id, version]));
      database.run(sql`
        INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes", "batch")
        SELECT ${register.key}, value ->> 0, value ->> 1, ${at}, ${by}, 'undo', '[]', ${batch} FROM json_each(${versions})`);
      removed += gone.length;
      yield first + slice.length;
    }
    return { removed, kept: lines.length - removed };
  }

  /**
   * Takes a record out of the recycle bin.
   * @throws AppError missing | conflict when its unique value is in use by now
   */
  function restore(id: string, action: HistoryAction = 'restore'): void {
    const stored = readDeleted(database, register, id);
    if (!stored) throw new AppError('missing', '这条记录已不在回收站，请刷新后再看');
    refuseDuplicate(stored.values, id);
    const version = stored.version + 1;
    database.run(sql`
      UPDATE ${table} SET "version" = ${version}, "deleted_at" = NULL, "deleted_by" = NULL, "deleted_reason" = NULL
      WHERE "row" = ${stored.row}`);
    // What it shares may have changed meanwhile, and keys are renewed for records that are kept alone.
    rewriteSearch(database, register, stored, gapsIn(stored.values));
    note(id, version, action, []);
  }

  /** Takes a record in the recycle bin out of the file for good; its history keeps that it was, not what it said. */
  function destroy(id: string, reason: string): void {
    const stored = readDeleted(database, register, id);
    if (!stored) throw new AppError('missing', '这条记录已不在回收站，请刷新后再看');
    const { at, by } = authorship;
    database.run(sql`
      INSERT INTO "destruction" ("register", "record_id", "at", "by", "reason")
      VALUES (${register.key}, ${id}, ${at}, ${by}, ${reason})`);
    note(id, stored.version + 1, 'destroy', []);
    blankHistory(database, sql`${id}`);
    database.run(sql`DELETE FROM "draft" WHERE "record_id" = ${id}`);
    database.run(sql`DELETE FROM "distinct_pair" WHERE "one" = ${id} OR "other" = ${id}`);
    destroyAttachmentsOf(database, { register: register.key, record: id });
    destroyPapersOf(database, { register: register.key, record: id }, reason, authorship);
    destroyStopsOf(database, id);
    destroySealedOf(database, { register: register.key, record: id });
    eraseRecord(database, register, stored);
  }

  function refuseDuplicate(values: RecordValues, id: string | null): void {
    const { uniqueField } = register;
    const value = uniqueField === undefined ? null : values.fields[uniqueField];
    if (uniqueField === undefined || typeof value !== 'string') return;
    const other = pastLimits(database, () =>
      database.get<{ id: string }>(sql`
        SELECT "id" FROM ${table}
        WHERE ${identifier(uniqueField)} = ${value} AND "deleted_at" IS NULL AND "id" <> ${id ?? ''}`),
    );
    if (!other) return;
    const label = register.fields[uniqueField]?.label ?? '';
    const message = isBeyondReach(database, register, other.id)
      ? knownElsewhere
      : `${label}与另一条在册记录相同，请先查找那条记录`;
    throw new AppError('conflict', message, { [uniqueField]: message });
  }

  /** Values with what follows from them, such as sex and birth from the ID number. */
  const derived = (values: RecordValues): RecordValues => register.derive(values, context);

  return { create, change, remove, removeCreated, restore, destroy, derived };
}

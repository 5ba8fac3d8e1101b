import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { ListQuery } from '../../../shared/contract/shapes.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { checkRecord, errorsOf, findingsOf, gapsOf } from '../../../shared/registers/checkRecord.ts';
import {
  emptyRecord,
  type Fields,
  type Finding,
  type RecordValues,
  type Register,
  sharedKey,
  type Values,
} from '../../../shared/registers/register.ts';
import {
  pastLimits,
  type ReadableDatabase,
  steppedTransaction,
  transaction,
  type WritableDatabase,
} from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { discardDraft } from '../drafts/draftStore.ts';
import type { Job } from '../jobs/createJobRegistry.ts';
import { type Batch, openBatch, readBatches, undoBatch } from './batches.ts';
import { type ListPage, listIds, listRecords } from './listRecords.ts';
import { originOf, readHistory } from './recordHistory.ts';
import { type Authorship, isBeyondReach, readRecord, type StoredRecord } from './recordStore.ts';
import { createRecordWriter, type RecordWriter } from './recordWriter.ts';
import { recordsSharing } from './sharedRows.ts';

/** Milliseconds of one step, after which other requests are answered. */
const longestStep = 10;

/** Batches that can be looked back at. */
const keptBatches = 50;

/** What the service needs from around it. */
export interface RegisterServiceDependencies {
  /** The register of a key; AppError `missing` when there is none. */
  readonly registerOf: (key: string) => Register;
  /** The open compartment of a register. */
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly context: () => FieldContext;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}

export type RegisterService = ReturnType<typeof createRegisterService>;

/** List, read, save, history and bulk insert for any register, from its declaration. */
export function createRegisterService(dependencies: RegisterServiceDependencies) {
  const { registerOf, databaseOf, context, now, newId } = dependencies;
  const authorship = (): Authorship => ({ by: dependencies.user(), at: now().toISOString() });

  function listPage(input: MethodInput<'register.list'>): ListPage {
    const register = registerOf(input.register);
    return listRecords(databaseOf(register), register, input, input, input.columns, context());
  }

  function idsOf(query: ListQuery, limit: number): string[] {
    const register = registerOf(query.register);
    return listIds(databaseOf(register), register, query, limit, context());
  }

  function get(key: string, id: string): MethodOutput<'register.get'> {
    const register = registerOf(key);
    const stored = readRecord(databaseOf(register), register, id);
    if (!stored) throw new AppError('missing', '没有这份记录，或不归您负责，请返回名册查找。');
    const { row: _row, ...record } = stored;
    return record as MethodOutput<'register.get'>;
  }

  /** The writer of a transaction; `batch` null for a change that stands alone. */
  function writerOf(database: WritableDatabase, register: Register, batch: number | null): RecordWriter {
    return createRecordWriter(database, register, { authorship: authorship(), context: context(), newId, batch });
  }

  /**
   * Saves a record and its history line in one transaction.
   * @throws AppError invalid (with the fields) | stale | conflict | missing
   */
  function save(input: MethodInput<'register.save'>): MethodOutput<'register.save'> {
    const register = registerOf(input.register);
    const { values, warnings } = accept(register, input.values);
    return transaction(databaseOf(register), (database) => {
      const writer = writerOf(database, register, null);
      const by = dependencies.user();
      if (input.id === null) {
        const id = writer.create(values, 'create');
        discardDraft(database, { register: register.key, id: null, by });
        return { id, version: 1, warnings };
      }
      const stored = readRecord(database, register, input.id);
      if (!stored) throw new AppError('missing', '这条记录已不在册，您的修改留在草稿里，请返回列表核对');
      if (stored.version !== input.version) {
        throw new AppError('stale', '您打开之后，别人改过这条记录；请比较两份内容后再保存');
      }
      const version = writer.change(stored, values, 'change');
      discardDraft(database, { register: register.key, id: stored.id, by });
      return { id: stored.id, version, warnings };
    });
  }

  /** Adds many records, all or none. Each is checked again, so that nothing unchecked is stored. */
  function insertMany(register: Register, records: readonly RecordValues[]): number {
    const accepted = records.map((record) => accept(register, record));
    return transaction(databaseOf(register), (database) => {
      const writer = writerOf(database, register, null);
      for (const { values, gaps } of accepted) writer.create(values, 'import', gaps);
      return accepted.length;
    });
  }

  /**
   * Runs changes to several records as one batch, in one transaction; it can be taken back as a whole.
   * @returns what `work` returns, and the batch to name when it is taken back
   */
  function inBatch<T>(
    register: Register,
    batch: Pick<Batch, 'kind' | 'title' | 'details'>,
    work: (writer: RecordWriter, database: WritableDatabase) => T,
  ): { readonly batch: string; readonly result: T } {
    return transaction(databaseOf(register), (database) => {
      const id = newId();
      const row = openBatch(database, { ...batch, id, register: register.key }, authorship());
      return { batch: id, result: work(writerOf(database, register, row), database) };
    });
  }

  /** As `inBatch`, for work so long that other requests are answered between its steps. */
  function inSteppedBatch<T>(
    register: Register,
    batch: Pick<Batch, 'kind' | 'title' | 'details'>,
    work: (writer: RecordWriter, database: WritableDatabase) => Iterator<unknown, T>,
    signal?: AbortSignal,
  ): Promise<{ readonly batch: string; readonly result: T }> {
    const id = newId();
    return steppedTransaction(
      databaseOf(register),
      function* steps(database): Generator<unknown, { readonly batch: string; readonly result: T }> {
        const row = openBatch(database, { ...batch, id, register: register.key }, authorship());
        const inner = work(writerOf(database, register, row), database);
        for (;;) {
          const step = inner.next();
          if (step.done === true) return { batch: id, result: step.value };
          yield;
        }
      },
      signal,
    );
  }

  /** The latest batches of a register, newest first. */
  function batches(key: string): MethodOutput<'batch.list'> {
    const register = registerOf(key);
    return { batches: readBatches(databaseOf(register), register, keptBatches) };
  }

  /**
   * Takes a batch back in one transaction, in steps between which other requests are answered.
   * @throws AppError missing | conflict | busy | cancelled; nothing is taken back then
   */
  function undo(key: string, batch: string, job?: Pick<Job, 'signal' | 'report'>): Promise<MethodOutput<'batch.undo'>> {
    const register = registerOf(key);
    const undone = steppedTransaction(
      databaseOf(register),
      function* steps(database): Generator<void, MethodOutput<'batch.undo'>> {
        const undoing = undoBatch(database, register, batch, writerOf(database, register, null), authorship());
        let since = performance.now();
        for (;;) {
          const step = undoing.next();
          if (step.done === true) return step.value;
          if (performance.now() - since < longestStep) continue;
          job?.report({ ...step.value, label: '正在撤销' });
          yield;
          since = performance.now();
        }
      },
      job?.signal,
    );
    return undone.catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'cancelled')) throw error;
      throw new AppError('cancelled', '已停止，这次操作没有撤销');
    });
  }

  /** Brothers and sisters: other records that share a row of a group. */
  function sharing(key: string, id: string): MethodOutput<'register.sharing'> {
    const register = registerOf(key);
    const database = databaseOf(register);
    const stored = readRecord(database, register, id);
    if (!stored) throw new AppError('missing', '这条记录已不在册，请返回列表重新查找');
    const found = new Map<string, string[]>();
    for (const [group, { label }] of Object.entries(register.rows)) {
      for (const other of recordsSharing(database, register, group, stored.row)) {
        found.set(other, [...(found.get(other) ?? []), label]);
      }
    }
    return {
      records: [...found].flatMap(([other, labels]) => {
        const record = readRecord(database, register, other);
        return record ? [{ id: other, name: String(record.values.fields[register.nameField] ?? ''), labels }] : [];
      }),
    };
  }

  /** Records that already hold one of these values in the register's unique field, by that value. */
  function findByUnique(register: Register, wanted: readonly string[]): Map<string, StoredRecord> {
    const { uniqueField } = register;
    if (uniqueField === undefined || wanted.length === 0) return new Map();
    const database = databaseOf(register);
    const found = database.all<{ id: string; value: string }>(sql`
      SELECT "id", ${identifier(uniqueField)} AS value FROM ${identifier(register.table)}
      WHERE "deleted_at" IS NULL AND ${identifier(uniqueField)} IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`);
    return new Map(
      found.flatMap(({ id, value }): [string, StoredRecord][] => {
        const stored = readRecord(database, register, id);
        return stored ? [[value, stored]] : [];
      }),
    );
  }

  function history(key: string, id: string): MethodOutput<'register.history'> {
    const register = registerOf(key);
    const database = databaseOf(register);
    if (isBeyondReach(database, register, id)) return { entries: [] };
    return {
      entries: readHistory(database, register, id, context(), (row) => originOf(database, register, row)),
    };
  }

  /** Codes of the villages that records of these registers name, so that none of them is taken away. */
  function villagesInUse(
    registers: readonly Register[],
    database: (register: Register) => ReadableDatabase,
  ): Set<string> {
    const { villages } = context();
    return new Set(
      registers.flatMap((register) =>
        Object.entries(register.fields)
          .filter(([, field]) => field.kind.options?.(context()) === villages)
          .flatMap(([key]) =>
            pastLimits(database(register), () =>
              database(register).all<{ code: string }>(sql`
                SELECT DISTINCT ${identifier(key)} AS code FROM ${identifier(register.table)}
                WHERE ${identifier(key)} IS NOT NULL`),
            ).map(({ code }) => code),
          ),
      ),
    );
  }

  /**
   * The values as they will be stored, with what follows from them, and what is odd about them.
   * @throws AppError invalid with the fields
   */
  function accept(
    register: Register,
    given: RecordValues,
  ): { values: RecordValues; warnings: Finding[]; gaps: number } {
    const empty = emptyRecord(register);
    const complete = { fields: { ...empty.fields, ...given.fields }, rows: { ...empty.rows, ...given.rows } };
    const values = register.derive(complete, context());
    const issues = checkRecord(register, values, context());
    const errors = errorsOf(issues);
    if (errors.length > 0) {
      throw new AppError(
        'invalid',
        `有${errors.length}处需要改正，请按标红处修改后再保存`,
        Object.fromEntries(errors.map((issue) => [issue.path, issue.message])),
      );
    }
    return {
      values: asStored(register, values),
      warnings: findingsOf(issues).map(({ inTable: _, ...finding }) => finding),
      gaps: gapsOf(issues).length,
    };
  }

  return {
    listPage,
    idsOf,
    get,
    save,
    accept,
    insertMany,
    inBatch,
    inSteppedBatch,
    batches,
    undo,
    sharing,
    findByUnique,
    history,
    villagesInUse,
  };
}

/** Values as they will be read back: choices in the order of their table, none of them as null. Another order is no change. */
export function asStored(register: Register, values: RecordValues): RecordValues {
  const stored = (fields: Fields, given: Values): Values =>
    Object.fromEntries(
      Object.entries(fields).map(([key, { kind }]) => {
        const value = given[key] ?? null;
        const isAbsent = value === null || (Array.isArray(value) && value.length === 0);
        return [key, isAbsent ? null : kind.decode(kind.encode(value))];
      }),
    );
  return {
    fields: stored(register.fields, values.fields),
    rows: Object.fromEntries(
      Object.entries(register.rows).map(([key, { fields }]) => [
        key,
        (values.rows[key] ?? []).map((row) => {
          const shared = row[sharedKey];
          return typeof shared === 'string' ? { ...stored(fields, row), [sharedKey]: shared } : stored(fields, row);
        }),
      ]),
    ),
  };
}

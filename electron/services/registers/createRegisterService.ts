import type { ListQuery, MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { checkRecord, errorsOf } from '../../../shared/registers/checkRecord.ts';
import {
  emptyRecord,
  type Fields,
  type Issue,
  type RecordValues,
  type Register,
  type Values,
} from '../../../shared/registers/register.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { discardDraft } from '../drafts/draftStore.ts';
import { type ListPage, listIds, listRecords } from './listRecords.ts';
import { appendHistory, changesBetween, readHistory } from './recordHistory.ts';
import { type Authorship, insertRecord, readRecord, type StoredRecord, updateRecord } from './recordStore.ts';

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
    return listRecords(databaseOf(register), register, input, input, context());
  }

  function idsOf(query: ListQuery, limit: number): string[] {
    const register = registerOf(query.register);
    return listIds(databaseOf(register), register, query, limit, context());
  }

  function get(key: string, id: string): MethodOutput<'register.get'> {
    const register = registerOf(key);
    const stored = readRecord(databaseOf(register), register, id);
    if (!stored) throw new AppError('missing', '这条记录已不在册，请返回列表重新查找');
    const { row: _row, ...record } = stored;
    return record as MethodOutput<'register.get'>;
  }

  /**
   * Saves a record and its history line in one transaction.
   * @throws AppError invalid (with the fields) | stale | conflict | missing
   */
  function save(input: MethodInput<'register.save'>): MethodOutput<'register.save'> {
    const register = registerOf(input.register);
    const { values, warnings } = accept(register, input.values);
    return transaction(databaseOf(register), (database) => {
      refuseDuplicate(database, register, values, input.id);
      const author = authorship();
      if (input.id === null) {
        const id = add(database, register, values, 'create', author);
        discardDraft(database, { register: register.key, id: null, by: author.by });
        return { id, version: 1, warnings };
      }
      const stored = readRecord(database, register, input.id);
      if (!stored) throw new AppError('missing', '这条记录已不在册，您的修改留在草稿里，请返回列表核对');
      if (stored.version !== input.version) {
        throw new AppError('stale', '您打开之后，别人改过这条记录；请比较两份内容后再保存');
      }
      const changes = changesBetween(register, stored.values, values);
      discardDraft(database, { register: register.key, id: stored.id, by: author.by });
      if (changes.length === 0) return { id: stored.id, version: stored.version, warnings };
      updateRecord(database, register, stored, values, author);
      const version = stored.version + 1;
      appendHistory(database, register, { id: stored.id, version }, 'change', changes, author);
      return { id: stored.id, version, warnings };
    });
  }

  function add(
    database: WritableDatabase,
    register: Register,
    values: RecordValues,
    action: 'create' | 'import',
    author: Authorship,
  ): string {
    const id = newId();
    insertRecord(database, register, id, values, author);
    const changes = changesBetween(register, undefined, values);
    appendHistory(database, register, { id, version: 1 }, action, changes, author);
    return id;
  }

  /** Adds many records, all or none. Each is checked again, so that nothing unchecked is stored. */
  function insertMany(register: Register, records: readonly RecordValues[]): number {
    const accepted = records.map((record) => accept(register, record).values);
    return transaction(databaseOf(register), (database) => {
      const author = authorship();
      for (const values of accepted) {
        refuseDuplicate(database, register, values, null);
        add(database, register, values, 'import', author);
      }
      return accepted.length;
    });
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
    return { entries: readHistory(databaseOf(register), register, id, context()) };
  }

  /** Codes of the villages that records of these registers name, so that none of them is taken away. */
  function villagesInUse(registers: readonly Register[]): Set<string> {
    const { villages } = context();
    return new Set(
      registers.flatMap((register) =>
        Object.entries(register.fields)
          .filter(([, field]) => field.kind.options?.(context()) === villages)
          .flatMap(([key]) =>
            databaseOf(register)
              .all<{ code: string }>(sql`
                SELECT DISTINCT ${identifier(key)} AS code FROM ${identifier(register.table)}
                WHERE ${identifier(key)} IS NOT NULL`)
              .map(({ code }) => code),
          ),
      ),
    );
  }

  function accept(register: Register, given: RecordValues): { values: RecordValues; warnings: Issue[] } {
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
    return { values: asStored(register, values), warnings: issues };
  }

  function refuseDuplicate(
    database: WritableDatabase,
    register: Register,
    values: RecordValues,
    id: string | null,
  ): void {
    const { uniqueField } = register;
    const value = uniqueField === undefined ? null : values.fields[uniqueField];
    if (uniqueField === undefined || typeof value !== 'string') return;
    const other = database.get<{ id: string }>(sql`
      SELECT "id" FROM ${identifier(register.table)}
      WHERE ${identifier(uniqueField)} = ${value} AND "deleted_at" IS NULL AND "id" <> ${id ?? ''}`);
    if (!other) return;
    const label = register.fields[uniqueField]?.label ?? '';
    const message = `${label}与另一条在册记录相同，请先查找那条记录`;
    throw new AppError('conflict', message, { [uniqueField]: message });
  }

  return { listPage, idsOf, get, save, insertMany, findByUnique, history, villagesInUse };
}

/** Values as they will be read back: choices in the order of their table, none of them as null. Another order is no change. */
function asStored(register: Register, values: RecordValues): RecordValues {
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
        (values.rows[key] ?? []).map((row) => stored(fields, row)),
      ]),
    ),
  };
}

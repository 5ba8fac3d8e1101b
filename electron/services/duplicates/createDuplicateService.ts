import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import {
  emptyRecord,
  findField,
  type RecordValues,
  type Register,
  readValue,
} from '../../../shared/registers/register.ts';
import {
  pastLimits,
  type ReadableDatabase,
  steppedTransaction,
  transaction,
  type WritableDatabase,
} from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { findAttachment, holdsContent, listAttachments, moveAttachments } from '../attachments/attachmentStore.ts';
import { listPapers, movePapers } from '../papers/paperStore.ts';
import { movePrints, printsOnlyOf } from '../prints/printStore.ts';
import type { RegisterService } from '../registers/createRegisterService.ts';
import { type Authorship, readMany, readRecord, type StoredRecord } from '../registers/recordStore.ts';
import { moveStops, stopsOf } from '../routes/routeStore.ts';
import { moveSealed, sealedIdsOf } from '../seal/sealedStore.ts';
import { deleteDistinctPair, distinctPairs, insertDistinctPair, type RecordPair } from './distinctPairs.ts';
import { findPairs, findSimilar, type Pair } from './findPairs.ts';
import { writeMergeDetails } from './mergeDetails.ts';
import { rewriteMatchKeys } from './rewriteMatchKeys.ts';

/** Candidates shown beside an entry; more would not be read. */
const mostSimilar = 5;

/** What the service needs from around it. */
export interface DuplicateServiceDependencies {
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly registers: Pick<RegisterService, 'accept' | 'inBatch'>;
  readonly context: () => FieldContext;
  readonly user: () => string;
  readonly now: () => Date;
}

export type DuplicateService = ReturnType<typeof createDuplicateService>;

/** Records that may be the same person: found by their match keys, told apart or made one. */
export function createDuplicateService(dependencies: DuplicateServiceDependencies) {
  const { registerOf, databaseOf, registers, context, now } = dependencies;
  const authorship = (): Authorship => ({ by: dependencies.user(), at: now().toISOString() });
  const kept = new Map<string, { readonly state: string; readonly pairs: readonly Pair[] }>();

  /** Every pair; looked for again when a record has changed since. */
  function pairsOf(database: ReadableDatabase, register: Register): readonly Pair[] {
    const state = stateOf(database);
    const known = kept.get(register.key);
    if (known?.state === state) return known.pairs;
    const pairs = findPairs(database, register);
    kept.set(register.key, { state, pairs });
    return pairs;
  }

  function undecided(database: ReadableDatabase, register: Register): Pair[] {
    const areDistinct = distinctPairs(database, register);
    return pairsOf(database, register).filter(({ one, other }) => !areDistinct(one, other));
  }

  function list({ register: key, offset, limit }: MethodInput<'duplicate.list'>): MethodOutput<'duplicate.list'> {
    const register = registerOf(key);
    const database = databaseOf(register);
    const pairs = undecided(database, register);
    const part = pairs.slice(offset, offset + limit);
    const listed = readListed(
      database,
      register,
      part.flatMap(({ one, other }) => [one, other]),
      context(),
    );
    return {
      total: pairs.length,
      pairs: part.flatMap(({ one, other, ...judgement }) => {
        const [older, newer] = [listed.get(one), listed.get(other)];
        return older && newer ? [{ one: older, other: newer, ...judgement }] : [];
      }),
    };
  }

  /** Makes the match keys of a register anew, in steps between which other requests are answered. */
  async function rescan(key: string): Promise<MethodOutput<'duplicate.rescan'>> {
    const register = registerOf(key);
    const database = databaseOf(register);
    const records = await steppedTransaction(database, (open) => rewriteMatchKeys(open, register));
    kept.delete(register.key);
    return { records, pairs: undecided(database, register).length };
  }

  /** Kept records that an entry may repeat. What is not yet right in it is no hindrance. */
  function similar({ register: key, id, values }: MethodInput<'duplicate.similar'>): MethodOutput<'duplicate.similar'> {
    const register = registerOf(key);
    const database = databaseOf(register);
    const empty = emptyRecord(register);
    const entered = { fields: { ...empty.fields, ...values.fields }, rows: { ...empty.rows, ...values.rows } };
    const derived = register.derive(entered, context());
    const found = pastLimits(database, () => findSimilar(database, register, [derived])).get(0) ?? [];
    const self = id === null ? undefined : readRow(database, register, id);
    const areDistinct = self === undefined ? () => false : distinctPairs(database, register);
    const others = found.filter(({ row }) => self === undefined || (row !== self && !areDistinct(row, self)));
    const rows = others.map(({ row }) => row);
    const reached = new Set(readableRows(database, register, rows));
    const shown = others.filter(({ row }) => reached.has(row)).slice(0, mostSimilar);
    const listed = readListed(
      database,
      register,
      shown.map(({ row }) => row),
      context(),
    );
    return {
      records: shown.flatMap(({ row, ...judgement }) => {
        const record = listed.get(row);
        return record ? [{ ...record, ...judgement }] : [];
      }),
      elsewhere: reached.size < new Set(rows).size,
    };
  }

  /**
   * Makes two records one, in one transaction: the one gets the values, the attachments and the papers, the other goes to the
   * recycle bin. Screening marks and filed sheets stay with the record they were made for.
   * @throws AppError invalid (with the fields) | stale | missing | conflict when there is unsaved entry for the other one
   */
  function merge(input: MethodInput<'duplicate.merge'>): MethodOutput<'duplicate.merge'> {
    const register = registerOf(input.register);
    const database = databaseOf(register);
    const keep = readForMerge(database, register, input.keep);
    const drop = readForMerge(database, register, input.drop);
    if (keep.id === drop.id) throw new AppError('invalid', '两边是同一条记录，请从疑似重复里重新选一对');
    refuseDraft(database, drop);
    const { values } = registers.accept(register, withOwnNumber(register, keep, input.values));
    const attachments = attachmentsToMove(database, register, keep, drop);
    const papers = listPapers(database, { register: register.key, record: drop.id })
      .filter(({ removed }) => removed === null)
      .map(({ id }) => id);
    const prints = printsOnlyOf(database, register.key, drop.id, keep.id);
    const stops = stopsOf(database, drop.id);
    const sealed = sealedIdsOf(database, { register: register.key, record: drop.id });
    const details = writeMergeDetails({ keep: keep.id, drop: drop.id, attachments, papers, prints, stops, sealed });
    const { batch } = registers.inBatch(
      register,
      { kind: 'merge', title: `合并两条${register.title}记录`, details },
      (writer, open) => {
        // The other way round, both would hold the unique value for a moment.
        writer.remove(drop, '已合并到另一条');
        writer.change(keep, values, 'merge');
        moveAttachments(open, attachments, keep.id);
        movePapers(open, papers, keep.id);
        movePrints(open, register.key, prints, { from: drop.id, to: keep.id });
        moveStops(open, stops, keep.id);
        moveSealed(open, sealed, keep.id);
      },
    );
    return { batch };
  }

  function readPair(register: Register, { one, other }: RecordPair): RecordPair {
    const database = databaseOf(register);
    const isThere = (id: string): boolean => readRow(database, register, id) !== undefined;
    if (one === other || !isThere(one) || !isThere(other)) throw gone();
    return { one, other };
  }

  function dismiss(input: MethodInput<'duplicate.dismiss'>): void {
    const register = registerOf(input.register);
    const pair = readPair(register, input);
    transaction(databaseOf(register), (database) => insertDistinctPair(database, register, pair, authorship()));
  }

  function recall(input: MethodInput<'duplicate.recall'>): void {
    const register = registerOf(input.register);
    transaction(databaseOf(register), (database) => deleteDistinctPair(database, register, input));
  }

  return { list, rescan, similar, merge, dismiss, recall };
}

/** Changes with every change of a record. The last line is named in full, as a transaction that was taken back frees its number. */
function stateOf(database: ReadableDatabase): string {
  return JSON.stringify(
    database.get(sql`SELECT "row", "record_id", "version", "at" FROM "history" ORDER BY "row" DESC LIMIT 1`) ?? null,
  );
}

function readForMerge(
  database: ReadableDatabase,
  register: Register,
  { id, version }: { readonly id: string; readonly version: number },
): StoredRecord {
  const stored = readRecord(database, register, id);
  if (!stored) throw gone();
  if (stored.version !== version) {
    throw new AppError('stale', '您打开之后，其中一条又改过了，请重新打开这一对再合并');
  }
  return stored;
}

function refuseDraft(database: ReadableDatabase, { id }: StoredRecord): void {
  // A form about it that was never saved is kept under its name too.
  const draft = database.get(sql`SELECT 1 FROM "draft" WHERE "record_id" = ${id} LIMIT 1`);
  if (draft)
    throw new AppError('conflict', '要并入的一条还有没保存的填写内容，请先打开它和它的表格保存或放弃，再来合并');
}

/** The file of the record that stays keeps its number. */
function withOwnNumber(register: Register, keep: StoredRecord, given: RecordValues): RecordValues {
  const { numberField } = register;
  const number = numberField === undefined ? null : (keep.values.fields[numberField] ?? null);
  return numberField === undefined || number === null
    ? given
    : { ...given, fields: { ...given.fields, [numberField]: number } };
}

/** What the record that stays does not hold already. */
function attachmentsToMove(
  database: ReadableDatabase,
  register: Register,
  keep: StoredRecord,
  drop: StoredRecord,
): string[] {
  return listAttachments(database, { register: register.key, record: drop.id })
    .filter(({ id }) => {
      const digest = findAttachment(database, id)?.digest;
      return digest !== undefined && !holdsContent(database, { register: register.key, record: keep.id }, digest);
    })
    .map(({ id }) => id);
}

/** Those of some rows that the user sees. */
function readableRows(database: ReadableDatabase, register: Register, rows: readonly number[]): number[] {
  return database
    .all<{ row: number }>(sql`
      SELECT "row" FROM ${identifier(register.table)}
      WHERE "row" IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`)
    .map(({ row }) => row);
}

function readRow(database: ReadableDatabase, register: Register, id: string): number | undefined {
  return database.get<{ row: number }>(sql`
    SELECT "row" FROM ${identifier(register.table)} WHERE "id" = ${id} AND "deleted_at" IS NULL`)?.row;
}

/** Records as lists show them, by row: every column that a list can show. */
function readListed(
  database: ReadableDatabase,
  register: Register,
  rows: readonly number[],
  context: FieldContext,
): Map<number, MethodOutput<'duplicate.list'>['pairs'][number]['one']> {
  const wanted = [...new Set(rows)];
  const values = readMany(database, register, wanted);
  const shown = (record: RecordValues, key: string): string => {
    const value = readValue(register, record, key, context);
    return value === null ? '' : (findField(register, key)?.kind.brief(value, context) ?? '');
  };
  return new Map(
    database
      .all<{ row: number; id: string }>(sql`
        SELECT "row", "id" FROM ${identifier(register.table)}
        WHERE "row" IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`)
      .flatMap(({ row, id }) => {
        const record = values.get(row);
        if (!record) return [];
        const cells = Object.fromEntries(register.list.map(({ field }) => [field, shown(record, field)]));
        return [[row, { id, name: shown(record, register.nameField), cells }] as const];
      }),
  );
}

function gone(): AppError {
  return new AppError('missing', '其中一条已不在册，请刷新后再看');
}

import type { HistoryAction } from '../../../shared/contract/historyActions.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import {
  type Field,
  type Fields,
  findField,
  type RecordShape,
  type RecordValues,
  type Register,
  type RepeatingRows,
  sharedKey,
  type Values,
} from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { erasedDigest } from '../../vault/historyDigest.ts';
import { identifier, type Sql, sql } from '../../vault/sql.ts';
import type { Authorship } from './recordStore.ts';

/** One changed value; a row group changes as a whole. Stored values, not their labels, so that nothing is lost. */
export type Change = readonly [path: string, before: unknown, after: unknown];

/** A change as people read it. */
export interface HistoryEntry {
  readonly at: string;
  readonly by: string;
  readonly action: HistoryAction;
  /** The record in which something shared was changed; null for every other change. */
  readonly origin: string | null;
  readonly changes: { readonly label: string; readonly before: string; readonly after: string }[];
}

/** What differs between two states of a record. `before` is undefined for a record that is new. */
export function changesBetween(register: RecordShape, before: RecordValues | undefined, after: RecordValues): Change[] {
  const changes: Change[] = [];
  const compare = (path: string, old: unknown, next: unknown): void => {
    if (!isSame(old, next)) changes.push([path, old, next]);
  };
  for (const key of Object.keys(register.fields)) {
    compare(key, before?.fields[key] ?? null, after.fields[key] ?? null);
  }
  for (const key of Object.keys(register.rows)) {
    compare(key, before?.rows[key] ?? [], after.rows[key] ?? []);
  }
  return changes;
}

function isSame(one: unknown, other: unknown): boolean {
  // Most values of a record, and most of its rows, are the same at sight.
  if (one === other) return true;
  const areLists = Array.isArray(one) && Array.isArray(other);
  if (areLists && one.length === other.length && one.every((each, index) => each === other[index])) return true;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Adds one line to the history. To be called in the transaction that makes the change. */
export function appendHistory(
  database: WritableDatabase,
  register: Pick<RecordShape, 'key'>,
  record: { readonly id: string; readonly version: number },
  action: HistoryAction,
  changes: readonly Change[],
  authorship: Authorship,
  batch: number | null = null,
): void {
  database.run(sql`
    INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes", "batch")
    VALUES (${register.key}, ${record.id}, ${record.version}, ${authorship.at}, ${authorship.by}, ${action}, ${JSON.stringify(changes)}, ${batch})`);
}

/**
 * Blanks what the history says of destroyed records and papers. A digest of it stays, so that the audit chain, which binds every
 * line, can tell this from a line that somebody changed. To be called in the transaction that destroys them.
 * @param of their identifiers, as a list or a query
 */
export function blankHistory(database: WritableDatabase, of: Sql): void {
  const lines = database.all<{ row: number; changes: string }>(sql`
    SELECT "row", "changes" FROM "history" WHERE "record_id" IN (${of}) AND "changes" <> '[]'`);
  for (const { row, changes } of lines) {
    database.run(sql`INSERT INTO "history_erased" ("row", "digest") VALUES (${row}, ${erasedDigest(changes)})`);
    database.run(sql`UPDATE "history" SET "changes" = '[]' WHERE "row" = ${row}`);
  }
}

/**
 * True of the line with which a record begins. Its version does not tell: a photograph added to a record that is new leaves the
 * version as it is.
 */
export const isBeginning = sql`"action" IN ('create', 'import')`;

/** A line of history as it is stored. */
export interface HistoryLine {
  readonly recordId: string;
  readonly version: number;
  readonly action: HistoryAction;
  readonly changes: readonly Change[];
}

/** Everything that a batch changed, the last change first. What a record was created with is left out: nobody takes it back. */
export function readBatchHistory(
  database: ReadableDatabase,
  batch: number,
): { readonly count: number; readonly lines: Iterable<HistoryLine> } {
  const stored = database.all<StoredLine>(sql`
    SELECT "record_id", "version", "action", CASE "version" WHEN 1 THEN '[]' ELSE "changes" END AS "changes"
    FROM "history" WHERE "batch" = ${batch} ORDER BY "row" DESC`);
  // Parsed one by one, because the lines of an import are too many for one step.
  return { count: stored.length, lines: parsed(stored) };
}

interface StoredLine {
  readonly record_id: string;
  readonly version: number;
  readonly action: HistoryAction;
  readonly changes: string;
}

function* parsed(lines: readonly StoredLine[]): Generator<HistoryLine> {
  for (const { record_id: recordId, version, action, changes } of lines) {
    yield { recordId, version, action, changes: JSON.parse(changes) as Change[] };
  }
}

/** What was changed in a record before a change of it, the last first, and whether that was taken back; not how it began. */
export function readEarlierChanges(
  database: ReadableDatabase,
  { recordId, version }: HistoryLine,
): { readonly isUndone: boolean; readonly changes: readonly Change[] }[] {
  return database
    .all<{ changes: string; undone: number }>(sql`
      SELECT h."changes", b."undone_at" IS NOT NULL AS "undone" FROM "history" h LEFT JOIN "batch" b ON b."row" = h."batch"
      WHERE h."record_id" = ${recordId} AND h."version" > 1 AND h."version" < ${version} ORDER BY h."version" DESC`)
    .map(({ changes, undone }) => ({ isUndone: undone === 1, changes: JSON.parse(changes) as Change[] }));
}

/**
 * The history of a record or a paper, newest first.
 * @param originOf the name of the record in which something shared was changed, by the row of the line that tells it
 */
export function readHistory(
  database: ReadableDatabase,
  register: RecordShape,
  id: string,
  context: FieldContext,
  originOf: (row: number) => string | null = () => null,
): HistoryEntry[] {
  return database
    .all<{ row: number; at: string; by: string; action: HistoryAction; changes: string }>(sql`
      SELECT "row", "at", "by", "action", "changes" FROM "history"
      WHERE "record_id" = ${id} AND "register" = ${register.key} ORDER BY "version" DESC, "row" DESC`)
    .map(({ row, at, by, action, changes }) => ({
      at,
      by,
      action,
      origin: action === 'shared' ? originOf(row) : null,
      changes: (JSON.parse(changes) as Change[]).flatMap(([path, before, after]) => {
        const group = register.rows[path];
        // What a new record begins with is told as a whole.
        if (group && Array.isArray(before) && before.length > 0 && Array.isArray(after)) {
          return rowChanges(group, before as Values[], after as Values[], context);
        }
        const label = (findField(register, path) ?? group)?.label ?? path;
        const words = (value: unknown): string => shown(register, path, value, context);
        return [{ label, before: words(before), after: words(after) }];
      }),
    }));
}

/** The name of the record that was changed before others that share with it were: theirs are the lines that follow its own. */
export function originOf(database: ReadableDatabase, register: Register, row: number): string | null {
  const found = database.get<{ name: string | null }>(sql`
    SELECT r.${identifier(register.nameField)} AS name
    FROM (SELECT "record_id" FROM "history"
      WHERE "row" < ${row} AND "action" <> 'shared' AND "register" = ${register.key} ORDER BY "row" DESC LIMIT 1) h
    JOIN ${identifier(register.table)} r ON r."id" = h."record_id"`);
  return found?.name ?? null;
}

type ShownChange = HistoryEntry['changes'][number];

/** Which rows of a group were added, removed and changed, and in what. */
function rowChanges(
  group: RepeatingRows,
  before: readonly Values[],
  after: readonly Values[],
  context: FieldContext,
): ShownChange[] {
  const pairs = pairRows(group, before, after);
  const changed = pairs.flatMap(([old, next]): ShownChange[] =>
    Object.entries(group.fields).flatMap(([key, field]) => {
      const [was, is] = [old[key] ?? null, next[key] ?? null].map((value) => shownValue(field, value, context));
      if (was === undefined || is === undefined || was === is) return [];
      return [{ label: `${group.label}${nameOfRow(group, next, context)}${field.label}`, before: was, after: is }];
    }),
  );
  const removed = before.filter((row) => !pairs.some(([old]) => old === row));
  const added = after.filter((row) => !pairs.some(([, next]) => next === row));
  const words = (row: Values): string => shownRow(group.fields, row, context);
  return [
    ...changed,
    ...removed.map((row) => ({ label: `删去${group.label}`, before: words(row), after: '' })),
    ...added.map((row) => ({ label: `增加${group.label}`, before: '', after: words(row) })),
  ];
}

/** Rows that are about the same: by whom they share, by what makes two rows one, or by what their first column says. */
function pairRows(group: RepeatingRows, before: readonly Values[], after: readonly Values[]): [Values, Values][] {
  const pairs: [Values, Values][] = [];
  for (const keys of [[sharedKey], group.sameBy ?? [], group.columns.slice(0, 1)]) {
    for (const row of before) {
      if (keys.length === 0 || pairs.some(([old]) => old === row)) continue;
      const next = after.find(
        (each) =>
          !pairs.some(([, taken]) => taken === each) &&
          keys.every((key) => (row[key] ?? null) !== null && JSON.stringify(row[key]) === JSON.stringify(each[key])),
      );
      if (next) pairs.push([row, next]);
    }
  }
  return pairs;
}

/** Whom a row is about, between the name of the group and that of the field. */
function nameOfRow(group: RepeatingRows, row: Values, context: FieldContext): string {
  const named = Object.keys(group.fields).filter((key) => group.fields[key]?.kind.search === 'personName');
  const key = [...named, ...group.columns].find((each) => (row[each] ?? null) !== null);
  const field = key === undefined ? undefined : group.fields[key];
  return field === undefined || key === undefined ? '' : `“${shownValue(field, row[key], context)}”`;
}

function shown(register: RecordShape, path: string, value: unknown, context: FieldContext): string {
  const field = findField(register, path);
  if (field) return shownValue(field, value, context);
  const group = register.rows[path];
  // What is no field, such as an attachment, is noted by its name.
  if (!group) return typeof value === 'string' ? value : '';
  if (!Array.isArray(value)) return '';
  return value.map((row: Values) => shownRow(group.fields, row, context)).join('；');
}

function shownRow(fields: Fields, row: Values, context: FieldContext): string {
  return Object.entries(fields)
    .map(([key, field]) => shownValue(field, row[key] ?? null, context))
    .filter(Boolean)
    .join(' ');
}

function shownValue(field: Field, value: unknown, context: FieldContext): string {
  // Written by this program from a checked record, so it has the shape its kind declares.
  return value === null || value === undefined ? '' : field.kind.format(value as FieldValue, context);
}

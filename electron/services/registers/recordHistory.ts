import type { HistoryAction } from '../../../shared/contract/historyActions.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import {
  type Field,
  type Fields,
  findField,
  type RecordValues,
  type Register,
  type Values,
} from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { Authorship } from './recordStore.ts';

/** One changed value; a row group changes as a whole. Stored values, not their labels, so that nothing is lost. */
export type Change = readonly [path: string, before: unknown, after: unknown];

/** A change as people read it. */
export interface HistoryEntry {
  readonly at: string;
  readonly by: string;
  readonly action: HistoryAction;
  readonly changes: { readonly label: string; readonly before: string; readonly after: string }[];
}

/** What differs between two states of a record. `before` is undefined for a record that is new. */
export function changesBetween(register: Register, before: RecordValues | undefined, after: RecordValues): Change[] {
  const changes: Change[] = [];
  const compare = (path: string, old: unknown, next: unknown): void => {
    if (JSON.stringify(old) !== JSON.stringify(next)) changes.push([path, old, next]);
  };
  for (const key of Object.keys(register.fields)) {
    compare(key, before?.fields[key] ?? null, after.fields[key] ?? null);
  }
  for (const key of Object.keys(register.rows)) {
    compare(key, before?.rows[key] ?? [], after.rows[key] ?? []);
  }
  return changes;
}

/** Adds one line to the history. To be called in the transaction that makes the change. */
export function appendHistory(
  database: WritableDatabase,
  register: Register,
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

/** A line of history as it is stored. */
export interface HistoryLine {
  readonly recordId: string;
  readonly version: number;
  readonly action: HistoryAction;
  readonly changes: readonly Change[];
}

/** Everything that a batch changed, the last change first. */
export function readBatchHistory(database: ReadableDatabase, batch: number): HistoryLine[] {
  return database
    .all<{ record_id: string; version: number; action: HistoryAction; changes: string }>(sql`
      SELECT "record_id", "version", "action", "changes" FROM "history" WHERE "batch" = ${batch} ORDER BY "row" DESC`)
    .map(({ record_id: recordId, version, action, changes }) => ({
      recordId,
      version,
      action,
      changes: JSON.parse(changes) as Change[],
    }));
}

/** The history of a record, newest first. */
export function readHistory(
  database: ReadableDatabase,
  register: Register,
  id: string,
  context: FieldContext,
): HistoryEntry[] {
  return database
    .all<{ at: string; by: string; action: HistoryAction; changes: string }>(sql`
      SELECT "at", "by", "action", "changes" FROM "history"
      WHERE "record_id" = ${id} AND "register" = ${register.key} ORDER BY "version" DESC, "row" DESC`)
    .map(({ at, by, action, changes }) => ({
      at,
      by,
      action,
      changes: (JSON.parse(changes) as Change[]).map(([path, before, after]) => ({
        label: (findField(register, path) ?? register.rows[path])?.label ?? path,
        before: shown(register, path, before, context),
        after: shown(register, path, after, context),
      })),
    }));
}

function shown(register: Register, path: string, value: unknown, context: FieldContext): string {
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

import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { identifier, joined, sql } from '../../vault/sql.ts';
import {
  type Column,
  columnAssignments,
  columnNames,
  columnParameters,
  fieldsThatDiffer,
  orderColumns,
  recordColumns,
} from './recordColumns.ts';
import { correctKeys, insertKeys, renewKeys } from './recordKeyStore.ts';
import type { Authorship, StoredRecord } from './recordStore.ts';
import { removeUnshared, type SharedGroups } from './sharedRows.ts';
import { type Written, writeRows } from './writeRows.ts';

/** What the store is given beside the values: who writes, how many values the forms still lack, and what the register shares. */
export interface Writing {
  readonly authorship: Authorship;
  readonly gaps: number;
  readonly shared: SharedGroups;
}

/** Adds a record with its member rows, search keys and match keys. To be called inside a transaction. */
export function insertRecord(
  database: WritableDatabase,
  register: Register,
  id: string,
  values: RecordValues,
  { authorship, gaps, shared }: Writing,
): Written {
  const { at, by } = authorship;
  const columns = recordColumns(register.fields, values.fields);
  const row = database.get<{ row: number }>(sql`
    INSERT INTO ${identifier(register.table)}
      ("id", "version", "created_at", "created_by", "updated_at", "updated_by", "gap_count", ${columnNames(columns)})
    VALUES (${id}, 1, ${at}, ${by}, ${at}, ${by}, ${gaps}, ${columnParameters(columns)})
    RETURNING "row"`);
  if (!row) throw new Error('an insert without a row');
  const written = writeRows(database, register, shared, row.row, {}, values);
  insertKeys(database, register, row.row, written.values);
  return written;
}

/** Replaces the values of a record and raises its version. To be called inside a transaction. */
export function updateRecord(
  database: WritableDatabase,
  register: Register,
  stored: StoredRecord,
  values: RecordValues,
  { authorship, gaps, shared }: Writing,
): Written {
  // SQLite rewrites the index of every column that is named, changed or not, so only changed ones are.
  const differing = fieldsThatDiffer(register.fields, stored.values.fields, values.fields);
  const before = new Map(recordColumns(differing, stored.values.fields));
  const changed = recordColumns(differing, values.fields).filter(([name, value]) => before.get(name) !== value);
  const assignments = [
    sql`"version" = ${stored.version + 1}`,
    sql`"updated_at" = ${authorship.at}`,
    sql`"updated_by" = ${authorship.by}`,
    sql`"gap_count" = ${gaps}`,
    ...(changed.length > 0 ? [columnAssignments(changed)] : []),
  ];
  database.run(sql`
    UPDATE ${identifier(register.table)} SET ${joined(assignments, ', ')} WHERE "row" = ${stored.row}`);
  const written = writeRows(database, register, shared, stored.row, stored.values.rows, values);
  removeUnshared(database, register, stored.values.rows, written.values.rows);
  renewKeys(database, register, stored, written.values);
  return written;
}

/** Raises the version of a record whose own columns did not change. To be called inside a transaction. */
export function raiseVersion(
  database: WritableDatabase,
  register: Register,
  stored: StoredRecord,
  { authorship, gaps }: Omit<Writing, 'shared'>,
): void {
  database.run(sql`
    UPDATE ${identifier(register.table)}
    SET "version" = ${stored.version + 1}, "updated_at" = ${authorship.at}, "updated_by" = ${authorship.by}, "gap_count" = ${gaps}
    WHERE "row" = ${stored.row}`);
}

/**
 * Brings the keys and companion columns of a record to what follows from its values; what is right already is not written
 * again. To be called inside a transaction.
 */
export function rewriteSearch(
  database: WritableDatabase,
  register: Register,
  stored: StoredRecord,
  gaps: number,
): void {
  const columns: Column[] = [['gap_count', gaps], ...orderColumns(register.fields, stored.values.fields)];
  const differences = columns.map(([name, value]) => sql`${identifier(name)} IS NOT ${value}`);
  database.run(sql`
    UPDATE ${identifier(register.table)} SET ${columnAssignments(columns)}
    WHERE "row" = ${stored.row} AND (${joined(differences, ' OR ')})`);
  correctKeys(database, register, stored);
}

/**
 * Takes a record out of the file for good, with its member rows and keys; what it shared with nobody goes too. To be called
 * inside a transaction.
 */
export function eraseRecord(database: WritableDatabase, register: Register, stored: StoredRecord): void {
  database.run(sql`DELETE FROM ${identifier(register.table)} WHERE "row" = ${stored.row}`);
  removeUnshared(database, register, stored.values.rows, {});
}

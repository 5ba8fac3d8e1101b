import {
  type RecordValues,
  type Register,
  type RowGroup,
  sharedKey,
  type Values,
} from '../../../shared/registers/register.ts';
import { pastLimits, type ReadableDatabase } from '../../vault/database.ts';
import { identifier, joined, type Sql, sql } from '../../vault/sql.ts';
import { fieldIdentifiers, fieldsDecoder, type Row } from './recordColumns.ts';
import { sharedColumn } from './registerSchema.ts';

/** A stored record: its values, and who made and last changed it (times in ISO 8601, UTC). */
export interface StoredRecord {
  /** Number inside the file; never leaves the services. */
  readonly row: number;
  readonly id: string;
  readonly version: number;
  readonly values: RecordValues;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** Who writes, and when. */
export interface Authorship {
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** One record that is not deleted, or undefined. */
export function readRecord(database: ReadableDatabase, register: Register, id: string): StoredRecord | undefined {
  return readWhere(database, register, sql`"id" = ${id} AND "deleted_at" IS NULL`);
}

/** One record in the recycle bin, or undefined. */
export function readDeleted(database: ReadableDatabase, register: Register, id: string): StoredRecord | undefined {
  return readWhere(database, register, sql`"id" = ${id} AND "deleted_at" IS NOT NULL`);
}

/** Whether a record is there that the user does not see: nothing may be said of it. */
export function isBeyondReach(database: ReadableDatabase, register: Register, id: string): boolean {
  const isThere = (): boolean =>
    database.get(sql`SELECT 1 FROM ${identifier(register.table)} WHERE "id" = ${id}`) !== undefined;
  return !isThere() && pastLimits(database, isThere);
}

/** The record of a row, in the recycle bin or not; undefined when the user does not see it. */
export function readByRow(database: ReadableDatabase, register: Register, row: number): StoredRecord | undefined {
  return readWhere(database, register, sql`"row" = ${row}`);
}

/** Values of many records by their row, with a query for each table instead of one for each record. */
export function readMany(
  database: ReadableDatabase,
  register: Register,
  rows: readonly number[],
): Map<number, RecordValues> {
  return new Map([...readManyRecords(database, register, rows)].map(([row, { values }]) => [row, values]));
}

/** Many records by their row, those in the recycle bin too, with a query for each table instead of one for each record. */
export function readManyRecords(
  database: ReadableDatabase,
  register: Register,
  rows: readonly number[],
): Map<number, StoredRecord> {
  const groups = Object.entries(register.rows).map(([key, group]) => {
    const byOwner = new Map<number, Values[]>();
    const decode = rowDecoder(group);
    const found = database.all<Row>(rowsQuery(group, isOneOf(sql`l."owner"`, rows)));
    for (const row of found) {
      const owner = Number(row.owner);
      const before = byOwner.get(owner);
      if (before) before.push(decode(row));
      else byOwner.set(owner, [decode(row)]);
    }
    return [key, byOwner] as const;
  });
  const decode = fieldsDecoder(register.fields);
  return new Map(
    database
      .all<Row>(sql`
        SELECT ${recordHead}, ${joined(fieldIdentifiers(register.fields), ', ')} FROM ${identifier(register.table)}
        WHERE ${isOneOf(sql`"row"`, rows)}`)
      .map((row) => {
        const owner = Number(row.row);
        const members = Object.fromEntries(groups.map(([key, byOwner]) => [key, byOwner.get(owner) ?? []]));
        return [owner, storedRecord(row, { fields: decode(row), rows: members })];
      }),
  );
}

/**
 * The condition that a column holds one of some rows. Those that follow each other without a gap are one walk through the table
 * instead of a search for each, so reading everybody takes no longer for each of many than for each of few.
 */
export function isOneOf(column: Sql, rows: readonly number[]): Sql {
  const [first = 0, last = -1] = [rows.at(0), rows.at(-1)];
  const isRun = last - first === rows.length - 1 && rows.every((row, index) => row === first + index);
  return isRun
    ? sql`${column} BETWEEN ${first} AND ${last}`
    : sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`;
}

/** The columns of a record beside its values. */
const recordHead = sql`"row", "id", "version", "created_at", "created_by", "updated_at", "updated_by"`;

function readWhere(database: ReadableDatabase, register: Register, condition: Sql): StoredRecord | undefined {
  const row = database.get<Row>(sql`
    SELECT ${recordHead}, ${joined(fieldIdentifiers(register.fields), ', ')}
    FROM ${identifier(register.table)} WHERE ${condition}`);
  if (row === undefined) return undefined;
  const rows = readRows(database, register, Number(row.row));
  return storedRecord(row, { fields: fieldsDecoder(register.fields)(row), rows });
}

function storedRecord(row: Row, values: RecordValues): StoredRecord {
  return {
    row: Number(row.row),
    id: String(row.id),
    version: Number(row.version),
    values,
    createdAt: String(row.created_at),
    createdBy: String(row.created_by),
    updatedAt: String(row.updated_at),
    updatedBy: String(row.updated_by),
  };
}

function readRows(database: ReadableDatabase, register: Register, owner: number): RecordValues['rows'] {
  return Object.fromEntries(
    Object.entries(register.rows).map(([key, group]) => [key, readGroup(database, group, owner)]),
  );
}

/** The rows of one group of a record, in the order they stand in. */
export function readGroup(database: ReadableDatabase, group: RowGroup, owner: number): Values[] {
  return database.all<Row>(rowsQuery(group, sql`l."owner" = ${owner}`)).map(rowDecoder(group));
}

/** Rows of a group that meet a condition on its table `l`, in the order they stand in. */
function rowsQuery(group: RowGroup, condition: Sql): Sql {
  const isShared = (key: string): boolean => group.shared?.fields.includes(key) === true;
  const columns = Object.keys(group.fields).map((key) =>
    isShared(key) ? sql`p.${identifier(key)}` : sql`l.${identifier(key)}`,
  );
  const { shared } = group;
  if (shared === undefined) {
    return sql`SELECT l."owner", ${joined(columns, ', ')} FROM ${identifier(group.table)} l WHERE ${condition} ORDER BY l."position"`;
  }
  return sql`
    SELECT l."owner", p."id" AS ${identifier(sharedKey)}, ${joined(columns, ', ')} FROM ${identifier(group.table)} l
    JOIN ${identifier(shared.table)} p ON p."row" = l.${identifier(sharedColumn)}
    WHERE ${condition} ORDER BY l."position"`;
}

function rowDecoder(group: RowGroup): (row: Row) => Values {
  const decode = fieldsDecoder(group.fields);
  return group.shared === undefined ? decode : (row) => ({ ...decode(row), [sharedKey]: String(row[sharedKey]) });
}

import type { FieldValue } from '../../../shared/fields/kinds.ts';
import type { Fields, RecordValues, Register, Values } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, joined, type Sql, type SqlValue, sql } from '../../vault/sql.ts';
import { recordKeys } from '../search/recordKeys.ts';
import { nameOrder, type SearchPlace } from '../search/searchKeys.ts';
import { orderColumn, searchTable } from './registerSchema.ts';

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

type Row = Readonly<Record<string, string | number | null>>;

/** The columns of some fields, for SELECT and INSERT. */
function fieldIdentifiers(fields: Fields): Sql[] {
  return Object.keys(fields).map(identifier);
}

/** Values of the fields from a row of their table. */
export function decodeFields(fields: Fields, row: Row): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]): [string, FieldValue | null] => {
      const column = row[key] ?? null;
      return [key, column === null ? null : field.kind.decode(column)];
    }),
  );
}

/** One record that is not deleted, or undefined. */
export function readRecord(database: ReadableDatabase, register: Register, id: string): StoredRecord | undefined {
  const row = database.get<Row>(sql`
    SELECT "row", "id", "version", "created_at", "created_by", "updated_at", "updated_by", ${joined(fieldIdentifiers(register.fields), ', ')}
    FROM ${identifier(register.table)} WHERE "id" = ${id} AND "deleted_at" IS NULL`);
  if (!row) return undefined;
  const owner = Number(row.row);
  return {
    row: owner,
    id: String(row.id),
    version: Number(row.version),
    values: { fields: decodeFields(register.fields, row), rows: readRows(database, register, owner) },
    createdAt: String(row.created_at),
    createdBy: String(row.created_by),
    updatedAt: String(row.updated_at),
    updatedBy: String(row.updated_by),
  };
}

/** Adds a record with its member rows and search keys. To be called inside a transaction. */
export function insertRecord(
  database: WritableDatabase,
  register: Register,
  id: string,
  values: RecordValues,
  authorship: Authorship,
): void {
  const { at, by } = authorship;
  const columns = recordColumns(register, values.fields);
  const row = database.get<{ row: number }>(sql`
    INSERT INTO ${identifier(register.table)}
      ("id", "version", "created_at", "created_by", "updated_at", "updated_by", ${names(columns)})
    VALUES (${id}, 1, ${at}, ${by}, ${at}, ${by}, ${bound(columns)})
    RETURNING "row"`);
  if (!row) throw new Error('an insert without a row');
  insertRows(database, register, row.row, values);
  insertSearchKeys(database, register, row.row, recordKeys(register, values));
}

/** Replaces the values of a record and raises its version. To be called inside a transaction. */
export function updateRecord(
  database: WritableDatabase,
  register: Register,
  stored: StoredRecord,
  values: RecordValues,
  authorship: Authorship,
): void {
  // SQLite rewrites the index of every column that is named, changed or not, so only changed ones are.
  const before = new Map(recordColumns(register, stored.values.fields));
  const changed = recordColumns(register, values.fields).filter(([name, value]) => before.get(name) !== value);
  const assignments = [
    sql`"version" = ${stored.version + 1}`,
    sql`"updated_at" = ${authorship.at}`,
    sql`"updated_by" = ${authorship.by}`,
    ...changed.map(([name, value]) => sql`${identifier(name)} = ${value}`),
  ];
  database.run(sql`
    UPDATE ${identifier(register.table)} SET ${joined(assignments, ', ')} WHERE "row" = ${stored.row}`);
  if (JSON.stringify(stored.values.rows) !== JSON.stringify(values.rows)) {
    for (const group of Object.values(register.rows)) {
      database.run(sql`DELETE FROM ${identifier(group.table)} WHERE "owner" = ${stored.row}`);
    }
    insertRows(database, register, stored.row, values);
  }
  const keys = recordKeys(register, values);
  if (JSON.stringify([...recordKeys(register, stored.values)]) !== JSON.stringify([...keys])) {
    replaceSearchKeys(database, register, stored.row, keys);
  }
}

/** Makes the search keys and sort columns of a record anew from its values. To be called inside a transaction. */
export function rewriteSearch(database: WritableDatabase, register: Register, stored: StoredRecord): void {
  replaceSearchKeys(database, register, stored.row, recordKeys(register, stored.values));
  for (const [name, value] of orderColumns(register, stored.values.fields)) {
    database.run(sql`
      UPDATE ${identifier(register.table)} SET ${identifier(name)} = ${value} WHERE "row" = ${stored.row}`);
  }
}

function readRows(database: ReadableDatabase, register: Register, owner: number): RecordValues['rows'] {
  return Object.fromEntries(
    Object.entries(register.rows).map(([key, group]) => [
      key,
      database
        .all<Row>(sql`
          SELECT ${joined(fieldIdentifiers(group.fields), ', ')} FROM ${identifier(group.table)}
          WHERE "owner" = ${owner} ORDER BY "position"`)
        .map((row) => decodeFields(group.fields, row)),
    ]),
  );
}

function insertRows(database: WritableDatabase, register: Register, owner: number, values: RecordValues): void {
  for (const [key, group] of Object.entries(register.rows)) {
    for (const [position, row] of (values.rows[key] ?? []).entries()) {
      const columns = columnValues(group.fields, row);
      database.run(sql`
        INSERT INTO ${identifier(group.table)} ("owner", "position", ${names(columns)})
        VALUES (${owner}, ${position}, ${bound(columns)})`);
    }
  }
}

function replaceSearchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: ReadonlyMap<string, SearchPlace>,
): void {
  database.run(sql`DELETE FROM ${identifier(searchTable(register))} WHERE "owner" = ${owner}`);
  insertSearchKeys(database, register, owner, keys);
}

function insertSearchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: ReadonlyMap<string, SearchPlace>,
): void {
  const table = identifier(searchTable(register));
  for (const [key, place] of keys) {
    database.run(sql`INSERT INTO ${table} ("place", "key", "owner") VALUES (${place}, ${key}, ${owner})`);
  }
}

type Column = readonly [name: string, value: SqlValue];

function columnValues(fields: Fields, values: Values): Column[] {
  return Object.entries(fields).map(([key, { kind }]) => {
    const value = values[key] ?? null;
    return [key, value === null ? null : kind.encode(value)];
  });
}

/** A record's columns, with the companions by which its list is sorted. */
function recordColumns(register: Register, values: Values): Column[] {
  return [...columnValues(register.fields, values), ...orderColumns(register, values)];
}

function orderColumns(register: Register, values: Values): Column[] {
  return Object.entries(register.fields).flatMap(([key, { kind }]): Column[] => {
    const value = values[key];
    return kind.orderedByPinyin ? [[orderColumn(key, kind), typeof value === 'string' ? nameOrder(value) : null]] : [];
  });
}

function names(columns: readonly Column[]): Sql {
  return joined(
    columns.map(([name]) => identifier(name)),
    ', ',
  );
}

function bound(columns: readonly Column[]): Sql {
  return joined(
    columns.map(([, value]) => sql`${value}`),
    ', ',
  );
}

import {
  type Fields,
  type RecordValues,
  type Register,
  type SharedPart,
  sharedKey,
  type Values,
} from '../../../shared/registers/register.ts';
import { pastLimits, type ReadableDatabase, type WritableDatabase } from '../../vault/database.ts';
import { identifier, joined, type Sql, sql } from '../../vault/sql.ts';
import {
  type ColumnValue,
  columnAssignments,
  columnNames,
  columnParameters,
  columnValues,
  fieldIdentifiers,
  fieldsDecoder,
  type Row,
} from './recordColumns.ts';
import { readByRow, type StoredRecord } from './recordStore.ts';
import { sharedColumn } from './registerSchema.ts';

/** The shared part of a group, as its rows are found and written. */
interface SharedGroup extends SharedPart {
  /** The table whose rows name those of `table`. */
  readonly linkTable: string;
  readonly shape: Fields;
  /** The columns of a row of `table`. */
  readonly columns: Sql;
  readonly decode: (row: Row) => Values;
}

/** The groups of a register whose rows have a shared part, by their key. */
export type SharedGroups = ReadonlyMap<string, SharedGroup>;

/** The shared groups of a register, prepared once for all records that are written. */
export function sharedGroupsOf(register: Register): SharedGroups {
  return new Map(
    Object.entries(register.rows).flatMap(([key, { table, fields, shared }]): [string, SharedGroup][] => {
      if (shared === undefined) return [];
      const shape = Object.fromEntries(Object.entries(fields).filter(([field]) => shared.fields.includes(field)));
      const columns = joined([sql`"row"`, sql`"id"`, ...fieldIdentifiers(shape)], ', ');
      return [[key, { ...shared, linkTable: table, shape, columns, decode: fieldsDecoder(shape) }]];
    }),
  );
}

/**
 * Stores the shared part of a row once: as the person or thing that the row names, else as one whose identity agrees, else
 * as a new one. A blank says nothing about somebody who was found by his identity, and takes a value away from one who was
 * named. A row that agrees in nothing with whom it names was typed over: it is about somebody else. Other records that share
 * a changed row are noted as they were before.
 */
export function placeShared(
  database: WritableDatabase,
  register: Register,
  shared: SharedGroup,
  owner: number,
  given: Values,
  touched: Map<number, StoredRecord>,
): { readonly row: number; readonly values: Values } {
  const table = identifier(shared.table);
  const entered = new Map(columnValues(shared.shape, given));
  const name = given[sharedKey];
  const holder =
    typeof name === 'string'
      ? database.get<Row>(sql`SELECT ${shared.columns} FROM ${table} WHERE "id" = ${name}`)
      : undefined;
  const isNamed = typeof name === 'string' && (holder === undefined || !isTypedOver(shared, holder, entered));
  const known = isNamed ? holder : findByIdentity(database, shared, entered);
  if (known === undefined) {
    const columns = [...entered];
    const id = isNamed ? sql`${name}` : sql`lower(hex(randomblob(16)))`;
    const added = database.get<{ row: number; id: string }>(sql`
      INSERT INTO ${table} ("id", ${columnNames(columns)}) VALUES (${id}, ${columnParameters(columns)}) RETURNING "row", "id"`);
    if (!added) throw new Error('an insert without a row');
    return { row: added.row, values: { ...given, [sharedKey]: added.id } };
  }
  const row = Number(known.row);
  const changed = [...entered].filter(
    ([column, value]) => value !== (known[column] ?? null) && (isNamed || value !== null),
  );
  if (changed.length > 0) {
    const others = database.all<{ owner: number }>(sql`
      SELECT DISTINCT "owner" FROM ${identifier(shared.linkTable)}
      WHERE ${identifier(sharedColumn)} = ${row} AND "owner" <> ${owner}`);
    for (const other of others) {
      if (touched.has(other.owner)) continue;
      // One of another village has to be kept in order too, though whoever writes does not see it.
      const before = pastLimits(database, () => readByRow(database, register, other.owner));
      if (before) touched.set(other.owner, before);
    }
    database.run(sql`UPDATE ${table} SET ${columnAssignments(changed)} WHERE "row" = ${row}`);
  }
  const stored = shared.decode({ ...known, ...Object.fromEntries(changed) });
  return { row, values: { ...given, ...stored, [sharedKey]: String(known.id) } };
}

/** Whether a row agrees with whom it names in no value of an identity, though both have one. */
function isTypedOver({ identity }: SharedPart, holder: Row, entered: ReadonlyMap<string, ColumnValue>): boolean {
  const keys = [...new Set(identity.flat())];
  const held = keys.filter((key) => (holder[key] ?? null) !== null);
  return (
    held.length > 0 &&
    keys.some((key) => (entered.get(key) ?? null) !== null) &&
    held.every((key) => entered.get(key) !== holder[key])
  );
}

/** Who agrees with what was entered in one identity and is not told apart by anything; the oldest of several. */
function findByIdentity(
  database: ReadableDatabase,
  shared: SharedGroup,
  entered: ReadonlyMap<string, ColumnValue>,
): Row | undefined {
  const enteredAs = (key: string): ColumnValue => entered.get(key) ?? null;
  const apart = shared.toldApartBy
    .filter((key) => enteredAs(key) !== null)
    .map((key) => sql`(${identifier(key)} IS NULL OR ${identifier(key)} = ${enteredAs(key)})`);
  for (const keys of shared.identity) {
    if (keys.some((key) => enteredAs(key) === null)) continue;
    const conditions = [...keys.map((key) => sql`${identifier(key)} = ${enteredAs(key)}`), ...apart];
    const found = database.get<Row>(sql`
      SELECT ${shared.columns} FROM ${identifier(shared.table)} WHERE ${joined(conditions, ' AND ')} ORDER BY "row" LIMIT 1`);
    if (found) return found;
  }
  return undefined;
}

/** Shared rows that a record was the last to name go when it names them no more. */
export function removeUnshared(
  database: WritableDatabase,
  register: Register,
  before: RecordValues['rows'],
  after: RecordValues['rows'],
): void {
  for (const [key, { shared, table }] of Object.entries(register.rows)) {
    if (shared === undefined) continue;
    const still = new Set((after[key] ?? []).map((row) => row[sharedKey]));
    for (const row of before[key] ?? []) {
      const id = row[sharedKey];
      if (typeof id !== 'string' || still.has(id)) continue;
      database.run(sql`
        DELETE FROM ${identifier(shared.table)} WHERE "id" = ${id}
          AND NOT EXISTS (SELECT 1 FROM ${identifier(table)} l WHERE l.${identifier(sharedColumn)} = ${identifier(shared.table)}."row")`);
    }
  }
}

/** Identifiers of the other records, not deleted, that share a row of a group with this one: brothers and sisters. */
export function recordsSharing(database: ReadableDatabase, register: Register, key: string, row: number): string[] {
  const group = register.rows[key];
  if (group?.shared === undefined) return [];
  const table = identifier(group.table);
  const column = identifier(sharedColumn);
  return database
    .all<{ id: string }>(sql`
      SELECT DISTINCT r."id" FROM ${table} l
      JOIN ${table} o ON o.${column} = l.${column} AND o."owner" <> l."owner"
      JOIN ${identifier(register.table)} r ON r."row" = o."owner" AND r."deleted_at" IS NULL
      WHERE l."owner" = ${row} ORDER BY r."row"`)
    .map(({ id }) => id);
}

import type { FieldValue } from '../../../shared/fields/kinds.ts';
import {
  type Fields,
  type RecordValues,
  type Register,
  type RowGroup,
  type SharedPart,
  sharedKey,
  type Values,
} from '../../../shared/registers/register.ts';
import { pastLimits, type ReadableDatabase, type WritableDatabase } from '../../vault/database.ts';
import { identifier, joined, list, type Sql, type SqlValue, sql } from '../../vault/sql.ts';
import { changedMatchKeys, type MatchKey, matchKeys } from '../duplicates/matchKeys.ts';
import { differingKeys, recordKeys } from '../search/recordKeys.ts';
import { nameOrder, type SearchPlace } from '../search/searchKeys.ts';
import { matchTable, orderColumn, searchTable, sharedColumn } from './registerSchema.ts';

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

function readByRow(database: ReadableDatabase, register: Register, row: number): StoredRecord | undefined {
  return readWhere(database, register, sql`"row" = ${row}`);
}

/** The columns of a record beside its values. */
const recordHead = sql`"row", "id", "version", "created_at", "created_by", "updated_at", "updated_by"`;

function readWhere(database: ReadableDatabase, register: Register, condition: Sql): StoredRecord | undefined {
  const row = database.get<Row>(sql`
    SELECT ${recordHead}, ${joined(fieldIdentifiers(register.fields), ', ')}
    FROM ${identifier(register.table)} WHERE ${condition}`);
  return row && storedRecord(register, row, readRows(database, register, Number(row.row)));
}

function storedRecord(register: Register, row: Row, rows: RecordValues['rows']): StoredRecord {
  return {
    row: Number(row.row),
    id: String(row.id),
    version: Number(row.version),
    values: { fields: decodeFields(register.fields, row), rows },
    createdAt: String(row.created_at),
    createdBy: String(row.created_by),
    updatedAt: String(row.updated_at),
    updatedBy: String(row.updated_by),
  };
}

/** What the store is given beside the values: who writes, and how many values the forms still lack. */
export interface Writing {
  readonly authorship: Authorship;
  readonly gaps: number;
}

/** What a write made of the given values, and the other records that it touched, as they were before. */
export interface Written {
  /** As they are stored: rows of shared groups name what they are about, and hold what was known of it before. */
  readonly values: RecordValues;
  /** Records that share a row which was changed; their version, history and keys are the caller's to renew. */
  readonly touched: readonly StoredRecord[];
}

/** Adds a record with its member rows, search keys and match keys. To be called inside a transaction. */
export function insertRecord(
  database: WritableDatabase,
  register: Register,
  id: string,
  values: RecordValues,
  { authorship, gaps }: Writing,
): Written {
  const { at, by } = authorship;
  const columns = recordColumns(register.fields, values.fields);
  const row = database.get<{ row: number }>(sql`
    INSERT INTO ${identifier(register.table)}
      ("id", "version", "created_at", "created_by", "updated_at", "updated_by", "gap_count", ${names(columns)})
    VALUES (${id}, 1, ${at}, ${by}, ${at}, ${by}, ${gaps}, ${bound(columns)})
    RETURNING "row"`);
  if (!row) throw new Error('an insert without a row');
  const written = writeRows(database, register, row.row, {}, values);
  insertSearchKeys(database, register, row.row, recordKeys(register, written.values));
  insertMatchKeys(database, register, row.row, matchKeys(register, written.values));
  return written;
}

/** Replaces the values of a record and raises its version. To be called inside a transaction. */
export function updateRecord(
  database: WritableDatabase,
  register: Register,
  stored: StoredRecord,
  values: RecordValues,
  { authorship, gaps }: Writing,
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
    ...(changed.length > 0 ? [assigned(changed)] : []),
  ];
  database.run(sql`
    UPDATE ${identifier(register.table)} SET ${joined(assignments, ', ')} WHERE "row" = ${stored.row}`);
  const written = writeRows(database, register, stored.row, stored.values.rows, values);
  removeUnshared(database, register, stored.values.rows, written.values.rows);
  renewKeys(database, register, stored, written.values);
  return written;
}

/** Makes search and match keys anew where they differ from those of the stored values. To be called inside a transaction. */
export function renewKeys(
  database: WritableDatabase,
  register: Register,
  stored: StoredRecord,
  values: RecordValues,
): void {
  const { before, after } = differingKeys(register, stored.values, values);
  const missingFrom = (
    keys: ReadonlyMap<string, SearchPlace>,
    others: ReadonlyMap<string, SearchPlace>,
  ): Map<string, SearchPlace> => new Map([...others].filter(([key, place]) => keys.get(key) !== place));
  removeSearchKeys(database, register, stored.row, missingFrom(after, before));
  insertSearchKeys(database, register, stored.row, missingFrom(before, after));
  const matches = changedMatchKeys(register, stored.values, values);
  removeMatchKeys(database, register, stored.row, matches.gone);
  insertMatchKeys(database, register, stored.row, matches.come);
}

/** Raises the version of a record whose own columns did not change. To be called inside a transaction. */
export function raiseVersion(
  database: WritableDatabase,
  register: Register,
  stored: StoredRecord,
  { authorship, gaps }: Writing,
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
    UPDATE ${identifier(register.table)} SET ${assigned(columns)}
    WHERE "row" = ${stored.row} AND (${joined(differences, ' OR ')})`);
  const keys = recordKeys(register, stored.values);
  if (!holdsSearchKeys(database, register, stored.row, keys)) replaceSearchKeys(database, register, stored.row, keys);
  const matches = matchKeys(register, stored.values);
  if (!holdsMatchKeys(database, register, stored.row, matches)) {
    replaceMatchKeys(database, register, stored.row, matches);
  }
}

function holdsSearchKeys(
  database: ReadableDatabase,
  register: Register,
  owner: number,
  keys: ReadonlyMap<string, SearchPlace>,
): boolean {
  const held = database.all<{ place: number; key: string }>(sql`
    SELECT "place", "key" FROM ${identifier(searchTable(register))} WHERE "owner" = ${owner}`);
  return held.length === keys.size && held.every(({ place, key }) => keys.get(key) === place);
}

function holdsMatchKeys(
  database: ReadableDatabase,
  register: Register,
  owner: number,
  keys: readonly MatchKey[],
): boolean {
  const held = database.all<{ text: string }>(sql`
    SELECT json_array("signal", "key") AS "text" FROM ${identifier(matchTable(register))} WHERE "owner" = ${owner}`);
  const wanted = new Set(keys.map(({ signal, key }) => JSON.stringify([signal, key])));
  return held.length === wanted.size && held.every(({ text }) => wanted.has(text));
}

function readRows(database: ReadableDatabase, register: Register, owner: number): RecordValues['rows'] {
  return Object.fromEntries(
    Object.entries(register.rows).map(([key, group]) => [key, readGroup(database, group, owner)]),
  );
}

function readGroup(database: ReadableDatabase, group: RowGroup, owner: number): Values[] {
  return database.all<Row>(rowsQuery(group, sql`l."owner" = ${owner}`)).map((row) => decodeRow(group, row));
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
    const found = database.all<Row>(rowsQuery(group, isOneOf(sql`l."owner"`, rows)));
    for (const row of found) {
      const owner = Number(row.owner);
      const before = byOwner.get(owner);
      if (before) before.push(decodeRow(group, row));
      else byOwner.set(owner, [decodeRow(group, row)]);
    }
    return [key, byOwner] as const;
  });
  return new Map(
    database
      .all<Row>(sql`
        SELECT ${recordHead}, ${joined(fieldIdentifiers(register.fields), ', ')} FROM ${identifier(register.table)}
        WHERE ${isOneOf(sql`"row"`, rows)}`)
      .map((row) => {
        const owner = Number(row.row);
        const members = Object.fromEntries(groups.map(([key, byOwner]) => [key, byOwner.get(owner) ?? []]));
        return [owner, storedRecord(register, row, members)];
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

function decodeRow(group: RowGroup, row: Row): Values {
  const values = decodeFields(group.fields, row);
  return group.shared === undefined ? values : { ...values, [sharedKey]: String(row[sharedKey]) };
}

/**
 * Brings the rows of a record to what is given. What stays as it was is not written: most changes of a record touch one row of
 * several or none, and every write of a row is one in each of its indexes.
 */
function writeRows(
  database: WritableDatabase,
  register: Register,
  owner: number,
  before: RecordValues['rows'],
  given: RecordValues,
): Written {
  const touched = new Map<number, StoredRecord>();
  const rows: Record<string, readonly Values[]> = {};
  for (const [key, group] of Object.entries(register.rows)) {
    const [held, wanted] = [before[key] ?? [], given.rows[key] ?? []];
    const seen = new Set<unknown>();
    let isRepeated = false;
    let isChanged = false;
    const stored = wanted.map((row, position) => {
      const old = held[position];
      const isSame = old !== undefined && (old === row || JSON.stringify(old) === JSON.stringify(row));
      const written = isSame ? old : writeRow(database, register, group, { owner, position, old, row, touched });
      isChanged ||= !isSame;
      if (group.shared !== undefined) isRepeated ||= seen.size === seen.add(written[sharedKey]).size;
      return written;
    });
    if (wanted.length < held.length) {
      database.run(sql`
        DELETE FROM ${identifier(group.table)} WHERE "owner" = ${owner} AND "position" >= ${wanted.length}`);
    }
    // A row about the same person as another one may have changed what that one said of him.
    rows[key] = isRepeated && isChanged ? readGroup(database, group, owner) : stored;
  }
  return { values: { fields: given.fields, rows }, touched: [...touched.values()] };
}

/** Writes the row at a position, over the one that stands there, and tells how it will be read back. */
function writeRow(
  database: WritableDatabase,
  register: Register,
  group: RowGroup,
  at: {
    readonly owner: number;
    readonly position: number;
    readonly old: Values | undefined;
    readonly row: Values;
    readonly touched: Map<number, StoredRecord>;
  },
): Values {
  const { owner, position, old } = at;
  const placed = placeShared(database, register, group, owner, at.row, at.touched);
  const read = rowAsRead(group, placed.values);
  const ownColumns = (values: Values): Column[] =>
    columnValues(group.fields, values).filter(([name]) => !group.shared?.fields.includes(name));
  const columns: Column[] = ownColumns(read);
  if (old === undefined) {
    if (placed.row !== null) columns.unshift([sharedColumn, placed.row]);
    database.run(sql`
      INSERT INTO ${identifier(group.table)} ("owner", "position"${columns.length > 0 ? sql`, ${names(columns)}` : sql``})
      VALUES (${owner}, ${position}${columns.length > 0 ? sql`, ${bound(columns)}` : sql``})`);
    return read;
  }
  const held = new Map(ownColumns(old));
  const changed = columns.filter(([name, value]) => held.get(name) !== value);
  if (placed.row !== null && old[sharedKey] !== read[sharedKey]) changed.unshift([sharedColumn, placed.row]);
  if (changed.length > 0) {
    database.run(sql`
      UPDATE ${identifier(group.table)} SET ${assigned(changed)} WHERE "owner" = ${owner} AND "position" = ${position}`);
  }
  return read;
}

/** A row with every field in the order of the declaration, as it will be read back. */
function rowAsRead(group: RowGroup, values: Values): Values {
  const fields = Object.fromEntries(Object.keys(group.fields).map((key) => [key, values[key] ?? null]));
  return group.shared === undefined ? fields : { ...fields, [sharedKey]: values[sharedKey] ?? null };
}

/**
 * Stores the shared part of a row once: as the person or thing that the row names, else as one whose identity agrees, else
 * as a new one. A blank says nothing about somebody who was found by his identity, and takes a value away from one who was
 * named. A row that agrees in nothing with whom it names was typed over: it is about somebody else. Other records that share
 * a changed row are noted as they were before.
 */
function placeShared(
  database: WritableDatabase,
  register: Register,
  group: RowGroup,
  owner: number,
  given: Values,
  touched: Map<number, StoredRecord>,
): { readonly row: number | null; readonly values: Values } {
  const { shared } = group;
  if (shared === undefined) return { row: null, values: given };
  const fields = Object.fromEntries(Object.entries(group.fields).filter(([key]) => shared.fields.includes(key)));
  const select = joined([sql`"row"`, sql`"id"`, ...fieldIdentifiers(fields)], ', ');
  const table = identifier(shared.table);
  const entered = new Map(columnValues(fields, given));
  const name = given[sharedKey];
  const holder =
    typeof name === 'string' ? database.get<Row>(sql`SELECT ${select} FROM ${table} WHERE "id" = ${name}`) : undefined;
  const isNamed = typeof name === 'string' && (holder === undefined || !isTypedOver(shared, holder, entered));
  const known = isNamed ? holder : findByIdentity(database, shared, entered, select);
  if (known === undefined) {
    const columns = [...entered];
    const id = isNamed ? sql`${name}` : sql`lower(hex(randomblob(16)))`;
    const added = database.get<{ row: number; id: string }>(sql`
      INSERT INTO ${table} ("id", ${names(columns)}) VALUES (${id}, ${bound(columns)}) RETURNING "row", "id"`);
    if (!added) throw new Error('an insert without a row');
    return { row: added.row, values: { ...given, [sharedKey]: added.id } };
  }
  const row = Number(known.row);
  const changed = [...entered].filter(
    ([column, value]) => value !== (known[column] ?? null) && (isNamed || value !== null),
  );
  if (changed.length > 0) {
    const others = database.all<{ owner: number }>(sql`
      SELECT DISTINCT "owner" FROM ${identifier(group.table)}
      WHERE ${identifier(sharedColumn)} = ${row} AND "owner" <> ${owner}`);
    for (const other of others) {
      if (touched.has(other.owner)) continue;
      // One of another village has to be kept in order too, though whoever writes does not see it.
      const before = pastLimits(database, () => readByRow(database, register, other.owner));
      if (before) touched.set(other.owner, before);
    }
    database.run(sql`UPDATE ${table} SET ${assigned(changed)} WHERE "row" = ${row}`);
  }
  const stored = decodeFields(fields, { ...known, ...Object.fromEntries(changed) } as Row);
  return { row, values: { ...given, ...stored, [sharedKey]: String(known.id) } };
}

/** Whether a row agrees with whom it names in no value of an identity, though both have one. */
function isTypedOver({ identity }: SharedPart, holder: Row, entered: ReadonlyMap<string, SqlValue>): boolean {
  const keys = [...new Set(identity.flat())];
  const held = keys.filter((key) => (holder[key] ?? null) !== null);
  return (
    held.length > 0 &&
    keys.some((key) => (entered.get(key) ?? null) !== null) &&
    held.every((key) => entered.get(key) !== holder[key])
  );
}

function findByIdentity(
  database: ReadableDatabase,
  shared: SharedPart,
  entered: ReadonlyMap<string, SqlValue>,
  select: Sql,
): Row | undefined {
  const enteredAs = (key: string): SqlValue => entered.get(key) ?? null;
  const apart = shared.toldApartBy
    .filter((key) => enteredAs(key) !== null)
    .map((key) => sql`(${identifier(key)} IS NULL OR ${identifier(key)} = ${enteredAs(key)})`);
  for (const keys of shared.identity) {
    if (keys.some((key) => enteredAs(key) === null)) continue;
    const conditions = [...keys.map((key) => sql`${identifier(key)} = ${enteredAs(key)}`), ...apart];
    const found = database.get<Row>(sql`
      SELECT ${select} FROM ${identifier(shared.table)} WHERE ${joined(conditions, ' AND ')} ORDER BY "row" LIMIT 1`);
    if (found) return found;
  }
  return undefined;
}

/** Shared rows that a record was the last to name go when it names them no more. */
function removeUnshared(
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

/**
 * Takes a record out of the file for good, with its member rows and keys; what it shared with nobody goes too. To be called
 * inside a transaction.
 */
export function eraseRecord(database: WritableDatabase, register: Register, stored: StoredRecord): void {
  database.run(sql`DELETE FROM ${identifier(register.table)} WHERE "row" = ${stored.row}`);
  removeUnshared(database, register, stored.values.rows, {});
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

function replaceSearchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: ReadonlyMap<string, SearchPlace>,
): void {
  database.run(sql`DELETE FROM ${identifier(searchTable(register))} WHERE "owner" = ${owner}`);
  insertSearchKeys(database, register, owner, keys);
}

function removeSearchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: ReadonlyMap<string, SearchPlace>,
): void {
  if (keys.size === 0) return;
  database.run(sql`
    DELETE FROM ${identifier(searchTable(register))}
    WHERE ("place", "key", "owner") IN (
      SELECT value ->> 1, value ->> 0, ${owner} FROM json_each(${JSON.stringify([...keys])}))`);
}

function insertSearchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: ReadonlyMap<string, SearchPlace>,
): void {
  if (keys.size === 0) return;
  // One statement for all of them: a record has dozens of keys. One that `refreshSearch` has not reached may have some of them.
  database.run(sql`
    INSERT OR IGNORE INTO ${identifier(searchTable(register))} ("place", "key", "owner")
    SELECT value ->> 1, value ->> 0, ${owner} FROM json_each(${JSON.stringify([...keys])})`);
}

function replaceMatchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: readonly MatchKey[],
): void {
  database.run(sql`DELETE FROM ${identifier(matchTable(register))} WHERE "owner" = ${owner}`);
  insertMatchKeys(database, register, owner, keys);
}

/** Keys as JSON: an array of signal and key for each. */
function matchPairs(keys: readonly MatchKey[]): string {
  return JSON.stringify(keys.map(({ signal, key }) => [signal, key]));
}

function removeMatchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: readonly MatchKey[],
): void {
  if (keys.length === 0) return;
  database.run(sql`
    DELETE FROM ${identifier(matchTable(register))} WHERE ("signal", "key", "owner") IN (
      SELECT value ->> 0, value ->> 1, ${owner} FROM json_each(${matchPairs(keys)}))`);
}

function insertMatchKeys(
  database: WritableDatabase,
  register: Register,
  owner: number,
  keys: readonly MatchKey[],
): void {
  if (keys.length === 0) return;
  database.run(sql`
    INSERT OR IGNORE INTO ${identifier(matchTable(register))} ("signal", "key", "owner")
    SELECT value ->> 0, value ->> 1, ${owner} FROM json_each(${matchPairs(keys)})`);
}

type Column = readonly [name: string, value: SqlValue];

function columnValues(fields: Fields, values: Values): Column[] {
  return Object.entries(fields).map(([key, { kind }]) => {
    const value = values[key] ?? null;
    return [key, value === null ? null : kind.encode(value)];
  });
}

/** A record's columns, with the companions by which its list is sorted. */
function recordColumns(fields: Fields, values: Values): Column[] {
  return [...columnValues(fields, values), ...orderColumns(fields, values)];
}

/** Fields that do not hold the very same value; two lists that say the same are among them. */
function fieldsThatDiffer(fields: Fields, one: Values, other: Values): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => (one[key] ?? null) !== (other[key] ?? null)));
}

function orderColumns(fields: Fields, values: Values): Column[] {
  return Object.entries(fields).flatMap(([key, { kind }]): Column[] => {
    const value = values[key];
    return kind.orderedByPinyin ? [[orderColumn(key, kind), typeof value === 'string' ? nameOrder(value) : null]] : [];
  });
}

/** For SET. */
function assigned(columns: readonly Column[]): Sql {
  return joined(
    columns.map(([name, value]) => sql`${identifier(name)} = ${value}`),
    ', ',
  );
}

function names(columns: readonly Column[]): Sql {
  return joined(
    columns.map(([name]) => identifier(name)),
    ', ',
  );
}

function bound(columns: readonly Column[]): Sql {
  return list(columns.map(([, value]) => value));
}

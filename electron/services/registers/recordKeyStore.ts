import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { changedMatchKeys, type MatchKey, matchKeys } from '../duplicates/matchKeys.ts';
import { differingKeys, recordKeys } from '../search/recordKeys.ts';
import type { SearchPlace } from '../search/searchKeys.ts';
import type { StoredRecord } from './recordStore.ts';
import { matchTable, searchTable } from './registerSchema.ts';

/** Adds the search and match keys of a record that has none yet. To be called inside a transaction. */
export function insertKeys(database: WritableDatabase, register: Register, owner: number, values: RecordValues): void {
  insertSearchKeys(database, register, owner, recordKeys(register, values));
  insertMatchKeys(database, register, owner, matchKeys(register, values));
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

/**
 * Brings the keys of a record to what follows from its values; what is right already is not written again. To be called inside
 * a transaction.
 */
export function correctKeys(database: WritableDatabase, register: Register, stored: StoredRecord): void {
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

/** Keys as JSON: an array of signal and key for each. */
function matchPairs(keys: readonly MatchKey[]): string {
  return JSON.stringify(keys.map(({ signal, key }) => [signal, key]));
}

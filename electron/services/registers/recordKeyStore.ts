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
  insertPairs(database, searchKeysOf(register), owner, searchPairs(recordKeys(register, values)));
  insertPairs(database, matchKeysOf(register), owner, matchPairs(matchKeys(register, values)));
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
  removePairs(database, searchKeysOf(register), stored.row, searchPairs(missingFrom(after, before)));
  insertPairs(database, searchKeysOf(register), stored.row, searchPairs(missingFrom(before, after)));
  const { gone, come } = changedMatchKeys(register, stored.values, values);
  removePairs(database, matchKeysOf(register), stored.row, matchPairs(gone));
  insertPairs(database, matchKeysOf(register), stored.row, matchPairs(come));
}

/**
 * Brings the keys of a record to what follows from its values; what is right already is not written again. To be called inside
 * a transaction.
 */
export function correctKeys(database: WritableDatabase, register: Register, stored: StoredRecord): void {
  const keys = recordKeys(register, stored.values);
  if (!holdsSearchKeys(database, register, stored.row, keys)) {
    replacePairs(database, searchKeysOf(register), stored.row, searchPairs(keys));
  }
  const matches = matchKeys(register, stored.values);
  if (!holdsMatchKeys(database, register, stored.row, matches)) {
    replacePairs(database, matchKeysOf(register), stored.row, matchPairs(matches));
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
  const wanted = new Set(matchPairs(keys).map((pair) => JSON.stringify(pair)));
  return held.length === wanted.size && held.every(({ text }) => wanted.has(text));
}

/** A table of keys by owner: those of searches lie in places, those of matches belong to signals. */
interface KeyTable {
  readonly table: string;
  readonly column: 'place' | 'signal';
}

/** A key with what stands in the other column. */
type KeyPair = readonly [placeOrSignal: string | number, key: string];

function searchKeysOf(register: Register): KeyTable {
  return { table: searchTable(register), column: 'place' };
}

function matchKeysOf(register: Register): KeyTable {
  return { table: matchTable(register), column: 'signal' };
}

function searchPairs(keys: ReadonlyMap<string, SearchPlace>): KeyPair[] {
  return [...keys].map(([key, place]) => [place, key]);
}

function matchPairs(keys: readonly MatchKey[]): KeyPair[] {
  return keys.map(({ signal, key }) => [signal, key]);
}

function replacePairs(database: WritableDatabase, keys: KeyTable, owner: number, pairs: readonly KeyPair[]): void {
  database.run(sql`DELETE FROM ${identifier(keys.table)} WHERE "owner" = ${owner}`);
  insertPairs(database, keys, owner, pairs);
}

function removePairs(
  database: WritableDatabase,
  { table, column }: KeyTable,
  owner: number,
  pairs: readonly KeyPair[],
): void {
  if (pairs.length === 0) return;
  database.run(sql`
    DELETE FROM ${identifier(table)} WHERE (${identifier(column)}, "key", "owner") IN (
      SELECT value ->> 0, value ->> 1, ${owner} FROM json_each(${JSON.stringify(pairs)}))`);
}

function insertPairs(
  database: WritableDatabase,
  { table, column }: KeyTable,
  owner: number,
  pairs: readonly KeyPair[],
): void {
  if (pairs.length === 0) return;
  // One statement for all of them: a record has dozens of keys. One that `refreshSearch` has not reached may have some of them.
  database.run(sql`
    INSERT OR IGNORE INTO ${identifier(table)} (${identifier(column)}, "key", "owner")
    SELECT value ->> 0, value ->> 1, ${owner} FROM json_each(${JSON.stringify(pairs)})`);
}

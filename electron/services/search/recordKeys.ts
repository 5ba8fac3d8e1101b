import type { Fields, RecordValues, Register, Values } from '../../../shared/registers/register.ts';
import { memberSearchKeys, type SearchKey, type SearchPlace, searchKeys } from './searchKeys.ts';

/** Keys of values that were read already. Reading a name takes longer than everything else about its keys. */
export type ReadKeys = Map<string, readonly SearchKey[]>;

/**
 * Every key under which a record is found, with the best of its places: its own values, then those of its rows.
 * @param known keys of values that an earlier call has read, for two states of one record
 */
export function recordKeys(
  register: Register,
  values: RecordValues,
  known: ReadKeys = new Map(),
): Map<string, SearchPlace> {
  const keys = new Map<string, SearchPlace>();
  const add = (fields: Fields, row: Values, keysOf: typeof searchKeys): void => {
    for (const { key, place } of fieldKeys(fields, row, keysOf, known)) {
      const before = keys.get(key);
      if (before === undefined || place < before) keys.set(key, place);
    }
  };
  add(register.fields, values.fields, searchKeys);
  for (const [name, group] of Object.entries(register.rows)) {
    for (const row of values.rows[name] ?? []) add(group.fields, row, memberSearchKeys);
  }
  return keys;
}

function fieldKeys(fields: Fields, values: Values, keysOf: typeof searchKeys, known: ReadKeys): SearchKey[] {
  return Object.entries(fields).flatMap(([name, { kind }]) => {
    const value = values[name];
    if (kind.search === undefined || value === null || value === undefined) return [];
    const place = `${keysOf === searchKeys ? '' : 'member '}${kind.search} ${String(value)}`;
    const keys = known.get(place) ?? keysOf(kind.search, value);
    known.set(place, keys);
    return keys;
  });
}

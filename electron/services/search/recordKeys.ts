import type { Fields, RecordValues, Register, Values } from '../../../shared/registers/register.ts';
import { memberSearchKeys, type SearchKey, type SearchPlace, searchKeys } from './searchKeys.ts';

/** Every key under which a record is found, with the best of its places: its own values, then those of its rows. */
export function recordKeys(register: Register, values: RecordValues): Map<string, SearchPlace> {
  const keys = new Map<string, SearchPlace>();
  const add = (fields: Fields, row: Values, keysOf: typeof searchKeys): void => {
    for (const { key, place } of fieldKeys(fields, row, keysOf)) {
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

function fieldKeys(fields: Fields, values: Values, keysOf: typeof searchKeys): SearchKey[] {
  return Object.entries(fields).flatMap(([name, { kind }]) => {
    const value = values[name];
    return kind.search === undefined || value === null || value === undefined ? [] : keysOf(kind.search, value);
  });
}

import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import { type SearchPlace, searchKeys } from './searchKeys.ts';

/** Every key under which a record is found. */
export function recordKeys(register: Register, values: RecordValues): Map<string, SearchPlace> {
  const keys = new Map<string, SearchPlace>();
  for (const [name, field] of Object.entries(register.fields)) {
    const value = values.fields[name];
    if (field.kind.search === undefined || value === null || value === undefined) continue;
    for (const { key, place } of searchKeys(field.kind.search, value)) {
      if (keys.get(key) !== 0) keys.set(key, place);
    }
  }
  return keys;
}

import { findField, type Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import type { PrintedRecord } from './printStore.ts';

/** Names of records in their order, empty where a record was destroyed; `kept` while it is in its register and not in the bin. */
export function namesOfRecords(
  databaseOf: (register: Register) => ReadableDatabase,
  registerOf: (key: string) => Register,
  records: readonly PrintedRecord[],
): { readonly name: string; readonly kept: boolean }[] {
  const found = new Map<string, { readonly name: string; readonly kept: boolean }>();
  for (const key of new Set(records.map(({ register }) => register))) {
    const register = registerOf(key);
    const kind = findField(register, register.nameField)?.kind;
    const ids = records.filter((record) => record.register === key).map(({ id }) => id);
    const rows = databaseOf(register).all<{ id: string; name: string | number | null; deleted: string | null }>(sql`
      SELECT "id", ${identifier(register.nameField)} AS "name", "deleted_at" AS "deleted" FROM ${identifier(register.table)}
      WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
    for (const { id, name, deleted } of rows) {
      const text = name === null ? '' : String(kind?.decode(name) ?? name);
      found.set(`${key} ${id}`, { name: text, kept: deleted === null });
    }
  }
  return records.map(({ register, id }) => found.get(`${register} ${id}`) ?? { name: '', kept: false });
}

import type { MatchSignal, Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import type { MatchKey } from '../duplicates/matchKeys.ts';
import { matchTable, nameOrderColumn } from '../registers/registerSchema.ts';
import { nameOrder } from '../search/searchKeys.ts';

/** A stored record as far as rows of a table are compared with it. */
export interface StoredPerson {
  readonly row: number;
  readonly id: string;
  readonly name: string;
  /** Its value of the unique field. */
  readonly unique: string | null;
  /** It lies in the recycle bin. */
  readonly deleted: boolean;
}

/** Records that share a key. More of them, such as all children of one office's telephone, tell nobody apart. */
const mostSharing = 50;

/** The signals that make a pair by themselves. */
export function certainSignals(register: Register): MatchSignal[] {
  return register.matchSignals.filter(({ weight }) => weight === 'certain');
}

/** Kept records by their value of the unique field. */
export function findByUnique(
  database: ReadableDatabase,
  register: Register,
  wanted: readonly string[],
): Map<string, StoredPerson> {
  const { uniqueField } = register;
  if (uniqueField === undefined || wanted.length === 0) return new Map();
  const column = identifier(uniqueField);
  const found = database.all<PersonRow>(sql`
    SELECT "row", "id", ${identifier(register.nameField)} AS "name", ${column} AS "unique_value", 0 AS "deleted"
    FROM ${identifier(register.table)}
    WHERE "deleted_at" IS NULL AND ${column} IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`);
  return new Map(found.map((row) => [String(row.unique_value), personOf(row)]));
}

/** Records, those in the recycle bin too, by `signal` and `key`, as `matchKey` joins them. */
export function findByKeys(
  database: ReadableDatabase,
  register: Register,
  wanted: readonly MatchKey[],
): Map<string, StoredPerson[]> {
  const found = new Map<string, StoredPerson[]>();
  if (wanted.length === 0) return found;
  const table = identifier(matchTable(register));
  const unique = register.uniqueField === undefined ? sql`NULL` : sql`r.${identifier(register.uniqueField)}`;
  const pairs = JSON.stringify(wanted.map(({ signal, key }) => [signal, key]));
  const rows = database.all<PersonRow & MatchKey>(sql`
    SELECT m."signal", m."key", r."row", r."id", r.${identifier(register.nameField)} AS "name", ${unique} AS "unique_value",
      r."deleted_at" IS NOT NULL AS "deleted"
    FROM json_each(${pairs}) w
    CROSS JOIN ${table} m ON m."signal" = w.value ->> 0 AND m."key" = w.value ->> 1
    CROSS JOIN ${identifier(register.table)} r ON r."row" = m."owner"`);
  for (const row of rows) {
    const name = matchKey(row);
    const sharing = found.get(name);
    if (sharing) sharing.push(personOf(row));
    else found.set(name, [personOf(row)]);
  }
  for (const [name, sharing] of found) if (sharing.length > mostSharing) found.delete(name);
  return found;
}

/** Values of the unique field of kept records, by their exact name. */
export function findByName(
  database: ReadableDatabase,
  register: Register,
  names: readonly string[],
): { readonly name: string; readonly unique: string }[] {
  const { uniqueField, nameField } = register;
  if (uniqueField === undefined || names.length === 0) return [];
  const orders = register.fields[nameField]?.kind.orderedByPinyin === true ? names.map(nameOrder) : names;
  return database.all<{ name: string; unique: string }>(sql`
    SELECT ${identifier(nameField)} AS "name", ${identifier(uniqueField)} AS "unique" FROM ${identifier(register.table)}
    WHERE "deleted_at" IS NULL AND ${identifier(uniqueField)} IS NOT NULL
      AND ${identifier(nameOrderColumn(register))} IN (SELECT value FROM json_each(${JSON.stringify(orders)}))`);
}

/** A key of a signal as one text. */
export function matchKey({ signal, key }: MatchKey): string {
  return `${signal}\u001e${key}`;
}

interface PersonRow {
  readonly row: number;
  readonly id: string;
  readonly name: string | null;
  readonly unique_value: string | null;
  readonly deleted: number;
}

function personOf({ row, id, name, unique_value: unique, deleted }: PersonRow): StoredPerson {
  return { row, id, name: name ?? '', unique, deleted: deleted === 1 };
}

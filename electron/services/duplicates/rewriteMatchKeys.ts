import type { Fields, Register } from '../../../shared/registers/register.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { isOneOf, readMany } from '../registers/recordStore.ts';
import { matchTable } from '../registers/registerSchema.ts';
import { matchKeys } from './matchKeys.ts';

/** Records whose keys are made between two yields: about 20 ms of work. */
const stepSize = 100;

/**
 * Makes the match keys of all records anew, those in the recycle bin too, step by step; what is read in between is complete. To
 * be called inside a transaction.
 * @returns how many records were gone through
 */
export function* rewriteMatchKeys(database: WritableDatabase, register: Register): Generator<undefined, number> {
  const looked = withMatchedFields(register);
  const [records, matches] = [identifier(register.table), identifier(matchTable(register))];
  let last = 0;
  let done = 0;
  for (;;) {
    const rows = database
      .all<{ row: number }>(sql`SELECT "row" FROM ${records} WHERE "row" > ${last} ORDER BY "row" LIMIT ${stepSize}`)
      .map(({ row }) => row);
    if (rows.length === 0) return done;
    const stored = new Set(
      database
        .all<{ signal: string; key: string; owner: number }>(sql`
          SELECT "signal", "key", "owner" FROM ${matches} WHERE ${isOneOf(sql`"owner"`, rows)}`)
        .map(({ signal, key, owner }) => JSON.stringify([signal, key, owner])),
    );
    const made = new Set(
      [...readMany(database, looked, rows)].flatMap(([row, values]) =>
        matchKeys(looked, values).map(({ signal, key }) => JSON.stringify([signal, key, row])),
      ),
    );
    // A sound registry needs no write at all.
    const gone = [...stored].filter((key) => !made.has(key));
    const missing = [...made].filter((key) => !stored.has(key));
    if (gone.length > 0) {
      database.run(sql`
        DELETE FROM ${matches} WHERE ("signal", "key", "owner") IN (
          SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${listOf(gone)}))`);
    }
    if (missing.length > 0) {
      database.run(sql`
        INSERT INTO ${matches} ("signal", "key", "owner")
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${listOf(missing)})`);
    }
    last = rows.at(-1) ?? last;
    done += rows.length;
    yield undefined;
  }
}

/** A register with nothing but what its signals look at: a tenth of a record, and the rest would have to be decoded too. */
function withMatchedFields(register: Register): Register {
  const paths = register.matchSignals
    .flatMap(({ parts }) => parts.flatMap(({ field, orField = field }) => [field, orField]))
    .map((path) => path.split('.'));
  const only = (fields: Fields, named: (path: readonly string[]) => string | undefined): Fields => {
    const keys = new Set(paths.map(named));
    return Object.fromEntries(Object.entries(fields).filter(([key]) => keys.has(key)));
  };
  return {
    ...register,
    fields: only(register.fields, ([field, column]) => (column === undefined ? field : undefined)),
    rows: Object.fromEntries(
      Object.entries(register.rows)
        .filter(([key]) => paths.some(([group, column]) => group === key && column !== undefined))
        .map(([key, group]) => {
          const fields = only(group.fields, ([owner, column]) => (owner === key ? column : undefined));
          return [key, { ...group, fields }];
        }),
    ),
  };
}

/** Texts of JSON as one JSON array. */
function listOf(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

import { setImmediate } from 'node:timers/promises';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { countGaps } from '../../../shared/registers/checkRecord.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { pastLimits, transaction, type WritableDatabase, whenFree } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { readManyRecords } from '../registers/recordStore.ts';
import { rewriteSearch } from '../registers/writeRecords.ts';

/** Raised whenever search keys or sort columns are made in another way, so that stored records get the new ones. */
export const searchVersion = 3;

/** Records of one transaction; when all their keys have to be written anew about 50 ms of work. */
const recordsPerSlice = 25;

/**
 * Makes search keys, match keys, sort columns and the count of gaps of a register anew when they were made by another version
 * of the program, of records in the recycle bin too. In many short transactions, between which everything else is read and
 * written as ever; what is not reached yet is found by its old keys. The version is noted last: after a crash or a lock the next
 * unlock begins again, and passes quickly over what is right already.
 * @returns how many records were gone through
 * @throws AppError locked when the file is closed meanwhile; full | readonly
 */
export async function refreshSearch(
  database: WritableDatabase,
  register: Register,
  context: FieldContext,
): Promise<number> {
  const made = database.get<{ version: number }>(sql`
    SELECT "version" FROM "search_version" WHERE "register" = ${register.key}`);
  if (made?.version === searchVersion) return 0;
  let count = 0;
  let last = 0;
  for (;;) {
    const rows = await whenFree([database], () => refreshSlice(database, register, last, context));
    count += rows.length;
    last = rows.at(-1) ?? last;
    if (rows.length < recordsPerSlice) return count;
    await setImmediate();
  }
}

/** Brings the records after a row up to date; notes the version with the last of them. Records added meanwhile are up to date. */
function refreshSlice(database: WritableDatabase, register: Register, after: number, context: FieldContext): number[] {
  return transaction(database, () =>
    pastLimits(database, () => {
      const rows = database
        .all<{ row: number }>(sql`
        SELECT "row" FROM ${identifier(register.table)} WHERE "row" > ${after} ORDER BY "row" LIMIT ${recordsPerSlice}`)
        .map(({ row }) => row);
      for (const stored of readManyRecords(database, register, rows).values()) {
        rewriteSearch(database, register, stored, countGaps(register, stored.values, context));
      }
      if (rows.length < recordsPerSlice) {
        database.run(sql`
        INSERT INTO "search_version" ("register", "version") VALUES (${register.key}, ${searchVersion})
        ON CONFLICT DO UPDATE SET "version" = excluded."version"`);
      }
      return rows;
    }),
  );
}

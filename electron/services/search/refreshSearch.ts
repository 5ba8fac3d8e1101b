import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { checkRecord, gapsOf } from '../../../shared/registers/checkRecord.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { readRecord, rewriteSearch } from '../registers/recordStore.ts';

/** Raised whenever search keys or sort columns are made in another way, so that stored records get the new ones. */
export const searchVersion = 3;

/**
 * Makes search keys, match keys, sort columns and the count of gaps of a register anew when they were made by another version of the program. One
 * transaction: a crash leaves the old ones, and the next unlock tries again.
 * @returns how many records were gone through
 */
export function refreshSearch(database: WritableDatabase, register: Register, context: FieldContext): number {
  const made = database.get<{ version: number }>(sql`
    SELECT "version" FROM "search_version" WHERE "register" = ${register.key}`);
  if (made?.version === searchVersion) return 0;
  return transaction(database, () => {
    const ids = database.all<{ id: string }>(
      sql`SELECT "id" FROM ${identifier(register.table)} WHERE "deleted_at" IS NULL`,
    );
    for (const { id } of ids) {
      const stored = readRecord(database, register, id);
      if (!stored) continue;
      const gaps = gapsOf(checkRecord(register, stored.values, context)).length;
      rewriteSearch(database, register, stored, gaps);
    }
    database.run(sql`
      INSERT INTO "search_version" ("register", "version") VALUES (${register.key}, ${searchVersion})
      ON CONFLICT DO UPDATE SET "version" = excluded."version"`);
    return ids.length;
  });
}

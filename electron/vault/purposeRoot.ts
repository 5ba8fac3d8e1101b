import type { ReadableDatabase } from './database.ts';
import { context, subkey } from './keyWrapping.ts';
import type { MigratingDatabase } from './migrations/migration.ts';
import { sql } from './sql.ts';

/**
 * The root of a compartment's keys for purposes other than opening its file: codes on prints, the audit chain. They outlive the data
 * key, or every print and every row from before would look forged after its change. Until then the root is derived from the
 * data key; afterwards it lies in the file itself.
 */
export function purposeRoot(
  vaultId: string,
  compartment: string,
  dataKey: Uint8Array,
  database: ReadableDatabase,
): Buffer {
  return keptRoot(database) ?? subkey(dataKey, context('purposes', vaultId, compartment));
}

/** Keeps a root in the file, before its data key is another one. */
export function keepPurposeRoot(database: MigratingDatabase, root: Uint8Array): void {
  if (!hasColumn(database)) database.execute('ALTER TABLE vault ADD COLUMN purposes BLOB');
  database.run(sql`UPDATE vault SET purposes = ${root}`);
}

function keptRoot(database: ReadableDatabase): Buffer | undefined {
  if (!hasColumn(database)) return undefined;
  const kept = database.get<{ purposes: Uint8Array | null }>(sql`SELECT purposes FROM vault`)?.purposes;
  return kept ? Buffer.from(kept) : undefined;
}

function hasColumn(database: ReadableDatabase): boolean {
  return database.get(sql`SELECT 1 FROM pragma_table_info('vault') WHERE name = 'purposes'`) !== undefined;
}

import type { ActName } from '../../../shared/audit/acts.ts';
import type { BackupManifest } from '../../vault/backupManifest.ts';
import { list, sql } from '../../vault/sql.ts';
import type { Vault } from '../../vault/vault.ts';

/** What a restore would undo of sealed matter: an entry, or that one was released. */
const sealing = ['seal.save', 'seal.release'] as const satisfies readonly ActName[];

/**
 * How many times something was sealed or released since a backup, in the compartments that are open, by the audit chain and not by
 * the clock. Null where the backup does not tell how far the chain had come.
 */
export function sealedSince(vault: Vault, { files }: BackupManifest): number | null {
  let count = 0;
  for (const name of vault.open) {
    const from = files.find(({ compartment }) => compartment === name)?.content?.audit?.seq;
    if (from === undefined) return null;
    const found = vault.database(name).get<{ n: number }>(sql`
      SELECT count(*) AS n FROM "audit" WHERE "seq" > ${from} AND "act" IN (${list(sealing)})`);
    count += found?.n ?? 0;
  }
  return count;
}

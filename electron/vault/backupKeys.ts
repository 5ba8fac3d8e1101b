import { keyNames } from '../../shared/rights/roles.ts';
import type { BackupPlace } from './backup.ts';
import { type Backup, listBackups } from './backupManifest.ts';
import { type Keyring, readKeyring } from './keyringFile.ts';
import { vaultFolder } from './vault.ts';

/**
 * The backups from before a change of data keys, newest first: whoever knew a password of that time opens them with it, also
 * somebody who has left since. They belong on the list of what is to be destroyed.
 */
export async function backupsUnderOldKeys(place: BackupPlace): Promise<Backup[]> {
  const old: Backup[] = [];
  for (const backup of listBackups(place.dataDir)) {
    if (await isUnderOldKeys(place, backup)) old.push(backup);
  }
  return old;
}

/** Whether a backup is from before a change of data keys; false where one of the two keyrings cannot be read. */
export async function isUnderOldKeys({ dataDir, kdfFloor }: BackupPlace, { folder }: Backup): Promise<boolean> {
  const generations = async (place: string): Promise<Keyring['compartments'] | undefined> =>
    readKeyring(place, kdfFloor).then(
      ({ keyring }) => keyring.compartments,
      () => undefined,
    );
  const [then, now] = [await generations(folder), await generations(vaultFolder(dataDir))];
  if (!then || !now) return false;
  return keyNames.some((name) => {
    const { keyGeneration } = then[name] ?? { keyGeneration: Number.POSITIVE_INFINITY };
    return keyGeneration < (now[name]?.keyGeneration ?? 0);
  });
}

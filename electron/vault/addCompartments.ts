import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { keyNames } from '../../shared/rights/roles.ts';
import { type Compartment, compartmentLabel, compartmentNames, compartments } from './compartments.ts';
import { flushFolder, renameDurably } from './durableFile.ts';
import { type DataKeys, wipeDataKeys } from './keyring.ts';
import { type Keyring, writeKeyring } from './keyringFile.ts';
import { presentKeys, type RekeyedKeyring, withMissingKeys } from './keyringKeys.ts';
import { establish } from './migrate.ts';
import { openEncrypted } from './open.ts';
import { settleStagedFiles, stagedFile } from './stagedFiles.ts';
import { storageError } from './storageError.ts';
import { vaultFolder } from './vault.ts';

/** Whether a vault of an older version lacks keys that somebody with these keys can make. */
export function canAddCompartments(keyring: Keyring, { keys }: DataKeys): boolean {
  return keyNames.some((name) => !keyring.compartments[name]) && presentKeys(keyring).every((name) => keys.has(name));
}

/**
 * Gives a vault of an older version the compartments and keys it lacks, while it is closed: empty files are built aside, the keyring is
 * written, the files take their place. Killed at any moment, the vault opens as it was or with all of them.
 * @returns the keyring and all data keys; the keys are the caller's to wipe, those that were given stay so too
 * @throws AppError denied | damaged | full | readonly | stale; the vault is as it was then
 */
export async function addCompartments(dataDir: string, keyring: Keyring, dataKeys: DataKeys): Promise<RekeyedKeyring> {
  const folder = vaultFolder(dataDir);
  const made = withMissingKeys(keyring, dataKeys);
  try {
    for (const name of compartmentNames) {
      const key = made.dataKeys.keys.get(name);
      if (keyring.compartments[name] || !key) continue;
      await buildStagedFile(folder, made.dataKeys, name, key);
    }
    flushFolder(folder);
    await writeKeyring(folder, made.keyring);
  } catch (error) {
    wipeDataKeys(made.dataKeys);
    throw storageError(error);
  } finally {
    // Puts the new files in their place, or takes them away when the keyring does not name them.
    await settleStagedFiles(folder);
  }
  return made;
}

async function buildStagedFile(folder: string, { vaultId }: DataKeys, name: Compartment, key: Buffer): Promise<void> {
  const part = `${stagedFile(folder, name, 1).replace(/\.g1$/, '')}.part`;
  rmSync(part, { force: true });
  const file = openEncrypted(part, key, { create: { label: compartmentLabel(vaultId, name) } });
  try {
    establish(file, { vaultId, compartment: name }, compartments[name].migrations);
  } finally {
    file.close();
  }
  const descriptor = openSync(part, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
  await renameDurably(part, stagedFile(folder, name, 1));
}

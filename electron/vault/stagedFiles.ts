import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Compartment, compartmentNames, compartments } from './compartments.ts';
import { flushFolder, renameDurably } from './durableFile.ts';
import { readKeyring } from './keyringFile.ts';

/**
 * A compartment's file under a key that the keyring is about to name lies complete beside its place, and its name tells which
 * generation of the key opens it. Writing the keyring is the moment that decides: before it such a file is a leftover, after it
 * the file takes its place. So whoever is killed in between, keyring and files fit together again at the next start.
 */
export function stagedFile(folder: string, compartment: Compartment, keyGeneration: number): string {
  return join(folder, `${compartments[compartment].fileName}.g${keyGeneration}`);
}

/**
 * Puts files that wait in their place where the keyring of the vault folder has come to their key, and removes the others. Call it under
 * the instance lock, while no file of the vault is open.
 * @throws AppError missing | damaged | newer | foreign for a keyring that cannot be read; nothing is changed then
 */
export async function settleStagedFiles(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const waiting = readdirSync(folder).flatMap((entry) => {
    const [, fileName, generation] = /^(.+\.vault)\.g(\d+)$/.exec(entry) ?? [];
    const name = compartmentNames.find((each) => compartments[each].fileName === fileName);
    return name === undefined ? [] : [{ name, path: join(folder, entry), generation: Number(generation) }];
  });
  if (waiting.length === 0) return;
  const { keyring } = await readKeyring(folder, { memory: 0, passes: 0, lanes: 0 });
  for (const { name, path, generation } of waiting) {
    if (keyring.compartments[name]?.keyGeneration !== generation) {
      rmSync(path);
      continue;
    }
    const place = join(folder, compartments[name].fileName);
    // A log of the file that was there would be read as part of the new one.
    for (const suffix of ['-wal', '-journal']) rmSync(`${place}${suffix}`, { force: true });
    await renameDurably(path, place);
  }
  flushFolder(folder);
}

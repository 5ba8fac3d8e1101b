import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { addCompartments, canAddCompartments } from '../../../electron/vault/addCompartments.ts';
import { unlock, unlockWithRecoveryKey } from '../../../electron/vault/keyring.ts';
import { readKeyring } from '../../../electron/vault/keyringFile.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { openVault, vaultFolder, vaultState } from '../../../electron/vault/vault.ts';
import { keyNames } from '../../../shared/rights/roles.ts';
import { failureOf, temporaryFolder, testKdf, testRecoveryKey } from './temporaryVault.ts';

const clerk = { name: '周敏', password: '双塘的石榴树2026' };

/** A data folder with the vault that 0.3.0 made: office and children, one user without roles. */
function oldVault(): string {
  const dataDir = temporaryFolder();
  const folder = vaultFolder(dataDir);
  cpSync(fileURLToPath(new URL('../../fixtures/vaults/0.3.0', import.meta.url)), folder, { recursive: true });
  cpSync(join(folder, 'keyring.json'), join(folder, 'keyring.copy.json'));
  return dataDir;
}

/** Unlocks as the program does, and says what is open then. */
async function unlocked(dataDir: string): Promise<readonly string[]> {
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'ready' });
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  let { dataKeys } = await unlock(keyring, clerk.name, clerk.password);
  if (canAddCompartments(keyring, dataKeys)) dataKeys = (await addCompartments(dataDir, keyring, dataKeys)).dataKeys;
  const vault = await openVault(dataDir, dataKeys);
  try {
    for (const name of vault.open)
      expect(vault.database(name).get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 1 });
    expect(vault.sealedPublicKey()).toHaveLength(32);
    return vault.open;
  } finally {
    vault.close();
  }
}

test('a vault of 0.3.0 gets what it lacks at the next unlocking, once', async () => {
  const dataDir = oldVault();
  expect(await unlocked(dataDir)).toEqual(['office', 'children', 'watchlist']);
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  expect([keyring.generation, Object.keys(keyring.compartments).toSorted()]).toEqual([2, [...keyNames].toSorted()]);
  const { user, dataKeys } = await unlock(keyring, clerk.name, clerk.password);
  expect([user.roles, [...dataKeys.keys.keys()]]).toEqual([[], [...keyNames]]);
  expect(canAddCompartments(keyring, dataKeys)).toBe(false);
  expect([...unlockWithRecoveryKey(keyring, testRecoveryKey).keys.keys()]).toEqual([...keyNames]);
  expect(await unlocked(dataDir)).toEqual(['office', 'children', 'watchlist']);
});

test('who does not hold everything cannot add anything', async () => {
  const dataDir = oldVault();
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const { dataKeys } = await unlock(keyring, clerk.name, clerk.password);
  const office = { ...dataKeys, keys: new Map([...dataKeys.keys].filter(([name]) => name === 'office')) };
  expect(canAddCompartments(keyring, office)).toBe(false);
  expect(await failureOf(() => addCompartments(dataDir, keyring, office))).toMatchObject({ code: 'denied' });
  expect(existsSync(join(vaultFolder(dataDir), 'watchlist.vault'))).toBe(false);
});

test('killed after any step, the vault opens with everything, and nothing is left over', async () => {
  const [before, after] = [oldVault(), oldVault()];
  await unlocked(after);
  const made = (name: string): string => join(vaultFolder(after), name);
  const steps: readonly (readonly [string, (folder: string) => void])[] = [
    ['half of the new file', (folder) => writeFileSync(join(folder, 'watchlist.vault.part'), 'half')],
    ['the new file beside its place', (folder) => cpSync(made('watchlist.vault'), join(folder, 'watchlist.vault.g1'))],
    ['one copy of the keyring', (folder) => cpSync(made('keyring.copy.json'), join(folder, 'keyring.copy.json'))],
    ['both copies', (folder) => cpSync(made('keyring.json'), join(folder, 'keyring.json'))],
    [
      'the new file in its place',
      (folder) => {
        cpSync(made('watchlist.vault'), join(folder, 'watchlist.vault'));
        rmSync(join(folder, 'watchlist.vault.g1'));
      },
    ],
  ];
  for (let last = 0; last < steps.length; last += 1) {
    const dataDir = temporaryFolder();
    cpSync(before, dataDir, { recursive: true });
    for (const [, step] of steps.slice(0, last + 1)) step(vaultFolder(dataDir));
    expect([steps[last]?.[0], await unlocked(dataDir)]).toEqual([
      steps[last]?.[0],
      ['office', 'children', 'watchlist'],
    ]);
    const left = readdirSync(vaultFolder(dataDir)).filter((name) => !name.includes('.before-'));
    expect([steps[last]?.[0], left.toSorted()]).toEqual([
      steps[last]?.[0],
      ['children.vault', 'keyring.copy.json', 'keyring.json', 'office.vault', 'watchlist.vault'],
    ]);
  }
});

test('a keyring that cannot be written leaves the vault as it was', async () => {
  const dataDir = oldVault();
  const folder = vaultFolder(dataDir);
  const { keyring } = await readKeyring(folder, testKdf);
  const { dataKeys } = await unlock(keyring, clerk.name, clerk.password);
  // A folder in the place of a temporary file stops the keyring from being written.
  mkdirSync(join(folder, 'keyring.copy.json.tmp'));
  await failureOf(() => addCompartments(dataDir, keyring, dataKeys));
  rmSync(join(folder, 'keyring.copy.json.tmp'), { recursive: true });
  expect(readdirSync(folder).filter((name) => name.startsWith('watchlist'))).toEqual([]);
  expect((await readKeyring(folder, testKdf)).keyring).toEqual(keyring);
});

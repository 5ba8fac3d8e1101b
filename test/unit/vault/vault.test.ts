import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { transaction } from '../../../electron/vault/database.ts';
import { acquireInstanceLock } from '../../../electron/vault/instanceLock.ts';
import { unlock, unlockWithRecoveryKey } from '../../../electron/vault/keyring.ts';
import { readKeyring } from '../../../electron/vault/keyringFile.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { compartmentFile, createVault, openVault, vaultFolder, vaultState } from '../../../electron/vault/vault.ts';
import {
  failureOf,
  hashesOf,
  temporaryFolder,
  temporaryVault,
  testKdf,
  testRecoveryKey,
  testUser,
} from './temporaryVault.ts';

const options = { firstUser: testUser, recoveryKey: testRecoveryKey };
const putSetting = sql`INSERT INTO setting (key, value) VALUES (${'office.name'}, ${'双塘镇'})`;
const getSetting = sql`SELECT value FROM setting`;

test('a vault is created, unlocked, written, closed and found again', async () => {
  const { dataDir, dataKeys } = await temporaryVault((vault) =>
    transaction(vault.database('office'), (db) => db.run(putSetting)),
  );
  expect(await vaultState(dataDir, testKdf)).toEqual({ state: 'ready', keyringRepair: 'none' });
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const unlocked = await unlock(keyring, testUser.name, testUser.password);
  const vault = await openVault(dataDir, unlocked.dataKeys);
  expect(vault.vaultId).toBe(dataKeys.vaultId);
  expect(vault.open).toEqual(['office', 'children', 'watchlist']);
  expect(vault.database('office').all(getSetting)).toEqual([{ value: '双塘镇' }]);
  vault.close();
  const again = await openVault(dataDir, unlockWithRecoveryKey(keyring, testRecoveryKey));
  expect(again.database('office').all(getSetting)).toEqual([{ value: '双塘镇' }]);
  again.close();
});

test('a user without a compartment’s key gets the rest, and is refused that one', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const vault = await openVault(dataDir, { ...dataKeys, keys: new Map([...dataKeys.keys].slice(0, 1)) });
  expect(vault.open).toEqual(['office']);
  expect(await failureOf(() => vault.database('children'))).toMatchObject({ code: 'denied' });
  vault.close();
});

test('an empty or missing data folder holds no vault', async () => {
  const dataDir = temporaryFolder();
  expect(await vaultState(dataDir)).toEqual({ state: 'absent' });
  expect(await vaultState(join(dataDir, 'not there'))).toEqual({ state: 'absent' });
  mkdirSync(vaultFolder(dataDir));
  expect(await vaultState(dataDir)).toEqual({ state: 'absent' });
  await createVault(dataDir, options);
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'ready' });
});

test('creating over anything that is there already is refused and changes nothing', async () => {
  const { dataDir } = await temporaryVault();
  const before = hashesOf(dataDir);
  expect(await failureOf(() => createVault(dataDir, options))).toMatchObject({ code: 'conflict' });
  expect(hashesOf(dataDir)).toEqual(before);
});

test('when creation fails nothing of it remains', async () => {
  const dataDir = temporaryFolder();
  const failure = new Error('the first settings were refused');
  const initialize = () => {
    throw failure;
  };
  expect(await failureOf(() => createVault(dataDir, { ...options, initialize }))).toBe(failure);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('leftovers of a crashed creation go at the next one; a damaged vault stays', async () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'vault.creating-0123456789abcdef'));
  writeFileSync(join(dataDir, 'vault.creating-0123456789abcdef', 'office.vault'), 'half');
  await createVault(dataDir, options);
  expect(readdirSync(dataDir)).toEqual(['vault']);
  for (const name of ['keyring.json', 'keyring.copy.json']) rmSync(join(vaultFolder(dataDir), name));
  const before = hashesOf(dataDir);
  expect(await failureOf(() => createVault(dataDir, options))).toMatchObject({ code: 'conflict' });
  expect(hashesOf(dataDir)).toEqual(before);
});

test('each way a folder can be incomplete has its own reason', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const children = compartmentFile(dataDir, 'children');
  renameSync(children, `${children}.away`);
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'damaged', code: 'missing' });
  expect(await failureOf(() => openVault(dataDir, dataKeys))).toMatchObject({ code: 'missing' });
  expect(existsSync(children)).toBe(false);
  writeFileSync(children, '');
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'damaged', code: 'damaged' });
  expect(await failureOf(() => openVault(dataDir, dataKeys))).toMatchObject({ code: 'damaged' });
  rmSync(children);
  renameSync(`${children}.away`, children);
  rmSync(join(vaultFolder(dataDir), 'keyring.json'));
  expect(await vaultState(dataDir, testKdf)).toEqual({ state: 'ready', keyringRepair: 'repaired' });
  for (const name of ['keyring.json', 'keyring.copy.json']) writeFileSync(join(vaultFolder(dataDir), name), 'x');
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'damaged', code: 'damaged' });
  for (const name of ['keyring.json', 'keyring.copy.json']) rmSync(join(vaultFolder(dataDir), name));
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'damaged', code: 'missing' });
});

test('a file of another vault is foreign, not damaged, and no file is touched', async () => {
  const [one, other] = [await temporaryVault(), await temporaryVault()];
  copyFileSync(compartmentFile(other.dataDir, 'children'), compartmentFile(one.dataDir, 'children'));
  const before = hashesOf(one.dataDir);
  expect(await failureOf(() => openVault(one.dataDir, one.dataKeys))).toMatchObject({ code: 'foreign' });
  expect(hashesOf(one.dataDir)).toEqual(before);
});

test('the keyring of another vault unlocks nothing here', async () => {
  const [one, other] = [await temporaryVault(), await temporaryVault()];
  for (const name of ['keyring.json', 'keyring.copy.json']) {
    copyFileSync(join(vaultFolder(other.dataDir), name), join(vaultFolder(one.dataDir), name));
  }
  const { keyring } = await readKeyring(vaultFolder(one.dataDir), testKdf);
  const { dataKeys } = await unlock(keyring, testUser.name, testUser.password);
  const before = hashesOf(one.dataDir);
  expect(await failureOf(() => openVault(one.dataDir, dataKeys))).toMatchObject({ code: 'foreign' });
  expect(hashesOf(one.dataDir)).toEqual(before);
});

test('two compartments put in each other’s place are foreign', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const [office, children] = [compartmentFile(dataDir, 'office'), compartmentFile(dataDir, 'children')];
  renameSync(office, `${office}.x`);
  renameSync(children, office);
  renameSync(`${office}.x`, children);
  expect(await failureOf(() => openVault(dataDir, dataKeys))).toMatchObject({ code: 'foreign' });
});

test('a failed opening leaves no file open: the vault opens right after', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const children = compartmentFile(dataDir, 'children');
  renameSync(children, `${children}.away`);
  await failureOf(() => openVault(dataDir, dataKeys));
  renameSync(`${children}.away`, children);
  (await openVault(dataDir, dataKeys)).close();
});

test('c36: a second opening of the same vault is busy within a second', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const vault = await openVault(dataDir, dataKeys);
  const start = performance.now();
  expect(await failureOf(() => openVault(dataDir, dataKeys))).toMatchObject({ code: 'busy' });
  expect(performance.now() - start).toBeLessThan(1000);
  vault.close();
});

test('c36: a second program is refused within a second, and let in when the first ends in whatever way', async () => {
  const dataDir = temporaryFolder();
  const program = `
    const { acquireInstanceLock } = await import(${JSON.stringify(new URL('../../../electron/vault/instanceLock.ts', import.meta.url).href)});
    acquireInstanceLock(${JSON.stringify(dataDir)});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const first = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void first.kill('SIGKILL'));
  await once(first.stdout, 'data');
  const start = performance.now();
  const refusal = await failureOf(() => acquireInstanceLock(dataDir));
  expect(performance.now() - start).toBeLessThan(1000);
  expect(refusal).toMatchObject({ code: 'busy', message: expect.stringContaining('护蕾台账已经打开') });
  first.kill('SIGKILL');
  await once(first, 'exit');
  acquireInstanceLock(dataDir).release();
  acquireInstanceLock(dataDir).release();
});

test('something written into the lock file does not keep the program from starting', () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'hulei.lock'), 'left by a synchronising program');
  acquireInstanceLock(dataDir).release();
});

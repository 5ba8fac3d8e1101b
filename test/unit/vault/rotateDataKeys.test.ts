import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBackup } from '../../../electron/vault/backup.ts';
import { backupsUnderOldKeys } from '../../../electron/vault/backupKeys.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { type DataKeys, keysForRoles, unlock, unlockWithRecoveryKey } from '../../../electron/vault/keyring.ts';
import { type Keyring, readKeyring, writeKeyring } from '../../../electron/vault/keyringFile.ts';
import { sealedPrivateKey } from '../../../electron/vault/keyringSeals.ts';
import { addUser, changePassword, disableUser } from '../../../electron/vault/keyringUsers.ts';
import { seal, unseal } from '../../../electron/vault/keyWrapping.ts';
import { readLabel } from '../../../electron/vault/open.ts';
import { prepareRestore, rehearseRestore } from '../../../electron/vault/restore.ts';
import { type Reseal, rotateDataKeys } from '../../../electron/vault/rotateDataKeys.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { compartmentFile, openVault, vaultFolder, vaultState } from '../../../electron/vault/vault.ts';
import { keyNames } from '../../../shared/rights/roles.ts';
import { failureOf, temporaryVault, testKdf, testRecoveryKey, testUser } from './temporaryVault.ts';

const day = new Date('2026-11-22T09:00:00+08:00');
const leaver = { name: '何静', password: '柳林的石桥2026' };
const associated = Buffer.from('setting|sealed');

const resealSetting: Reseal = (database, privateKey, publicKey) => {
  const row = database.get<{ value: string }>(sql`SELECT value FROM setting WHERE key = 'sealed'`);
  const plain = row && unseal(JSON.parse(row.value), privateKey, associated);
  if (!plain) throw new Error('nothing sealed');
  const value = JSON.stringify(seal(plain, publicKey, associated));
  database.run(sql`UPDATE setting SET value = ${value} WHERE key = 'sealed'`);
};

const rotation = {
  ...{ names: keyNames, reseal: () => undefined, freeBytes: () => 1e12 },
  ...{ change: null, report: () => undefined },
};

/** A vault with a row in the office, and a second user who may open the children. */
async function stored() {
  const { dataDir, dataKeys } = await temporaryVault((vault) =>
    transaction(vault.database('office'), (db) => db.run(sql`INSERT INTO setting (key, value) VALUES ('k', '值')`)),
  );
  const folder = vaultFolder(dataDir);
  const user = { ...leaver, roles: ['childrenClerk'], keys: keysForRoles(['childrenClerk']), kdf: testKdf };
  await writeKeyring(folder, await addUser((await readKeyring(folder, testKdf)).keyring, dataKeys, user));
  const read = async (): Promise<Keyring> => (await readKeyring(folder, testKdf)).keyring;
  const opened = async (name = testUser.name, password: string = testUser.password) => {
    const { dataKeys: keys } = await unlock(await read(), name, password);
    return { vault: await openVault(dataDir, keys), keys };
  };
  return { dataDir, folder, dataKeys, read, opened };
}

const hex = ({ keys }: DataKeys) => Object.fromEntries([...keys].map(([name, key]) => [name, key.toString('hex')]));

test('new data keys open the same rows, for everybody who had the old ones and for the recovery key', async () => {
  const { dataDir, dataKeys, read, opened } = await stored();
  const first = (await opened()).vault;
  const codes = first.purposeKey('children', 'print codes');
  first.close();
  await rotateDataKeys(dataDir, await read(), dataKeys, rotation);
  expect(await vaultState(dataDir, testKdf)).toEqual({ state: 'ready', keyringRepair: 'none' });
  const { vault, keys } = await opened();
  expect(vault.database('office').get(sql`SELECT value FROM setting WHERE key = 'k'`)).toEqual({ value: '值' });
  // The code on a print from before is still recognised.
  expect(vault.purposeKey('children', 'print codes').equals(codes)).toBe(true);
  vault.close();
  const [before, after] = [hex(dataKeys), hex(keys)];
  for (const name of keyNames) expect([name, after[name] === before[name]]).toEqual([name, false]);
  expect(hex(unlockWithRecoveryKey(await read(), testRecoveryKey))).toEqual(after);
  const clerk = await opened(leaver.name, leaver.password);
  expect(clerk.vault.open).toEqual(['office', 'children']);
  clerk.vault.close();
  // The label still tells whose file it is; nothing else of the old one is left.
  const label = readLabel(compartmentFile(dataDir, 'children'));
  await rotateDataKeys(dataDir, await read(), keys, { ...rotation, names: ['children'] });
  expect(readLabel(compartmentFile(dataDir, 'children'))?.equals(label ?? Buffer.alloc(0))).toBe(true);
  expect(readdirSync(dataDir)).toEqual(['vault']);
  expect(Object.values((await read()).compartments).map(({ keyGeneration }) => keyGeneration)).toEqual([2, 3, 2, 2]);
  const again = await opened();
  expect(again.vault.purposeKey('children', 'print codes').equals(codes)).toBe(true);
  again.vault.close();
});

test('c19: a disabled user with the old keyring does not open the new files; an old backup he still opens', async () => {
  const { dataDir, folder, read, opened } = await stored();
  const { vault, keys } = await opened();
  const place = { dataDir, now: () => day, freeBytes: () => 1e12, kdfFloor: testKdf };
  const backup = await makeBackup(vault, place);
  vault.close();
  const oldFile = readFileSync(join(folder, 'keyring.json'));
  const taken = (await unlock(await read(), leaver.name, leaver.password)).dataKeys;
  await writeKeyring(folder, disableUser(await read(), keys, { userName: leaver.name, at: day }));
  // As long as the keys are the old ones, what he copied opens the files.
  await rotateDataKeys(dataDir, await read(), keys, rotation);
  expect(await failureOf(() => opened(leaver.name, leaver.password))).toMatchObject({ code: 'denied' });
  expect(await failureOf(() => openVault(dataDir, taken))).toMatchObject({ name: 'AppError' });
  const present = readdirSync(folder).filter((name) => name.startsWith('keyring'));
  const sound = present.map((name) => [name, readFileSync(join(folder, name))] as const);
  for (const name of present) writeFileSync(join(folder, name), oldFile);
  expect(await failureOf(() => opened(leaver.name, leaver.password))).toMatchObject({ code: 'damaged' });
  for (const [name, content] of sound) writeFileSync(join(folder, name), content);
  const choice = { id: backup.id, userName: leaver.name, password: leaver.password };
  (await prepareRestore(place, choice)).discard();
  expect((await backupsUnderOldKeys(place)).map(({ id }) => id)).toEqual([backup.id]);
  // A rehearsal with the keys of today says so instead of calling the backup damaged.
  const today = await opened();
  const rehearsal = today.vault.lendKeys((lent) => rehearseRestore(place, backup, lent));
  expect(await failureOf(() => rehearsal)).toMatchObject({ code: 'denied' });
  const renewed = await makeBackup(today.vault, { ...place, now: () => new Date('2026-11-22T10:00:00+08:00') });
  expect((await backupsUnderOldKeys(place)).map(({ id }) => id)).toEqual([backup.id]);
  await today.vault.lendKeys((lent) => rehearseRestore(place, renewed, lent));
  today.vault.close();
});

test('what is sealed goes over to the new pair with the key', async () => {
  const { dataDir, read, opened } = await stored();
  const { vault, keys } = await opened();
  const sealed = seal(Buffer.from('封存的一句话'), vault.sealedPublicKey(), associated);
  for (const name of ['children', 'watchlist'] as const) {
    if (!vault.open.includes(name)) continue;
    transaction(vault.database(name), (db) => {
      db.run(sql`CREATE TABLE IF NOT EXISTS setting (key TEXT, value TEXT) STRICT`);
      db.run(sql`INSERT INTO setting (key, value) VALUES ('sealed', ${JSON.stringify(sealed)})`);
    });
  }
  vault.close();
  await rotateDataKeys(dataDir, await read(), keys, { ...rotation, names: ['sealed'], reseal: resealSetting });
  const after = await opened();
  const row = after.vault.database('children').get<{ value: string }>(sql`SELECT value FROM setting`);
  after.vault.close();
  const privateKey = sealedPrivateKey(keys.vaultId, after.keys.keys.get('sealed') ?? Buffer.alloc(0));
  expect(unseal(JSON.parse(row?.value ?? '{}'), privateKey, associated)?.toString()).toBe('封存的一句话');
  expect(after.keys.keys.get('office')?.equals(keys.keys.get('office') ?? Buffer.alloc(0))).toBe(true);
});

test('used passwords are remembered beyond a new office key', async () => {
  const { dataDir, folder, read, opened } = await stored();
  const change = {
    userName: testUser.name,
    oldPassword: testUser.password,
    newPassword: '青石巷口 2026',
    kdf: testKdf,
  };
  await writeKeyring(folder, await changePassword(await read(), change));
  const { vault, keys } = await opened(testUser.name, change.newPassword);
  vault.close();
  await rotateDataKeys(dataDir, await read(), keys, rotation);
  const back = { ...change, oldPassword: change.newPassword, newPassword: testUser.password };
  const rotated = await read();
  expect(await failureOf(() => changePassword(rotated, back))).toMatchObject({ code: 'invalid' });
});

test('whoever lacks a key, a full disk and a failing hook leave everything as it was', async () => {
  const { dataDir, read, opened } = await stored();
  const clerk = await opened(leaver.name, leaver.password);
  clerk.vault.close();
  const before = await read();
  const { vault, keys } = await opened();
  vault.close();
  const attempts = [
    () => rotateDataKeys(dataDir, before, clerk.keys, rotation),
    () => rotateDataKeys(dataDir, before, keys, { ...rotation, freeBytes: () => 1000 }),
    () =>
      rotateDataKeys(dataDir, before, keys, {
        ...rotation,
        reseal: () => {
          throw new Error('the hook failed');
        },
      }),
  ];
  for (const attempt of attempts) {
    await failureOf(attempt);
    expect(await read()).toEqual(before);
    const { vault: same } = await opened();
    expect(same.database('office').get(sql`SELECT value FROM setting WHERE key = 'k'`)).toEqual({ value: '值' });
    same.close();
    expect(readdirSync(dataDir)).toEqual(['vault']);
  }
});

test('killed after any step, keyring and files fit together', async () => {
  const { dataDir, folder, read, opened } = await stored();
  const before = join(dataDir, 'before');
  cpSync(folder, before, { recursive: true });
  const { vault, keys } = await opened();
  vault.close();
  await rotateDataKeys(dataDir, await read(), keys, rotation);
  const after = join(dataDir, 'after');
  cpSync(folder, after, { recursive: true });
  const files = ['office.vault', 'children.vault', 'watchlist.vault'].filter((name) =>
    readdirSync(after).includes(name),
  );
  const staged = (name: string) => cpSync(join(after, name), join(folder, `${name}.g2`));
  const steps: (() => void)[] = [
    ...files.map((name) => () => staged(name)),
    () => cpSync(join(after, 'keyring.copy.json'), join(folder, 'keyring.copy.json')),
    () => cpSync(join(after, 'keyring.json'), join(folder, 'keyring.json')),
    ...files.map((name) => () => cpSync(join(folder, `${name}.g2`), join(folder, name))),
  ];
  const generations: number[] = [];
  for (let last = 0; last < steps.length; last += 1) {
    for (const name of readdirSync(folder)) if (name.includes('.g2')) writeFileSync(join(folder, name), '');
    cpSync(before, folder, { recursive: true, force: true });
    for (const step of steps.slice(0, last + 1)) step();
    expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'ready' });
    const { vault: found } = await opened();
    expect(found.database('office').get(sql`SELECT value FROM setting WHERE key = 'k'`)).toEqual({ value: '值' });
    found.close();
    generations.push((await read()).compartments.office?.keyGeneration ?? 0);
    expect(readdirSync(folder).filter((name) => name.includes('.g2'))).toEqual([]);
  }
  expect(new Set(generations)).toEqual(new Set([1, 2]));
});

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type DataKeys, keysForRoles, unlock, unlockWithRecoveryKey } from '../../../electron/vault/keyring.ts';
import { type Keyring, type KeyringUser, readKeyring, writeKeyring } from '../../../electron/vault/keyringFile.ts';
import { authenticated, sealedPrivateKey } from '../../../electron/vault/keyringSeals.ts';
import { addUser, changePassword, disableUser, resetPassword, setRoles } from '../../../electron/vault/keyringUsers.ts';
import { seal, unseal } from '../../../electron/vault/keyWrapping.ts';
import { vaultFolder } from '../../../electron/vault/vault.ts';
import type { KeyName } from '../../../shared/rights/roles.ts';
import { failureOf, temporaryFolder, temporaryVault, testKdf, testRecoveryKey, testUser } from './temporaryVault.ts';

const day = new Date('2026-11-22T09:00:00+08:00');
const password = '柳林的石桥2026';

async function stored(): Promise<{ folder: string; keyring: Keyring; dataKeys: DataKeys }> {
  const { dataDir, dataKeys } = await temporaryVault();
  const folder = vaultFolder(dataDir);
  return { folder, dataKeys, keyring: (await readKeyring(folder, testKdf)).keyring };
}

const withRoles = (keyring: Keyring, dataKeys: DataKeys, name: string, ...roles: string[]) =>
  addUser(keyring, dataKeys, { name, roles, keys: keysForRoles(roles), password, kdf: testKdf, passwordSetAt: day });

const only = (dataKeys: DataKeys, ...names: KeyName[]): DataKeys => ({
  ...dataKeys,
  keys: new Map([...dataKeys.keys].filter(([name]) => names.includes(name))),
});

const opens = async (keyring: Keyring, name: string, word = password) => {
  const { user, dataKeys } = await unlock(keyring, name, word);
  return { ...user, keys: [...dataKeys.keys.keys()] };
};

const entryOf = (keyring: Keyring, name: string): KeyringUser => {
  const entry = keyring.users.find((user) => user.name === name);
  if (!entry) throw new Error(`no ${name}`);
  return entry;
};

test('roles and keys change without the password, and the password goes on opening what is left', async () => {
  const { folder, keyring, dataKeys } = await stored();
  const first = await withRoles(keyring, dataKeys, '何静', 'childrenClerk');
  expect(await opens(first, '何静')).toMatchObject({ roles: ['childrenClerk'], keys: ['office', 'children'] });
  const villages = ['439981100201', '439981100202'];
  const change = { userName: '何静', roles: ['watchlistClerk'], villages, exception: null };
  const second = setRoles(first, dataKeys, { ...change, keys: keysForRoles(['watchlistClerk']) });
  expect(await opens(second, '何静')).toMatchObject({
    roles: ['watchlistClerk'],
    villages,
    keys: ['office', 'watchlist'].filter((name) => name in second.compartments),
  });
  const both = ['secrecyOfficer', 'auditor'];
  const third = setRoles(second, dataKeys, {
    ...change,
    roles: both,
    keys: keysForRoles(both),
    villages: null,
    exception: '单位只有两人',
  });
  expect(await opens(third, '何静')).toMatchObject({ roles: both, villages: null });
  expect(entryOf(third, '何静').exception).toBe('单位只有两人');
  // What was changed can be stored, read and opened again.
  for (const each of [first, second, third]) await writeKeyring(folder, each);
  expect(await opens((await readKeyring(folder, testKdf)).keyring, '何静')).toMatchObject({ roles: both });
  const words = { userName: '何静', oldPassword: password, newPassword: '青石巷口 2026 何', kdf: testKdf, at: day };
  const renewed = await changePassword(third, words);
  expect(entryOf(renewed, '何静').boundRoles).toBeUndefined();
  expect(await opens(renewed, '何静', words.newPassword)).toMatchObject({ roles: both });
});

test('nobody is without a role by an oversight', async () => {
  const { keyring, dataKeys } = await stored();
  const none = { roles: [], keys: [], villages: null, exception: null };
  expect(await failureOf(() => withRoles(keyring, dataKeys, '何静'))).toMatchObject({ code: 'invalid' });
  expect(await failureOf(() => setRoles(keyring, dataKeys, { userName: testUser.name, ...none }))).toMatchObject({
    code: 'invalid',
  });
});

test('keys are given out only by somebody who holds them and the sealed key', async () => {
  const { keyring, dataKeys } = await stored();
  const clerkKeys = only(dataKeys, 'office', 'children');
  expect(await failureOf(() => withRoles(keyring, clerkKeys, '何静', 'childrenClerk'))).toMatchObject({
    code: 'denied',
  });
  // The system keeper makes accounts of the office; whoever holds the sealed key finds nothing wrong with them.
  const keeper = await withRoles(keyring, only(dataKeys, 'office'), '何静', 'systemKeeper');
  expect(await opens(keeper, '何静')).toMatchObject({ keys: ['office'] });
  await unlock(keeper, testUser.name, testUser.password);
});

test('a key that a holder of the office key alone wrote into the keyring is noticed by an officer', async () => {
  const { keyring, dataKeys } = await stored();
  const office = only(dataKeys, 'office');
  const clerk = await withRoles(keyring, dataKeys, '何静', 'childrenClerk');
  const forgeries: Partial<KeyringUser>[] = [
    { roles: ['secrecyOfficer'] },
    { villages: ['439981100201'] },
    { publicKey: entryOf(keyring, testUser.name).publicKey },
    { seals: { ...entryOf(clerk, '何静').seals, ...entryOf(keyring, testUser.name).seals } },
  ];
  for (const forgery of forgeries) {
    const users = clerk.users.map((user) => (user.name === '何静' ? { ...user, ...forgery } : user));
    const forged = authenticated({ ...clerk, users }, office);
    expect(await failureOf(() => unlock(forged, testUser.name, testUser.password))).toMatchObject({ code: 'damaged' });
  }
  const { grant: _, ...bare } = entryOf(clerk, '何静');
  const users = clerk.users.map((user) => (user.name === '何静' ? bare : user));
  const forged = authenticated({ ...clerk, users }, office);
  expect(await failureOf(() => unlock(forged, testUser.name, testUser.password))).toMatchObject({ code: 'damaged' });
});

test('a disabled user opens nothing, is told like an unknown one, and can be entered anew', async () => {
  const { folder, keyring, dataKeys } = await stored();
  const wider = await withRoles(keyring, dataKeys, '何静', 'childrenClerk');
  const disabled = disableUser(wider, dataKeys, { userName: '何静', at: day });
  const entry = entryOf(disabled, '何静');
  expect([entry.seals, entry.wrappedPrivateKey, entry.disabledAt]).toEqual([{}, undefined, day.toISOString()]);
  const refused = await failureOf(() => unlock(disabled, '何静', password));
  expect(refused).toEqual(await failureOf(() => unlock(disabled, '没有这个人', password)));
  const reset = { userName: '何静', newPassword: password, kdf: testKdf };
  expect(await failureOf(() => resetPassword(disabled, dataKeys, reset))).toMatchObject({ code: 'missing' });
  const again = await withRoles(disabled, dataKeys, '何静', 'helpClerk');
  expect(again.users.map(({ name }) => name)).toEqual([testUser.name, '何静']);
  expect(await opens(again, '何静')).toMatchObject({ roles: ['helpClerk'] });
  for (const each of [wider, disabled, again]) await writeKeyring(folder, each);
});

test('the last one who can open a part of the data is neither disabled nor kept from it', async () => {
  const { keyring, dataKeys } = await stored();
  const wider = await withRoles(keyring, dataKeys, '何静', 'childrenClerk');
  const at = { userName: testUser.name, at: day };
  expect(await failureOf(() => disableUser(wider, dataKeys, at))).toMatchObject({ code: 'conflict' });
  const change = { userName: testUser.name, roles: ['systemKeeper'], keys: [], villages: null, exception: null };
  expect(await failureOf(() => setRoles(wider, dataKeys, change))).toMatchObject({ code: 'conflict' });
  const officer = await withRoles(wider, dataKeys, '罗建国', 'leader');
  expect(
    await failureOf(() => unlock(disableUser(officer, dataKeys, at), testUser.name, testUser.password)),
  ).toMatchObject({ code: 'denied' });
  expect(await opens(setRoles(officer, dataKeys, change), testUser.name, testUser.password)).toMatchObject({
    keys: ['office'],
  });
});

test('a password that was reset has to be changed, and none of the last five comes again', async () => {
  const { keyring, dataKeys } = await stored();
  const words = ['青石巷口 2026 一', '青石巷口 2026 二', '青石巷口 2026 三', '青石巷口 2026 四', '青石巷口 2026 五'];
  let current = await withRoles(keyring, dataKeys, '何静', 'childrenClerk');
  let now = password;
  const change = async (newPassword: string): Promise<void> => {
    const next = { userName: '何静', oldPassword: now, newPassword, kdf: testKdf, at: day };
    current = await changePassword(current, next);
    now = newPassword;
  };
  for (const word of words.slice(0, 4)) await change(word);
  for (const used of [password, ...words.slice(0, 4), '青石巷口　２０２６　一']) {
    expect(await failureOf(() => change(used))).toMatchObject({
      code: 'invalid',
      fields: { newPassword: '最近用过的五个密码不能再用，请换一个。' },
    });
  }
  await change(words[4] ?? '');
  await change(password);
  expect(entryOf(current, '何静').passwordHistory).toHaveLength(5);
  current = await resetPassword(current, dataKeys, {
    userName: '何静',
    newPassword: words[0] ?? '',
    kdf: testKdf,
    at: day,
  });
  now = words[0] ?? '';
  expect(await opens(current, '何静', now)).toMatchObject({
    mustChangePassword: true,
    passwordSetAt: day.toISOString(),
  });
  // What was used before the reset is remembered beyond it.
  expect(await failureOf(() => change(password))).toMatchObject({ code: 'invalid' });
  await change('青石巷口 2026 六');
  expect(await opens(current, '何静', now)).toMatchObject({ mustChangePassword: false });
});

test('what is sealed to the public half opens for a holder of the sealed key alone', async () => {
  const { keyring, dataKeys } = await stored();
  const wider = await withRoles(keyring, dataKeys, '何静', 'childrenClerk');
  const { sealedPublicKey: publicKey, keys } = (await unlock(wider, '何静', password)).dataKeys;
  if (!publicKey) throw new Error('no public key');
  const sealed = seal(Buffer.from('封存的一句话'), publicKey, Buffer.from('child|1'));
  expect(keys.has('sealed')).toBe(false);
  const held = (await unlock(wider, testUser.name, testUser.password)).dataKeys.keys.get('sealed');
  const privateKey = sealedPrivateKey(wider.vaultId, held ?? Buffer.alloc(0));
  expect(unseal(sealed, privateKey, Buffer.from('child|1'))?.toString()).toBe('封存的一句话');
});

test('a keyring of 0.3.0 opens by password and by recovery key, and its password can be changed', async () => {
  const folder = join(temporaryFolder(), 'vault');
  cpSync(fileURLToPath(new URL('../../fixtures/vaults/0.3.0', import.meta.url)), folder, { recursive: true });
  const { keyring } = await readKeyring(folder, testKdf);
  const old = '双塘的石榴树2026';
  expect(await opens(keyring, '周敏', old)).toEqual({
    ...{ name: '周敏', roles: [], villages: null, mustChangePassword: false, passwordSetAt: null },
    keys: ['office', 'children'],
  });
  expect([...unlockWithRecoveryKey(keyring, testRecoveryKey).keys.keys()]).toEqual(['office', 'children']);
  const change = { userName: '周敏', oldPassword: old, newPassword: '青石巷口 2026 周', kdf: testKdf, at: day };
  expect(await failureOf(() => changePassword(keyring, { ...change, newPassword: old }))).toMatchObject({
    code: 'invalid',
  });
  const changed = await changePassword(keyring, change);
  await writeKeyring(folder, changed);
  expect(await opens(changed, '周敏', change.newPassword)).toMatchObject({ roles: [] });
});

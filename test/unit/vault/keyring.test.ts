import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrateKdf, deriveKey, kdfCap, kdfFloor, kdfLimit } from '../../../electron/vault/kdf.ts';
import {
  type DataKeys,
  replaceRecoveryKey,
  unlock,
  unlockWithRecoveryKey,
  wipeDataKeys,
} from '../../../electron/vault/keyring.ts';
import { canonicalJson, type Keyring, readKeyring, writeKeyring } from '../../../electron/vault/keyringFile.ts';
import { addUser, changePassword, resetAccess, resetPassword } from '../../../electron/vault/keyringUsers.ts';
import { publicKeyOf, seal, unseal } from '../../../electron/vault/keyWrapping.ts';
import { vaultFolder } from '../../../electron/vault/vault.ts';
import { failureOf, temporaryFolder, temporaryVault, testKdf, testRecoveryKey, testUser } from './temporaryVault.ts';

async function stored(): Promise<{ folder: string; keyring: Keyring; dataKeys: DataKeys }> {
  const { dataDir, dataKeys } = await temporaryVault();
  const folder = vaultFolder(dataDir);
  return { folder, dataKeys, keyring: (await readKeyring(folder, testKdf)).keyring };
}

const hex = (dataKeys: DataKeys) => [...dataKeys.keys].map(([name, key]) => [name, key.toString('hex')]);

test('Argon2id gives the value of the reference implementation', async () => {
  // phc-winner-argon2, src/test.c: version 0x13, t=2, m=2^16, p=1.
  const key = await deriveKey('password', Buffer.from('somesalt'), { memory: 65536, passes: 2, lanes: 1 });
  expect(key.toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
});

test('full-width characters of an input method make the same key', async () => {
  const salt = Buffer.alloc(16);
  const key = await deriveKey('ＡＢＣ１２３ａｂｃ！', salt, testKdf);
  expect(key.equals(await deriveKey('ABC123abc!', salt, testKdf))).toBe(true);
});

test('X25519 gives the public key of RFC 7748, 6.1', () => {
  const privateKey = Buffer.from('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a', 'hex');
  expect(publicKeyOf(privateKey).toString('hex')).toBe(
    '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
  );
});

test('a seal opens only for its key and its context', () => {
  const [privateKey, otherKey, secret] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8), Buffer.alloc(32, 9)];
  const sealed = seal(secret, publicKeyOf(privateKey), Buffer.from('a'));
  expect(unseal(sealed, privateKey, Buffer.from('a'))?.equals(secret)).toBe(true);
  expect(unseal(sealed, privateKey, Buffer.from('b'))).toBeUndefined();
  expect(unseal(sealed, otherKey, Buffer.from('a'))).toBeUndefined();
  const lowOrder = { ...sealed, ephemeralKey: Buffer.alloc(32).toString('base64') };
  expect(unseal(lowOrder, privateKey, Buffer.from('a'))).toBeUndefined();
});

test('a password opens exactly what the user was given', async () => {
  const { keyring, dataKeys } = await stored();
  const unlocked = await unlock(keyring, ' 经办甲 ', testUser.password);
  expect(unlocked.user).toEqual({
    name: '经办甲',
    roles: ['children'],
    villages: null,
    mustChangePassword: false,
    passwordSetAt: null,
  });
  expect(hex(unlocked.dataKeys)).toEqual(hex(dataKeys));
  const clerk = { name: '管理员', roles: ['systemKeeper'], keys: [], password: 'Guan!2026abc', kdf: testKdf };
  const wider = await addUser(keyring, dataKeys, clerk);
  expect([...(await unlock(wider, '管理员', 'Guan!2026abc')).dataKeys.keys.keys()]).toEqual(['office']);
});

test('an unknown user and a wrong password are told in the same words', async () => {
  const { keyring } = await stored();
  const wrong = await failureOf(() => unlock(keyring, '经办甲', '双塘的石榴树2025'));
  const unknown = await failureOf(() => unlock(keyring, '没有这个人', testUser.password));
  const long = await failureOf(() => unlock(keyring, '经办甲', testUser.password.repeat(1000)));
  expect(wrong).toMatchObject({ code: 'denied', message: '用户名或密码不正确，请重新输入。' });
  expect(unknown).toEqual(wrong);
  expect(long).toEqual(wrong);
});

test('an unknown user costs the same work as a wrong password', async () => {
  const { keyring } = await stored();
  const slow = { ...keyring, users: keyring.users.map((user) => ({ ...user, kdf: kdfFloor })) };
  // Processor time of this process, because the time on the wall depends on what else the machine does.
  const work = async (name: string) => {
    const start = process.cpuUsage();
    await failureOf(() => unlock(slow, name, 'wrong password'));
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  await work('经办甲');
  const [known, unknown] = [
    [await work('经办甲'), await work('经办甲')],
    [await work('没有这个人'), await work('没有这个人')],
  ];
  const ratio = Math.min(...unknown) / Math.min(...known);
  expect(ratio).toBeGreaterThan(0.4);
  expect(ratio).toBeLessThan(2.5);
});

test('a change of password wraps the private key anew and nothing else', async () => {
  const { keyring, dataKeys } = await stored();
  const change = { userName: '经办甲', oldPassword: testUser.password, newPassword: '换过的口令 2026', kdf: testKdf };
  const changed = await changePassword(keyring, change);
  expect(await failureOf(() => unlock(changed, '经办甲', testUser.password))).toMatchObject({ code: 'denied' });
  expect(hex((await unlock(changed, '经办甲', change.newPassword)).dataKeys)).toEqual(hex(dataKeys));
  expect(changed.users[0]?.seals).toEqual(keyring.users[0]?.seals);
  expect(changed.recovery).toEqual(keyring.recovery);
  const wrong = { ...change, oldPassword: 'wrong' };
  expect(await failureOf(() => changePassword(keyring, wrong))).toMatchObject({ code: 'denied' });
});

test('a password is reset without the old one, for the compartments the user had', async () => {
  const { keyring, dataKeys } = await stored();
  const reset = await resetPassword(keyring, dataKeys, {
    userName: '经办甲',
    newPassword: '新口令 abc 2026',
    kdf: testKdf,
  });
  expect(hex((await unlock(reset, '经办甲', '新口令 abc 2026')).dataKeys)).toEqual(hex(dataKeys));
  expect(await failureOf(() => unlock(reset, '经办甲', testUser.password))).toMatchObject({ code: 'denied' });
});

test('nobody gives away a compartment whose key is not held', async () => {
  const { keyring, dataKeys } = await stored();
  const officeOnly: DataKeys = { ...dataKeys, keys: new Map([...dataKeys.keys].filter(([name]) => name === 'office')) };
  const user = {
    name: '乙',
    roles: ['helpClerk'],
    keys: ['children'],
    password: 'x'.repeat(16),
    kdf: testKdf,
  } as const;
  expect(await failureOf(() => addUser(keyring, officeOnly, user))).toMatchObject({ code: 'denied' });
  expect(await failureOf(() => replaceRecoveryKey(keyring, officeOnly, testRecoveryKey))).toMatchObject({
    code: 'denied',
  });
  const reset = { userName: '经办甲', newPassword: 'x'.repeat(16), kdf: testKdf };
  expect(await failureOf(() => resetPassword(keyring, officeOnly, reset))).toMatchObject({ code: 'denied' });
  expect(await failureOf(() => addUser(keyring, dataKeys, { ...user, name: '经办甲' }))).toMatchObject({
    code: 'conflict',
  });
});

test('the recovery key opens everything until it is replaced', async () => {
  const { keyring, dataKeys } = await stored();
  expect(hex(unlockWithRecoveryKey(keyring, testRecoveryKey))).toEqual(hex(dataKeys));
  const next = replaceRecoveryKey(keyring, dataKeys, Buffer.alloc(20, 3));
  expect(hex(unlockWithRecoveryKey(next, Buffer.alloc(20, 3)))).toEqual(hex(dataKeys));
  expect(await failureOf(() => unlockWithRecoveryKey(next, testRecoveryKey))).toMatchObject({ code: 'denied' });
});

test('after a recovery, password and recovery key are both new in one generation that can be written', async () => {
  const { folder, keyring, dataKeys } = await stored();
  const reset = {
    userName: '经办甲',
    newPassword: '找回之后 abc 2026',
    kdf: testKdf,
    recoveryKey: Buffer.alloc(20, 5),
  };
  const renewed = await resetAccess(keyring, dataKeys, reset);
  await writeKeyring(folder, renewed);
  const read = await readKeyring(folder, testKdf);
  expect(hex((await unlock(read.keyring, '经办甲', reset.newPassword)).dataKeys)).toEqual(hex(dataKeys));
  expect(hex(unlockWithRecoveryKey(read.keyring, reset.recoveryKey))).toEqual(hex(dataKeys));
  expect(await failureOf(() => unlockWithRecoveryKey(read.keyring, testRecoveryKey))).toMatchObject({ code: 'denied' });
  expect(await failureOf(() => unlock(read.keyring, '经办甲', testUser.password))).toMatchObject({ code: 'denied' });
});

test('wiped data keys are zero', async () => {
  const { dataKeys } = await stored();
  wipeDataKeys(dataKeys);
  for (const key of dataKeys.keys.values()) expect(key.every((byte) => byte === 0)).toBe(true);
});

test('a missing, damaged or older copy is rewritten from the other one, and that is reported', async () => {
  for (const name of ['keyring.json', 'keyring.copy.json']) {
    for (const content of [undefined, '', '{', 'x'.repeat(2_000_000)]) {
      const { folder, keyring } = await stored();
      if (content === undefined) rmSync(join(folder, name));
      else writeFileSync(join(folder, name), content);
      expect(await readKeyring(folder, testKdf)).toEqual({ keyring, repair: 'repaired' });
      expect(await readKeyring(folder, testKdf)).toEqual({ keyring, repair: 'none' });
    }
  }
});

test('after a crash between the two copies the newer one holds', async () => {
  const { folder, keyring, dataKeys } = await stored();
  const old = readFileSync(join(folder, 'keyring.json'));
  const next = replaceRecoveryKey(keyring, dataKeys, Buffer.alloc(20, 3));
  await writeKeyring(folder, next);
  writeFileSync(join(folder, 'keyring.json'), old);
  expect(await readKeyring(folder, testKdf)).toEqual({ keyring: next, repair: 'repaired' });
  expect(readFileSync(join(folder, 'keyring.json')).equals(old)).toBe(false);
});

test('a keyring made from one that was replaced meanwhile is not written', async () => {
  const { folder, keyring, dataKeys } = await stored();
  await writeKeyring(folder, replaceRecoveryKey(keyring, dataKeys, Buffer.alloc(20, 3)));
  const late = replaceRecoveryKey(keyring, dataKeys, Buffer.alloc(20, 4));
  expect(await failureOf(() => writeKeyring(folder, late))).toMatchObject({ code: 'stale' });
});

test('two copies of different vaults are refused, and neither is rewritten', async () => {
  const [one, other] = [await stored(), await stored()];
  copyFileSync(join(other.folder, 'keyring.json'), join(one.folder, 'keyring.json'));
  const before = readFileSync(join(one.folder, 'keyring.json'));
  expect(await failureOf(() => readKeyring(one.folder, testKdf))).toMatchObject({ code: 'foreign' });
  expect(readFileSync(join(one.folder, 'keyring.json')).equals(before)).toBe(true);
});

test('without any copy the keyring is missing; with two bad ones it is damaged', async () => {
  expect(await failureOf(() => readKeyring(temporaryFolder()))).toMatchObject({ code: 'missing' });
  const { folder } = await stored();
  for (const name of ['keyring.json', 'keyring.copy.json']) writeFileSync(join(folder, name), '{}');
  expect(await failureOf(() => readKeyring(folder, testKdf))).toMatchObject({ code: 'damaged' });
});

/** Stores content that was changed on purpose, with a checksum that fits, in both copies. */
function forge(folder: string, content: object): void {
  const checksum = createHash('sha256').update(canonicalJson(content)).digest('base64');
  for (const name of ['keyring.json', 'keyring.copy.json']) {
    writeFileSync(join(folder, name), JSON.stringify({ ...content, checksum }));
  }
}

test.each([
  ['4 GiB of memory', { memory: 4 * 1024 * 1024, passes: 3, lanes: 1 }],
  ['a thousand passes', { memory: 65536, passes: 1000, lanes: 1 }],
  ['a hundred lanes', { memory: 65536, passes: 3, lanes: 100 }],
])('a keyring that asks for %s is refused before any hashing', async (_, kdf) => {
  const { folder, keyring } = await stored();
  forge(folder, { ...keyring, users: keyring.users.map((user) => ({ ...user, kdf })) });
  const start = process.cpuUsage();
  expect(await failureOf(() => readKeyring(folder, testKdf))).toMatchObject({ code: 'damaged' });
  // 50 ms of processor time; the time on the wall depends on what else the machine does.
  expect(process.cpuUsage(start).user).toBeLessThan(50_000);
});

test('a keyring weaker than the floor is refused unless the reader lowers the floor', async () => {
  const { folder } = await stored();
  expect(await failureOf(() => readKeyring(folder))).toMatchObject({ code: 'damaged' });
});

test.each([
  ['version', { version: 3 }],
  ['suite', { suite: 'sm1' }],
  ['compartments', { compartments: { office: { keyGeneration: 1 }, children: { keyGeneration: 1 }, later: {} } }],
])('a keyring of a newer program (%s) is named as such and left alone', async (_, change) => {
  const { folder, keyring } = await stored();
  forge(folder, { ...keyring, ...change });
  const before = readFileSync(join(folder, 'keyring.json'));
  expect(await failureOf(() => readKeyring(folder, testKdf))).toMatchObject({ code: 'newer' });
  expect(readFileSync(join(folder, 'keyring.json')).equals(before)).toBe(true);
});

test('calibration stays between floor and cap and meets the target where it can', async () => {
  const at = (perPassOf128: number, totalMemory = 8 * 1024 ** 3) =>
    calibrateKdf({ totalMemory, measure: async (kdf) => (perPassOf128 * kdf.passes * kdf.memory) / (128 * 1024) });
  expect(await at(60)).toEqual({ memory: 128 * 1024, passes: 6, lanes: 1 });
  expect(await at(1000)).toEqual({ memory: 128 * 1024, passes: 3, lanes: 1 });
  expect(await at(25)).toEqual({ memory: 256 * 1024, passes: 8, lanes: 1 });
  expect(await at(0.1)).toEqual(kdfCap);
  expect(await at(1000, 2 * 1024 ** 3)).toEqual(kdfFloor);
  expect((await at(0.1, 2 * 1024 ** 3)).memory).toBe(64 * 1024);
  expect(kdfCap.memory).toBeLessThanOrEqual(kdfLimit.memory);
});

test('calibration on this machine gives parameters a keyring may hold', async () => {
  const kdf = await calibrateKdf();
  expect(kdf.memory).toBeGreaterThanOrEqual(kdfFloor.memory);
  expect(kdf.passes).toBeGreaterThanOrEqual(kdfFloor.passes);
  expect(kdf.passes).toBeLessThanOrEqual(kdfCap.passes);
});

test('a change that reached only one copy has been made, and is not reported as refused', async () => {
  const { folder, keyring } = await stored();
  // A folder in the place of the second copy's temporary file stops the writing between the two copies.
  mkdirSync(join(folder, 'keyring.json.tmp'));
  const change = { userName: testUser.name, oldPassword: testUser.password, newPassword: '新密码2026', kdf: testKdf };
  await writeKeyring(folder, await changePassword(keyring, change));
  const read = await readKeyring(folder, testKdf);
  expect(read.repair).toBe('failed');
  await unlock(read.keyring, testUser.name, '新密码2026');
  rmSync(join(folder, 'keyring.json.tmp'), { recursive: true });
  expect((await readKeyring(folder, testKdf)).repair).toBe('repaired');
});

test('a change that reached no copy is refused, and the old password still opens', async () => {
  const { folder, keyring } = await stored();
  mkdirSync(join(folder, 'keyring.copy.json.tmp'));
  const change = { userName: testUser.name, oldPassword: testUser.password, newPassword: '新密码2026', kdf: testKdf };
  const changed = await changePassword(keyring, change);
  await expect(writeKeyring(folder, changed)).rejects.toThrow();
  await unlock((await readKeyring(folder, testKdf)).keyring, testUser.name, testUser.password);
});

test('a keyring that no reader would take is not written over a sound one', async () => {
  const { folder, keyring, dataKeys } = await stored();
  const renewed = replaceRecoveryKey(keyring, dataKeys, Buffer.alloc(20, 3));
  const unreadable = { ...renewed, users: renewed.users.map((user) => ({ ...user, name: '名'.repeat(51) })) };
  await expect(writeKeyring(folder, unreadable)).rejects.toThrow();
  expect((await readKeyring(folder, testKdf)).keyring).toEqual(keyring);
});

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DataKeys, unlock, unlockWithRecoveryKey } from '../../electron/vault/keyring.ts';
import { canonicalJson, keyringFileNames, readKeyring } from '../../electron/vault/keyringFile.ts';
import { vaultFolder } from '../../electron/vault/vault.ts';
import {
  failureOf,
  hashesOf,
  temporaryVault,
  testKdf,
  testRecoveryKey,
  testUser,
} from '../unit/vault/temporaryVault.ts';
import { tellFigure } from './figure.ts';

const hex = (dataKeys: DataKeys) => [...dataKeys.keys.values()].map((key) => key.toString('hex'));

test('50 wrong passwords, wrong recovery keys and unknown users leave every file as it was', async () => {
  const { dataDir } = await temporaryVault();
  const before = hashesOf(dataDir);
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const messages = new Set<string>();
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const name = attempt % 2 === 0 ? testUser.name : `用户${attempt}`;
    const failure = await failureOf(() => unlock(keyring, name, `${testUser.password}${attempt}`));
    expect(failure).toMatchObject({ code: 'denied' });
    if (failure instanceof Error) messages.add(`${failure.message} ${Object.keys(failure)}`);
  }
  expect(messages.size).toBe(1);
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const key = Buffer.from(testRecoveryKey).fill(attempt, 0, 1);
    expect(await failureOf(() => unlockWithRecoveryKey(keyring, key))).toMatchObject({ code: 'denied' });
  }
  expect(hashesOf(dataDir)).toEqual(before);
});

/** Every value in the keyring, by its path. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
    : [path];
}

function changed(value: unknown, path: readonly string[], change: (leaf: unknown) => unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === head ? changed(inner, rest, change) : inner));
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, inner]) => [key, key === head ? changed(inner, rest, change) : inner]),
  );
}

const edits: readonly ((leaf: unknown) => unknown)[] = [
  (leaf) => (typeof leaf === 'number' ? leaf + 1 : `${String(leaf)}x`),
  (leaf) =>
    typeof leaf === 'string' ? Buffer.alloc(Buffer.from(leaf, 'base64').length, 7).toString('base64') : 1_000_000,
  (leaf) => (typeof leaf === 'string' ? leaf.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) : 0),
  () => null,
];

test('whatever value is edited in the keyring, with its checksum made to fit, nobody is let in', async () => {
  const { dataDir } = await temporaryVault();
  const folder = vaultFolder(dataDir);
  const { keyring } = await readKeyring(folder, testKdf);
  let tried = 0;
  for (const path of leaves(keyring)) {
    for (const edit of edits) {
      const forged = changed(keyring, path, edit);
      if (canonicalJson(forged) === canonicalJson(keyring)) continue;
      const checksum = createHash('sha256').update(canonicalJson(forged)).digest('base64');
      const text = JSON.stringify({ ...(forged as object), checksum });
      for (const name of keyringFileNames) writeFileSync(join(folder, name), text);
      const code = await failureOf(async () => {
        const read = await readKeyring(folder, testKdf);
        // One of the two ways in may not look at the edited value; the authentication does.
        await failureOf(() => unlock(read.keyring, testUser.name, testUser.password)).then((failure) => {
          expect([path.join('.'), failure]).toMatchObject([path.join('.'), { name: 'AppError' }]);
        });
        unlockWithRecoveryKey(read.keyring, testRecoveryKey);
      });
      expect([path.join('.'), code]).toMatchObject([path.join('.'), { name: 'AppError' }]);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(100);
});

test('entries added to the keyring or taken out of it are noticed', async () => {
  const { dataDir } = await temporaryVault();
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const [user] = keyring.users;
  if (!user) throw new Error('the keyring has no user');
  const { children: _, ...officeOnly } = user.seals;
  const forgeries = [
    { ...keyring, users: [user, { ...user, name: '影子' }] },
    { ...keyring, users: [{ ...user, seals: officeOnly }] },
    { ...keyring, users: [{ ...user, roles: [...user.roles, 'administrator'] }] },
    { ...keyring, recovery: { ...keyring.recovery, seals: {} } },
    { ...keyring, generation: keyring.generation + 5 },
  ];
  for (const forged of forgeries) {
    const failure = await failureOf(() => unlock(forged, testUser.name, testUser.password));
    expect(failure).toMatchObject({ name: 'AppError' });
  }
});

test('c06: of 100 flipped bits in one copy of the keyring each is repaired from the other or has no effect', async (context) => {
  const { dataDir, dataKeys } = await temporaryVault();
  const folder = vaultFolder(dataDir);
  const intact = readFileSync(join(folder, 'keyring.json'));
  for (let flip = 0; flip < 100; flip += 1) {
    const bytes = Buffer.from(intact);
    const offset = Math.floor((flip / 100) * bytes.length);
    bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << (flip % 8)), offset);
    writeFileSync(join(folder, keyringFileNames[flip % 2] ?? ''), bytes);
    const { keyring } = await readKeyring(folder, testKdf);
    const unlocked = await unlock(keyring, testUser.name, testUser.password);
    expect(hex(unlocked.dataKeys)).toEqual(hex(dataKeys));
    for (const name of keyringFileNames) writeFileSync(join(folder, name), intact);
  }
  tellFigure(context, '100 bits in a copy of the keyring: all mended from the other copy');
});

test('no password, recovery key or data key stands in the keyring', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const secrets = [testRecoveryKey, Buffer.from(testUser.password), ...dataKeys.keys.values()];
  for (const name of keyringFileNames) {
    const bytes = readFileSync(join(vaultFolder(dataDir), name));
    for (const secret of secrets) {
      for (const form of [secret, Buffer.from(secret.toString('hex')), Buffer.from(secret.toString('base64'))]) {
        expect(bytes.includes(form)).toBe(false);
      }
    }
  }
});

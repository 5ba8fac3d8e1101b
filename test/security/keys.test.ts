import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { makeBackup } from '../../electron/vault/backup.ts';
import { transaction } from '../../electron/vault/database.ts';
import { calibrateKdf, kdfFloor, measureKdf } from '../../electron/vault/kdf.ts';
import { keysForRoles, unlock, unlockWithRecoveryKey } from '../../electron/vault/keyring.ts';
import {
  canonicalJson,
  type Keyring,
  type KeyringUser,
  keyringFileNames,
  readKeyring,
  writeKeyring,
} from '../../electron/vault/keyringFile.ts';
import { addUser, setRoles } from '../../electron/vault/keyringUsers.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { identifier, sql } from '../../electron/vault/sql.ts';
import { compartmentFile, openVault, vaultFolder } from '../../electron/vault/vault.ts';
import {
  failureOf,
  temporaryFolder,
  temporaryVault,
  testKdf,
  testRecoveryKey,
  testUser,
} from '../unit/vault/temporaryVault.ts';
import { tellFigure } from './figure.ts';

const password = '柳林的石桥2026';
const people = [
  { name: '何静', roles: ['childrenClerk'] },
  { name: '罗建国', roles: ['leader'] },
  { name: '吴敏', roles: ['systemKeeper'] },
] as const;

/** A vault with its first user and one more of each of three roles. */
async function staffedVault(marker = '') {
  const { dataDir, dataKeys } = await temporaryVault((vault) => {
    if (marker === '') return;
    for (const name of ['children', 'watchlist'] as const) {
      transaction(vault.database(name), (db) => {
        db.run(sql`CREATE TABLE marked (id INTEGER PRIMARY KEY, body TEXT) STRICT`);
        for (let row = 0; row < 500; row += 1) db.run(sql`INSERT INTO marked (body) VALUES (${`${marker}${row}`})`);
      });
    }
  });
  const folder = vaultFolder(dataDir);
  let { keyring } = await readKeyring(folder, testKdf);
  for (const { name, roles } of people) {
    keyring = await addUser(keyring, dataKeys, { name, roles, keys: keysForRoles(roles), password, kdf: testKdf });
    await writeKeyring(folder, keyring);
  }
  return { dataDir, folder, keyring, dataKeys };
}

/** Stores a forged keyring in both copies, its checksum made to fit. */
function forge(folder: string, content: object): void {
  const checksum = createHash('sha256').update(canonicalJson(content)).digest('base64');
  for (const name of keyringFileNames) writeFileSync(join(folder, name), JSON.stringify({ ...content, checksum }));
}

test('c14: a guess costs what it has to, and a keyring that asks for 4 GiB is refused before any work', async (context) => {
  const kdf = await calibrateKdf();
  expect(kdf.memory).toBeGreaterThanOrEqual(kdfFloor.memory);
  expect(kdf.passes).toBeGreaterThanOrEqual(kdfFloor.passes);
  const cost = await measureKdf(kdf);
  const { folder, keyring } = await staffedVault();
  const greedy = { memory: 4 * 1024 * 1024, passes: 3, lanes: 1 };
  const forgeries: Keyring[] = [
    { ...keyring, users: keyring.users.map((user) => ({ ...user, kdf: greedy })) },
    {
      ...keyring,
      users: keyring.users.map((user) => ({
        ...user,
        passwordHistory: (user.passwordHistory ?? []).map((used) => ({ ...used, kdf: greedy })),
      })),
    },
  ];
  let slowest = 0;
  for (const forgery of forgeries) {
    forge(folder, forgery);
    const [before, start] = [process.cpuUsage(), performance.now()];
    expect(await failureOf(() => readKeyring(folder, testKdf))).toMatchObject({ code: 'damaged' });
    const { user, system } = process.cpuUsage(before);
    // Processor time: the time on the wall depends on what else the machine does.
    slowest = Math.max(slowest, Math.min((user + system) / 1000, performance.now() - start));
  }
  expect(slowest).toBeLessThan(50);
  tellFigure(
    context,
    `${kdf.memory / 1024} MiB, ${kdf.passes} passes, ${Math.round(cost)} ms a guess; 4 GiB refused in ${slowest.toFixed(1)} ms`,
  );
});

test('c17: with the password of the system keeper and every file, no child and no key person is read', async (context) => {
  const marker = '石榴树下的孩子';
  const { dataDir, keyring } = await staffedVault(marker);
  const { user, dataKeys } = await unlock(keyring, '吴敏', password);
  expect([user.roles, [...dataKeys.keys.keys()]]).toEqual([['systemKeeper'], ['office']]);
  const vault = await openVault(dataDir, dataKeys);
  expect(vault.open).toEqual(['office']);
  expect(() => vault.database('children')).toThrow('没有打开这部分数据的权限');
  expect(() => vault.database('watchlist')).toThrow('没有打开这部分数据的权限');
  // What he can read, the backup he can make, and whatever key he can make of what he has.
  const place = { dataDir, now: () => new Date('2026-11-22T09:00:00+08:00'), freeBytes: () => 1e12, kdfFloor: testKdf };
  const backup = await makeBackup(vault, place);
  for (const name of ['children', 'watchlist'] as const) {
    expect(backup.manifest.files.find(({ compartment }) => compartment === name)?.content).toBeNull();
  }
  const tables = vault
    .database('office')
    .all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
  const readable = tables.map(({ name }) => vault.database('office').all(sql`SELECT * FROM ${identifier(name)}`));
  expect(JSON.stringify(readable)).not.toContain(marker);
  const candidates = [
    ...dataKeys.keys.values(),
    ...['children', 'watchlist', 'audit', 'print codes'].map((purpose) => vault.purposeKey('office', purpose)),
    dataKeys.sealedPublicKey ?? Buffer.alloc(32),
    Buffer.alloc(32),
  ];
  vault.close();
  let tried = 0;
  for (const name of ['children', 'watchlist'] as const) {
    for (const key of candidates) {
      const copy = join(temporaryFolder(), 'copy.vault');
      copyFileSync(compartmentFile(dataDir, name), copy);
      expect(await failureOf(() => openEncrypted(copy, key))).toMatchObject({ code: 'damaged' });
      tried += 1;
    }
  }
  // The control: the clerk, whose key he lacks, reads every row.
  const clerk = await openVault(dataDir, (await unlock(keyring, '何静', password)).dataKeys);
  const rows = clerk.database('children').get(sql`SELECT count(*) AS n FROM marked WHERE body LIKE ${`${marker}%`}`);
  expect(rows).toEqual({ n: 500 });
  clerk.close();
  const files = readdirSync(dataDir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const forms = [Buffer.from(marker, 'utf8'), Buffer.from(marker, 'utf16le')];
  const hits = files.filter((path) => forms.some((form) => readFileSync(path).includes(form)));
  expect(hits).toEqual([]);
  tellFigure(context, `2 files, ${tried} keys tried, 0 opened; ${files.length} files searched, 0 hits`);
});

/** Every change of roles, bindings, generations and seals that a forger could try, for each user. */
function mutations(keyring: Keyring): Keyring[] {
  const forged = (name: string, change: (user: KeyringUser) => KeyringUser): Keyring => ({
    ...keyring,
    users: keyring.users.map((user) => (user.name === name ? change(user) : user)),
  });
  const without = <K extends keyof KeyringUser>(user: KeyringUser, key: K): KeyringUser =>
    Object.fromEntries(Object.entries(user).filter(([name]) => name !== key)) as KeyringUser;
  const ofUsers = keyring.users.flatMap((user) => {
    const others = keyring.users.filter(({ name }) => name !== user.name);
    const [other] = others;
    if (!other) return [];
    const { office, ...rest } = user.seals;
    return [
      ...['leader', 'secrecyOfficer', 'auditor', 'systemKeeper'].map((role) =>
        forged(user.name, (entry) => ({ ...entry, roles: [...entry.roles, role] })),
      ),
      forged(user.name, (entry) => ({ ...entry, roles: [] })),
      forged(user.name, (entry) => ({ ...entry, roles: ['leader'], boundRoles: entry.roles })),
      forged(user.name, (entry) => ({ ...entry, boundRoles: ['leader'] })),
      forged(user.name, (entry) => ({ ...entry, villages: ['439981100201'] })),
      forged(user.name, (entry) => ({ ...entry, exception: '伪造的理由' })),
      forged(user.name, (entry) => ({ ...entry, generation: entry.generation + 1 })),
      forged(user.name, (entry) => ({ ...entry, generation: entry.generation + 100 })),
      forged(user.name, (entry) => ({ ...entry, publicKey: other.publicKey })),
      forged(user.name, (entry) => ({ ...entry, salt: other.salt })),
      forged(user.name, (entry) => ({ ...entry, kdf: { ...entry.kdf, passes: entry.kdf.passes + 1 } })),
      ...(other.wrappedPrivateKey
        ? [forged(user.name, (entry) => ({ ...entry, wrappedPrivateKey: other.wrappedPrivateKey }))]
        : []),
      forged(user.name, (entry) => ({ ...entry, seals: other.seals })),
      forged(user.name, (entry) => ({ ...entry, seals: { ...entry.seals, ...keyring.recovery.seals } })),
      forged(user.name, (entry) => ({ ...entry, seals: rest })),
      forged(user.name, (entry) => ({ ...entry, seals: office ? { office, children: office } : {} })),
      forged(user.name, (entry) => without(entry, 'grant')),
      forged(user.name, (entry) => ({ ...entry, grant: other.grant ?? Buffer.alloc(32).toString('base64') })),
      forged(user.name, (entry) => without(entry, 'passwordHistory')),
      forged(user.name, (entry) => ({ ...entry, disabledAt: '2026-11-22T01:00:00.000Z' })),
      forged(user.name, (entry) => ({ ...entry, mustChangePassword: true })),
      forged(user.name, (entry) => ({ ...entry, name: `${entry.name}二` })),
      { ...keyring, users: others },
      { ...keyring, users: [...keyring.users, { ...user, name: '影子' }] },
    ];
  });
  const generations = Object.keys(keyring.compartments).map((name) => ({
    ...keyring,
    compartments: { ...keyring.compartments, [name]: { keyGeneration: 2 } },
  }));
  return [
    ...ofUsers,
    ...generations,
    { ...keyring, generation: keyring.generation + 1 },
    { ...keyring, generation: keyring.generation - 1 },
    { ...keyring, users: keyring.users.toReversed() },
    { ...keyring, sealedPublicKey: keyring.recovery.publicKey },
    { ...keyring, recovery: { ...keyring.recovery, generation: 2 } },
    { ...keyring, recovery: { ...keyring.recovery, seals: {} } },
    { ...keyring, recovery: { ...keyring.recovery, publicKey: keyring.users[0]?.publicKey ?? '' } },
  ];
}

test('c18: of every change to roles, bindings, generations and seals none lets anybody in', async (context) => {
  const { folder, keyring: first, dataKeys } = await staffedVault();
  const change = { userName: '何静', roles: ['helpClerk'], keys: keysForRoles(['helpClerk']) };
  const keyring = setRoles(first, dataKeys, { ...change, villages: null, exception: null });
  await writeKeyring(folder, keyring);
  const all = mutations(keyring);
  expect(all.length).toBeGreaterThanOrEqual(100);
  const logins = [
    { name: testUser.name, password: testUser.password },
    ...people.map(({ name }) => ({ name, password })),
  ];
  // The control: unchanged, everybody comes in.
  for (const { name, password: word } of logins) await unlock(keyring, name, word);
  let refused = 0;
  for (const [index, forgery] of all.entries()) {
    forge(folder, forgery);
    const read = await readKeyring(folder, testKdf).catch((error: unknown) => error);
    if (read instanceof Error) {
      refused += 1;
      continue;
    }
    const found = (read as Awaited<ReturnType<typeof readKeyring>>).keyring;
    for (const { name, password: word } of logins) {
      expect([index, await failureOf(() => unlock(found, name, word))]).toMatchObject([index, { name: 'AppError' }]);
    }
    const paper = await failureOf(() => unlockWithRecoveryKey(found, testRecoveryKey));
    expect([index, paper]).toMatchObject([index, { name: 'AppError' }]);
    refused += 1;
  }
  expect(refused).toBe(all.length);
  tellFigure(context, `${all.length} changes, ${refused} refused for ${logins.length} users and the paper key`);
});

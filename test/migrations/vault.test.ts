import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Compartment, compartmentNames, compartments } from '../../electron/vault/compartments.ts';
import { transaction } from '../../electron/vault/database.ts';
import { establish, migrate } from '../../electron/vault/migrate.ts';
import type { MigratingDatabase, Migration } from '../../electron/vault/migrations/migration.ts';
import { applicationId, type EncryptedFile, openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { openVault } from '../../electron/vault/vault.ts';
import { failureOf, hashesOf, temporaryFolder, temporaryVault } from '../unit/vault/temporaryVault.ts';

const identity = { vaultId: '0'.repeat(32), compartment: 'children' };

const notes: Migration = {
  number: 10,
  up: (db) => db.execute('CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT) STRICT'),
};
const colours: Migration = {
  number: 20,
  up: (db) => {
    db.execute('ALTER TABLE note ADD COLUMN colour TEXT');
    db.run(sql`UPDATE note SET colour = ${'green'}`);
  },
};

function established(migrations: readonly Migration[]): { path: string; key: Buffer; open(): EncryptedFile } {
  const path = join(temporaryFolder(), 'children.vault');
  const key = randomBytes(32);
  const file = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  establish(file, identity, migrations);
  if (migrations.length > 0)
    transaction(file.database, (db) => db.run(sql`INSERT INTO note (body) VALUES (${'旧的一行'})`));
  file.close();
  return { path, key, open: () => openEncrypted(path, key) };
}

test.each(compartmentNames)('the shipped migrations of %s build it, and say whose file it is', async (name) => {
  const { dataDir, dataKeys } = await temporaryVault();
  const vault = await openVault(dataDir, dataKeys);
  const db = vault.database(name);
  expect(db.all(sql`SELECT id, compartment FROM vault`)).toEqual([{ id: dataKeys.vaultId, compartment: name }]);
  expect(db.get(sql`PRAGMA user_version`)).toEqual({ user_version: compartments[name].migrations.at(-1)?.number ?? 0 });
  expect(db.get(sql`PRAGMA application_id`)).toEqual({ application_id: applicationId });
  const tables = db.all<{ name: string; strict: number }>(
    sql`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
  vault.close();
});

test.each(compartmentNames)('the shipped migrations of %s rise', (name) => {
  const numbers = compartments[name].migrations.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
});

test('an upgrade keeps the rows and leaves a copy from before that opens', async () => {
  const { path, key, open } = established([notes]);
  const file = open();
  expect(await migrate(file, key, identity, [notes, colours])).toBe(true);
  expect(file.database.all(sql`SELECT body, colour FROM note`)).toEqual([{ body: '旧的一行', colour: 'green' }]);
  expect(await migrate(file, key, identity, [notes, colours])).toBe(false);
  file.close();
  const copy = openEncrypted(path.replace('.vault', '.before-20.vault'), key);
  expect(copy.pragma('user_version')).toBe(10);
  expect(copy.database.all(sql`SELECT body FROM note`)).toEqual([{ body: '旧的一行' }]);
  copy.close();
});

test('a file without any migration yet is brought up from the ground', async () => {
  const { key, open } = established([]);
  const file = open();
  expect(await migrate(file, key, identity, [notes, colours])).toBe(true);
  expect(file.pragma('user_version')).toBe(20);
  file.close();
});

test('the last three copies are kept', async () => {
  const { path, key, open } = established([notes]);
  const steps: Migration[] = [notes];
  for (const number of [20, 30, 40, 50, 100]) {
    steps.push({ number, up: (db) => db.execute(`CREATE TABLE t${number} (a TEXT) STRICT`) });
    const file = open();
    await migrate(file, key, identity, steps);
    file.close();
  }
  expect(readdirSync(dirname(path)).toSorted()).toEqual([
    'children.before-100.vault',
    'children.before-40.vault',
    'children.before-50.vault',
    'children.vault',
  ]);
});

test('when a later step fails, none of the steps is stored', async () => {
  const { key, open } = established([notes]);
  const file = open();
  const failing: Migration = {
    number: 30,
    up: (db) => {
      db.execute('CREATE TABLE half (a TEXT) STRICT');
      throw new Error('step 30');
    },
  };
  expect(await failureOf(() => migrate(file, key, identity, [notes, colours, failing]))).toMatchObject({
    message: 'step 30',
  });
  file.close();
  const again = open();
  expect(again.pragma('user_version')).toBe(10);
  expect(again.database.all(sql`SELECT * FROM note`)).toEqual([{ id: 1, body: '旧的一行' }]);
  again.close();
});

test('a step that breaks a reference is undone', async () => {
  const { key, open } = established([notes]);
  const file = open();
  const breaking: Migration = {
    number: 20,
    up: (db) => {
      db.execute(
        'PRAGMA defer_foreign_keys = ON; CREATE TABLE line (note INTEGER NOT NULL REFERENCES note(id)) STRICT',
      );
      db.run(sql`INSERT INTO line (note) VALUES (${999})`);
    },
  };
  expect(await failureOf(() => migrate(file, key, identity, [notes, breaking]))).toMatchObject({
    message: 'a migration left broken references',
  });
  expect(file.pragma('user_version')).toBe(10);
  file.close();
});

test('a newer file, and one of an unknown step, is refused and stays as it is', async () => {
  for (const stored of [30, 15]) {
    const { path, key, open } = established([notes, { number: stored, up: () => undefined }]);
    const before = hashesOf(dirname(path));
    const file = open();
    expect(await failureOf(() => migrate(file, key, identity, [notes, colours]))).toMatchObject({ code: 'newer' });
    file.close();
    expect(hashesOf(dirname(path))).toEqual(before);
  }
});

test('a file of another vault or of another program is foreign even under the right key', async () => {
  const { path, key, open } = established([notes]);
  const before = hashesOf(dirname(path));
  const file = open();
  for (const other of [
    { ...identity, vaultId: '1'.repeat(32) },
    { ...identity, compartment: 'office' },
  ]) {
    expect(await failureOf(() => migrate(file, key, other, [notes, colours]))).toMatchObject({ code: 'foreign' });
  }
  file.close();
  expect(hashesOf(dirname(path))).toEqual(before);
  const stranger = open();
  stranger.pragma('application_id', 1);
  expect(await failureOf(() => migrate(stranger, key, identity, [notes]))).toMatchObject({ code: 'foreign' });
  stranger.close();
});

test('migrations that do not rise are a programming error', async () => {
  const { key, open } = established([notes]);
  const file = open();
  await expect(migrate(file, key, identity, [colours, notes])).rejects.toThrow('out of order');
  await expect(migrate(file, key, identity, [notes, notes])).rejects.toThrow('out of order');
  file.close();
});

/** SHA-256 of the statements of every migration that was released, by its number. A new one joins with its release. */
const released: { readonly [name in Compartment]: Readonly<Record<number, string>> } = {
  office: {
    10: 'ef009725f948b533d1767f5ec91f2b3fab306210665b24d81bc4b804fcf3501a',
    20: '7d3288ab0c239f85ca61c833eb2972ab6ba8bf353660eff6c200c79d1e398436',
    30: '6c5c75f13b778f2b054669932f2c0581847e6896e03d4756848f5643a5df7744',
    40: '0e222657162177645c8bd4885591fbf863953b04a5dab213af4561753f7800a8',
    50: '255057b30f883bc7bdd94d345ba32ac6345cd4257078608037bce031188dcaf7',
  },
  children: {
    10: '2c42d356f144a66244157a9767c946daaee617bc8d78ee1f1555bc14ab658560',
    20: 'b6ae98816b1145dfedca6b0894d901c1bcda14641fce47cfc8d1f6c63bbf7d08',
    30: '5ad36b546474912ac5c0a2d24e61e7f7d4d3f9fe6bd70784e6650ac0b1a6c9ca',
    40: '348c646791e6700e77ac54928557082616ee493da7d507fa5485abd20baeb2d6',
    50: '09f4464b6c2f867424ffc24a6b98f88c90b1252f47f418bc4ff43d98db7d41e8',
    60: '3ba3f5cb0479a5e9e9350ed7fe559b356799391d03d844793c903e49021d5afe',
    70: '1068008773340b7714bc19b7b65fa57e714f062a1080e46e17923dfa4251ff23',
    80: 'dc81da6d2287769cf072bef906f773748c5bfb25310add4aeb31eb590b8ca0e8',
  },
  watchlist: {
    10: 'a66b4127bed5df344fdcdb242aa4f8896d4984eb1fc42fbe6e7e90fca049473f',
  },
};

test.each(compartmentNames)('the migrations of %s are, byte for byte, what was released', (name) => {
  const digests = compartments[name].migrations.map(({ number, up }): [number, string] => {
    const hash = createHash('sha256');
    const recorder = { execute: (statements: string) => hash.update(statements) };
    up(recorder as unknown as MigratingDatabase);
    return [number, hash.digest('hex')];
  });
  expect(Object.fromEntries(digests.filter(([number]) => number in released[name]))).toEqual(released[name]);
});

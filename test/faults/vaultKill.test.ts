import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { transaction } from '../../electron/vault/database.ts';
import { establish, migrate } from '../../electron/vault/migrate.ts';
import { type EncryptedFile, openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { createVault, openVault, vaultState } from '../../electron/vault/vault.ts';
import { repetitions, tellFigure } from '../security/figure.ts';
import { temporaryFolder, testKdf, testRecoveryKey, testUser } from '../unit/vault/temporaryVault.ts';
import { baseMigration, faultIdentity, slowUpgrade } from './vaultMigrator.ts';

/** Starts one of the programs of this folder and collects what it says. */
function start(
  program: string,
  ...parameters: string[]
): { child: ChildProcess; said: () => string; heard: Promise<unknown>; closed: Promise<unknown> } {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [path, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return { child, said: () => text, heard: once(child.stdout, 'data'), closed: once(child, 'close') };
}

/** Waits for the first word of the program, lets it run for `milliseconds`, and kills it. */
async function killAfter(running: ReturnType<typeof start>, milliseconds: number): Promise<void> {
  await running.heard;
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  running.child.kill('SIGKILL');
  await running.closed;
}

function newFile(): { path: string; key: Buffer } {
  const path = join(temporaryFolder(), 'children.vault');
  const key = randomBytes(32);
  const file = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  establish(file, faultIdentity, [baseMigration]);
  file.close();
  return { path, key };
}

const numbers = (file: EncryptedFile, table: 'record' | 'history') =>
  (table === 'record'
    ? file.database.all<{ number: number }>(sql`SELECT number FROM record ORDER BY number`)
    : file.database.all<{ number: number }>(sql`SELECT number FROM history ORDER BY number`)
  ).map(({ number }) => number);

const kills = repetitions(200, 10);

test(
  'c01: killed in the middle of writing, no acknowledged row is lost and none is half there',
  async (context) => {
    const { path, key } = newFile();
    let acknowledged = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const running = start('vaultWriter.ts', path, key.toString('hex'), String(acknowledged + 1));
      await killAfter(running, (kill * 13) % 60);
      const last = Number(running.said().trimEnd().split('\n').at(-1));
      expect(last).toBeGreaterThan(acknowledged);
      const file = openEncrypted(path, key);
      expect(file.problems()).toEqual([]);
      const records = numbers(file, 'record');
      // One more may be stored than could still be told.
      expect(records.length - last).toBeGreaterThanOrEqual(0);
      expect(records.length - last).toBeLessThanOrEqual(1);
      expect(records).toEqual(records.map((_, index) => index + 1));
      expect(numbers(file, 'history')).toEqual(records);
      expect(file.database.get(sql`SELECT count(*) AS n FROM record WHERE body NOT LIKE ${'%改'}`)).toEqual({ n: 1 });
      file.close();
      acknowledged = records.length;
    }
    expect(acknowledged).toBeGreaterThan(5 * kills);
    tellFigure(context, `${kills} kills, ${acknowledged} transactions acknowledged, 0 lost, 0 half there`);
  },
  kills * 3_000,
);

test('c08: after a kill, a visit without the key or with a wrong one does no harm', async (context) => {
  const { path, key } = newFile();
  const running = start('vaultWriter.ts', path, key.toString('hex'));
  await killAfter(running, 40);
  const last = Number(running.said().trimEnd().split('\n').at(-1));
  expect(readdirSync(dirname(path))).toContain('children.vault-wal');
  // Any viewer of databases that knows no key, and this program with a wrong one.
  const viewer = new Database(path, { timeout: 500 });
  expect(() => viewer.prepare('SELECT count(*) FROM record').get()).toThrow('not a database');
  viewer.close();
  expect(() => openEncrypted(path, randomBytes(32))).toThrow('损坏');
  const file = openEncrypted(path, key);
  const { length } = numbers(file, 'record');
  expect(length).toBeGreaterThanOrEqual(last);
  expect(file.problems()).toEqual([]);
  file.close();
  tellFigure(context, `${last} of ${last} acknowledged transactions there after two visits`);
});

test('c08: the same visit destroys a file in another journal mode, which is why there is one mode only', async () => {
  const path = join(temporaryFolder(), 'control');
  const writer = fileURLToPath(new URL('rollbackWriter.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await closed;
  expect(readdirSync(dirname(path))).toContain('control-journal');
  const viewer = new Database(path, { timeout: 500 });
  expect(() => viewer.prepare('SELECT 1 FROM sqlite_schema').get()).toThrow('not a database');
  viewer.close();
  const { openWithKey } = await import('./rollbackWriter.ts');
  const file = openWithKey(path);
  let isWhole = false;
  try {
    const rows = file.prepare('SELECT number FROM record').all().length;
    isWhole = rows === 1_000 && file.pragma('integrity_check', { simple: true }) === 'ok';
  } catch {
    // Broken so far that it cannot be read.
  }
  file.close();
  expect(isWhole).toBe(false);
});

test('killed while a vault is made, there is no vault or a whole one, and the next creation works', async () => {
  const outcomes = new Set<string>();
  for (let kill = 0; kill < 8; kill += 1) {
    const dataDir = temporaryFolder();
    const running = start('vaultCreator.ts', dataDir);
    await killAfter(running, kill * 12);
    const { state } = await vaultState(dataDir, testKdf);
    expect(['absent', 'ready']).toContain(state);
    outcomes.add(state);
    if (state === 'absent') {
      const dataKeys = await createVault(dataDir, { firstUser: testUser, recoveryKey: testRecoveryKey });
      (await openVault(dataDir, dataKeys)).close();
      expect(readdirSync(dataDir)).toEqual(['vault']);
    }
  }
  expect([...outcomes]).toContain('absent');
});

const upgrades = repetitions(60, 8);

test(
  'c03: killed during an upgrade, the file is wholly old or wholly new and opens again',
  async (context) => {
    const { path, key } = newFile();
    const seed = openEncrypted(path, key);
    transaction(seed.database, (db) => {
      for (let number = 1; number <= 4_000; number += 1) {
        db.run(sql`INSERT INTO record (number, body) VALUES (${number}, ${`${number}-${'文'.repeat(60)}`})`);
      }
    });
    seed.close();
    const outcomes = { old: 0, new: 0 };
    for (let kill = 0; kill < upgrades; kill += 1) {
      const copy = join(temporaryFolder(), 'children.vault');
      copyFileSync(path, copy);
      const running = start('vaultMigrator.ts', copy, key.toString('hex'));
      // The first is killed as it begins and the last one may finish, however fast the machine is.
      if (kill < upgrades - 1) await killAfter(running, (kill % 8) * 14);
      else await running.closed;
      const file = openEncrypted(copy, key);
      expect(file.problems()).toEqual([]);
      const version = file.pragma('user_version');
      const changed = file.database.get(sql`SELECT count(*) AS n FROM record WHERE body LIKE ${'%新'}`);
      expect([version, changed]).toEqual(version === 10 ? [10, { n: 0 }] : [30, { n: 4_000 }]);
      outcomes[version === 10 ? 'old' : 'new'] += 1;
      await migrate(file, key, faultIdentity, slowUpgrade);
      expect(file.pragma('user_version')).toBe(30);
      file.close();
      // What bears the name of a copy is one.
      const before = openEncrypted(copy.replace('.vault', '.before-30.vault'), key);
      expect([before.pragma('user_version'), numbers(before, 'record').length]).toEqual([10, 4_000]);
      before.close();
      expect(readFileSync(copy).subarray(0, 16)).toEqual(Buffer.alloc(16, 1));
    }
    expect(outcomes.old).toBeGreaterThan(0);
    expect(outcomes.new).toBeGreaterThan(0);
    tellFigure(context, `${upgrades} kills: ${outcomes.old} wholly old, ${outcomes.new} wholly new, 0 broken`);
  },
  upgrades * 5_000,
);

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { transaction } from '../../electron/vault/database.ts';
import { establish, migrate } from '../../electron/vault/migrate.ts';
import { type EncryptedFile, openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { createVault, openVault, vaultState } from '../../electron/vault/vault.ts';
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

test('killed in the middle of writing, no acknowledged row is lost and none is half there', async () => {
  const { path, key } = newFile();
  let acknowledged = 0;
  for (let kill = 0; kill < 10; kill += 1) {
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
  expect(acknowledged).toBeGreaterThan(50);
});

test('after a kill, a visit without the key or with a wrong one does no harm', async () => {
  const { path, key } = newFile();
  const running = start('vaultWriter.ts', path, key.toString('hex'));
  await killAfter(running, 40);
  const last = Number(running.said().trimEnd().split('\n').at(-1));
  expect(readdirSync(dirname(path))).toContain('children.vault-wal');
  expect(() => openEncrypted(path, randomBytes(32))).toThrow('损坏');
  const file = openEncrypted(path, key);
  expect(numbers(file, 'record').length).toBeGreaterThanOrEqual(last);
  expect(file.problems()).toEqual([]);
  file.close();
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

test('killed during an upgrade, the file is wholly old or wholly new and opens again', async () => {
  const { path, key } = newFile();
  const seed = openEncrypted(path, key);
  transaction(seed.database, (db) => {
    for (let number = 1; number <= 4_000; number += 1) {
      db.run(sql`INSERT INTO record (number, body) VALUES (${number}, ${`${number}-${'文'.repeat(60)}`})`);
    }
  });
  seed.close();
  const outcomes = new Set<string>();
  for (let kill = 0; kill < 8; kill += 1) {
    const copy = join(temporaryFolder(), 'children.vault');
    copyFileSync(path, copy);
    const running = start('vaultMigrator.ts', copy, key.toString('hex'));
    // The first is killed as it begins and the last one may finish, however fast the machine is.
    if (kill < 7) await killAfter(running, kill * 14);
    else await running.closed;
    const file = openEncrypted(copy, key);
    expect(file.problems()).toEqual([]);
    const version = file.pragma('user_version');
    const changed = file.database.get(sql`SELECT count(*) AS n FROM record WHERE body LIKE ${'%新'}`);
    expect([version, changed]).toEqual(version === 10 ? [10, { n: 0 }] : [30, { n: 4_000 }]);
    outcomes.add(version === 10 ? 'old' : 'new');
    await migrate(file, key, faultIdentity, slowUpgrade);
    expect(file.pragma('user_version')).toBe(30);
    file.close();
    // What bears the name of a copy is one.
    const before = openEncrypted(copy.replace('.vault', '.before-30.vault'), key);
    expect([before.pragma('user_version'), numbers(before, 'record').length]).toEqual([10, 4_000]);
    before.close();
    expect(readFileSync(copy).subarray(0, 16)).toEqual(Buffer.alloc(16, 1));
  }
  expect(outcomes.size).toBe(2);
});

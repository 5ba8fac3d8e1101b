import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { transaction } from '../../electron/vault/database.ts';
import { acquireInstanceLock } from '../../electron/vault/instanceLock.ts';
import { establish } from '../../electron/vault/migrate.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { compartmentFile, createVault, openVault, vaultFolder, vaultState } from '../../electron/vault/vault.ts';
import { repetitions, tellFigure } from '../security/figure.ts';
import {
  failureOf,
  hashesOf,
  temporaryFolder,
  temporaryVault,
  testKdf,
  testRecoveryKey,
  testUser,
} from '../unit/vault/temporaryVault.ts';
import { baseMigration, faultIdentity } from './vaultMigrator.ts';

const rows = 400;

function filledFile(folder = temporaryFolder()): { path: string; key: Buffer } {
  const path = join(folder, 'children.vault');
  const key = randomBytes(32);
  const file = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  establish(file, faultIdentity, [baseMigration]);
  transaction(file.database, (db) => {
    for (let number = 0; number < rows; number += 1) {
      db.run(sql`INSERT INTO record (number, body) VALUES (${number}, ${`${number}:${'张小明'.repeat(40)}`})`);
    }
  });
  file.close();
  return { path, key };
}

/** All rows as stored, after the check that every opening of a vault makes; throws when damage is noticed. */
function readAll(path: string, key: Buffer): unknown {
  const file = openEncrypted(path, key);
  try {
    if (file.problems().length > 0) throw new Error('damage was noticed');
    return file.database.all(sql`SELECT number, body FROM record ORDER BY number`);
  } finally {
    file.close();
  }
}

const flips = repetitions(300, 60);

test('c06: of bits flipped in a data file none goes unnoticed and changes a row', async (context) => {
  const { path, key } = filledFile();
  const intact = readFileSync(path);
  const expected = readAll(path, key);
  const attempt = join(temporaryFolder(), 'children.vault');
  let noticed = 0;
  for (let flip = 0; flip < flips; flip += 1) {
    const bytes = Buffer.from(intact);
    // The first flips hit label and header, the others are spread over the file.
    const offset = flip < 12 ? flip * 9 : Math.floor((flip / flips) * bytes.length) + flip * 7;
    bytes.writeUInt8(bytes.readUInt8(offset % bytes.length) ^ (1 << (flip % 8)), offset % bytes.length);
    writeFileSync(attempt, bytes);
    try {
      expect(readAll(attempt, key)).toEqual(expected);
    } catch (error) {
      if (error instanceof Error && error.name === 'AssertionError') throw error;
      noticed += 1;
    }
  }
  expect(noticed).toBeGreaterThan((flips * 5) / 6);
  tellFigure(context, `${flips} bits in a data file: ${noticed} noticed, ${flips - noticed} without effect, 0 silent`);
});

test('a vault with a flipped bit is called damaged, in its header too', async () => {
  for (const offset of [3, 20, 2000, 9000]) {
    const { dataDir, dataKeys } = await temporaryVault();
    const path = compartmentFile(dataDir, 'children');
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 4, offset);
    writeFileSync(path, bytes);
    expect(await failureOf(() => openVault(dataDir, dataKeys))).toMatchObject({ code: 'damaged' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  }
});

test.each([1, 100, 4096, 50_000])('c07: a file cut short by %i bytes is damaged', async (cut) => {
  const { path, key } = filledFile();
  truncateSync(path, readFileSync(path).length - cut);
  await expect(async () => readAll(path, key)).rejects.toThrow();
});

test('c07: a page copied over another one is noticed', async () => {
  const { path, key } = filledFile();
  const bytes = readFileSync(path);
  bytes.copy(bytes, 4096 * 5, 4096 * 6, 4096 * 7);
  writeFileSync(path, bytes);
  await expect(async () => readAll(path, key)).rejects.toThrow();
});

const logFlips = repetitions(100, 12);

test('c06: a damaged log never brings a wrong row: the file is an earlier whole state', async (context) => {
  const { path, key } = filledFile();
  const file = openEncrypted(path, key);
  for (let number = 0; number < 50; number += 1) {
    transaction(file.database, (db) =>
      db.run(sql`UPDATE record SET body = ${`new ${number}`} WHERE number = ${number}`),
    );
  }
  const folder = temporaryFolder();
  // The copy is made by another process: reading the open file here would drop SQLite's lock.
  spawnSync(process.execPath, [
    '-e',
    `require('node:fs').cpSync(${JSON.stringify(dirname(path))}, ${JSON.stringify(folder)}, { recursive: true })`,
  ]);
  file.close();
  const log = readFileSync(join(folder, 'children.vault-wal'));
  const main = readFileSync(join(folder, 'children.vault'));
  const states = new Set<number>();
  for (let flip = 0; flip < logFlips; flip += 1) {
    const bytes = Buffer.from(log);
    const offset = (Math.floor((flip / logFlips) * bytes.length) + 32 + flip * 100) % bytes.length;
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
    const attempt = join(temporaryFolder(), 'children.vault');
    writeFileSync(attempt, main);
    writeFileSync(`${attempt}-wal`, bytes);
    const opened = openEncrypted(attempt, key);
    expect(opened.problems()).toEqual([]);
    const updated = opened.database.all<{ number: number; body: string }>(
      sql`SELECT number, body FROM record WHERE body LIKE ${'new %'} ORDER BY number`,
    );
    expect(updated).toEqual(updated.map((_, number) => ({ number, body: `new ${number}` })));
    states.add(updated.length);
    opened.close();
  }
  expect(states.size).toBeGreaterThan(1);
  tellFigure(context, `${logFlips} bits in a log: 0 wrong rows`);
});

test('something else in the place of a data file or of the vault is told, and stays as it was', async () => {
  const { dataDir } = await temporaryVault();
  const path = compartmentFile(dataDir, 'children');
  rmSync(path);
  mkdirSync(path);
  expect(await vaultState(dataDir, testKdf)).toMatchObject({
    state: 'damaged',
    message: expect.stringContaining('缺少数据文件 children.vault'),
  });
  const other = temporaryFolder();
  writeFileSync(vaultFolder(other), 'kept');
  expect(await vaultState(other, testKdf)).toMatchObject({ state: 'damaged', code: 'missing' });
  expect(readFileSync(vaultFolder(other), 'utf8')).toBe('kept');
});

test.each([
  ['a file in its place', 'file', '建立不了'],
  ['a file above it', 'file/data', '建立不了'],
  ['a link that leads nowhere', 'link', '建立不了'],
  ['a name that no file system takes', '长'.repeat(90), '建立不了'],
  ['a path too long for a database', Array.from({ length: 9 }, () => '路径'.repeat(9)).join('/'), '太长'],
])('a data folder that cannot be made is refused with what to do: %s', async (_, name, sentence) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'kept');
  symlinkSync(join(folder, 'nowhere', 'x'), join(folder, 'link'));
  const failure = await failureOf(() => acquireInstanceLock(join(folder, name)));
  expect(failure).toMatchObject({ message: expect.stringMatching(new RegExp(`${sentence}.*(换一个|换一个短)`)) });
  expect(readdirSync(folder).toSorted()).toEqual(['file', 'link']);
});

test.skipIf(process.platform !== 'linux')(
  'a folder where the system makes none is refused, not waited for',
  async () => {
    // Node's own recursive mkdir never returns from this one.
    expect(await failureOf(() => acquireInstanceLock('/proc/hulei'))).toMatchObject({ code: 'readonly' });
  },
);

test('a data folder with spaces, Chinese characters and percent signs holds a vault', async () => {
  const dataDir = join(temporaryFolder(), '我的 数据（安宁镇）', `100% #1 'a'`);
  const lock = acquireInstanceLock(dataDir);
  const dataKeys = await createVault(dataDir, { firstUser: testUser, recoveryKey: testRecoveryKey });
  (await openVault(dataDir, dataKeys)).close();
  lock.release();
  expect(await vaultState(dataDir, testKdf)).toEqual({ state: 'ready', keyringRepair: 'none' });
});

/** A small file system of its own, or undefined where this user may not mount one. */
function mounted(options: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = temporaryFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

/** Mounting needs root on Linux; elsewhere the two tests below cannot be run. */
const canMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

test.skipIf(!canMount)(
  'on a full disk the save fails with its own sentence and every earlier row is readable',
  async () => {
    const folder = mounted('size=2m');
    if (!folder) throw new Error('the file system was not mounted');
    const { path, key } = filledFile(folder);
    const file = openEncrypted(path, key);
    let stored = rows;
    const failure = await failureOf(() => {
      for (;;) {
        transaction(file.database, (db) =>
          db.run(sql`INSERT INTO record (number, body) VALUES (${stored}, ${'满'.repeat(2000)})`),
        );
        stored += 1;
      }
    });
    expect(failure).toMatchObject({ code: 'full', message: expect.stringContaining('磁盘空间不足') });
    expect(file.database.get(sql`SELECT count(*) AS n FROM record`)).toEqual({ n: stored });
    file.close();
    const again = openEncrypted(path, key);
    expect(again.problems()).toEqual([]);
    expect(again.database.get(sql`SELECT count(*) AS n FROM record`)).toEqual({ n: stored });
    expect(await failureOf(() => again.copyInto(join(folder, 'copy.vault')))).toMatchObject({ code: 'full' });
    again.close();
  },
);

test.skipIf(!canMount)('a vault that does not fit on the disk is not made by half', async () => {
  const dataDir = mounted('size=60k');
  if (!dataDir) throw new Error('the file system was not mounted');
  const options = { firstUser: testUser, recoveryKey: testRecoveryKey };
  expect(await failureOf(() => createVault(dataDir, options))).toMatchObject({ code: 'full' });
  expect(readdirSync(dataDir)).toEqual([]);
});

test.skipIf(!canMount)('in a read-only folder a vault neither opens nor is made, and says so', async () => {
  const folder = mounted('size=8m');
  if (!folder) throw new Error('the file system was not mounted');
  const { dataDir, dataKeys } = await temporaryVault();
  spawnSync('cp', ['-r', vaultFolder(dataDir), folder]);
  copyFileSync(join(folder, 'vault', 'keyring.json'), join(folder, 'vault', 'keyring.copy.json'));
  truncateSync(join(folder, 'vault', 'keyring.copy.json'), 10);
  spawnSync('mount', ['-o', 'remount,ro', folder]);
  const before = hashesOf(folder);
  expect(await vaultState(folder, testKdf)).toEqual({ state: 'ready', keyringRepair: 'failed' });
  expect(await failureOf(() => openVault(folder, dataKeys))).toMatchObject({ code: 'readonly' });
  const options = { firstUser: testUser, recoveryKey: testRecoveryKey };
  expect(await failureOf(() => createVault(join(folder, 'other'), options))).toMatchObject({ code: 'readonly' });
  expect(await failureOf(() => acquireInstanceLock(folder))).toMatchObject({ code: 'readonly' });
  expect(hashesOf(folder)).toEqual(before);
});

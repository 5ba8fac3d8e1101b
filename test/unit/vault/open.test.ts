import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { transaction } from '../../../electron/vault/database.ts';
import { type EncryptedFile, openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { failureOf, temporaryFolder } from './temporaryVault.ts';

const label = Buffer.from('a label 16 bytes');

function newFile(): { readonly path: string; readonly key: Buffer; readonly file: EncryptedFile } {
  const path = join(temporaryFolder(), 'a.vault');
  const key = randomBytes(32);
  const file = openEncrypted(path, key, { create: { label } });
  file.execute('CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  return { path, key, file };
}

function pragma(file: EncryptedFile, name: string): unknown {
  const text = Object.assign([`PRAGMA ${name}`], { raw: [`PRAGMA ${name}`] });
  // SQLite counts some of these as writing statements.
  return transaction(file.database, (db) => Object.values(db.get<Record<string, unknown>>(sql(text)) ?? {})[0]);
}

test('c11: every connection has the settings the design rests on', () => {
  const { path, key, file } = newFile();
  file.close();
  const again = openEncrypted(path, key);
  const expected = {
    cipher: 'chacha20',
    journal_mode: 'wal',
    synchronous: 2,
    temp_store: 2,
    secure_delete: 1,
    foreign_keys: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    locking_mode: 'exclusive',
    cache_size: -262144,
    hmac_check: '1',
    mmap_size: 0,
  };
  for (const [name, value] of Object.entries(expected)) expect([name, pragma(again, name)]).toEqual([name, value]);
  expect(pragma(again, 'busy_timeout')).toBe(500);
  again.close();
});

test('no shared memory file appears, and no log remains after closing', () => {
  const { path, file } = newFile();
  transaction(file.database, (db) => db.run(sql`INSERT INTO note (body) VALUES (${'甲'})`));
  expect(readdirSync(join(path, '..')).toSorted()).toEqual(['a.vault', 'a.vault-wal']);
  file.close();
  expect(readdirSync(join(path, '..'))).toEqual(['a.vault']);
});

test('the key given stays the caller’s and is not changed', () => {
  const key = randomBytes(32);
  const before = Buffer.from(key);
  openEncrypted(join(temporaryFolder(), 'a.vault'), key, { create: { label } }).close();
  expect(key.equals(before)).toBe(true);
});

test('a new file carries its label and nothing of a database in clear', () => {
  const { path, file } = newFile();
  file.close();
  const bytes = readFileSync(path);
  expect(bytes.subarray(0, 16).equals(label)).toBe(true);
  expect(bytes.includes('CREATE TABLE')).toBe(false);
  expect(bytes.includes('SQLite format 3')).toBe(false);
});

test('a wrong key opens nothing and changes nothing', async () => {
  const { path, file } = newFile();
  file.close();
  const before = readFileSync(path);
  expect(await failureOf(() => openEncrypted(path, randomBytes(32)))).toMatchObject({ code: 'damaged' });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('an existing file is never overwritten by a new one', async () => {
  const { path, key, file } = newFile();
  file.close();
  expect(await failureOf(() => openEncrypted(path, key, { create: { label } }))).toMatchObject({ code: 'conflict' });
});

test('a missing file is not created by opening it', async () => {
  const path = join(temporaryFolder(), 'a.vault');
  expect(await failureOf(() => openEncrypted(path, randomBytes(32)))).toMatchObject({ code: 'missing' });
  expect(existsSync(path)).toBe(false);
});

test('a file emptied to nothing is damaged, not a fresh start', async () => {
  const path = join(temporaryFolder(), 'a.vault');
  writeFileSync(path, '');
  expect(await failureOf(() => openEncrypted(path, randomBytes(32)))).toMatchObject({ code: 'damaged' });
  expect(readFileSync(path).length).toBe(0);
});

test('a second connection is refused as busy within a second', async () => {
  const { path, key, file } = newFile();
  const start = performance.now();
  expect(await failureOf(() => openEncrypted(path, key))).toMatchObject({ code: 'busy' });
  expect(performance.now() - start).toBeLessThan(1000);
  file.close();
});

test('a copy is encrypted under the same key, and never replaces a file', async () => {
  const { path, key, file } = newFile();
  transaction(file.database, (db) => db.run(sql`INSERT INTO note (body) VALUES (${'石榴'})`));
  const target = `${path}.copy`;
  file.copyInto(target);
  expect(await failureOf(() => file.copyInto(target))).toMatchObject({ code: 'conflict' });
  file.close();
  expect(readFileSync(target).includes('石榴')).toBe(false);
  const copy = openEncrypted(target, key);
  expect(copy.database.all(sql`SELECT body FROM note`)).toEqual([{ body: '石榴' }]);
  copy.close();
});

test('deleted text leaves the file and the log at the next checkpoint', () => {
  const { path, key, file } = newFile();
  transaction(file.database, (db) => db.run(sql`INSERT INTO note (body) VALUES (${'要删除的话'.repeat(50)})`));
  transaction(file.database, (db) => db.run(sql`DELETE FROM note`));
  file.checkpoint();
  file.close();
  // The pages are encrypted, so they are looked at through the library's own memory image.
  const connection = openRaw(path, key);
  expect(connection.serialize().includes('要删除的话')).toBe(false);
  connection.close();
});

interface RawDatabase {
  pragma(source: string, options?: { simple: boolean }): unknown;
  key(key: Buffer): number;
  exec(source: string): void;
  prepare(source: string): { get(): Record<string, unknown>; run(...values: unknown[]): void };
  serialize(): Buffer;
  backup(path: string): Promise<unknown>;
  close(): void;
}
const RawDatabase: new (path: string) => RawDatabase = createRequire(import.meta.url)('better-sqlite3');

function openRaw(path: string, key?: Buffer): RawDatabase {
  const connection = new RawDatabase(path);
  connection.pragma(`cipher='chacha20'`);
  if (key) connection.key(Buffer.concat([Buffer.from('raw:'), key]));
  return connection;
}

/** What the design rests on in better-sqlite3-multiple-ciphers, tried again with the version that is installed. */
test('library: the version is the one that was examined', () => {
  const connection = openRaw(':memory:');
  expect(connection.prepare('SELECT sqlite_version() AS sqlite, sqlite3mc_version() AS ciphers').get()).toEqual({
    sqlite: '3.53.4',
    ciphers: 'SQLite3 Multiple Ciphers 2.4.0',
  });
  connection.close();
});

test('library: its defaults are not safe, which is why they are set', () => {
  const path = join(temporaryFolder(), 'a.vault');
  const connection = openRaw(path, randomBytes(32));
  connection.pragma('journal_mode=WAL');
  connection.exec('CREATE TABLE t (a)');
  // In WAL the compiled default is NORMAL (1): it loses acknowledged commits at a power cut.
  expect(connection.pragma('synchronous', { simple: true })).toBe(1);
  expect(connection.pragma('temp_store', { simple: true })).toBe(0);
  connection.close();
});

test('library: only the raw form of a key is the key itself', () => {
  const { path, key, file } = newFile();
  file.close();
  const derived = new RawDatabase(path);
  derived.pragma(`cipher='chacha20'`);
  derived.key(Buffer.from(key));
  expect(() => derived.prepare('SELECT count(*) FROM note').get()).toThrow('file is not a database');
  derived.close();
  const raw = openRaw(path, key);
  expect(raw.prepare('SELECT count(*) AS n FROM note').get()).toEqual({ n: 0 });
  raw.close();
});

test('library: a mistyped key pragma makes a file in clear without any error', () => {
  const path = join(temporaryFolder(), 'a.vault');
  const connection = new RawDatabase(path);
  connection.pragma(`kye='secret'`);
  connection.exec('CREATE TABLE t (a)');
  connection.close();
  expect(readFileSync(path).includes('SQLite format 3')).toBe(true);
});

test('library: its backup fails on an encrypted file and its memory image is in clear', async () => {
  const { path, key, file } = newFile();
  file.close();
  const connection = openRaw(path, key);
  await expect(connection.backup(`${path}.backup`)).rejects.toThrow('backup is not supported');
  expect(connection.serialize().subarray(0, 15).toString()).toBe('SQLite format 3');
  connection.close();
});

test('c10: sorting and rebuilding write no temporary file', () => {
  const temporary = join(temporaryFolder(), 'tmp');
  mkdirSync(temporary);
  const { path, file } = newFile();
  transaction(file.database, (db) => {
    for (let i = 0; i < 20_000; i += 1)
      db.run(sql`INSERT INTO note (body) VALUES (${`${(i * 7919) % 20_000}`.repeat(20)})`);
  });
  file.database.all(sql`SELECT body FROM note ORDER BY body || id LIMIT 1 OFFSET 15000`);
  expect(readdirSync(join(path, '..')).toSorted()).toEqual(['a.vault', 'a.vault-wal']);
  file.close();
});

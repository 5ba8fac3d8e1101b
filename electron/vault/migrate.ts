import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../shared/contract/result.ts';
import { runOwnAct } from './currentAct.ts';
import { type ReadableDatabase, transaction } from './database.ts';
import { renameDurably } from './durableFile.ts';
import type { Migration } from './migrations/migration.ts';
import { applicationId, type EncryptedFile, openEncrypted } from './open.ts';
import { sql } from './sql.ts';
import { storageError } from './storageError.ts';

/** Which vault and which of its compartments a file is. */
export interface Identity {
  readonly vaultId: string;
  readonly compartment: string;
}

/** Copies from before an upgrade that are kept for each compartment. */
const keptCopies = 3;

/**
 * Gives a file made by `openEncrypted` its identity and all migrations, in one transaction.
 */
export function establish(file: EncryptedFile, identity: Identity, migrations: readonly Migration[]): void {
  checkOrder(migrations);
  transaction(file.database, (database) => {
    file.execute('CREATE TABLE vault (id TEXT NOT NULL, compartment TEXT NOT NULL) STRICT');
    database.run(sql`INSERT INTO vault (id, compartment) VALUES (${identity.vaultId}, ${identity.compartment})`);
    apply(file, migrations);
  });
}

/**
 * Checks that an existing file is what it should be, and brings its schema up to date: a copy of the file is made and proven to
 * open, then all pending migrations run in one transaction. A crash leaves the whole old or the whole new file.
 * @returns whether it was upgraded
 * @throws AppError foreign | newer | damaged | full; the file is unchanged then
 */
export async function migrate(
  file: EncryptedFile,
  key: Buffer,
  identity: Identity,
  migrations: readonly Migration[],
): Promise<boolean> {
  checkOrder(migrations);
  if (file.pragma('application_id') !== applicationId) throw foreign();
  const present = file.pragma('user_version');
  const latest = migrations.at(-1)?.number ?? 0;
  if (present > latest || (present !== 0 && !migrations.some(({ number }) => number === present))) {
    throw new AppError('newer', '数据由另一个版本的护蕾台账写成，请安装最新版本后再打开；数据没有改动。');
  }
  checkIdentity(file.database, identity);
  if (file.problems().length > 0) {
    throw new AppError('damaged', '数据文件已经损坏，请不要删除任何文件，用最近的备份恢复。');
  }
  const pending = migrations.filter(({ number }) => number > present);
  if (pending.length === 0) return false;
  await copyBefore(file, key, latest);
  runOwnAct('program.upgraded', { from: present, to: latest }, () =>
    transaction(file.database, () => apply(file, pending)),
  );
  return true;
}

function checkIdentity(database: ReadableDatabase, identity: Identity): void {
  const found = identityOf(database);
  if (found?.vaultId !== identity.vaultId || found.compartment !== identity.compartment) throw foreign();
}

/** What a file says it is, or undefined when it is no compartment. */
export function identityOf(database: ReadableDatabase): Identity | undefined {
  const table = database.get(sql`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'vault'`);
  if (!table) return undefined;
  const rows = database.all<Identity>(sql`SELECT id AS "vaultId", compartment FROM vault`);
  return rows.length === 1 ? rows[0] : undefined;
}

function apply(file: EncryptedFile, migrations: readonly Migration[]): void {
  for (const migration of migrations) {
    migration.up({ ...file.database, execute: file.execute });
    file.pragma('user_version', migration.number);
  }
  if (file.brokenReferences() > 0) throw new Error('a migration left broken references');
}

function checkOrder(migrations: readonly Migration[]): void {
  let last = 0;
  for (const { number } of migrations) {
    if (!Number.isSafeInteger(number) || number <= last) throw new TypeError('migrations out of order');
    last = number;
  }
}

/** `children.before-20.vault`: an encrypted copy under the same key, proven to open before it gets its name. */
async function copyBefore(file: EncryptedFile, key: Buffer, version: number): Promise<void> {
  const folder = dirname(file.path);
  const name = basename(file.path, '.vault');
  const part = join(folder, `${name}.before-${version}.vault.part`);
  removeFile(part);
  try {
    file.copyInto(part);
    const copy = openEncrypted(part, key);
    try {
      if (copy.problems().length > 0) throw new AppError('damaged', '升级前的副本没有通过检查，请检查硬盘后再试。');
    } finally {
      copy.close();
    }
    await renameDurably(part, part.slice(0, -'.part'.length));
  } catch (error) {
    removeFile(part);
    throw storageError(error);
  }
  const copies = readdirSync(folder)
    .map((entry) => ({ entry, version: Number(/^(\w+)\.before-(\d+)\.vault$/.exec(entry)?.[2] ?? Number.NaN) }))
    .filter((copy) => copy.entry.startsWith(`${name}.before-`) && Number.isSafeInteger(copy.version))
    .toSorted((a, b) => b.version - a.version);
  for (const { entry } of copies.slice(keptCopies)) removeFile(join(folder, entry));
}

function removeFile(path: string): void {
  for (const suffix of ['', '-wal', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

function foreign(): AppError {
  return new AppError('foreign', '这个数据文件属于另一个台账，请放回原来的文件，或用最近的备份恢复。');
}

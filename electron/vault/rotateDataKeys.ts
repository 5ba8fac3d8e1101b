import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/contract/result.ts';
import type { KeyName } from '../../shared/rights/roles.ts';
import type { FreeBytes } from './backup.ts';
import { type Compartment, compartmentLabel, compartmentNames, compartments } from './compartments.ts';
import { transaction, type WritableDatabase } from './database.ts';
import { flushFolder, makeFolder, renameDurably } from './durableFile.ts';
import { type DataKeys, wipeDataKeys } from './keyring.ts';
import { type Keyring, type KeyringChange, writeKeyring } from './keyringFile.ts';
import { presentKeys, withNewKeys } from './keyringKeys.ts';
import { sealedPrivateKey, sealedPublicKeyOf, withChange } from './keyringSeals.ts';
import { identityOf } from './migrate.ts';
import { changeKeyOfCopy, type EncryptedFile, openEncrypted, readLabel, wipe } from './open.ts';
import { keepPurposeRoot, purposeRoot } from './purposeRoot.ts';
import { rowCounts } from './rowCounts.ts';
import { settleStagedFiles, stagedFile } from './stagedFiles.ts';
import { storageError } from './storageError.ts';
import { compartmentFile, vaultFolder } from './vault.ts';

/** A file is copied, goes over to its new key, and is compared. */
const stepsPerFile = 3;

/** Bytes that stay free beside the new files. */
const reserve = 200 * 1024 * 1024;

/** Seals anew what lies sealed in a compartment, from the old pair to the new one. It runs in a transaction of the new file. */
export type Reseal = (database: WritableDatabase, oldPrivateKey: Buffer, newPublicKey: Buffer) => unknown;

/**
 * Puts new data keys in the place of some (更换数据密钥), while the vault is closed: after somebody left, the keys he held open old
 * copies only. Every file is written anew aside under its new key and compared; writing the keyring is the moment that decides,
 * then the new files take their place. Killed at any moment, keyring and files fit together at the next start, with every row.
 *
 * A new sealed key means new files of everything but the office, because what lies sealed in them is sealed anew. Copies from before
 * an upgrade are removed with the key that opens them; backups keep theirs, see `backupsUnderOldKeys`.
 * @throws AppError denied when not every key of the vault is held; full | readonly | damaged | stale; the vault is as it was then
 */
export async function rotateDataKeys(
  dataDir: string,
  keyring: Keyring,
  dataKeys: DataKeys,
  options: {
    readonly names: readonly KeyName[];
    readonly reseal: Reseal;
    readonly freeBytes: FreeBytes;
    /** What is said of it in the keyring; see `withChange`. The chain has been told of everything before. */
    readonly change: Omit<KeyringChange, 'generation'> | null;
    /** Told how many steps of how many are done. */
    readonly report: (done: number, total: number) => void;
  },
): Promise<void> {
  const folder = vaultFolder(dataDir);
  const working = join(dataDir, `vault.rekeying-${randomBytes(8).toString('hex')}`);
  await settleStagedFiles(folder);
  const names = presentKeys(keyring).filter(
    (name) => options.names.includes(name) || (options.names.includes('sealed') && name !== 'office'),
  );
  const files = compartmentNames.filter((name) => names.includes(name));
  const size = files.reduce((sum, name) => sum + statSync(compartmentFile(dataDir, name)).size, 0);
  if (options.freeBytes(dataDir) < 2 * size + reserve) throw noSpace(2 * size + reserve);
  const next = withNewKeys(keyring, dataKeys, names);
  let done = 0;
  const stepDone = async (): Promise<void> => {
    done += 1;
    options.report(done, files.length * stepsPerFile);
    // Whoever asks how far it is gets his answer.
    await setImmediate();
  };
  try {
    makeFolder(working);
    for (const name of files) {
      await stageFile({ dataDir, working, name, from: dataKeys, to: next.dataKeys, stepDone, ...options });
      const generation = next.keyring.compartments[name]?.keyGeneration ?? 0;
      await renameDurably(join(working, compartments[name].fileName), stagedFile(folder, name, generation));
    }
    flushFolder(folder);
    await writeKeyring(folder, withChange(next.keyring, next.dataKeys, options.change, keyring.generation));
  } catch (error) {
    throw storageError(error);
  } finally {
    wipeDataKeys(next.dataKeys);
    rmSync(working, { recursive: true, force: true });
    // Puts the new files in their place, or takes them away when the keyring does not name their keys.
    await settleStagedFiles(folder);
  }
  for (const entry of readdirSync(folder)) {
    const [, copied] = /^(\w+)\.before-\d+\.vault$/.exec(entry) ?? [];
    if (files.some((name) => name === copied)) rmSync(join(folder, entry));
  }
}

interface Rewriting {
  readonly dataDir: string;
  readonly working: string;
  readonly name: Compartment;
  readonly from: DataKeys;
  readonly to: DataKeys;
  readonly names: readonly KeyName[];
  readonly reseal: Reseal;
  readonly stepDone: () => Promise<void>;
}

/** Writes a compartment anew under its new key, closed, compared and flushed. */
async function stageFile({ dataDir, working, name, from, to, names, reseal, stepDone }: Rewriting): Promise<void> {
  const [key, newKey] = [from.keys.get(name), to.keys.get(name)];
  if (!key || !newKey) throw new AppError('denied', '需要能打开全部数据的人员来办理，请换安全保密员或分管领导。');
  const path = compartmentFile(dataDir, name);
  const copy = join(working, compartments[name].fileName);
  const { counts, root, label } = withFile(path, key, (file) => {
    refuseUnsound(file, from, name);
    file.copyInto(copy);
    return {
      counts: rowCounts(file.database),
      root: purposeRoot(from.vaultId, name, key, file.database),
      label: compartmentLabel(from.vaultId, name),
    };
  });
  await stepDone();
  // What the log still held is in the file now; a log left beside it would be read as part of the new one.
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new Error('a log beside a closed file');
  try {
    changeKeyOfCopy(copy, key, newKey);
    await stepDone();
    withFile(copy, newKey, (file) => {
      transaction(file.database, (database) => {
        keepPurposeRoot({ ...database, execute: file.execute }, root);
        if (names.includes('sealed')) resealIn(database, { from, to, reseal });
      });
      refuseUnsound(file, to, name);
      const found = rowCounts(file.database);
      if (![...counts].every(([table, rows]) => found.get(table) === rows) || found.size !== counts.size) {
        throw new AppError('damaged', '换密钥后的数据与原来的不一致，没有更换；请检查硬盘后再试。');
      }
    });
  } finally {
    wipe(root);
  }
  if (!readLabel(copy)?.equals(label)) throw new Error('the new file does not begin with its label');
  const descriptor = openSync(copy, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
  await stepDone();
}

function resealIn(
  database: WritableDatabase,
  { from, to, reseal }: { readonly from: DataKeys; readonly to: DataKeys; readonly reseal: Reseal },
): void {
  const sealedKey = from.keys.get('sealed');
  const newPublicKey = sealedPublicKeyOf(to);
  if (!sealedKey || !newPublicKey) return;
  const oldPrivateKey = sealedPrivateKey(from.vaultId, sealedKey);
  try {
    reseal(database, oldPrivateKey, newPublicKey);
  } finally {
    wipe(oldPrivateKey);
  }
}

function withFile<T>(path: string, key: Buffer, work: (file: EncryptedFile) => T): T {
  const file = openEncrypted(path, key);
  try {
    return work(file);
  } finally {
    file.close();
  }
}

function refuseUnsound(file: EncryptedFile, { vaultId }: DataKeys, name: Compartment): void {
  const identity = identityOf(file.database);
  const isSound = identity?.vaultId === vaultId && identity.compartment === name && file.problems().length === 0;
  if (!isSound) throw new AppError('damaged', '数据文件没有通过检查，没有更换密钥；请用最近的备份恢复后再试。');
}

function noSpace(needed: number): AppError {
  const mebibytes = Math.ceil(needed / (1024 * 1024));
  return new AppError('full', `磁盘空间不够，没有更换密钥；请清理出${mebibytes}MB以上的空间后再试。`);
}

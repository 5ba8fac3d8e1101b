import { rmSync, statfsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/contract/result.ts';
import { type Backup, type BackupFile, listBackups, looksWhole, manifestText, sizeOf } from './backupManifest.ts';
import { backupsToRemove } from './backupRotation.ts';
import { checkCopies } from './checkCopies.ts';
import { type Compartment, compartmentNames, compartments } from './compartments.ts';
import { copyInSlices, flushFolder, makeFolder, renameDurably, writeNewFile } from './durableFile.ts';
import type { Kdf } from './kdf.ts';
import { keyringFileNames, readKeyring } from './keyringFile.ts';
import { storageError } from './storageError.ts';
import { backupsFolder, compartmentFile, manifestName, type Vault, vaultFolder } from './vault.ts';

/** Bytes that stay free beside a backup, so that the clerk can go on saving. */
const reserve = 200 * 1024 * 1024;

/** Free bytes of the disk on which a folder lies. */
export type FreeBytes = (folder: string) => number;

/** What the operating system says. */
export const freeBytesOnDisk: FreeBytes = (folder) => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** What a backup, its making and its use have in common. */
export interface BackupPlace {
  readonly dataDir: string;
  readonly now: () => Date;
  readonly freeBytes: FreeBytes;
  /** The weakest password protection that a keyring may have; tests make weaker ones. */
  readonly kdfFloor?: Kdf;
}

/** How long work on backups goes on, and how it is told. */
export interface BackupWatch {
  readonly signal?: AbortSignal;
  readonly report?: (done: number, total: number) => void;
}

/** Bytes of the vault, and how many must be free for a backup of it: twice its size and 200 MB. */
export function spaceFor(dataDir: string): { readonly vault: number; readonly needed: number } {
  const vault = compartmentNames.reduce(
    (sum, name) =>
      sum +
      (statSync(compartmentFile(dataDir, name), { throwIfNoEntry: false })?.size ?? 0) +
      (statSync(`${compartmentFile(dataDir, name)}-wal`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return { vault, needed: 2 * vault + reserve };
}

/** Whether anything was stored since the newest backup: in a compartment that is open here, or in the keyring. */
export async function isChangedSince({ manifest }: Backup, vault: Vault, place: BackupPlace): Promise<boolean> {
  const written = vault.open.some(
    (name) => manifest.files.find(({ compartment }) => compartment === name)?.state !== vault.stateOf(name),
  );
  if (written) return true;
  const [name] = keyringFileNames;
  const { sha256 } = await copyInSlices(join(vaultFolder(place.dataDir), name), null);
  return manifest.files.find((file) => file.name === name)?.sha256 !== sha256;
}

/**
 * Makes a backup of an open vault while others work on it. Each compartment's log is moved into its file, whose encrypted bytes are
 * then copied in slices while commits stay in the log; the copies are opened with their keys, checked and counted in a thread,
 * and read again. The folder gets its name last, so under such a name there are complete backups only.
 *
 * Afterwards old ones go that the rotation does not keep.
 * @throws AppError full, also when too little would stay free; cancelled | damaged | readonly | locked; nothing is left behind then
 */
export async function makeBackup(vault: Vault, place: BackupPlace, watch: BackupWatch = {}): Promise<Backup> {
  const { dataDir } = place;
  const folder = backupsFolder(dataDir);
  const check = (): void => {
    if (watch.signal?.aborted) throw new AppError('cancelled', '已停止，没有留下不完整的备份');
  };
  let part: string | undefined;
  try {
    makeFolder(folder);
    const { vault: size, needed } = spaceFor(dataDir);
    if (place.freeBytes(dataDir) < needed) throw noSpace(needed);
    const made = place.now();
    const sequence = (listBackups(dataDir)[0]?.manifest.sequence ?? 0) + 1;
    const id = `${stamp(made)}-${String(sequence).padStart(6, '0')}`;
    part = join(folder, `${id}.part`);
    rmSync(part, { recursive: true, force: true });
    makeFolder(part);
    let done = 0;
    const options = {
      check,
      report: (bytes: number) => {
        done += bytes;
        watch.report?.(Math.min(done, 2 * size), 2 * size);
      },
    };
    const copied: BackupFile[] = [];
    // The keyring first: it opens every file that is copied after it, as keys are only ever added before they are used.
    for (const name of keyringFileNames) {
      await copyInSlices(join(vaultFolder(dataDir), name), join(part, name), { check });
    }
    // Makes two equal copies of it, also where a password is being changed at this moment.
    const { keyring } = await readKeyring(part, place.kdfFloor);
    for (const name of keyringFileNames) {
      const read = await copyInSlices(join(part, name), null);
      copied.push({ name, compartment: null, ...read, content: null, state: null });
    }
    if (keyring.vaultId !== vault.vaultId) throw new AppError('foreign', '钥匙文件属于另一个台账，没有备份。');
    for (const name of compartmentNames) {
      if (!keyring.compartments[name]) continue;
      if (vault.open.includes(name)) copied.push(await copyOpen(vault, name, part, options));
      else copied.push(...(await copyClosed(dataDir, name, part, options)));
    }
    const files = await withContents(vault, copied, part, watch.signal);
    // Read back after they were opened: what is on the disk is what was read from the vault.
    for (const { name, bytes, sha256 } of files) {
      const found = await copyInSlices(join(part, name), null, options);
      if (found.bytes !== bytes || found.sha256 !== sha256) throw unreadable();
    }
    const manifest = {
      format: 'hulei-backup' as const,
      version: 1 as const,
      vaultId: vault.vaultId,
      sequence,
      made: made.toISOString(),
      files,
    };
    writeNewFile(join(part, manifestName), Buffer.from(manifestText(manifest), 'utf8'));
    flushFolder(part);
    check();
    await renameDurably(part, join(folder, id));
    const backup = { id, folder: join(folder, id), manifest };
    await removeOld(place, backup);
    return backup;
  } catch (error) {
    if (part !== undefined) await rm(part, { recursive: true, force: true });
    throw storageError(error);
  }
}

/**
 * Reads every file of a backup and compares it with its manifest.
 * @throws AppError damaged | missing | cancelled
 */
export async function readBackup(backup: Backup, watch: BackupWatch = {}): Promise<void> {
  if (!looksWhole(backup)) throw unreadable();
  const total = sizeOf(backup.manifest);
  let done = 0;
  for (const { name, sha256 } of backup.manifest.files) {
    const found = await copyInSlices(join(backup.folder, name), null, {
      check: () => {
        if (watch.signal?.aborted) throw new AppError('cancelled', '已停止，没有改动任何文件');
      },
      report: (bytes) => {
        done += bytes;
        watch.report?.(done, total);
      },
    }).catch((error: unknown) => {
      throw storageError(error);
    });
    if (found.sha256 !== sha256) throw unreadable();
  }
}

async function copyOpen(
  vault: Vault,
  name: Compartment,
  part: string,
  options: { readonly check: () => void; readonly report: (bytes: number) => void },
): Promise<BackupFile> {
  const { fileName } = compartments[name];
  const copied = await vault.snapshotInto(name, join(part, fileName), options);
  return { name: fileName, compartment: name, ...copied, content: null };
}

/** Opens the copies of what is open in the vault with its keys, and notes what each was found to hold. */
async function withContents(
  vault: Vault,
  files: readonly BackupFile[],
  part: string,
  signal: AbortSignal | undefined,
): Promise<BackupFile[]> {
  const opened = files.flatMap(({ name, compartment, state }) =>
    compartment === null || state === null ? [] : [{ name, compartment }],
  );
  const contents = await vault.lendKeys((keys) => {
    const copies = opened.map(({ name, compartment }) => {
      const key = keys.get(compartment);
      if (!key) throw new AppError('denied', '当前用户没有打开这部分数据的权限。');
      return { path: join(part, name), key, vaultId: vault.vaultId, compartment };
    });
    return checkCopies(copies, signal);
  });
  const found = new Map(opened.map(({ name }, index) => [name, contents[index]]));
  return files.map((file) => ({ ...file, content: found.get(file.name) ?? null }));
}

/** A compartment nobody has open here: its file stands still, and so does a log that a crash may have left. */
async function copyClosed(
  dataDir: string,
  name: Compartment,
  part: string,
  options: { readonly check: () => void; readonly report: (bytes: number) => void },
): Promise<BackupFile[]> {
  const files: BackupFile[] = [];
  for (const suffix of ['', '-wal']) {
    const source = `${compartmentFile(dataDir, name)}${suffix}`;
    if (suffix !== '' && (statSync(source, { throwIfNoEntry: false })?.size ?? 0) === 0) continue;
    const fileName = `${compartments[name].fileName}${suffix}`;
    const copied = await copyInSlices(source, join(part, fileName), options);
    files.push({ name: fileName, compartment: name, ...copied, content: null, state: null });
  }
  return files;
}

/** Only after the new one is verified and has its name. One that cannot be removed is tried again after the next. */
async function removeOld({ dataDir }: BackupPlace, newest: Backup): Promise<void> {
  for (const { folder } of backupsToRemove(listBackups(dataDir), newest)) {
    try {
      // The manifest goes first: what a crash leaves of the rest is no backup any more.
      await rm(join(folder, manifestName), { force: true });
      await rm(folder, { recursive: true, force: true });
    } catch {
      // A program that reads it on Windows holds it for a moment.
    }
  }
}

/** Local day and time, as a name that sorts and that every file system takes. */
export function stamp(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day}-${two(moment.getHours())}${two(moment.getMinutes())}${two(moment.getSeconds())}`;
}

/** 0.3 GB reads worse than 300 MB. */
export function noSpace(needed: number): AppError {
  const mebibytes = Math.ceil(needed / (1024 * 1024));
  return new AppError('full', `磁盘空间不够，没有备份；请清理出${mebibytes}MB以上的空间后再备份。`);
}

function unreadable(): AppError {
  return new AppError('damaged', '这份备份已经损坏或不完整，不能使用，请另选一份。');
}

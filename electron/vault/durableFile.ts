import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, read, renameSync, statSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '../../shared/contract/result.ts';

/** Flushes a folder's entries. Windows cannot open a folder for that; NTFS keeps renames in its own journal. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a folder and those above it where they are missing. One by one: Node's own recursion never ends where a system
 * says ENOENT for a new folder, as /proc does.
 * @throws AppError readonly where that is impossible; errors of the file system otherwise
 */
export function makeFolder(path: string): void {
  try {
    if (isFolder(path)) return;
    const parent = dirname(path);
    if (parent !== path) makeFolder(parent);
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // Another program may have made it a moment ago.
    if (code === 'EEXIST' && isFolder(path)) return;
    if (!/^(ENOENT|EEXIST|ENOTDIR|ENAMETOOLONG|ELOOP|EROFS)$/.test(code)) throw error;
    throw new AppError('readonly', '数据文件夹建立不了，请检查位置和权限，或换一个文件夹。');
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Writes a new file and flushes it. Fails when the path is taken. */
export function writeNewFile(path: string, content: Uint8Array): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    let written = 0;
    while (written < content.length) written += writeSync(descriptor, content, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Renames a file or folder and flushes the folder that holds it, so that the new name survives a power cut. */
export async function renameDurably(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(from, to);
      break;
    } catch (error) {
      // A virus scanner on Windows holds a fresh file for a moment.
      const held = error instanceof Error && 'code' in error && /^(EPERM|EACCES|EBUSY)$/.test(String(error.code));
      if (process.platform !== 'win32' || !held || attempt === 20) throw error;
      await setTimeout(50);
    }
  }
  flushFolder(dirname(to));
}

/** What was copied: its length, and the SHA-256 of its bytes in hexadecimal. */
export interface CopiedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** What a copy in slices may be given. */
export interface CopyOptions {
  /** Called before each slice and after the last; what it throws ends the copy. */
  readonly check?: () => void;
  /** Told how many bytes each slice had. */
  readonly report?: (bytes: number) => void;
}

/** Bytes of a slice: reading, hashing and writing it takes the process a few milliseconds. */
const sliceLength = 1024 * 1024;
const readSlice = promisify(read);

/**
 * Copies a file in slices and flushes the copy, so that nobody waits for a long one; without a target it is only read. The
 * source is an open descriptor, which stays open, or a path.
 * @throws errors of the file system, and EEXIST when the target is taken
 */
export async function copyInSlices(
  source: number | string,
  target: string | null,
  options: CopyOptions = {},
): Promise<CopiedFile> {
  const opened = typeof source === 'string' ? await open(source, 'r') : null;
  const descriptor = typeof source === 'number' ? source : (opened?.fd ?? -1);
  try {
    const copy = target === null ? null : await open(target, 'wx', 0o600);
    try {
      const slice = Buffer.alloc(sliceLength);
      const hash = createHash('sha256');
      let bytes = 0;
      for (;;) {
        options.check?.();
        const { bytesRead } = await readSlice(descriptor, slice, 0, sliceLength, bytes);
        if (bytesRead === 0) break;
        const content = slice.subarray(0, bytesRead);
        hash.update(content);
        await copy?.writeFile(content);
        bytes += bytesRead;
        options.report?.(bytesRead);
      }
      options.check?.();
      await copy?.sync();
      return { bytes, sha256: hash.digest('hex') };
    } finally {
      await copy?.close();
    }
  } finally {
    await opened?.close();
  }
}

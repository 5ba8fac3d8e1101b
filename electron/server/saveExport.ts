import { lstat, mkdir, open, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/contract/result.ts';
import { renameDurably, writeNewFile } from '../vault/durableFile.ts';
import { safeFileName, splitExtension } from './safeFileName.ts';

/**
 * Writes a file that did not exist before; a taken name gets (2), (3) … before its extension.
 * @param folder made when it is missing; a link in its place is refused.
 * @returns the full path.
 * @throws AppError full, readonly
 */
export async function saveExport(folder: string, suggestedName: string, bytes: Uint8Array): Promise<string> {
  const { stem, extension } = splitExtension(safeFileName(suggestedName));
  try {
    await mkdir(folder, { recursive: true });
    if ((await lstat(folder)).isSymbolicLink()) throw notWritable();
    const target = await realpath(folder);
    return await writeThenName(target, bytes, () => claimName(target, stem, extension));
  } catch (error) {
    throw toSentence(error);
  }
}

/**
 * Makes a folder that did not exist before; a taken name gets (2), (3) …
 * @param parent made when it is missing; a link in its place is refused.
 * @returns the full path.
 * @throws AppError full, readonly
 */
export async function makeExportFolder(parent: string, suggestedName: string): Promise<string> {
  const name = safeFileName(suggestedName);
  try {
    await mkdir(parent, { recursive: true });
    if ((await lstat(parent)).isSymbolicLink()) throw notWritable();
    const target = await realpath(parent);
    for (let copy = 1; ; copy += 1) {
      const folder = path.join(target, copy === 1 ? name : `${name} (${copy})`);
      try {
        await mkdir(folder, { mode: 0o700 });
        return folder;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw toSentence(error);
  }
}

/**
 * Writes a file where the user chose to have it, in the place of one that he agreed to lose.
 * @throws AppError full, readonly
 */
export async function saveAs(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeThenName(path.dirname(file), bytes, async () => file);
  } catch (error) {
    throw toSentence(error);
  }
}

/** The bytes are whole and on the disk before the name appears or changes its content. */
async function writeThenName(folder: string, bytes: Uint8Array, name: () => Promise<string>): Promise<string> {
  const unfinished = path.join(folder, `.${process.pid}-${process.hrtime.bigint()}.part`);
  try {
    writeNewFile(unfinished, bytes);
    const finished = await name();
    await renameDurably(unfinished, finished);
    return finished;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Creates the first free name as an empty file of ours, so that nobody else's file can be replaced. */
async function claimName(folder: string, stem: string, extension: string): Promise<string> {
  for (let copy = 1; ; copy += 1) {
    const candidate = path.join(folder, copy === 1 ? `${stem}${extension}` : `${stem} (${copy})${extension}`);
    try {
      await (await open(candidate, 'wx', 0o600)).close();
      return candidate;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function toSentence(error: unknown): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('full', '磁盘空间不足，文件没有保存，请清理磁盘后再导出一次。');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
      return notWritable();
    default:
      return error;
  }
}

function notWritable(): AppError {
  return new AppError('readonly', '这个文件夹不能写入，文件没有保存，请检查文件夹的权限后再导出一次。');
}

import { constants } from 'node:fs';
import { access, mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/contract/result.ts';
import { safeFileName, splitExtension } from '../server/safeFileName.ts';

/**
 * Writes a file that did not exist before; a taken name gets (2), (3) … before its extension. The bytes are on the disk
 * before the name appears.
 * @param folder made when it is missing; a link in its place is refused.
 * @returns the full path.
 * @throws AppError full, readonly
 */
export async function saveExport(folder: string, suggestedName: string, bytes: Uint8Array): Promise<string> {
  const { stem, extension } = splitExtension(safeFileName(suggestedName));
  try {
    await mkdir(folder, { recursive: true });
    const target = await realpath(folder);
    if (path.basename(target) !== path.basename(folder)) throw notWritable();
    const unfinished = path.join(target, `.${process.pid}-${process.hrtime.bigint()}.part`);
    try {
      await writeDurably(unfinished, bytes);
      const finished = await claimName(target, stem, extension);
      await rename(unfinished, finished);
      return finished;
    } finally {
      await rm(unfinished, { force: true });
    }
  } catch (error) {
    throw toSentence(error);
  }
}

/** Where this user's downloads are kept; by the desktop's own settings on Linux, which may give it a Chinese name. */
export async function downloadsFolder(surroundings: {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<string> {
  const { platform, home, env } = surroundings;
  if (platform === 'win32') return path.win32.join(home, 'Downloads');
  const settings = path.join(env.XDG_CONFIG_HOME || path.join(home, '.config'), 'user-dirs.dirs');
  const text = await readFile(settings, 'utf8').catch(() => '');
  const configured = /^XDG_DOWNLOAD_DIR="(.*)"$/m.exec(text)?.[1]?.replace(/^\$HOME(?=\/|$)/, home);
  if (configured && path.isAbsolute(configured)) return configured;
  const chinese = path.join(home, '下载');
  return (await isFolder(chinese)) ? chinese : path.join(home, 'Downloads');
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
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

async function isFolder(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
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
    case 'EEXIST':
      return notWritable();
    default:
      return error;
  }
}

function notWritable(): AppError {
  return new AppError('readonly', '下载文件夹不能写入，文件没有保存，请检查“下载”里的“护蕾台账”文件夹后再导出一次。');
}

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/result.ts';
import { type Backup, sizeOf } from '../../vault/backupManifest.ts';
import { copyInSlices, flushFolder, makeFolder } from '../../vault/durableFile.ts';
import { manifestName } from '../../vault/vault.ts';
import type { Job } from '../jobs/createJobRegistry.ts';

/**
 * Copies a backup to another folder and reads it back. The manifest comes last, so that a stick that is pulled out too early holds no
 * backup at all.
 * @throws AppError conflict | damaged | full | readonly | cancelled; what was copied is removed then
 */
export async function copyAndCompare(backup: Backup, folder: string, job: Job): Promise<void> {
  const total = 2 * sizeOf(backup.manifest);
  let done = 0;
  const options = {
    check: job.refuseCancelled,
    report: (bytes: number) => {
      done += bytes;
      job.report({ done, total, label: '正在复制，请不要拔出U盘', inBytes: true });
    },
  };
  const written: string[] = [];
  try {
    makeFolder(folder);
    for (const { name } of backup.manifest.files) {
      const target = join(folder, name);
      if (existsSync(target)) throw new AppError('conflict', '选的文件夹里已经有同名文件，没有复制，请另选一个。');
      written.push(target);
      await copyInSlices(join(backup.folder, name), target, options);
    }
    flushFolder(folder);
    for (const { name, sha256 } of backup.manifest.files) {
      if ((await copyInSlices(join(folder, name), null, options)).sha256 !== sha256) {
        throw new AppError('damaged', '复制出去的文件与备份不一致，请换一个U盘再复制。');
      }
    }
    const manifest = join(folder, manifestName);
    written.push(manifest);
    await copyInSlices(join(backup.folder, manifestName), manifest);
    flushFolder(folder);
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw code === 'ENOSPC' || code === 'EDQUOT'
      ? new AppError('full', 'U盘或文件夹的空间不够，没有复制，请换一个。')
      : new AppError('readonly', '没有复制成功，请检查U盘是否插好、能不能写入，再复制一次。');
  }
}

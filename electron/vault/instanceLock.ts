import { join } from 'node:path';
import { AppError } from '../../shared/contract/result.ts';
import { makeFolder } from './durableFile.ts';
import { holdLock } from './open.ts';
import { translatingStorageErrors } from './storageError.ts';

/** Bytes of the longest path of a data folder. SQLite takes 512 for a file; the names below the folder need the rest. */
const longestPath = 400;

/** The file in the data folder that is locked, never written. */
export const lockFileName = 'hulei.lock';

/**
 * Makes the calling process the only program on a data folder until `release` or its end, also by a crash. The host
 * takes it before anything else and holds it while the core comes and goes.
 * @throws AppError busy within a second when another program holds it; invalid for a path that is too long; readonly | full
 */
export function acquireInstanceLock(dataDir: string): { release(): void } {
  if (Buffer.byteLength(dataDir) > longestPath) {
    throw new AppError('invalid', '数据文件夹的路径太长，请换一个短一些的位置。');
  }
  translatingStorageErrors(() => makeFolder(dataDir));
  const lock = holdLock(join(dataDir, lockFileName));
  if (!lock) throw new AppError('busy', '护蕾台账已经打开，请切换到已打开的窗口；找不到窗口时请重新启动电脑。');
  // The process itself refers to the lock: a caller that drops the result must not lose it to garbage collection.
  process.once('exit', lock.release);
  return {
    release: () => {
      process.off('exit', lock.release);
      lock.release();
    },
  };
}

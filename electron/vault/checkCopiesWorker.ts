import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/contract/result.ts';
import { readHead } from './auditRow.ts';
import type { CopyAnswer, CopyToCheck, FoundContent } from './checkCopies.ts';
import { identityOf } from './migrate.ts';
import { openEncrypted, wipe } from './open.ts';
import { rowCounts } from './rowCounts.ts';

/** Opens a copy with its key, reads all of it and counts what is in it. @throws AppError damaged | foreign | missing */
function contentOf({ path, key, vaultId, compartment }: CopyToCheck): FoundContent {
  const rawKey = Buffer.from(key);
  try {
    const file = openEncrypted(path, rawKey);
    try {
      if (file.problems().length > 0) throw new AppError('damaged', '备份没有通过检查，请检查硬盘后再试。');
      const { database } = file;
      const identity = identityOf(database);
      if (identity?.vaultId !== vaultId || identity.compartment !== compartment) {
        throw new AppError('foreign', '备份里的数据文件不属于这个台账，请另选一份备份。');
      }
      const counted = rowCounts(database);
      return {
        schema: file.pragma('user_version'),
        rows: [...counted.values()].reduce((sum, rows) => sum + rows, 0),
        history: counted.get('history') ?? null,
        head: counted.has('audit') ? readHead(database) : null,
      };
    } finally {
      file.close();
    }
  } finally {
    wipe(rawKey);
  }
}

function check(copies: readonly CopyToCheck[]): CopyAnswer {
  try {
    return { ok: true, found: copies.map(contentOf) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, code: error.code, message: error.message };
  } finally {
    for (const { key } of copies) wipe(key);
  }
}

parentPort?.postMessage(check(workerData as readonly CopyToCheck[]));

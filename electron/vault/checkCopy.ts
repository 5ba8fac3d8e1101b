import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../shared/contract/result.ts';
import type { Identity } from './migrate.ts';
import type { Anchor } from './verifyChain.ts';

/** A closed copy of a compartment, and what it has to be. */
export interface CopyToCheck extends Identity {
  readonly path: string;
  readonly key: Uint8Array;
}

/** What a sound copy holds. */
export interface CopyContent {
  /** The number of its last migration. */
  readonly schema: number;
  /** Rows of all tables together. */
  readonly rows: number;
  /** Lines of history, which account for every change; null for a compartment that keeps none. */
  readonly history: number | null;
  /** Where its audit chain stands; left out for a compartment from before there was one. */
  readonly audit?: Anchor;
}

/** What the worker tells. */
export type CopyAnswer =
  | { readonly ok: true; readonly content: CopyContent }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/**
 * Opens a copy with its key in a thread of its own, lets SQLite check all of it (40 MB take a third of a second) and counts what is
 * in it. The thread and its copy of the key end with the check; the caller's key stays the caller's to wipe.
 * @throws AppError damaged | foreign | missing | cancelled
 */
export function checkCopy(copy: CopyToCheck, signal?: AbortSignal): Promise<CopyContent> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled());
      return;
    }
    const key = new Uint8Array(copy.key);
    const worker = new Worker(new URL('./checkCopyWorker.ts', import.meta.url), {
      workerData: { ...copy, key },
      execArgv: [],
      env: {},
    });
    // The thread has a copy of its own by now.
    key.fill(0);
    const settle = (finish: () => void): void => {
      signal?.removeEventListener('abort', abort);
      worker.removeAllListeners();
      // What a thread reports while it is being ended has nobody left to hear it.
      worker.on('error', () => undefined);
      // The copy may be renamed or removed once its thread has let it go.
      void worker.terminate().then(finish, finish);
    };
    const abort = (): void => settle(() => reject(cancelled()));
    signal?.addEventListener('abort', abort);
    worker.on('message', (answer: CopyAnswer) =>
      settle(() => {
        if (answer.ok) resolve(answer.content);
        else reject(new AppError(answer.code, answer.message));
      }),
    );
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', () => settle(() => reject(new Error('the worker ended without an answer'))));
  });
}

function cancelled(): AppError {
  return new AppError('cancelled', '已停止，没有留下不完整的备份');
}

import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../shared/contract/result.ts';
import { anchorOf } from './anchors.ts';
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

/** What the worker found in a copy; where its chain stands is not written as text yet. */
export interface FoundContent extends Omit<CopyContent, 'audit'> {
  readonly head: { readonly seq: number; readonly mac: Uint8Array } | null;
}

/** What the worker tells. */
export type CopyAnswer =
  | { readonly ok: true; readonly found: readonly FoundContent[] }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/**
 * Opens copies with their keys in a thread of its own, one after the other, lets SQLite check all of each (40 MB take a third of a
 * second) and counts what is in it. The thread and its copies of the keys end with the check; the caller's keys stay the caller's
 * to wipe.
 * @returns what each holds, in the same order
 * @throws AppError damaged | foreign | missing | cancelled, for the first copy that is not sound
 */
export function checkCopies(copies: readonly CopyToCheck[], signal?: AbortSignal): Promise<CopyContent[]> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled());
      return;
    }
    const lent = copies.map((copy) => ({ ...copy, key: new Uint8Array(copy.key) }));
    const worker = new Worker(new URL('./checkCopiesWorker.ts', import.meta.url), {
      workerData: lent,
      execArgv: [],
      env: {},
    });
    // The thread has copies of its own by now.
    for (const { key } of lent) key.fill(0);
    const settle = (finish: () => void): void => {
      signal?.removeEventListener('abort', abort);
      worker.removeAllListeners();
      // What a thread reports while it is being ended has nobody left to hear it.
      worker.on('error', () => undefined);
      // The copies may be renamed or removed once their thread has let them go.
      void worker.terminate().then(finish, finish);
    };
    const abort = (): void => settle(() => reject(cancelled()));
    signal?.addEventListener('abort', abort);
    worker.on('message', (answer: CopyAnswer) =>
      settle(() => {
        if (answer.ok) resolve(answer.found.map(contentOf));
        else reject(new AppError(answer.code, answer.message));
      }),
    );
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', () => settle(() => reject(new Error('the worker ended without an answer'))));
  });
}

function contentOf({ head, ...content }: FoundContent): CopyContent {
  return { ...content, ...(head ? { audit: anchorOf(head) } : {}) };
}

function cancelled(): AppError {
  return new AppError('cancelled', '已停止，没有留下不完整的备份');
}

import { AppError } from '../../../shared/contract/result.ts';

/** How far a job is. `total` 0: nobody knows yet. */
export interface JobProgress {
  readonly done: number;
  readonly total: number;
  /** What is being done, in words. */
  readonly label: string;
  /** The two are bytes, and no number of anything that somebody counts. */
  readonly inBytes?: true;
}

/** What a long call is given to say how far it is, and to hear that it is to stop. */
export interface Job {
  readonly signal: AbortSignal;
  report(progress: JobProgress): void;
  /** @throws AppError cancelled, once somebody has stopped the job */
  refuseCancelled(): void;
}

/** Names of jobs that were stopped before they began, which are remembered; each name is used once. */
const stopsKept = 100;

export type JobRegistry = ReturnType<typeof createJobRegistry>;

/** Long calls that are under way, by the name that their caller chose. A job is known from its start to its answer. */
export function createJobRegistry() {
  const running = new Map<string, { readonly stop: AbortController; progress: JobProgress }>();
  const stoppedBefore = new Set<string>();

  /**
   * Runs work under a name; without one it runs all the same and cannot be watched.
   * @throws AppError invalid when another job has that name; whatever the work throws
   */
  async function run<T>(name: string | undefined, label: string, work: (job: Job) => Promise<T>): Promise<T> {
    if (name !== undefined && running.has(name)) throw new AppError('invalid', '这项操作正在进行，请等它完成');
    const entry = { stop: new AbortController(), progress: { done: 0, total: 0, label } };
    if (name !== undefined) running.set(name, entry);
    if (name !== undefined && stoppedBefore.delete(name)) entry.stop.abort();
    const { signal } = entry.stop;
    try {
      return await work({
        signal,
        report: (progress) => {
          entry.progress = progress;
        },
        refuseCancelled: () => {
          if (signal.aborted) throw new AppError('cancelled', '已停止，没有保存任何内容');
        },
      });
    } finally {
      if (name !== undefined) running.delete(name);
    }
  }

  /** How far a job is, or null when it has not begun or is over. */
  function progress(name: string): JobProgress | null {
    return running.get(name)?.progress ?? null;
  }

  /** Asks a job to stop; one that is over stays as it is, and one whose request still waits for its turn stops as it begins. */
  function cancel(name: string): void {
    const entry = running.get(name);
    if (entry) {
      entry.stop.abort();
      return;
    }
    stoppedBefore.add(name);
    for (const oldest of stoppedBefore) {
      if (stoppedBefore.size <= stopsKept) break;
      stoppedBefore.delete(oldest);
    }
  }

  return { run, progress, cancel };
}

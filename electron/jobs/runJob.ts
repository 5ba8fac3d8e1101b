import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/contract/result.ts';
import type { CrossingOutput, JobMessage, JobName, Jobs, Report } from './jobs.ts';
import { unpackWorkbook } from './packWorkbook.ts';

/** What one run may use, and what is said when it needs more. */
interface JobLimits {
  readonly heapMebibytes: number;
  readonly milliseconds: number;
}

/**
 * A file from outside is cut short early: the largest list that is read has room in the memory, and needs a tenth of the time. What
 * the program writes itself is known, and may take its time on a slow computer.
 */
const limitsOf: { readonly [N in JobName]: JobLimits } = {
  readWorkbook: { heapMebibytes: 144, milliseconds: 20_000 },
  readTemplate: { heapMebibytes: 256, milliseconds: 20_000 },
  fillTemplate: { heapMebibytes: 512, milliseconds: 180_000 },
  writeWorkbook: { heapMebibytes: 512, milliseconds: 180_000 },
  writeDocument: { heapMebibytes: 768, milliseconds: 300_000 },
  writeSheetWorkbook: { heapMebibytes: 512, milliseconds: 180_000 },
};

const tooDemandingOf: { readonly [N in JobName]: string } = {
  readWorkbook: '文件过于复杂，处理不了，请把有内容的部分复制到新建的工作簿，另存后再试',
  readTemplate: '表样过于复杂，处理不了，请把空白表复制到新建的文件里，另存后再放入',
  fillTemplate: '一次填的表太多，没有生成，请少选一些儿童后再试',
  writeWorkbook: '表格太大，没有生成，请缩小范围或少选几列后再试',
  writeDocument: '表太多，没有生成Word文件，请分村另存，或另存为PDF',
  writeSheetWorkbook: '表太多，没有生成Excel文件，请分村另存，或另存为PDF',
};

/** What a caller may say about one run. */
export interface RunOptions {
  /** Aborting ends the worker at once; the promise is rejected with AppError `cancelled`. */
  readonly signal?: AbortSignal;
  readonly limits?: JobLimits;
  /** Told how much is done, by jobs that say so. */
  readonly report?: Report;
  /** A thread that `startWorker` started for this job, and that no other run has had. */
  readonly worker?: Worker;
}

/** What is done with that which crosses from the worker. */
const unpack: { readonly [N in JobName]: (output: CrossingOutput<N>) => Jobs[N]['output'] } = {
  readWorkbook: unpackWorkbook,
  readTemplate: (output) => output,
  fillTemplate: (output) => output,
  writeWorkbook: (output) => output,
  writeDocument: (output) => output,
  writeSheetWorkbook: (output) => output,
};

/**
 * Runs one job in a worker thread of its own, with limits of memory and time; the thread ends with the job, so
 * nothing of it stays in memory.
 * @throws AppError with the job's own reason; `refused` when the job needs more memory or time; `cancelled`
 */
export function runJob<N extends JobName>(
  name: N,
  input: Jobs[N]['input'],
  options: RunOptions = {},
): Promise<Jobs[N]['output']> {
  return new Promise((resolve, reject) => {
    const limits = options.limits ?? limitsOf[name];
    if (options.signal?.aborted) {
      reject(cancelled());
      return;
    }
    const worker = options.worker ?? startWorker(name, limits.heapMebibytes);
    worker.ref();
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      worker.removeAllListeners();
      // What a thread reports while it is being ended has nobody left to hear it.
      worker.on('error', () => undefined);
      void worker.terminate();
      finish();
    };
    const abort = (): void => settle(() => reject(cancelled()));
    const timer = setTimeout(() => settle(() => reject(tooDemanding(name))), limits.milliseconds);
    options.signal?.addEventListener('abort', abort);
    worker.on('message', (message: JobMessage<N>) => {
      if (message.kind === 'progress') {
        options.report?.({ done: message.done, total: message.total });
        return;
      }
      settle(() => {
        if (message.kind === 'done') resolve(unpack[name](message.output));
        else reject(new AppError(message.code, message.message));
      });
    });
    worker.on('error', (error: Error & { readonly code?: string }) =>
      settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooDemanding(name) : error)),
    );
    worker.on('exit', () => settle(() => reject(new Error('the worker ended without an answer'))));
    worker.postMessage(input);
  });
}

/**
 * Starts the thread of a job ahead of its input: it loads its libraries, a good part of a short job's time. It does not keep the
 * process from ending.
 */
export function startWorker(name: JobName, heapMebibytes = limitsOf[name].heapMebibytes): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: name,
    // A small young generation keeps the thread's garbage, and with it the program, small.
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes, maxYoungGenerationSizeMb: 16 },
    // Neither the flags nor the surroundings of the host are a job's business.
    execArgv: [],
    env: {},
  });
  worker.unref();
  return worker;
}

function cancelled(): AppError {
  return new AppError('cancelled', '已停止，没有保存任何内容');
}

function tooDemanding(name: JobName): AppError {
  return new AppError('refused', tooDemandingOf[name]);
}

import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/contract/result.ts';
import type { CrossingOutput, JobMessage, JobName, JobRequest, Jobs } from './jobs.ts';
import { packWorkbook } from './packWorkbook.ts';

// A thread loads what its own job needs, and no other job's library.
const handlers: { readonly [N in JobName]: (input: Jobs[N]['input']) => Promise<CrossingOutput<N>> } = {
  readWorkbook: async ({ file }) => packWorkbook(await (await import('./readWorkbook.ts')).readWorkbook(file)),
  writeWorkbook: async ({ plan }) => (await import('./writeWorkbook.ts')).writeWorkbook(plan),
};

function run<N extends JobName>({ name, input }: { readonly name: N; readonly input: Jobs[N]['input'] }) {
  return handlers[name](input);
}

let message: JobMessage;
try {
  message = { kind: 'done', output: await run(workerData as JobRequest) };
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  message = { kind: 'failed', code: error.code, message: error.message };
}
parentPort?.postMessage(message);

import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/contract/result.ts';
import type { JobMessage, JobName, JobRequest, Jobs } from './jobs.ts';
import { readWorkbook } from './readWorkbook.ts';

const handlers: { readonly [N in JobName]: (input: Jobs[N]['input']) => Promise<Jobs[N]['output']> } = {
  readWorkbook: ({ file }) => readWorkbook(file),
};

const request = workerData as JobRequest;
let message: JobMessage;
try {
  message = { kind: 'done', output: await handlers[request.name](request.input) };
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  message = { kind: 'failed', code: error.code, message: error.message };
}
parentPort?.postMessage(message);

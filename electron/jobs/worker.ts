import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/contract/result.ts';
import type { CrossingOutput, JobMessage, JobName, JobRequest, Jobs, Report } from './jobs.ts';
import { unpackSheets } from './packSheets.ts';
import { packWorkbook } from './packWorkbook.ts';

// A thread loads what its own job needs, and no other job's library.
const handlers: { readonly [N in JobName]: (input: Jobs[N]['input'], report: Report) => Promise<CrossingOutput<N>> } = {
  readWorkbook: async ({ file }) => packWorkbook(await (await import('./readWorkbook.ts')).readWorkbook(file)),
  readTemplate: async ({ file }) => (await import('./readTemplate.ts')).readTemplate(file),
  fillTemplate: async (request) => (await import('./fillTemplate.ts')).fillTemplate(request),
  writeWorkbook: async ({ plan }) => (await import('./writeWorkbook.ts')).writeWorkbook(plan),
  writeDocument: async ({ sheets, foot }, report) =>
    (await import('./writeDocument.ts')).writeDocument({ pages: unpackSheets(sheets).flat(), foot }, report),
  writeSheetWorkbook: async ({ sheets, ...plan }, report) =>
    (await import('./writeSheetWorkbook.ts')).writeSheetWorkbook({ records: unpackSheets(sheets), ...plan }, report),
};

function run<N extends JobName>({ name, input }: { readonly name: N; readonly input: Jobs[N]['input'] }) {
  return handlers[name](input, (progress) => tell({ kind: 'progress', ...progress }));
}

function tell(message: JobMessage): void {
  parentPort?.postMessage(message);
}

let message: JobMessage;
try {
  message = { kind: 'done', output: await run(workerData as JobRequest) };
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  message = { kind: 'failed', code: error.code, message: error.message };
}
tell(message);

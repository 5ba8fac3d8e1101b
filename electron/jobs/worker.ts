import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/contract/result.ts';
import type { CrossingOutput, JobMessage, JobName, Jobs, Report } from './jobs.ts';
import { unpackSheets } from './packSheets.ts';
import { packWorkbook } from './packWorkbook.ts';

type Work<N extends JobName> = (input: Jobs[N]['input'], report: Report) => Promise<CrossingOutput<N>>;

// A thread loads what its own job needs, and no other job's library; it does so before it has its input.
const load: { readonly [N in JobName]: () => Promise<Work<N>> } = {
  readWorkbook: async () => {
    const { readWorkbook } = await import('./readWorkbook.ts');
    return async ({ file }) => packWorkbook(await readWorkbook(file));
  },
  readTemplate: async () => {
    const { readTemplate } = await import('./readTemplate.ts');
    return ({ file }) => readTemplate(file);
  },
  fillTemplate: async () => (await import('./fillTemplate.ts')).fillTemplate,
  writeWorkbook: async () => {
    const { writeWorkbook } = await import('./writeWorkbook.ts');
    return async ({ plan }) => writeWorkbook(plan);
  },
  writeDocument: async () => {
    const { writeDocument } = await import('./writeDocument.ts');
    return ({ sheets, foot }, report) => writeDocument({ pages: unpackSheets(sheets).flat(), foot }, report);
  },
  writeSheetWorkbook: async () => {
    const { writeSheetWorkbook } = await import('./writeSheetWorkbook.ts');
    return async ({ sheets, ...plan }, report) =>
      writeSheetWorkbook({ records: unpackSheets(sheets), ...plan }, report);
  },
};

function tell(message: JobMessage): void {
  parentPort?.postMessage(message);
}

async function run<N extends JobName>(work: Promise<Work<N>>, input: Jobs[N]['input']): Promise<void> {
  let message: JobMessage;
  try {
    const output = await (await work)(input, (progress) => tell({ kind: 'progress', ...progress }));
    message = { kind: 'done', output } as JobMessage;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    message = { kind: 'failed', code: error.code, message: error.message };
  }
  tell(message);
}

function begin<N extends JobName>(name: N): void {
  const work = load[name]();
  parentPort?.once('message', (input: Jobs[N]['input']) => void run<N>(work, input));
}

// Set by `startWorker`.
begin(workerData as JobName);

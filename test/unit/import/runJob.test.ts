import { expect, test } from 'vitest';
import { runJob } from '../../../electron/jobs/runJob.ts';
import { buildWorkbook } from '../../fixtures/workbooks/buildWorkbook.ts';

const manyRows = buildWorkbook({
  sheets: [
    { rows: Array.from({ length: 5_000 }, (_, row) => Array.from({ length: 20 }, (_, column) => `${row}-${column}`)) },
  ],
});

test('a job that takes too long is ended and reported with a sentence', async () => {
  const limits = { heapMebibytes: 512, milliseconds: 1 };
  await expect(runJob('readWorkbook', { file: manyRows }, { limits })).rejects.toMatchObject({ code: 'refused' });
});

test('a job that needs too much memory ends alone, and the program lives on', async () => {
  const limits = { heapMebibytes: 16, milliseconds: 20_000 };
  await expect(runJob('readWorkbook', { file: manyRows }, { limits })).rejects.toMatchObject({ code: 'refused' });
  const { sheets } = await runJob('readWorkbook', { file: manyRows });
  expect(sheets[0]?.rows).toHaveLength(5_000);
});

test('a job is stopped before it starts and while it runs', async () => {
  await expect(runJob('readWorkbook', { file: manyRows }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
  const stop = new AbortController();
  const running = runJob('readWorkbook', { file: manyRows }, { signal: stop.signal });
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
});

test('a job is stopped in the middle of its work, and the next one is not disturbed', async () => {
  const row = Array.from({ length: 20 }, (_, column) => `双塘村${column}`);
  const large = buildWorkbook({ sheets: [{ rows: Array.from({ length: 20_000 }, () => row) }] });
  await expect(runJob('readWorkbook', { file: large }, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect((await runJob('readWorkbook', { file: manyRows })).sheets[0]?.rows).toHaveLength(5_000);
});

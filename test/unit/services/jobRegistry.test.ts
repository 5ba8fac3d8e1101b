import { expect, test } from 'vitest';
import { createJobRegistry } from '../../../electron/services/jobs/createJobRegistry.ts';

test('a job is known by its name from its start to its end', async () => {
  const jobs = createJobRegistry();
  const finish = Promise.withResolvers<string>();
  const running = jobs.run('a', '正在核对', async (job) => {
    job.report({ done: 3, total: 10, label: '正在保存' });
    return finish.promise;
  });
  expect(jobs.progress('a')).toEqual({ done: 3, total: 10, label: '正在保存' });
  expect(jobs.progress('b')).toBeNull();
  await expect(jobs.run('a', '', async () => 1)).rejects.toMatchObject({ code: 'invalid' });
  finish.resolve('fine');
  expect(await running).toBe('fine');
  expect(jobs.progress('a')).toBeNull();
});

test('a job hears that it is to stop; one without a name and one that is over are left alone', async () => {
  const jobs = createJobRegistry();
  const stop = Promise.withResolvers<void>();
  const running = jobs.run('a', '', async (job) => {
    await stop.promise;
    job.refuseCancelled();
  });
  const nameless = jobs.run(undefined, '', async (job) => {
    await stop.promise;
    return job.signal.aborted;
  });
  jobs.cancel('a');
  jobs.cancel('b');
  stop.resolve();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(await nameless).toBe(false);
  expect(jobs.progress('a')).toBeNull();
});

test('a job that is stopped while its request still waits for its turn stops as it begins', async () => {
  const jobs = createJobRegistry();
  jobs.cancel('a');
  const work = async (job: { refuseCancelled: () => void }) => job.refuseCancelled();
  await expect(jobs.run('a', '', work)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await jobs.run('b', '', work)).toBeUndefined();
});

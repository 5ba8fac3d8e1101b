import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createApi } from '../../../renderer/api/call.ts';
import { maxUploadBytes } from '../../../shared/contract/maxUploadBytes.ts';
import type { ErrorCode } from '../../../shared/contract/result.ts';

/** An api whose requests wait until they are answered here. */
function pausedApi() {
  const waiting: { readonly address: string; readonly answer: (value: unknown) => void }[] = [];
  const failures: ErrorCode[] = [];
  const send: typeof fetch = (address) =>
    new Promise((resolve) => {
      waiting.push({ address: String(address), answer: (value) => resolve(Response.json(value)) });
    });
  return { api: createApi(send, (code) => failures.push(code)), waiting, failures };
}

const drop = { importId: '1' };

test('a request made again while it is on its way is sent once, and both callers are answered', async () => {
  const { api, waiting } = pausedApi();
  const both = [api.call('import.discard', drop), api.call('import.discard', drop)];
  expect(waiting.map(({ address }) => address)).toEqual(['/rpc/import.discard']);
  waiting[0]?.answer({ ok: true, value: {} });
  expect(await Promise.all(both)).toEqual([{}, {}]);

  const later = api.call('import.discard', drop);
  expect(waiting).toHaveLength(2);
  waiting[1]?.answer({ ok: true, value: {} });
  await later;
});

test('the second of two clicks hears of a refusal too, and the next try is sent', async () => {
  const { api, waiting, failures } = pausedApi();
  const both = Promise.allSettled([api.call('import.discard', drop), api.call('import.discard', drop)]);
  waiting[0]?.answer({ ok: false, error: { code: 'full', message: '磁盘空间不足' } });
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(failures).toEqual(['full']);
  void api.call('import.discard', drop);
  expect(waiting).toHaveLength(2);
});

test('two requests that differ are two', () => {
  const { api, waiting } = pausedApi();
  void api.call('import.discard', drop);
  void api.call('import.discard', { importId: '2' });
  expect(waiting).toHaveLength(2);
});

test('a file that is too large is refused before anything is sent', async () => {
  const { api, waiting } = pausedApi();
  const upload = api.upload(new Blob([new Uint8Array(maxUploadBytes + 1)]));
  await expect(upload).rejects.toThrow('文件超过20 MB，请拆分后再导入');
  expect(waiting).toHaveLength(0);
});

test('a file that is gone by the time it is read is refused with what to do', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hulei-file-'));
  const file = path.join(folder, 'a.xlsx');
  writeFileSync(file, 'x');
  const blob = await openAsBlob(file);
  rmSync(folder, { recursive: true });
  const { api, waiting } = pausedApi();
  await expect(api.upload(blob)).rejects.toThrow('请重新选择文件');
  expect(waiting).toHaveLength(0);
});

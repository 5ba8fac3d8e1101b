import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { jpegPieces, jpegSegment } from '../../fixtures/images/buildImages.ts';
import { startTestApp, type TestApp, testUser } from '../../testApp.ts';

let testApp: TestApp;
let record: string;
beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  const values = JSON.parse(JSON.stringify(child.sample)) as MethodInput<'register.save'>['values'];
  record = (await testApp.value('register.save', { register: 'child', id: null, version: null, values })).id;
});
afterEach(() => testApp.close());

const get = (address: string) => testApp.app.fetch(new Request(`https://hulei.invalid${address}`));

async function add(): Promise<string> {
  const [start = Buffer.alloc(0), ...rest] = jpegPieces(400, 300);
  const photo = Buffer.concat([start, jpegSegment(0xe1, Buffer.from('Exif\0\0东经109.73')), ...rest]);
  const posted = await testApp.app.fetch(
    new Request('https://hulei.invalid/upload', { method: 'POST', body: new Uint8Array(photo) }),
  );
  const { value } = (await posted.json()) as { value: { upload: string } };
  const thumbnail = Buffer.concat(jpegPieces(40, 30)).toString('base64');
  const input = { register: 'child', record, name: '家门口', kind: 'photo', thumbnail, ...value } as const;
  return (await testApp.value('attachment.add', input)).id;
}

describe('an attachment', () => {
  test('is served to the unlocked page alone, never kept by it, and nothing runs in it', async () => {
    const id = await add();
    const served = await get(`/attachment/${id}`);
    expect(Buffer.from(await served.arrayBuffer()).equals(Buffer.concat(jpegPieces(400, 300)))).toBe(true);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    expect((await get(`/attachment/${id}/thumbnail`)).status).toBe(200);
    expect((await get('/attachment/00000000-0000-4000-8000-0000000000ff')).status).toBe(404);
    expect((await get('/attachment/')).status).toBe(404);
    testApp = await testApp.restart();
    expect((await get(`/attachment/${id}`)).status).toBe(404);
    await testApp.value('session.unlock', testUser);
    expect((await get(`/attachment/${id}`)).status).toBe(200);
  });

  test('is listed, renamed, removed, restored and saved by requests, and the history of its record tells so', async () => {
    const id = await add();
    const names = async () =>
      (await testApp.value('attachment.list', { register: 'child', record })).attachments.map(({ name }) => name);
    expect(await names()).toEqual(['家门口']);
    await testApp.value('attachment.rename', { id, name: '院门' });
    await testApp.value('attachment.remove', { id });
    expect(await names()).toEqual([]);
    await testApp.value('attachment.restore', { id });
    expect(await names()).toEqual(['院门']);
    const { entries } = await testApp.value('register.history', { register: 'child', id: record });
    expect(entries.slice(0, -1).map(({ by, changes }) => ({ by, changes }))).toEqual(
      [
        { label: '附件', before: '', after: '院门' },
        { label: '附件', before: '院门', after: '' },
        { label: '附件', before: '家门口', after: '院门' },
        { label: '附件', before: '', after: '家门口' },
      ].map((change) => ({ by: testUser.user, changes: [change] })),
    );
    // An entry that is open meanwhile can still be saved.
    expect((await testApp.value('register.get', { register: 'child', id: record })).version).toBe(1);
    await testApp.value('attachment.save', { id });
    expect(testApp.hostCalls).toContain('saveFile 附件-照片-20261121.jpg');
  });
});

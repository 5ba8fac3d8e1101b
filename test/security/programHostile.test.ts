import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportSummary } from '../../shared/contract/importMethods.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { Result } from '../../shared/contract/result.ts';
import { child } from '../../shared/registers/child.ts';
import { jpegPieces, jpegSegment, pdfFile, pngPieces } from '../fixtures/images/buildImages.ts';
import { buildOldWorkbook } from '../fixtures/workbooks/buildOldWorkbook.ts';
import { buildWorkbook, worksheet } from '../fixtures/workbooks/buildWorkbook.ts';
import { noise } from '../fixtures/workbooks/expectRefusal.ts';
import { startTestApp, type TestApp } from '../testApp.ts';

const mebibyte = 1024 * 1024;
const heading = ['姓名', '性别', '出生日期'];
const person = ['朴涵军', '男', '2017-01-02'];

let app: TestApp;
let record = '';
beforeAll(async () => {
  app = await startTestApp();
  await app.setUp();
  const values = JSON.parse(JSON.stringify(child.sample)) as MethodInput<'register.save'>['values'];
  record = (await app.value('register.save', { register: 'child', id: null, version: null, values })).id;
});
afterAll(() => app.close());

async function upload(bytes: Uint8Array): Promise<Result<{ upload: string }>> {
  const address = 'https://hulei.invalid/upload';
  const posted = await app.app.fetch(new Request(address, { method: 'POST', body: new Uint8Array(bytes) }));
  return (await posted.json()) as Result<{ upload: string }>;
}

async function read(bytes: Uint8Array, fileName: string): Promise<Result<ImportSummary>> {
  const sent = await upload(bytes);
  if (!sent.ok) return sent;
  return app.call('import.read', { register: 'child', ...sent.value, fileName, job: crypto.randomUUID() });
}

/** One sentence for a clerk: Chinese, without a full stop, and without anything that the file's name says. */
const sentence = /^(?!.*敌意)[\p{Script=Han}“].*[^。]$/u;

describe('a hostile table is refused in words, in time, and the program goes on', () => {
  test.each<readonly [string, string, () => Buffer]>([
    ['nothing', 'xlsx', () => Buffer.alloc(0)],
    ['one byte more than 20 MB', 'xlsx', () => Buffer.alloc(20 * mebibyte + 1)],
    ['random bytes', 'xlsx', () => noise(50_000)],
    ['half a workbook', 'xlsx', () => buildWorkbook({ sheets: [{ rows: [heading, person] }] }).subarray(0, 900)],
    [
      'a bomb of 60 MB',
      'xlsx',
      () =>
        buildWorkbook({
          sheets: [{ rows: [heading, person] }],
          extra: [{ name: 'xl/media/a.png', data: Buffer.alloc(60 * mebibyte) }],
        }),
    ],
    [
      'a macro',
      'xlsx',
      () => buildWorkbook({ sheets: [{ rows: [heading, person] }], extra: [{ name: 'xl/vbaProject.bin', data: 'x' }] }),
    ],
    [
      'an external entity',
      'xlsx',
      () => buildWorkbook({ sheets: [{ xml: '<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>' }] }),
    ],
    [
      'a million rows',
      'xlsx',
      () => buildWorkbook({ sheets: [{ xml: worksheet('<row ht="15"/>'.repeat(1_000_000)) }] }),
    ],
    ['a web page', 'xls', () => Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>')],
    [
      'random bytes behind the first ones',
      'xls',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), noise(50_000)]),
    ],
    [
      'half an old workbook',
      'xls',
      () => buildOldWorkbook({ sheets: [{ rows: [heading, person] }] }).subarray(0, 2_000),
    ],
    ['20 MB of commas', 'csv', () => Buffer.alloc(20 * mebibyte, ',')],
    ['20 MB of quotes', 'csv', () => Buffer.alloc(20 * mebibyte - 1, '"')],
    ['a million lines', 'csv', () => Buffer.from(`${heading.join(',')}\n${'张,男,2017\n'.repeat(1_000_000)}`)],
    ['a zero byte', 'csv', () => Buffer.from('姓名,性别\n张\0,男\n')],
  ])('%s as .%s', async (_, extension, build) => {
    const file = build();
    // Processor time of all threads: a busy machine must not decide.
    const before = process.cpuUsage();
    const refused = await read(file, `敌意.${extension}`);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
    expect(refused).toMatchObject({ ok: false, error: { code: 'refused', message: expect.stringMatching(sentence) } });
    const query = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } } as const;
    expect((await app.value('register.list', { ...query, offset: 0, limit: 1 })).total).toBe(1);
  });

  test('a cell that a formula fills is an error of its row and nobody is taken over with it', async () => {
    const formula = { formula: '"朴"&"涵军"', result: '朴涵军' };
    const xlsx = buildWorkbook({ sheets: [{ rows: [heading, [formula, '男', '2017-01-02']] }] });
    const xls = buildOldWorkbook({ sheets: [{ rows: [heading, ['朴涵军', '男', { formulaResult: 42_737 }]] }] });
    for (const [file, name] of [
      [xlsx, '名单.xlsx'],
      [xls, '名单.xls'],
    ] as const) {
      const judged = await read(file, name);
      expect(judged).toMatchObject({ ok: true, value: { verdicts: { error: 1, new: 0 }, creates: 0 } });
      const { importId } = judged.ok ? judged.value : { importId: '' };
      const { rows } = await app.value('import.rows', { importId, verdicts: [], offset: 0, limit: 10 });
      expect(rows[0]?.issues.map(({ message }) => message).join()).toContain('公式');
      expect(
        await app.call('import.commit', { importId, creates: 1, updates: 0, job: crypto.randomUUID() }),
      ).toMatchObject({ ok: false });
    }
  });
});

describe('a hostile attachment', () => {
  const html = Buffer.from('<html><script>alert(1)</script></html>');
  const [start = Buffer.alloc(0), ...rest] = jpegPieces(400, 300);
  const thumbnail = Buffer.concat(jpegPieces(40, 30)).toString('base64');
  const list = () => app.value('attachment.list', { register: 'child', record });

  async function add(bytes: Uint8Array, small: string | null = thumbnail): Promise<Result<{ id: string }>> {
    const sent = await upload(bytes);
    if (!sent.ok) return sent;
    return app.call('attachment.add', {
      register: 'child',
      record,
      ...sent.value,
      name: '照片.png',
      kind: 'scan',
      thumbnail: small,
    });
  }

  test.each<readonly [string, Uint8Array, string | null]>([
    ['a page before a picture', Buffer.concat([html, start, ...rest]), thumbnail],
    ['a drawing that runs a program', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>'), thumbnail],
    ['a program', Buffer.from('MZ\x90\0', 'latin1'), thumbnail],
    ['a picture of four billion pixels', Buffer.concat(jpegPieces(65_535, 65_535)), thumbnail],
    ['a picture without pixels', Buffer.concat(jpegPieces(0, 0)), thumbnail],
    ['a PNG that says it is huge', Buffer.concat(pngPieces(0x7fff_ffff, 0x7fff_ffff, Buffer.alloc(10))), thumbnail],
    ['a PDF that runs a program', pdfFile('5 0 obj << /S /JavaScript /JS (a) >> endobj'), null],
    ['a PDF behind a page', Buffer.concat([html, pdfFile()]), null],
    ['nothing', Buffer.alloc(0), thumbnail],
    ['one byte more than 20 MB', Buffer.concat([start, Buffer.alloc(20 * mebibyte - 1)]), thumbnail],
    ['a page as its thumbnail', Buffer.concat([start, ...rest]), html.toString('base64')],
  ])('that is %s is refused in words, and nothing of it is kept', async (_, bytes, small) => {
    expect(await add(bytes, small)).toMatchObject({ ok: false, error: { message: expect.stringMatching(sentence) } });
    expect(await list()).toEqual({ attachments: [] });
  });

  test('that is a page and a picture at once is kept as the picture alone, and served so that nothing runs', async () => {
    const added = await add(Buffer.concat([start, jpegSegment(0xfe, html), ...rest, html]));
    const { id } = added.ok ? added.value : { id: '' };
    const served = await app.app.fetch(new Request(`https://hulei.invalid/attachment/${id}`));
    expect(Buffer.from(await served.arrayBuffer()).includes('script')).toBe(false);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/u),
    });
  });
});

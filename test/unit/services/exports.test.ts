import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import type { LeavingOrder } from '../../../shared/contract/exportMethods.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { buildWorld, upload, type World } from '../../fixtures/everyMethod.ts';
import { unzipWorkbook } from '../../fixtures/workbooks/unzipWorkbook.ts';
import { startTestApp, type TestApp, testUser } from '../../testApp.ts';

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp();
  await app.setUp();
});
afterEach(() => app.close());

const query = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
const list = { register: 'child', selection: { query }, columns: ['name', 'id_number'], numbers: 'masked' as const };
const asked = {
  purpose: '报县民政局核对',
  receiver: '县民政局',
  order: { method: 'list.export' as const, ...list },
  persons: 2,
  stick: null,
  second: null,
};

async function register(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const fields = {
      ...child.sample.fields,
      name: `孩子${'甲乙丙丁戊己庚辛壬癸'.charAt(Math.floor(number / 10))}${'甲乙丙丁戊己庚辛壬癸'.charAt(number % 10)}`,
      id_number: null,
      no_id_reason: '1',
    };
    const values = JSON.parse(JSON.stringify({ ...child.sample, fields })) as MethodInput<'register.save'>['values'];
    ids.push((await app.value('register.save', { register: 'child', id: null, version: null, values })).id);
  }
  return ids;
}

const listInput = (permit: string) => ({ ...list, permit });

describe('a list that leaves as a workbook', () => {
  test('is entered with whom, what for, which columns and the digest of the file', async () => {
    await register(2);
    const { permit } = await app.value('export.permit', asked);
    const { path } = await app.value('list.export', listInput(permit));
    const [bytes = new Uint8Array()] = app.saved.values();
    const { prints } = await app.value('print.list', everyPrint);
    expect(path).not.toBeNull();
    expect(prints).toMatchObject([
      {
        way: 'xlsx',
        title: '儿童名册',
        records: 2,
        numbers: 'masked',
        reason: asked.purpose,
        by: testUser.user,
        outcome: 'saved',
        file: {
          receiver: asked.receiver,
          columns: ['姓名', '身份证号'],
          stick: null,
          approver: null,
          alone: false,
          files: 1,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        },
      },
    ]);
    const { purposes, receivers } = await app.value('export.choices', {});
    expect([purposes, receivers]).toEqual([[asked.purpose], [asked.receiver]]);
  });

  test('carries the code of its row of the audit chain, which is checked as that of a paper', async () => {
    await register(1);
    const { permit } = await app.value('export.permit', asked);
    await app.value('list.export', listInput(permit));
    const [bytes = new Uint8Array()] = app.saved.values();
    const [, detail] = (await readWorkbook(bytes)).sheets[0]?.rows ?? [];
    const code = /校验码：(\w{8})$/u.exec(detail?.cells[0]?.text ?? '')?.[1] ?? '';
    expect([...unzipWorkbook(Buffer.from(bytes)).values()].join('')).toContain(`校验码 ${code}&amp;R`);
    expect(await app.value('print.find', { text: code })).toMatchObject({
      found: { genuine: true, print: { code, form: 'child', way: 'xlsx' } },
    });
  });

  test('leaves no digest when nobody saved it, and keeps its number', async () => {
    await register(1);
    app.failures.saveFile = 'cancelled';
    const { permit } = await app.value('export.permit', asked);
    expect(await app.value('list.export', listInput(permit))).toMatchObject({ path: null });
    const { prints } = await app.value('print.list', everyPrint);
    expect(prints).toMatchObject([{ outcome: 'notSaved', file: { files: null, sha256: null } }]);
  });

  test('needs a permit, which is good once', async () => {
    await register(1);
    const refused = { ok: false, error: { code: 'conflict' } };
    expect(await app.call('list.export', listInput(crypto.randomUUID()))).toMatchObject(refused);
    const { permit } = await app.value('export.permit', asked);
    await app.value('list.export', listInput(permit));
    expect(await app.call('list.export', listInput(permit))).toMatchObject(refused);
    expect(app.saved.size).toBe(1);
  });

  test.each([{ purpose: ' ' }, { receiver: '' }, { purpose: '因'.repeat(61) }])('is refused for %j', async (wrong) => {
    expect(await app.call('export.permit', { ...asked, ...wrong })).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
  });
});

/** What each method that takes a permit is asked for in a world, and the same but for one thing. */
async function ordersIn(world: World): Promise<OrdersOfMethods> {
  const { record, twin } = world;
  await app.value('template.activate', { id: world.template });
  await app.value('attachment.restore', { id: world.removedAttachment });
  const { ticket } = await app.value('sheet.open', { form: 'F01', selection: { ids: [record] } });
  const { ticket: ofTwin } = await app.value('sheet.open', { form: 'F01', selection: { ids: [twin] } });
  const readTable = async (fileName: string): Promise<OrderOf<'import.saveResult'>> => {
    const posted = await upload(app, Buffer.from('姓名,性别\n艾文,男'));
    const input = { register: 'child', upload: posted, fileName, job: crypto.randomUUID() };
    const { importId, sheetName, revision } = await app.value('import.read', input);
    return { method: 'import.saveResult', importId, sheetName, revision };
  };
  const listOf = (ids: string[], numbers: 'masked' | 'full'): OrderOf<'list.export'> => ({
    method: 'list.export',
    ...{ ...list, selection: { ids }, numbers },
  });
  const { revision } = (await app.value('template.open', { id: world.template })).template;
  const fillOf = (ids: string[]): OrderOf<'template.fill'> => ({
    method: 'template.fill',
    ...{ id: world.template, revision, selection: { ids }, as: 'files', numbers: 'masked' },
  });
  return {
    'list.export': [listOf([record], 'masked'), listOf([twin], 'masked'), listOf([record], 'full')],
    'template.fill': [fillOf([record]), fillOf([twin])],
    'import.saveResult': [await readTable('双塘村.csv'), await readTable('古井社区.csv')],
    'attachment.save': [
      { method: 'attachment.save', id: world.attachment },
      { method: 'attachment.save', id: world.removedAttachment },
    ],
    'sheet.print': [
      { method: 'sheet.print', ticket },
      { method: 'sheet.print', ticket: ofTwin },
    ],
    'sheet.savePdf': [
      { method: 'sheet.savePdf', ticket },
      { method: 'sheet.savePdf', ticket: ofTwin },
      { method: 'sheet.savePdf', ticket, copies: 20 },
    ],
    'sheet.savePdfEach': [
      { method: 'sheet.savePdfEach', ticket },
      { method: 'sheet.savePdfEach', ticket: ofTwin },
    ],
    'sheet.saveDocument': [
      { method: 'sheet.saveDocument', ticket, format: 'docx' },
      { method: 'sheet.saveDocument', ticket, format: 'xlsx' },
    ],
  };
}

type OrderOf<M extends LeavingOrder['method']> = Extract<LeavingOrder, { method: M }>;
type OrdersOfMethods = { readonly [M in LeavingOrder['method']]: readonly [OrderOf<M>, ...OrderOf<M>[]] };

test('a permit lets out what it was asked for and nothing else, whichever way that goes', async () => {
  const orders = Object.values(await ordersIn(await buildWorld(app, 0)));
  const entered = (await app.value('print.list', everyPrint)).total;
  const send = async ({ method, ...input }: LeavingOrder, permitted: LeavingOrder) => {
    const { permit } = await app.value('export.permit', { ...asked, order: permitted, persons: 1 });
    return app.call(method, { ...input, permit } as never);
  };
  const refused = { ok: false, error: { code: 'conflict', message: expect.stringContaining('与登记的不同') } };
  for (const [index, [order, ...others]] of orders.entries()) {
    const otherWay = orders[(index + 1) % orders.length]?.[0];
    for (const other of [...others, ...(otherWay ? [otherWay] : [])]) {
      expect({ order, other, answer: await send(order, other) }).toMatchObject({ answer: refused });
    }
  }
  expect([app.saved.size, (await app.value('print.list', everyPrint)).total]).toEqual([0, entered]);
  for (const [order] of orders)
    expect({ order, answer: await send(order, order) }).toMatchObject({ answer: { ok: true } });
  expect((await app.value('print.list', everyPrint)).total).toBe(entered + orders.length);
});

test('a permit is not given for content that is yet to come or is gone', async () => {
  const orders = await ordersIn(await buildWorld(app, 0));
  const [fill] = orders['template.fill'];
  const [result] = orders['import.saveResult'];
  const [attachment] = orders['attachment.save'];
  await app.value('attachment.remove', { id: attachment.id });
  const ticket = crypto.randomUUID();
  const changed = { code: 'conflict', message: '内容刚有变化，请重新填写导出登记' };
  const forgotten = { code: 'missing', message: '打印预览已失效，请重新打开' };
  for (const [order, error] of [
    [{ ...fill, revision: fill.revision + 1 }, changed],
    [{ ...result, revision: result.revision + 1 }, changed],
    [{ ...result, sheetName: '另一张' }, changed],
    [{ ...orders['sheet.savePdf'][0], ticket }, forgotten],
    [{ ...orders['sheet.print'][0], ticket }, forgotten],
    [attachment, { code: 'missing', message: '这个附件已不在，请刷新后再看' }],
    [{ ...orders['list.export'][0], register: 'nothing' }, { code: 'missing' }],
  ] as const) {
    const answer = await app.call('export.permit', { ...asked, order, persons: 1 });
    expect({ order, answer }).toMatchObject({ answer: { ok: false, error } });
  }
});

test('a permit covers no more people than were told', async () => {
  await register(3);
  const { permit } = await app.value('export.permit', asked);
  expect(await app.call('list.export', listInput(permit))).toMatchObject({
    ok: false,
    error: { code: 'conflict', message: expect.stringContaining('这次要导出3人') },
  });
});

describe('more than fifty people', () => {
  test('need somebody’s password: without one, with a wrong one, or with a permit for fewer, nothing leaves', async () => {
    await register(51);
    expect(await app.call('export.permit', { ...asked, persons: 51 })).toMatchObject({
      ok: false,
      error: { code: 'invalid', fields: { 'second.user': expect.any(String) } },
    });
    const wrong = { user: testUser.user, password: '猜的密码2026年' };
    expect(await app.call('export.permit', { ...asked, persons: 51, second: wrong })).toMatchObject({
      ok: false,
      error: { code: 'denied', fields: { 'second.password': expect.any(String) } },
    });
    const { permit } = await app.value('export.permit', { ...asked, persons: 50 });
    expect(await app.call('list.export', listInput(permit))).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(app.saved.size).toBe(0);
    expect((await app.value('print.list', everyPrint)).total).toBe(0);
  });

  test('leave with the only user’s own consent in an office of one, which is entered as an exception', async () => {
    await register(51);
    const { approval } = await app.value('export.choices', {});
    expect(approval).toEqual({ people: [], alone: true });
    const { permit } = await app.value('export.permit', { ...asked, persons: 51, second: testUser });
    await app.value('list.export', listInput(permit));
    const { prints } = await app.value('print.list', everyPrint);
    expect(prints).toMatchObject([{ records: 51, file: { approver: testUser.user, alone: true } }]);
  });
});

describe('sticks', () => {
  test('are registered, written on, given out and destroyed, and after that never chosen again', async () => {
    const { id } = await app.value('stick.add', { label: 'U-01', serial: '4C530001', keeper: '李主任' });
    expect(await app.call('stick.add', { label: 'U-01', serial: '', keeper: '周敏' })).toMatchObject({
      ok: false,
      error: { code: 'invalid', fields: { label: expect.any(String) } },
    });
    await app.value('stick.note', { id, kind: 'given', person: '周敏', note: '' });
    await register(1);
    const { permit } = await app.value('export.permit', { ...asked, stick: id });
    await app.value('list.export', listInput(permit));
    expect((await app.value('print.list', everyPrint)).prints).toMatchObject([{ file: { stick: 'U-01' } }]);
    await app.value('stick.note', { id, kind: 'destroyed', person: '周敏', note: '' });
    expect(await app.call('export.permit', { ...asked, stick: id })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect((await app.value('export.choices', {})).sticks).toEqual([]);
    const { sticks } = await app.value('stick.list', {});
    expect(sticks).toMatchObject([
      { label: 'U-01', keeper: '李主任', usable: false, events: [{ kind: 'destroyed' }, { kind: 'given' }] },
    ]);
  });
});

describe('a masked value', () => {
  test('is told in full one at a time, and no other field', async () => {
    const [id = ''] = await register(1);
    const ask = (field: string) => app.call('reveal.value', { register: 'child', id, field });
    expect(await ask('guardian_phone')).toMatchObject({
      ok: true,
      value: { text: expect.stringMatching(/^\d{11}$/u) },
    });
    expect(await ask('name')).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await ask('nothing')).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });
});

const everyPrint = { forms: [], people: [], from: null, to: null, untold: false, record: null, offset: 0 };

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { startTestApp, type TestApp, testDay, testUser } from '../testApp.ts';

type Fields = MethodInput<'register.save'>['values']['fields'];

let app: TestApp;
let time = testDay;
beforeEach(async () => {
  time = testDay;
  app = await startTestApp({ now: () => time });
  await app.setUp();
});
afterEach(() => app.close());

/** Sets the computer's clock and unlocks again, as the desk locks itself when the clock runs ahead. */
async function setClock(moment: string): Promise<void> {
  time = new Date(moment);
  app = await app.restart();
  await app.value('session.unlock', testUser);
}

async function create(name: string): Promise<string> {
  const fields: Fields = { name, no_id_reason: '1', sex: '2', birth_date: '2015-03-07', village: '439981100201' };
  const saved = await app.value('register.save', {
    register: 'child',
    id: null,
    version: null,
    values: { fields, rows: {} },
  });
  return saved.id;
}

async function change(id: string, fields: Fields) {
  const { version, values } = await app.value('register.get', { register: 'child', id });
  const changed = { ...values, fields: { ...values.fields, ...fields } };
  return app.call('register.save', { register: 'child', id, version, values: changed });
}

const numberOf = async (id: string) =>
  (await app.value('register.get', { register: 'child', id })).values.fields.file_number;

test('history stays in the order it was written, and each line says what the clock said', async () => {
  const id = await create('陆小雨');
  expect(await change(id, { remark: '一' })).toMatchObject({ ok: true, value: { version: 2 } });
  await setClock('2026-11-20T09:00:00+08:00');
  expect(await change(id, { remark: '二' })).toMatchObject({ ok: true, value: { version: 3 } });
  const { entries } = await app.value('register.history', { register: 'child', id });
  expect(entries.map(({ changes }) => changes.find(({ label }) => label === '备注')?.after)).toEqual([
    '二',
    '一',
    undefined,
  ]);
  expect(entries.map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-20', '2026-11-21', '2026-11-21']);
});

test('file numbers go on in their own year and are never given twice', async () => {
  const numbers = [await numberOf(await create('陆小雨'))];
  await setClock('2027-01-05T09:00:00+08:00');
  numbers.push(await numberOf(await create('陆小雪')));
  await setClock('2026-12-31T09:00:00+08:00');
  numbers.push(await numberOf(await create('陆小霜')));
  await setClock('2027-01-05T09:00:00+08:00');
  numbers.push(await numberOf(await create('陆小露')));
  expect(numbers).toEqual(['2026-00001', '2027-00001', '2026-00002', '2027-00002']);
});

test('a visit of a day that has become tomorrow is refused by its field, and the record can still be read', async () => {
  const id = await create('陆小雨');
  expect(await change(id, { last_visited_on: '2026-11-21' })).toMatchObject({ ok: true });
  await setClock('2026-11-20T09:00:00+08:00');
  expect(await change(id, { remark: '二' })).toMatchObject({
    ok: false,
    error: { code: 'invalid', fields: { last_visited_on: expect.stringContaining('晚于今天') } },
  });
  expect((await app.value('register.get', { register: 'child', id })).values.fields.last_visited_on).toBe('2026-11-21');
});

test('a table that was judged on a later day is judged again before anything of it is stored', async () => {
  const text = '姓名,性别,身份证号,出生日期,村（社区）,最近走访日期\n陆小雨,女,,2015-03-07,双塘村,2026-11-21\n';
  const address = 'https://hulei.invalid/upload';
  const posted = await app.app.fetch(new Request(address, { method: 'POST', body: text }));
  const { value } = (await posted.json()) as { value: { upload: string } };
  const input = { register: 'child', ...value, fileName: '双塘村.csv', job: crypto.randomUUID() };
  const { importId, creates } = await app.value('import.read', input);
  expect(creates).toBe(1);
  time = new Date('2026-11-20T09:00:00+08:00');
  const commit = () => app.call('import.commit', { importId, creates, updates: 0, job: crypto.randomUUID() });
  expect(await commit()).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(await app.value('batch.list', { register: 'child' })).toEqual({ batches: [] });
  time = testDay;
  expect(await commit()).toMatchObject({ ok: true });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { startTestApp, type TestApp, testUser } from '../../testApp.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
});
afterEach(() => testApp.close());

type Values = MethodInput<'register.save'>['values'];

/** The sample with some fields replaced, as a page would send it. */
const values = (fields: Record<string, unknown> = {}): Values => {
  const sample = structuredClone(child.sample) as unknown as Values;
  return { ...sample, fields: { ...sample.fields, ...fields } as Values['fields'] };
};
const create = async (fields: Record<string, unknown> = {}) =>
  testApp.value('register.save', { register: 'child', id: null, version: null, values: values(fields) });

describe('a child’s record', () => {
  test('sex and birth follow from the ID number, whatever was sent', async () => {
    const { id } = await create({ sex: '1', birth_date: '2001-01-01' });
    const record = await testApp.value('register.get', { register: 'child', id });
    expect(record.values.fields).toMatchObject({ sex: '2', birth_date: '2015-03-07' });
  });

  test('without an ID number a reason is needed, and sex and birth are entered', async () => {
    const without = { id_number: null, no_id_reason: null };
    const refused = await testApp.call('register.save', {
      register: 'child',
      id: null,
      version: null,
      values: values(without),
    });
    expect(refused).toMatchObject({ ok: false, error: { fields: { id_number: expect.any(String) } } });
    await create({ ...without, no_id_reason: '1' });
    // Two children without a number do not collide.
    await create({ ...without, no_id_reason: '1' });
  });

  test.each([
    ['a check digit that fails', { id_number: '439981201503070025' }, 'id_number'],
    ['an adult', { id_number: null, no_id_reason: '1', birth_date: '2008-10-26' }, 'birth_date'],
    [
      'a birth after the sheet was filled in',
      { id_number: null, no_id_reason: '1', birth_date: '2026-11-01' },
      'birth_date',
    ],
    ['health beside illness', { health: ['1', '3'], disease: '癫痫' }, 'health'],
    ['two households at once', { family_states: ['1', '4'] }, 'family_states'],
    ['no guardian who is capable', { family_states: ['5'], guardian_capable: true }, 'guardian_capable'],
    ['an unknown village', { village: '000000000000' }, 'village'],
    ['a name with signs', { name: '欧阳<b>' }, 'name'],
    ['a bidirectional override', { remark: 'abc\u202Edef' }, 'remark'],
  ])('%s is refused at its field', async (_, fields, path) => {
    const result = await testApp.call('register.save', {
      register: 'child',
      id: null,
      version: null,
      values: values(fields),
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid', fields: { [path]: expect.any(String) } } });
    expect((await testApp.value('register.list', everybody)).total).toBe(0);
  });

  test('an orphan with parents on the sheet is a warning that can be kept', async () => {
    const father = { relation: '51', name: '欧阳山', id_number: null, phone: null, health: null, workplace: null };
    const orphan = { ...values({}), rows: { members: [father], categories: [{ category: 'A1' }] } };
    const saved = await testApp.value('register.save', { register: 'child', id: null, version: null, values: orphan });
    expect(saved.warnings).toEqual([expect.objectContaining({ path: 'hardship_grounds', severity: 'warning' })]);
  });

  test('the list masks what the record shows', async () => {
    const { id } = await create();
    const { rows } = await testApp.value('register.list', everybody);
    expect(rows[0]?.cells).toMatchObject({ name: '欧阳朵朵', id_number: '439981********0024', village: '双塘村' });
    const record = await testApp.value('register.get', { register: 'child', id });
    expect(record.values.fields.id_number).toBe('439981201503070024');
  });
});

describe('history', () => {
  test('tells who changed what from which value to which, in the words of the form', async () => {
    const { id } = await create();
    await testApp.value('register.save', {
      register: 'child',
      id,
      version: 1,
      values: values({ study_state: '4', remark: '已转学' }),
    });
    const { entries } = await testApp.value('register.history', { register: 'child', id });
    expect(entries.map((entry) => [entry.action, entry.by])).toEqual([
      ['change', '周敏'],
      ['create', '周敏'],
    ]);
    expect(entries[0]?.changes).toEqual([
      { label: '就学情况', before: '小学', after: '初中' },
      { label: '备注', before: '', after: '已转学' },
    ]);
  });

  test('saving without a change adds no line and no version', async () => {
    const { id } = await create();
    const again = await testApp.value('register.save', { register: 'child', id, version: 1, values: values() });
    expect(again.version).toBe(1);
    expect((await testApp.value('register.history', { register: 'child', id })).entries).toHaveLength(1);
  });
});

describe('choices', () => {
  test('sent in another order are no change: no new version, no line of history', async () => {
    const { id } = await create({ family_states: ['2', '6'] });
    const again = { register: 'child', id, version: 1, values: values({ family_states: ['6', '2'] }) };
    expect((await testApp.value('register.save', again)).version).toBe(1);
    expect((await testApp.value('register.history', { register: 'child', id })).entries).toHaveLength(1);
  });
});

describe('drafts', () => {
  test('survive the end of the process, belong to their user, and go when the record is saved', async () => {
    const unfinished = values({ name: '欧阳', village: null });
    await testApp.value('draft.save', { register: 'child', id: null, version: null, values: unfinished });
    testApp = await testApp.restart();
    await testApp.value('session.unlock', testUser);
    const { draft } = await testApp.value('draft.get', { register: 'child', id: null });
    expect(draft).toMatchObject({ version: null, values: unfinished });
    await create();
    expect((await testApp.value('draft.get', { register: 'child', id: null })).draft).toBeNull();
  });

  test('are listed for their user by name, the latest first, with the record they belong to', async () => {
    const { id } = await create();
    const save = (record: string | null, fields: Record<string, unknown>) =>
      testApp.value('draft.save', { register: 'child', id: record, version: null, values: values(fields) });
    expect((await testApp.value('draft.list', {})).drafts).toEqual([]);
    await save(id, { name: '欧阳朵朵', remark: '改了一半' });
    await save(null, { name: null });
    const { drafts } = await testApp.value('draft.list', {});
    expect(drafts.map(({ savedAt: _, ...draft }) => draft)).toEqual(
      expect.arrayContaining([
        { register: 'child', id, name: '欧阳朵朵', paper: null },
        { register: 'child', id: null, name: '', paper: null },
      ]),
    );
    await testApp.value('draft.discard', { register: 'child', id });
    expect((await testApp.value('draft.list', {})).drafts).toMatchObject([{ id: null }]);
  });

  test('of different records do not mix', async () => {
    const { id } = await create();
    await testApp.value('draft.save', { register: 'child', id, version: 1, values: values({ remark: '一' }) });
    expect((await testApp.value('draft.get', { register: 'child', id: null })).draft).toBeNull();
    await testApp.value('draft.discard', { register: 'child', id });
    expect((await testApp.value('draft.get', { register: 'child', id })).draft).toBeNull();
  });
});

describe('the office', () => {
  test('a village that still has children cannot be taken away; others can, and names can change', async () => {
    await create();
    const office = await testApp.value('office.get', {});
    const without = (name: string) => ({
      ...office,
      villages: office.villages.filter((village) => village.name !== name),
    });
    expect(await testApp.call('office.save', without('双塘村'))).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    await testApp.value('office.save', without('龙井社区'));
    const renamed = {
      ...office,
      villages: office.villages.map((village) =>
        village.name === '双塘村' ? { ...village, name: '新双塘村' } : village,
      ),
    };
    await testApp.value('office.save', renamed);
    const { rows } = await testApp.value('register.list', everybody);
    expect(rows[0]?.cells.village).toBe('新双塘村');
  });
});

describe('villages', () => {
  test.each([
    ['a full-width digit', '双塘1村', '双塘１村'],
    ['a full-width bracket', '双塘（东）', '双塘(东)'],
    ['a short name that is another village', '双塘１', '双塘1村'],
  ])('that %s alone tells apart do not keep anybody from unlocking again', async (_, first, second) => {
    const office = await testApp.value('office.get', {});
    const villages = [first, second].map((name, index) => ({ code: `V${index}`, name }));
    const saved = await testApp.call('office.save', { ...office, villages });
    if (!saved.ok) expect(saved.error).toMatchObject({ code: 'invalid', message: expect.stringContaining('相同') });
    testApp = await testApp.restart();
    await testApp.value('session.unlock', testUser);
    expect((await testApp.value('office.get', {})).villages).toEqual(saved.ok ? villages : office.villages);
  });
});

describe('sheets', () => {
  test('of a whole query are laid out in the order of the list and saved under a name without anybody’s name', async () => {
    await create();
    await create({ id_number: null, no_id_reason: '1', name: '阿朵' });
    const { offset: _offset, limit: _limit, ...query } = everybody;
    const opened = await testApp.value('sheet.open', { form: 'F01', selection: { query } });
    expect(opened).toMatchObject({ records: 2, pages: 2 });
    const page = await testApp.app.fetch(new Request(`https://hulei.invalid/print/${opened.ticket}`));
    const html = await page.text();
    expect(html.indexOf('阿朵')).toBeLessThan(html.indexOf('欧阳朵朵'));
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toContain('<script');
    const saved = await testApp.value('sheet.savePdf', { ticket: opened.ticket });
    expect(saved.path).toContain('失亲排查表-2份-20261121.pdf');
    expect(testApp.hostCalls.join(' ')).not.toMatch(/欧阳|阿朵/u);
  });

  test('of nobody are refused with what to do next', async () => {
    const { offset: _offset, limit: _limit, ...query } = everybody;
    expect(await testApp.call('sheet.open', { form: 'F01', selection: { query } })).toMatchObject({
      ok: false,
      error: { code: 'invalid', message: expect.stringContaining('请') },
    });
  });
});

const everybody = {
  register: 'child',
  search: '',
  filters: {},
  sort: { field: 'name', descending: false },
  offset: 0,
  limit: 100,
};

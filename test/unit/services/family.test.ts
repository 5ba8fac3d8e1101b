import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { sharedKey } from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { startTestApp, type TestApp } from '../../testApp.ts';

let testApp: TestApp;

beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
});
afterEach(() => testApp.close());

type Values = MethodInput<'register.save'>['values'];
type Row = Values['fields'];

const father: Row = {
  relation: '51',
  name: '高浩',
  id_number: `43998119800101001${checkCharacterOf('43998119800101001')}`,
  phone: '19962799825',
  health: '良好',
};

function childOf(serial: number, members: Row[], name = '高泽磊'): Values {
  const digits = `43998120150307${String(serial).padStart(3, '0')}`;
  return {
    fields: { name, id_number: digits + checkCharacterOf(digits), village: '439981100201' },
    rows: { members },
  };
}

const save = (values: Values, id: string | null = null, version: number | null = null) =>
  testApp.value('register.save', { register: 'child', id, version, values });
const read = (id: string) => testApp.value('register.get', { register: 'child', id });

describe('family members of brothers and sisters', () => {
  test('the same name with the same ID number or telephone is one person, stored once', async () => {
    const one = await save(childOf(1, [father]));
    const other = await save(childOf(3, [{ relation: '51', name: '高浩', phone: '19962799825' }], '高泽涛'));
    const stranger = await save(childOf(5, [{ ...father, id_number: null, name: '高昊' }], '高小小'));
    const members = await Promise.all(
      [one, other, stranger].map(async ({ id }) => (await read(id)).values.rows.members),
    );
    expect(members[1]?.[0]).toMatchObject({ ...father, [sharedKey]: members[0]?.[0]?.[sharedKey] });
    expect(members[2]?.[0]?.[sharedKey]).not.toBe(members[0]?.[0]?.[sharedKey]);
    const { records } = await testApp.value('register.sharing', { register: 'child', id: one.id });
    expect(records).toEqual([{ id: other.id, name: '高泽涛', labels: [child.rows.members.label] }]);
  });

  test('a change to a shared person shows in both records, with a version and a line of history in each', async () => {
    const one = await save(childOf(1, [father]));
    const other = await save(childOf(3, [father], '高泽涛'));
    const { values } = await read(one.id);
    const moved = values.rows.members?.map((row) => ({ ...row, phone: '19900001111' })) ?? [];
    await save({ ...values, rows: { ...values.rows, members: moved } }, one.id, 1);
    const sibling = await read(other.id);
    expect(sibling.values.rows.members?.[0]?.phone).toBe('19900001111');
    expect(sibling.version).toBe(2);
    const { entries } = await testApp.value('register.history', { register: 'child', id: other.id });
    expect(entries.map((entry) => entry.action)).toEqual(['shared', 'create']);
    expect(entries[0]).toMatchObject({
      origin: '高泽磊',
      changes: [{ label: '家庭主要成员“高浩”联系电话', before: '19962799825', after: '19900001111' }],
    });
    const found = await testApp.value('register.list', {
      register: 'child',
      search: '1111',
      filters: {},
      sort: { field: 'name', descending: false },
      offset: 0,
      limit: 10,
    });
    expect(found.rows.map((row) => row.id).toSorted()).toEqual([one.id, other.id].toSorted());
    // Who had the sibling open before has to look at it again.
    const stale = await testApp.call('register.save', {
      register: 'child',
      id: other.id,
      version: 1,
      values: childOf(3, [father], '高泽涛'),
    });
    expect(stale).toMatchObject({ ok: false, error: { code: 'stale' } });
  });

  test('history tells who joined and left a family, and what changed of those who stayed', async () => {
    const { id } = await save(childOf(1, [father, { relation: '52', name: '李四' }]));
    const { values } = await read(id);
    const [first = {}] = values.rows.members ?? [];
    const aunt = { relation: '99', name: '王五', phone: '19900002222' };
    await save({ ...values, rows: { ...values.rows, members: [{ ...first, health: '患病' }, aunt] } }, id, 1);
    const { entries } = await testApp.value('register.history', { register: 'child', id });
    expect(entries[0]?.changes).toEqual([
      { label: '家庭主要成员“高浩”健康状况', before: '良好', after: '患病' },
      { label: '删去家庭主要成员', before: '母亲 李四', after: '' },
      { label: '增加家庭主要成员', before: '', after: expect.stringMatching(/王五 19900002222$/u) },
    ]);
  });

  test('a relation belongs to the child alone, and whom no child names any more is gone', async () => {
    const one = await save(childOf(1, [{ ...father, relation: '57' }]));
    const other = await save(childOf(3, [father], '高泽涛'));
    expect((await read(one.id)).values.rows.members?.[0]?.relation).toBe('57');
    const { values } = await read(other.id);
    expect(values.rows.members?.[0]?.relation).toBe('51');
    await save({ ...values, rows: { ...values.rows, members: [] } }, other.id, 1);
    expect((await read(one.id)).values.rows.members).toMatchObject([{ name: '高浩', health: '良好' }]);
    await save({ ...(await read(one.id)).values, rows: { members: [] } }, one.id, 1);
    // Nothing is known of him any more: a new father of that name has only what is entered.
    const third = await save(childOf(5, [{ relation: '51', name: '高浩', phone: '19962799825' }]));
    expect((await read(third.id)).values.rows.members?.[0]?.health).toBeNull();
  });

  test('a household is shared by its number', async () => {
    const household = { number: 'ST-0308', head: '高浩', income_sources: ['1'] };
    const one = await save({ ...childOf(1, []), rows: { household: [household] } });
    const other = await save({
      ...childOf(3, [], '高泽涛'),
      rows: { household: [{ number: 'ST-0308', housing: '1' }] },
    });
    for (const { id } of [one, other]) {
      expect((await read(id)).values.rows.household).toMatchObject([{ ...household, housing: '1' }]);
    }
  });
});

describe('what the forms still lack', () => {
  const list = (gaps: string) =>
    testApp.value('register.list', {
      register: 'child',
      search: '',
      filters: { gaps: [gaps] },
      sort: { field: 'name', descending: false },
      offset: 0,
      limit: 10,
    });

  test('keeps no record out, is counted with it, and can be listed', async () => {
    const bare = await save(childOf(1, []));
    const complete = await save(JSON.parse(JSON.stringify(child.sample)) as Values);
    expect((await list('1')).rows.map((row) => row.id)).toEqual([bare.id]);
    expect((await list('0')).rows).toMatchObject([{ id: complete.id, gaps: 0 }]);
  });

  test('a child without a certificate gets a day on which to ask again', async () => {
    const { id } = await save({
      fields: { name: '暂无证', no_id_reason: '2', sex: '1', birth_date: '2022-02-02' },
      rows: {},
    });
    expect((await read(id)).values.fields.id_follow_up_on).toBe('2026-12-21');
  });
});

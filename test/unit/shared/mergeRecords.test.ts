import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import { child } from '../../../shared/registers/child.ts';
import {
  type MergeChoice,
  type MergeSource,
  mergeParts,
  mergeRecords,
} from '../../../shared/registers/mergeRecords.ts';
import { emptyRecord, emptyRow, type RecordValues, type Values } from '../../../shared/registers/register.ts';

const context = { today: '2026-11-21', villages: codeTable('村（社区）', '测试', []) };
const member = (values: Values): Values => ({ ...emptyRow(child.rows.members.fields), ...values });
const category = (values: Values): Values => ({ ...emptyRow(child.rows.categories.fields), ...values });

/** A record with some values, last changed in the given month of 2026. */
function source(fields: Values, rows: RecordValues['rows'] = {}, month = '01'): MergeSource {
  const empty = emptyRecord(child);
  return {
    values: { fields: { ...empty.fields, ...fields }, rows: { ...empty.rows, ...rows } },
    updatedAt: `2026-${month}-01T00:00:00.000Z`,
  };
}

const merged = (keep: MergeSource, drop: MergeSource, choices: Readonly<Record<string, MergeChoice>> = {}) =>
  mergeRecords(child, keep, drop, choices, context);
const part = (keep: MergeSource, drop: MergeSource, path: string) =>
  mergeParts(child, keep, drop, context).find((each) => each.path === path);

describe('the proposal for a field', () => {
  test('is the filled value, whichever record is newer', () => {
    const one = source({ phone: '19900000001', grid: null }, {}, '01');
    const other = source({ phone: null, grid: '第三网格' }, {}, '02');
    for (const [keep, drop] of [
      [one, other],
      [other, one],
    ] as const) {
      expect(merged(keep, drop).fields).toMatchObject({ phone: '19900000001', grid: '第三网格' });
    }
  });

  test('is the newer of two filled values, and the one that stays when both are of the same time', () => {
    const [old, recent] = [source({ grid: '甲' }, {}, '01'), source({ grid: '乙' }, {}, '02')];
    expect(merged(old, recent).fields.grid).toBe('乙');
    expect(merged(recent, old).fields.grid).toBe('乙');
    expect(merged(old, source({ grid: '丙' }, {}, '01')).fields.grid).toBe('甲');
    expect(merged(old, recent, { grid: 'keep' }).fields.grid).toBe('甲');
  });

  test('is the word that says more than 其他, whichever record is newer', () => {
    const [vague, plain] = [{ no_id_reason: '9' }, { no_id_reason: '1' }];
    expect(merged(source(plain), source(vague, {}, '02')).fields.no_id_reason).toBe('1');
    expect(merged(source(vague, {}, '02'), source(plain)).fields.no_id_reason).toBe('1');
    expect(merged(source(plain), source({ no_id_reason: '2' }, {}, '02')).fields.no_id_reason).toBe('2');
  });

  test('is the name beside the number of a certificate, whichever record is newer', () => {
    const [documented, heard] = [{ name: '陈敏', id_number: '439981201503070024' }, { name: '陈民' }];
    expect(merged(source(documented), source(heard, {}, '02')).fields.name).toBe('陈敏');
    expect(merged(source(heard, {}, '02'), source(documented)).fields.name).toBe('陈敏');
    expect(merged(source(documented), source({ ...documented, name: '陈民' }, {}, '02')).fields.name).toBe('陈民');
  });

  test('leaves the file number to the record that stays, unless it has none', () => {
    const [old, recent] = [source({ file_number: '2026-00001' }), source({ file_number: '2026-00002' }, {}, '02')];
    expect(part(old, recent, 'file_number')).toMatchObject({ choices: ['keep'], same: false });
    expect(merged(old, recent, { file_number: 'drop' }).fields.file_number).toBe('2026-00001');
    expect(merged(source({}), recent).fields.file_number).toBe('2026-00002');
  });
});

describe('rows of both records', () => {
  test.each([
    ['the stored person', { name: '田桂英', shared: 'a' }, { name: '田桂兰', shared: 'a' }, true],
    ['name and ID number', { name: '田桂英', id_number: '1' }, { name: '田桂英', id_number: '1' }, true],
    ['name and telephone', { name: '田桂英', phone: '1' }, { name: '田桂英', phone: '1', health: '良好' }, true],
    ['name and relation', { name: '田桂英', relation: '62' }, { name: '田桂英', relation: '62', phone: '1' }, true],
    ['the name alone', { name: '田桂英', relation: '62' }, { name: '田桂英', relation: '63' }, false],
    [
      'name and relation, with another ID number',
      { name: '田桂英', relation: '62', id_number: '1' },
      { name: '田桂英', relation: '62', id_number: '2' },
      false,
    ],
  ])('by %s', (_, mine, theirs, areOne) => {
    const keep = source({}, { members: [member(mine)] });
    const drop = source({}, { members: [member(theirs)] });
    expect(merged(keep, drop).rows.members).toHaveLength(areOne ? 1 : 2);
  });

  test('become one person with what either knows, the newer telephone, and the name of the one that stays', () => {
    const keep = source({}, { members: [member({ name: '田桂英', relation: '62', phone: '1', shared: 'a' })] }, '01');
    const drop = source(
      {},
      { members: [member({ name: '田桂英', relation: '62', phone: '2', health: '良好', shared: 'b' })] },
      '02',
    );
    expect(merged(keep, drop).rows.members).toEqual([
      member({ name: '田桂英', relation: '62', phone: '2', health: '良好', shared: 'a' }),
    ]);
  });

  test('keep a category that began on another day as a period of its own', () => {
    const keep = source({}, { categories: [category({ category: 'C1', began_on: '2025-01-01', basis: '低保证' })] });
    const same = source({}, { categories: [category({ category: 'C1', began_on: '2025-01-01', source: '民政办' })] });
    const later = source({}, { categories: [category({ category: 'C1', began_on: '2026-01-01' })] });
    expect(merged(keep, same).rows.categories).toEqual([
      category({ category: 'C1', began_on: '2025-01-01', basis: '低保证', source: '民政办' }),
    ]);
    expect(merged(keep, later).rows.categories).toHaveLength(2);
  });

  test('of two households one stays: a child lives in one', () => {
    const keep = source({}, { household: [{ number: 'ST-1' }] }, '01');
    const drop = source({}, { household: [{ number: 'ST-2' }] }, '02');
    expect(part(keep, drop, 'household')).toMatchObject({ choices: ['keep', 'drop'], proposed: 'drop' });
    expect(merged(keep, drop).rows.household).toEqual([{ number: 'ST-2' }]);
  });
});

const names = fc.constantFrom('田桂英', '欧阳山', '周兰');
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const anyMember = fc
  .record({ name: names, relation: maybe(fc.constantFrom('51', '62')), phone: maybe(fc.constantFrom('1', '2')) })
  .map(member);
const anySource = fc
  .record({
    fields: fc.record({ grid: maybe(names), remark: maybe(names), school_class: maybe(names) }),
    members: fc.array(anyMember, { maxLength: 4 }),
    month: fc.constantFrom('01', '02'),
  })
  .map(({ fields, members, month }) => source(fields, { members }, month));

test('nothing that only one record knows is lost by the proposal', () => {
  fc.assert(
    fc.property(anySource, anySource, (keep, drop) => {
      const { fields, rows } = merged(keep, drop);
      for (const [key, value] of Object.entries(fields)) {
        const known = [keep.values.fields[key] ?? null, drop.values.fields[key] ?? null];
        expect(known).toContainEqual(value);
        if (value === null) expect(known).toEqual([null, null]);
      }
      const everybody = [...(keep.values.rows.members ?? []), ...(drop.values.rows.members ?? [])];
      for (const { name } of everybody) expect(rows.members).toContainEqual(expect.objectContaining({ name }));
      // Nobody is made up of a row twice: no more rows than both have, no fewer than one has.
      expect(rows.members?.length).toBeLessThanOrEqual(everybody.length);
      expect(rows.members?.length).toBeGreaterThanOrEqual(keep.values.rows.members?.length ?? 0);
    }),
  );
});

test('a record merged with itself stays as it is, and nothing differs', () => {
  fc.assert(
    fc.property(anySource, (one) => {
      expect(merged(one, one)).toEqual(one.values);
      expect(mergeParts(child, one, one, context).every(({ same }) => same)).toBe(true);
    }),
  );
});

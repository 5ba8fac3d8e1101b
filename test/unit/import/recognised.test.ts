import { expect, test } from 'vitest';
import { insertDistinctPair } from '../../../electron/services/duplicates/distinctPairs.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { child } from '../../../shared/registers/child.ts';
import { buildWorkbook, type CellSpec } from '../../fixtures/workbooks/buildWorkbook.ts';
import { idNumberOf, importDesk, shownText } from './importDesk.ts';

const numbers = ['43998120150307002', '43998120160307002', '43998120170307002', '43998120150307004'].map(idNumberOf);
const [first = '', second = '', third = '', sameBirth = ''] = numbers;
const columns = [
  '姓名',
  '性别',
  '身份证号',
  '出生日期',
  '监护人姓名',
  '监护人电话',
  '与儿童关系',
  '就读学校',
  '对象类别',
  '是否留守',
] as const;
type Columns = Partial<Record<(typeof columns)[number], CellSpec>>;
const known: Columns = {
  姓名: '欧阳朵朵',
  性别: '女',
  身份证号: first,
  出生日期: '2015-03-07',
  监护人姓名: '田桂英',
  监护人电话: '19900000001',
  与儿童关系: '奶奶',
  就读学校: '中心小学',
  对象类别: '困境儿童',
  是否留守: '是',
};
const tableOf = (...rows: readonly Columns[]): Buffer =>
  buildWorkbook({
    sheets: [{ rows: [[...columns], ...rows.map((row) => columns.map((column) => row[column] ?? null))] }],
  });

/** A registry that holds the known child, and others. */
async function registryWith(...rows: readonly Columns[]) {
  const desk = importDesk();
  await desk.commit(await desk.read(tableOf(known, ...rows)));
  const judged = async (...given: readonly Columns[]) => {
    const summary = await desk.read(tableOf(...given));
    return { summary, rows: desk.rowsOf(summary.importId) };
  };
  return { ...desk, judged };
}

test('the same child again is the same, whatever the sheet leaves out', async () => {
  const { judged } = await registryWith();
  const { rows } = await judged(known);
  expect(rows[0]).toMatchObject({ verdict: 'same', issues: [], changes: [], outcome: 'none' });
  expect((await judged({ 姓名: '欧阳朵朵', 身份证号: first })).rows[0]).toMatchObject({
    verdict: 'same',
    outcome: 'none',
  });
});

test('an update shows field by field what was and what will be, and changes nothing that the sheet is silent about', async () => {
  const { judged, commit, stored, registers } = await registryWith();
  const before = stored(first);
  const { summary, rows } = await judged({
    姓名: '欧阳朵朵',
    身份证号: first,
    就读学校: '石桥教学点',
    监护人电话: '19900000009',
  });
  expect(summary).toMatchObject({ creates: 0, updates: 1 });
  expect(rows[0]).toMatchObject({
    verdict: 'update',
    issues: [],
    outcome: 'update',
    match: { kind: 'record', id: before?.id, name: '欧阳朵朵', reason: '身份证号相同', deleted: false },
    changes: [
      { label: '就读学校或现实状况', column: 7, before: '中心小学', after: '石桥教学点' },
      { label: '监护人电话', column: 5, before: '19900000001', after: '19900000009' },
    ],
  });
  expect((await commit(summary)).committed).toMatchObject({ created: 0, updated: 1 });
  const after = stored(first);
  expect(after?.values.fields).toEqual({ ...before?.values.fields, school_or_status: '石桥教学点' });
  expect(after?.values.rows.members).toEqual([{ ...before?.values.rows.members?.[0], phone: '19900000009' }]);
  expect(after?.values.rows.categories).toEqual(before?.values.rows.categories);
  const history = registers.history('child', after?.id ?? '').entries;
  expect(history.map((entry) => entry.action)).toEqual(['import', 'import']);
});

test('taking an update back gives the record what it was', async () => {
  const { judged, commit, stored, registers } = await registryWith();
  const before = stored(first)?.values;
  const { summary } = await judged({
    ...known,
    就读学校: '石桥教学点',
    监护人姓名: '单桂兰',
    监护人电话: '19900000005',
  });
  const { committed } = await commit(summary);
  expect(stored(first)?.values).not.toEqual(before);
  expect(await registers.undo('child', committed?.batch ?? '')).toEqual({ undone: 1, kept: 0 });
  expect(stored(first)?.values).toEqual(before);
});

test('another guardian is another person: the one before stays in the family, and brothers keep theirs', async () => {
  const brother = { ...known, 姓名: '欧阳明', 性别: '女', 身份证号: second, 出生日期: '2016-03-07' };
  const { judged, commit, stored } = await registryWith(brother);
  const change = {
    姓名: '欧阳朵朵',
    身份证号: first,
    监护人姓名: '单桂兰',
    监护人电话: '19900000005',
    与儿童关系: '母亲',
  };
  const { summary, rows } = await judged(change);
  expect(rows[0]?.changes.map(({ label, before, after }) => [label, before, after])).toEqual([
    ['监护人姓名', '田桂英', '单桂兰'],
    ['监护人与儿童关系', '祖母', '母亲'],
    ['监护人电话', '19900000001', '19900000005'],
  ]);
  await commit(summary);
  const values = stored(first)?.values ?? { fields: {}, rows: {} };
  expect(shownText(values, 'guardian')).toBe('单桂兰 19900000005');
  expect(values.rows.members).toMatchObject([
    { name: '田桂英', phone: '19900000001', relation: '62', guardian_role: null },
    { name: '单桂兰', phone: '19900000005', relation: '52', guardian_role: '1' },
  ]);
  expect(shownText(stored(second)?.values ?? values, 'guardian')).toBe('田桂英 19900000001');
  expect((await judged(change)).rows[0]?.verdict).toBe('same');
});

test('categories that the sheet names are added; it ends none of the others', async () => {
  const { judged, commit, stored } = await registryWith();
  const { summary } = await judged({ 姓名: '欧阳朵朵', 身份证号: first, 对象类别: '残疾', 是否留守: '否' });
  await commit(summary);
  const values = stored(first)?.values ?? { fields: {}, rows: {} };
  expect(new Set(shownText(values, 'child_types').split('、'))).toEqual(new Set(['困境儿童', '留守儿童', '残疾儿童']));
});

test('a row that cannot be laid over its record is an error with its cell', async () => {
  const { judged } = await registryWith();
  const { rows } = await judged({ 姓名: '欧阳朵朵', 身份证号: first, 性别: '男' });
  expect(rows[0]).toMatchObject({
    verdict: 'error',
    match: { kind: 'record' },
    issues: [{ cell: 'B2', field: 'sex' }],
  });
});

test.each([
  ['no number', null],
  ['a word for none', '暂无'],
])('a child without a number is recognised by name and birth: %s', async (_, number) => {
  const { judged, total, commit } = await registryWith();
  const { rows } = await judged({ ...known, 身份证号: number });
  expect(rows[0]).toMatchObject({ verdict: 'same', issues: [], match: { reason: '姓名和出生日期相同' } });
  const { summary, rows: changed } = await judged({ ...known, 身份证号: number, 就读学校: '石桥教学点' });
  expect(changed[0]).toMatchObject({ verdict: 'update' });
  await commit(summary);
  expect(total()).toBe(1);
  // Who only sounds alike is somebody to decide about.
  const { rows: alike } = await judged({ ...known, 姓名: '欧阳多多', 身份证号: number });
  expect(alike[0]).toMatchObject({ verdict: 'duplicate', decision: null, outcome: 'none' });
});

test('a stored child without a number gets it when the clerk says that it is the same', async () => {
  const { imports, judged, commit, stored, total } = await registryWith({
    ...known,
    姓名: '单晓明',
    身份证号: '暂无',
    出生日期: '2016-03-07',
    监护人电话: '19900000002',
  });
  const row = { ...known, 姓名: '单晓明', 身份证号: second, 出生日期: '2016-03-07', 监护人电话: null };
  const { summary, rows } = await judged(row);
  expect(rows[0]).toMatchObject({
    verdict: 'duplicate',
    match: { kind: 'record', name: '单晓明', reason: '姓名读音和出生日期相同' },
    decisions: ['new', 'update', 'skip'],
    decision: null,
    outcome: 'none',
  });
  expect(summary).toMatchObject({ marks: { undecided: 1 }, creates: 0, updates: 0 });
  const { importId } = summary;
  const decided = await imports.decide({ importId, rows: [2], decision: 'update' });
  expect(decided).toMatchObject({ marks: { undecided: 0 }, creates: 0, updates: 1 });
  await commit(decided);
  expect(total()).toBe(2);
  expect(stored(second)?.values.fields).toMatchObject({ name: '单晓明', no_id_reason: null, id_follow_up_on: null });
});

test.each([
  ['name by sound and birth', { 姓名: '欧阳多多', 身份证号: sameBirth, 监护人电话: null }, '姓名读音和出生日期相同'],
  [
    'name by sound and the telephone of the guardian',
    { 姓名: '欧阳多多', 身份证号: third, 出生日期: null },
    '姓名读音和监护人电话相同',
  ],
])('somebody who is much like a stored child is to be decided about: %s', async (_, changes, reason) => {
  const { imports, judged, commit, total } = await registryWith();
  const { summary, rows } = await judged({ ...known, ...changes });
  expect(rows[0]).toMatchObject({ verdict: 'duplicate', match: { kind: 'record', name: '欧阳朵朵', reason } });
  expect(rows[0]?.issues[0]?.withoutValues).not.toContain('欧阳');
  const { importId } = summary;
  const decided = await imports.decide({ importId, rows: [2], decision: 'new' });
  await commit(await imports.check({ importId: decided.importId, targets: [], defaults: {} }));
  expect(total()).toBe(2);
});

test('rows of one table that are much alike name the earlier one', async () => {
  const { judged } = await registryWith();
  const one = { ...known, 姓名: '单晓明', 身份证号: second, 出生日期: '2016-03-07', 监护人电话: '19900000002' };
  const { rows } = await judged(
    one,
    { ...one, 身份证号: '暂无' },
    one,
    { ...one, 出生日期: '2016.3.7', 就读学校: '别处' },
    {
      ...one,
      姓名: '单小明',
      身份证号: third,
      出生日期: '2017-03-07',
    },
  );
  expect(rows.map(({ verdict, match }) => [verdict, match?.kind === 'row' ? [match.row, match.reason] : null])).toEqual(
    [
      ['new', null],
      ['duplicate', [2, '姓名读音和出生日期相同']],
      ['same', [2, '身份证号相同']],
      ['duplicate', [2, '身份证号相同']],
      ['duplicate', [2, '姓名读音和监护人电话相同']],
    ],
  );
  expect(rows.map(({ decisions }) => decisions)).toEqual([['skip'], ['new', 'skip'], [], [], ['new', 'skip']]);
  const school = Object.keys(one).indexOf('就读学校');
  expect(rows[3]?.match).toMatchObject({
    differences: [{ column: school, earlier: one.就读学校, own: '别处' }],
  });
});

test('two rows cannot change the same record', async () => {
  const { imports, judged } = await registryWith();
  const alike = { ...known, 姓名: '欧阳多多', 就读学校: '别处' };
  const { summary, rows } = await judged(
    { ...alike, 身份证号: sameBirth, 监护人电话: null },
    { ...alike, 身份证号: third, 出生日期: null },
  );
  expect(rows.map(({ verdict, match }) => [verdict, match?.kind])).toEqual([
    ['duplicate', 'record'],
    ['duplicate', 'record'],
  ]);
  const { importId } = summary;
  const both = imports.decide({ importId, rows: [2, 3], decision: 'update' });
  await expect(both).rejects.toThrowError(/第2行和第3行会更新同一条记录/u);
  expect(await imports.decide({ importId, rows: [3], decision: 'update' })).toMatchObject({ updates: 1 });
});

async function registryUndone() {
  const desk = await registryWith();
  const [batch] = desk.registers.batches('child').batches;
  await desk.registers.undo('child', batch?.id ?? '');
  expect(desk.stored(first)).toBeUndefined();
  return desk;
}

test('whoever lies in the recycle bin is not made a second time without a decision', async () => {
  const { judged } = await registryUndone();
  const { summary, rows } = await judged(known);
  expect(summary).toMatchObject({ creates: 0, updates: 0, marks: { warning: 1, undecided: 1 } });
  expect(rows[0]).toMatchObject({
    verdict: 'duplicate',
    match: { kind: 'record', deleted: true, reason: '身份证号相同' },
    decisions: ['new', 'update', 'skip'],
    issues: [{ cell: 'C2', severity: 'warning', message: expect.stringMatching(/回收站里有此人的记录/u) }],
  });
});

test('whoever lies in the recycle bin comes back with what the row states, and goes there again when that is undone', async () => {
  const { imports, judged, commit, stored, total, registers } = await registryUndone();
  const { summary } = await judged({ ...known, 就读学校: '石桥教学点' });
  const decided = await imports.decide({ importId: summary.importId, rows: [2], decision: 'update' });
  expect(decided).toMatchObject({ creates: 0, updates: 1 });
  const { committed } = await commit(decided);
  expect(total()).toBe(1);
  expect(stored(first)?.values.fields.school_or_status).toBe('石桥教学点');
  expect(await registers.undo('child', committed?.batch ?? '')).toEqual({ undone: 1, kept: 0 });
  expect(total()).toBe(0);
  const again = await judged(known);
  expect(again.rows[0]).toMatchObject({ verdict: 'duplicate', match: { deleted: true }, changes: [] });
});

test('whoever came back from the recycle bin and was changed since stays', async () => {
  const { imports, judged, commit, total, registers } = await registryUndone();
  const { summary } = await judged(known);
  const { committed } = await commit(
    await imports.decide({ importId: summary.importId, rows: [2], decision: 'update' }),
  );
  await commit((await judged({ ...known, 就读学校: '石桥教学点' })).summary);
  expect(await registers.undo('child', committed?.batch ?? '')).toEqual({ undone: 0, kept: 1 });
  expect(total()).toBe(1);
});

test('who was told apart from a stored child is not reported as that child', async () => {
  const twin = { ...known, 姓名: '欧阳多多', 身份证号: sameBirth, 监护人电话: '19900000007' };
  const desk = await registryWith();
  const { summary } = await desk.judged(twin);
  const decided = await desk.imports.decide({ importId: summary.importId, rows: [2], decision: 'new' });
  const { committed } = await desk.commit(decided);
  const pair = { one: desk.stored(first)?.id ?? '', other: desk.stored(sameBirth)?.id ?? '' };
  transaction(desk.file.database, (database) =>
    insertDistinctPair(database, child, pair, { at: '2026-11-21T09:00:00.000Z', by: '经办甲' }),
  );
  expect((await desk.judged(twin)).rows[0]).toMatchObject({ verdict: 'same' });
  await desk.registers.undo('child', committed?.batch ?? '');
  expect((await desk.judged(twin)).rows[0]).toMatchObject({ verdict: 'duplicate', match: { deleted: true } });
});

test.each([
  ['of a stored child', 1],
  ['of another row', 0],
])(
  'a number that a spreadsheet has damaged is mended from the number %s with that name and birth',
  async (_, inStore) => {
    const { imports, judged } = await registryWith();
    const whole = idNumberOf('43998120160307023');
    const other = {
      ...known,
      姓名: '单晓明',
      身份证号: whole,
      性别: '男',
      出生日期: '2016-03-07',
      监护人电话: '19900000002',
    };
    const store = await registryWith(other);
    const damaged = { ...other, 身份证号: Number(`${whole.slice(0, 15)}000`), 就读学校: '别处' };
    const { summary, rows } = inStore === 1 ? await store.judged(damaged) : await judged(other, damaged);
    const row = rows.at(-1);
    expect(row).toMatchObject({
      verdict: 'error',
      issues: [{ cell: `C${row?.row}`, column: 2, proposals: [{ text: whole }] }],
    });
    // Whoever sends the same table again after it was mended here learns that the number is stored.
    expect(row?.issues[0]?.message.includes('上次已改好登记')).toBe(inStore === 1);
    expect(row?.issues[0]?.withoutValues).not.toContain('登记');
    const service = inStore === 1 ? store.imports : imports;
    const [proposal] = row?.issues[0]?.proposals ?? [];
    const { importId } = summary;
    const fixed = await service.fix({ importId, row: row?.row ?? 0, column: 2, text: proposal?.text ?? '' });
    expect(fixed.row.verdict).toBe(inStore === 1 ? 'update' : 'duplicate');
  },
);

test('siblings of one import share their guardian, and a later change reaches both', async () => {
  const brother = { ...known, 姓名: '欧阳明', 身份证号: second, 出生日期: '2016-03-07' };
  const { judged, commit, stored } = await registryWith(brother);
  const { summary } = await judged(
    { 姓名: '欧阳朵朵', 身份证号: first, 监护人电话: '19900000009' },
    { 姓名: '欧阳明', 身份证号: second, 监护人电话: '19900000009', 就读学校: '石桥教学点' },
  );
  expect((await commit(summary)).committed).toMatchObject({ updated: 2 });
  for (const number of [first, second]) {
    expect(shownText(stored(number)?.values ?? { fields: {}, rows: {} }, 'guardian')).toBe('田桂英 19900000009');
  }
  expect(stored(second)?.values.fields.school_or_status).toBe('石桥教学点');
});

import { expect, test } from 'vitest';
import { child } from '../../../shared/registers/child.ts';
import { buildWorkbook } from '../../fixtures/workbooks/buildWorkbook.ts';
import { headings, idNumberOf, importDesk, rowWith, villageWorkbook } from './importDesk.ts';

const numbers = ['43998120150307002', '43998120160307002', '43998120170307002', '43998120180307002'].map(idNumberOf);
const threeChildren = villageWorkbook(numbers.slice(0, 3).map((number) => rowWith({ 身份证号: number })));
const noChange = { targets: [], defaults: { filled_on: '2026-10-26', registering_unit: '安宁镇双塘村' } };

const headingsWithout = (...left: readonly string[]): string[] => headings.filter((heading) => !left.includes(heading));
const sheetWith = (kept: readonly string[]): Buffer =>
  buildWorkbook({
    sheets: [{ rows: [kept, rowWith().filter((_, index) => kept.includes(headings[index] ?? ''))] }],
  });

test('what is the same for the whole table is asked for once, and held against no row', async () => {
  const { imports, total } = importDesk();
  const preview = await imports.read('child', sheetWith(headingsWithout('村', '登记人')), 'a.xlsx');
  expect(preview).toMatchObject({
    missingFields: ['village', 'filled_on', 'registering_unit', 'registered_by'],
    obstacle: null,
  });
  expect(preview.rows[0]).toMatchObject({ verdict: 'new', issues: [] });
  expect(() => imports.commit({ importId: preview.importId, rows: [2] })).toThrowError(/“村（社区）、填表时间/u);
  expect(total()).toBe(0);

  const defaults = { ...noChange.defaults, registered_by: '周敏', village: '439981100202' };
  const checked = imports.check({ importId: preview.importId, targets: [], defaults });
  expect(checked).toMatchObject({ missingFields: [], defaults });
  expect(imports.commit({ importId: preview.importId, rows: [2] })).toEqual({ created: 1 });
});

test('nothing is invented for all children where each has a value of their own: the table is sent back', async () => {
  const { imports, total } = importDesk();
  const preview = await imports.read('child', sheetWith(headingsWithout('民族', '身体状况')), 'a.xlsx');
  expect(preview.obstacle).toMatch(/^表里没有“民族、身体状况”这2列，请在原表补上再导入/u);
  expect(preview.missingFields).toEqual(['filled_on', 'registering_unit']);
  const { importId } = preview;
  imports.check({ importId, ...noChange });
  expect(() => imports.commit({ importId, rows: [2] })).toThrowError(/表里没有“民族、身体状况”这2列/u);
  const defaults = { ...noChange.defaults, ethnicity: '01' };
  expect(() => imports.check({ importId, targets: [], defaults })).toThrowError(/“民族”各人不同/u);
  expect(total()).toBe(0);
});

test('a table of other people is called doubtful, and columns that are left out are named', async () => {
  const { imports } = importDesk();
  const file = buildWorkbook({
    sheets: [
      {
        rows: [
          ['姓名', '性别', '身份证号', '管控级别'],
          ['甲', '男', '1', '高'],
        ],
      },
    ],
  });
  const preview = await imports.read('child', file, 'a.xlsx');
  expect(preview.doubt).toMatch(/^这张表不像儿童的登记表/u);
  expect(preview.leftOut).toEqual(['D列“管控级别”']);
  const fine = await imports.read('child', threeChildren, 'b.xlsx');
  expect(fine).toMatchObject({ doubt: null, leftOut: [] });
});

test('villages that the settings lack are named once, and a name behind its township is no other village', async () => {
  const { imports } = importDesk();
  const file = villageWorkbook(
    ['龙井社区', '龙井社区', '安宁镇古井社区', '新双塘村'].map((village, index) =>
      rowWith({ 村: village, 身份证号: numbers[index] ?? '' }),
    ),
  );
  const preview = await imports.read('child', file, 'a.xlsx');
  expect(preview.unknownVillages).toEqual(['龙井社区', '新双塘村']);
  expect(preview.rows.map((row) => row.verdict)).toEqual(['error', 'error', 'new', 'error']);
});

test('a column can be given another meaning, or none', async () => {
  const { imports } = importDesk();
  const file = buildWorkbook({
    sheets: [{ rows: [[...headings.map((heading) => (heading === '姓名' ? '娃娃' : heading))], rowWith()] }],
  });
  const preview = await imports.read('child', file, 'a.xlsx');
  expect(preview.obstacle).toMatch(/^表里没有“姓名”这一列/u);
  expect(preview.columns[0]).toMatchObject({ heading: '娃娃', target: null });

  const checked = imports.check({ importId: preview.importId, ...noChange, targets: [{ index: 0, target: 'name' }] });
  expect(checked.rows[0]).toMatchObject({ verdict: 'new', name: '欧阳朵朵' });
  const without = imports.check({ importId: preview.importId, ...noChange, targets: [{ index: 3, target: null }] });
  expect(without.obstacle).toMatch(/“姓名、民族”这2列/u);
});

test.each([
  ['two columns for one field', { targets: [{ index: 1, target: 'name' }] }, /两列都对应“姓名”/u],
  [
    'a column for a field that a compound column fills',
    { targets: [{ index: 1, target: 'disability_class' }] },
    /两列都对应/u,
  ],
  ['an unknown target', { targets: [{ index: 1, target: 'constructor' }] }, /请重新选择/u],
  ['an unknown field as default', { defaults: { constructor: 'x' } }, /没有这一项/u],
  ['a default that its field refuses', { defaults: { filled_on: '昨天' } }, /“填表时间”：不能识别这个日期/u],
  [
    'one number for everybody',
    { targets: [{ index: 2, target: null }], defaults: { id_number: numbers[0] ?? '' } },
    /各人不同/u,
  ],
])('%s is refused and changes nothing', async (_, change, sentence) => {
  const { imports } = importDesk();
  const { importId } = await imports.read('child', threeChildren, 'a.xlsx');
  expect(() => imports.check({ importId, ...noChange, ...change })).toThrowError(sentence);
  expect(imports.commit({ importId, rows: [4, 5, 6] })).toEqual({ created: 3 });
});

test('only the chosen rows are stored, with their source in the history', async () => {
  const { imports, registers, total } = importDesk();
  const { importId } = await imports.read('child', threeChildren, 'a.xlsx');
  expect(imports.commit({ importId, rows: [4, 6, 6] })).toEqual({ created: 2 });
  expect(total()).toBe(2);
  const stored = registers.findByUnique(child, numbers);
  expect([...stored.keys()].sort()).toEqual([numbers[0], numbers[2]].sort());
  const id = [...stored.values()][0]?.id ?? '';
  expect(registers.history('child', id).entries.map((entry) => entry.action)).toEqual(['import']);
});

test('a child who was entered meanwhile stops the whole import', async () => {
  const { imports, total } = importDesk();
  const first = await imports.read('child', threeChildren, 'a.xlsx');
  const second = await imports.read('child', threeChildren, 'b.xlsx');
  imports.commit({ importId: second.importId, rows: [6] });
  expect(() => imports.commit({ importId: first.importId, rows: [4, 5, 6] })).toThrowError(/第6行现在不能新增/u);
  expect(total()).toBe(1);
});

test('when the store refuses one record in the middle, none is stored and the import can go on', async () => {
  const { file, imports, total } = importDesk();
  const { importId } = await imports.read('child', threeChildren, 'a.xlsx');
  // A store that fails at the third record, as a full disk does.
  file.execute(
    `CREATE TRIGGER "full" BEFORE INSERT ON "child" WHEN (SELECT count(*) FROM "child") = 2 BEGIN SELECT RAISE(ABORT, 'full'); END`,
  );
  expect(() => imports.commit({ importId, rows: [4, 5, 6] })).toThrowError();
  expect(total()).toBe(0);
  file.execute('DROP TRIGGER "full"');
  expect(imports.commit({ importId, rows: [4, 5, 6] })).toEqual({ created: 3 });
});

test('rows with errors cannot be stored', async () => {
  const { imports, total } = importDesk();
  const file = villageWorkbook([rowWith(), rowWith({ 身份证号: numbers[1] ?? '', 姓名: null })]);
  const { importId } = await imports.read('child', file, 'a.xlsx');
  expect(() => imports.commit({ importId, rows: [4, 5] })).toThrowError(/第5行/u);
  expect(() => imports.commit({ importId, rows: [400] })).toThrowError(/第400行/u);
  expect(total()).toBe(0);
});

test('an import is gone once it is stored, discarded, or pushed out by three later ones', async () => {
  const { imports } = importDesk();
  const first = await imports.read('child', threeChildren, 'a.xlsx');
  const second = await imports.read('child', threeChildren, 'b.xlsx');
  imports.discard(second.importId);
  for (const name of ['c.xlsx', 'd.xlsx', 'e.xlsx']) await imports.read('child', threeChildren, name);
  for (const { importId } of [first, second]) {
    expect(() => imports.check({ importId, ...noChange })).toThrowError(/已结束/u);
    expect(() => imports.commit({ importId, rows: [4] })).toThrowError(/已结束/u);
  }
  const last = await imports.read('child', threeChildren, 'f.xlsx');
  imports.commit({ importId: last.importId, rows: [4] });
  expect(() => imports.commit({ importId: last.importId, rows: [5] })).toThrowError(/已结束/u);
});

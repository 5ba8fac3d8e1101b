import { expect, test } from 'vitest';
import type { ImportSummary } from '../../../shared/contract/importMethods.ts';
import { buildWorkbook, type CellSpec } from '../../fixtures/workbooks/buildWorkbook.ts';
import { headings, idNumberOf, importDesk, rowWith, villageWorkbook } from './importDesk.ts';

const numbers = ['43998120150307002', '43998120160307002', '43998120170307002', '43998120180307002'].map(idNumberOf);
const [first = '', second = '', third = ''] = numbers;
/** Three children of whom no two look alike. */
const people = ['欧阳朵朵', '单晓明', '解平'] as const;
const threeRows = people.map((name, index) =>
  rowWith({ 姓名: name, 身份证号: numbers[index] ?? '', 家庭主要成员: `祖母 田桂英 1990000000${index}` }),
);
const threeChildren = villageWorkbook(threeRows);
const noChange = { targets: [], defaults: { filled_on: '2026-10-26', registering_unit: '安宁镇双塘村' } };

const sheetWith = (kept: readonly string[], rows = [rowWith()]): Buffer =>
  buildWorkbook({
    sheets: [{ rows: [kept, ...rows.map((row) => row.filter((_, index) => kept.includes(headings[index] ?? '')))] }],
  });
/** A table of a few columns. */
const tableOf = (columns: readonly string[], ...rows: readonly (readonly CellSpec[])[]): Buffer =>
  buildWorkbook({ sheets: [{ rows: [columns, ...rows] }] });
const countsOf = ({ verdicts }: ImportSummary) =>
  Object.fromEntries(Object.entries(verdicts).filter(([, count]) => count > 0));

test('what the forms ask for and the table does not have is told once, and keeps nobody back', async () => {
  const { read, rowsOf, commit, imports, stored } = importDesk();
  const summary = await read(sheetWith(['姓名', '性别', '身份证号', '就读学校']));
  expect(summary).toMatchObject({ obstacle: null, missingFields: [], creates: 1 });
  expect(summary.later).toMatch(/^表里没有“民族、村（社区）、风险等级.*对象类别”，这些以后再补$/u);
  expect(summary.commonFields).toContain('village');
  expect(rowsOf(summary.importId)[0]).toMatchObject({ verdict: 'new', issues: [] });

  const checked = await imports.check({
    importId: summary.importId,
    targets: [],
    defaults: { village: '439981100202' },
  });
  expect(checked.commonFields).not.toContain('village');
  await commit(checked);
  expect(stored(first)?.values.fields).toMatchObject({ village: '439981100202', ethnicity: null });
});

test('a table without a name for anybody is sent back', async () => {
  const { read, commit, imports, total } = importDesk();
  const summary = await read(sheetWith(['性别', '身份证号', '就读学校']));
  expect(summary.obstacle).toMatch(/^表里没有“姓名”这一列，请在原表补上再导入/u);
  await expect(commit({ ...summary, creates: 0 })).rejects.toThrowError(/表里没有“姓名”这一列/u);
  const { importId } = summary;
  const check = imports.check({ importId, targets: [], defaults: { ethnicity: '01' } });
  await expect(check).rejects.toThrowError(/“民族”各人不同/u);
  expect(total()).toBe(0);
});

test('a table of other people is called doubtful, and columns that are left out are named', async () => {
  const { read } = importDesk();
  const summary = await read(tableOf(['姓名', '性别', '身份证号', '管控级别'], ['甲', '男', '1', '高']));
  expect(summary.doubt).toMatch(/^这张表不像儿童的登记表：“管控级别”/u);
  expect(summary.leftOut).toEqual(['D列“管控级别”']);
  expect(await read(threeChildren)).toMatchObject({ doubt: null, leftOut: [] });
});

test('villages that the settings lack are named once, and a name behind its township is no other village', async () => {
  const { read, rowsOf } = importDesk();
  const villages = ['龙井社区', '龙井社区', '安宁镇古井社区', '新双塘村'];
  const file = villageWorkbook(
    villages.map((village, index) =>
      rowWith({ 姓名: `甲${'一二三四'[index]}`, 村: village, 身份证号: numbers[index] ?? '' }),
    ),
  );
  const summary = await read(file);
  expect(summary.unknownVillages).toEqual(['龙井社区', '新双塘村']);
  expect(rowsOf(summary.importId).map((row) => row.verdict)).toEqual(['error', 'error', 'new', 'error']);
});

test('a column can be given another meaning; the choice is remembered for tables of this shape, and told', async () => {
  const { imports, read, commit, rowsOf } = importDesk();
  const columns = ['娃娃', '性别', '身份证号', '就读学校', '学校'];
  const file = tableOf(columns, ['欧阳朵朵', '女', first, '中心小学', '三年级']);
  const summary = await read(file);
  expect(summary.obstacle).toMatch(/^表里没有“姓名”这一列/u);
  expect(summary.remembered).toBeNull();
  const { importId } = summary;
  const targets = [
    { index: 0, target: 'name' },
    { index: 4, target: 'school_class' },
  ];
  const checked = await imports.check({ importId, targets, defaults: {} });
  expect(rowsOf(importId)[0]).toMatchObject({ verdict: 'new', name: '欧阳朵朵' });
  await commit(checked);

  const again = await read(tableOf(columns, ['单晓明', '女', second, '中心小学', '二年级']));
  expect(again.remembered).toEqual({ at: new Date('2026-11-21T09:00:00').toISOString(), by: '经办甲' });
  expect(again.columns.map(({ target }) => target)).toEqual([
    'name',
    'sex',
    'id_number',
    'school_or_status',
    'school_class',
  ]);
  // Another order of columns is another shape.
  expect((await read(tableOf([...columns].reverse(), ['三', '中心小学', third, '女', '解平']))).remembered).toBeNull();
});

test('columns that are matched again as the program does it are no longer remembered', async () => {
  const { imports, read, commit } = importDesk();
  const one = await read(sheetWith(['姓名', '性别', '身份证号', '就读学校']));
  await commit(await imports.check({ importId: one.importId, targets: [{ index: 3, target: null }], defaults: {} }));
  const file = sheetWith(['姓名', '性别', '身份证号', '就读学校'], [threeRows[1] ?? []]);
  const two = await read(file);
  expect(two.columns[3]?.target).toBeNull();
  const targets = [{ index: 3, target: 'school_or_status' }];
  await commit(await imports.check({ importId: two.importId, targets, defaults: {} }));
  expect((await read(file)).remembered).toBeNull();
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
  ['one number for everybody', { targets: [{ index: 2, target: null }], defaults: { id_number: first } }, /各人不同/u],
])('%s is refused and changes nothing', async (_, change, sentence) => {
  const { imports, read, commit } = importDesk();
  const summary = await read(threeChildren);
  await expect(imports.check({ importId: summary.importId, ...noChange, ...change })).rejects.toThrowError(sentence);
  expect((await commit(summary)).committed).toMatchObject({ created: 3 });
});

test('a row that is skipped is not stored; the others are one batch, with their source in the history', async () => {
  const { imports, registers, read, commit, stored, total } = importDesk();
  const { importId } = await read(threeChildren, '双塘村.xlsx');
  const decided = await imports.decide({ importId, rows: [5, 5], decision: 'skip' });
  expect(decided).toMatchObject({ creates: 2, marks: { skipped: 1 } });
  const done = await commit(decided);
  expect(done.committed).toMatchObject({ created: 2, updated: 0 });
  expect(total()).toBe(2);
  expect(stored(second)).toBeUndefined();
  expect(registers.history('child', stored(first)?.id ?? '').entries.map((entry) => entry.action)).toEqual(['import']);
  expect(registers.batches('child').batches).toMatchObject([
    { id: done.committed?.batch, kind: 'import', title: '导入“双塘村.xlsx”', details: { created: 2, updated: 0 } },
  ]);
  expect(await registers.undo('child', done.committed?.batch ?? '')).toEqual({ undone: 2, kept: 0 });
  expect(total()).toBe(0);
});

test('a child who was entered meanwhile is told before anything is stored', async () => {
  const { imports, read, commit, rowsOf, total } = importDesk();
  const one = await read(threeChildren);
  const two = await read(villageWorkbook([threeRows[2] ?? []]));
  await commit(two);
  await expect(commit(one)).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/重新核对/u) });
  expect(total()).toBe(1);
  const checked = await imports.check({ importId: one.importId, ...noChange });
  expect(rowsOf(one.importId).map((row) => row.verdict)).toEqual(['new', 'new', 'same']);
  expect((await commit(checked)).committed).toMatchObject({ created: 2 });
});

test('when the store refuses one record in the middle, none is stored and the import can go on', async () => {
  const { file, read, commit, total } = importDesk();
  const summary = await read(threeChildren);
  // A store that fails at the third record, as a full disk does.
  file.execute(
    `CREATE TRIGGER "full" BEFORE INSERT ON "child" WHEN (SELECT count(*) FROM "child") = 2 BEGIN SELECT RAISE(ABORT, 'full'); END`,
  );
  await expect(commit(summary)).rejects.toThrowError();
  expect(total()).toBe(0);
  file.execute('DROP TRIGGER "full"');
  expect((await commit(summary)).committed).toMatchObject({ created: 3 });
});

test('rows with errors are not stored', async () => {
  const { imports, read, commit, total } = importDesk();
  const summary = await read(villageWorkbook([rowWith(), rowWith({ 身份证号: second, 姓名: null })]));
  expect(countsOf(summary)).toEqual({ new: 1, error: 1 });
  await expect(imports.commit({ importId: summary.importId, creates: 2, updates: 0 })).rejects.toThrowError();
  const decide = imports.decide({ importId: summary.importId, rows: [4, 5], decision: 'new' });
  await expect(decide).rejects.toThrowError(/第4行不能这样处理/u);
  expect((await commit(summary)).committed).toMatchObject({ created: 1 });
  expect(total()).toBe(1);
});

test('an import is gone once it is discarded or pushed out by three later ones; a stored one can only be looked at', async () => {
  const { imports, read, commit, rowsOf } = importDesk();
  const one = await read(threeChildren);
  const two = await read(threeChildren);
  imports.discard(two.importId);
  const later: ImportSummary[] = [];
  for (let index = 0; index < 3; index += 1) later.push(await read(threeChildren));
  for (const summary of [one, two]) {
    await expect(imports.check({ importId: summary.importId, ...noChange })).rejects.toThrowError(/已结束/u);
    await expect(commit(summary)).rejects.toThrowError(/已结束/u);
  }
  const last = later.at(-1);
  if (!last) throw new Error('nothing read');
  await commit(last);
  await expect(commit(last)).rejects.toThrowError(/已经导入/u);
  await expect(imports.fix({ importId: last.importId, row: 4, column: 0, text: '甲' })).rejects.toThrowError(
    /已经导入/u,
  );
  expect(rowsOf(last.importId)).toHaveLength(3);
});

test('rows come page by page, by verdict, by what is to be looked at, and by what stands in them', async () => {
  const { imports, read } = importDesk();
  const broken = rowWith({ 姓名: null, 身份证号: numbers[3] ?? '' });
  const { importId } = await read(villageWorkbook([...threeRows, broken]));
  const rowsOf = (filter: Partial<Parameters<typeof imports.rows>[0]>) => {
    const { total, rows } = imports.rows({ importId, verdicts: [], offset: 0, limit: 200, ...filter });
    return [total, rows.map(({ row }) => row)];
  };
  expect(rowsOf({})).toEqual([4, [4, 5, 6, 7]]);
  expect(rowsOf({ offset: 1, limit: 2 })).toEqual([4, [5, 6]]);
  expect(rowsOf({ verdicts: ['error'] })).toEqual([1, [7]]);
  expect(rowsOf({ search: ' 单晓 明' })).toEqual([1, [5]]);
  expect(rowsOf({ search: third.slice(-6).toLowerCase(), verdicts: ['new'] })).toEqual([1, [6]]);
  await imports.decide({ importId, rows: [6], decision: 'skip' });
  expect(rowsOf({ mark: 'skipped' })).toEqual([1, [6]]);
  await imports.fix({ importId, row: 7, column: 0, text: '仇勇' });
  expect(rowsOf({ mark: 'fixed' })).toEqual([1, [7]]);
  expect(rowsOf({ verdicts: ['error'] })).toEqual([0, []]);
});

test('a cell is mended for this import alone, the row and those compared with it are judged again', async () => {
  const { imports, read, rowsOf, commit, stored } = importDesk();
  const wrong = `${first.slice(0, 17)}${first.endsWith('1') ? '2' : '1'}`;
  const { importId } = await read(
    villageWorkbook([rowWith({ 身份证号: wrong }), rowWith({ 姓名: '欧阳朵', 身份证号: first })]),
  );
  expect(rowsOf(importId).map((row) => row.verdict)).toEqual(['error', 'new']);

  const fixed = await imports.fix({ importId, row: 4, column: 2, text: first });
  expect(fixed.affected).toEqual([4, 5]);
  expect(fixed.row).toMatchObject({ verdict: 'new', issues: [], fixes: [{ column: 2, original: wrong }] });
  expect(fixed.row.cells[2]).toBe(first);
  expect(rowsOf(importId)[1]).toMatchObject({ verdict: 'duplicate', match: { kind: 'row', row: 4 } });

  const undone = await imports.fix({ importId, row: 4, column: 2, text: wrong });
  expect(undone.row).toMatchObject({ verdict: 'error', fixes: [] });
  expect(rowsOf(importId).map((row) => row.verdict)).toEqual(['error', 'new']);

  await imports.fix({ importId, row: 4, column: 2, text: second });
  // A change of columns judges everything again and keeps what was mended.
  await commit(await imports.check({ importId, ...noChange }));
  expect(stored(second)?.values.fields.name).toBe('欧阳朵朵');
});

test('a word that no list knows is mended in all its rows at once', async () => {
  const { imports, read, rowsOf } = importDesk();
  const { importId } = await read(
    villageWorkbook(threeRows.map((row, index) => row.map((cell, at) => (at === 5 && index !== 1 ? '壮实' : cell)))),
  );
  expect(rowsOf(importId).map((row) => row.verdict)).toEqual(['error', 'new', 'error']);
  const { summary, affected } = await imports.fix({ importId, row: 6, column: 5, text: '健康', everywhere: true });
  expect(affected).toEqual([4, 6]);
  expect(countsOf(summary)).toEqual({ new: 3 });
});

test('a cell that is not in the table cannot be mended', async () => {
  const { imports, read } = importDesk();
  const { importId } = await read(threeChildren);
  for (const place of [
    { row: 3, column: 0 },
    { row: 4, column: 99 },
  ]) {
    await expect(imports.fix({ importId, ...place, text: 'x' })).rejects.toMatchObject({ code: 'missing' });
  }
});

test('another sheet of the file is taken instead', async () => {
  const { imports, rowsOf } = importDesk();
  const file = buildWorkbook({
    sheets: [
      { name: '双塘村', rows: [[...headings], ...threeRows.slice(0, 2)] },
      { name: '古井社区', rows: [[...headings], ...threeRows.slice(2)] },
    ],
  });
  const { importId, otherSheets } = await imports.read({ register: 'child', fileName: 'a.xlsx' }, file);
  expect(otherSheets).toEqual(['古井社区']);
  await imports.decide({ importId, rows: [2], decision: 'skip' });
  const other = await imports.chooseSheet({ importId, sheet: '古井社区' });
  expect(other).toMatchObject({ importId, sheetName: '古井社区', otherSheets: ['双塘村'], total: 1, creates: 1 });
  expect(rowsOf(importId)[0]?.name).toBe('解平');
  await expect(imports.chooseSheet({ importId, sheet: '没有' })).rejects.toMatchObject({ code: 'missing' });
});

test('a call is watched by its name and can be stopped; then nothing is stored, and it can be asked for again', async () => {
  const { imports, jobs, read, total } = importDesk();
  const many = Array.from({ length: 1_500 }, (_, index) =>
    rowWith({
      姓名: `田${String.fromCodePoint(0x4e00 + index)}`,
      身份证号: idNumberOf(`439981201503${String(10 + (index % 20))}${String(index % 1_000).padStart(3, '0')}`),
      性别: index % 2 === 0 ? '女' : '男',
    }),
  );
  const summary = await read(villageWorkbook(many));
  const { importId, creates, updates } = summary;
  const job = '00000000-0000-4000-8000-00000000000a';
  expect(jobs.progress(job)).toBeNull();
  const running = imports.commit({ importId, creates, updates, job });
  const seen: number[] = [];
  while ((jobs.progress(job)?.done ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
  seen.push(jobs.progress(job)?.done ?? 0);
  // Others are answered meanwhile.
  expect(imports.rows({ importId, verdicts: [], offset: 0, limit: 1 }).total).toBe(1_500);
  jobs.cancel(job);
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen[0]).toBeGreaterThan(0);
  expect(jobs.progress(job)).toBeNull();
  expect(total()).toBe(0);
  expect((await imports.commit({ importId, creates, updates })).committed).toMatchObject({ created: creates });
});

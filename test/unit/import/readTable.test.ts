import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import { columnTargets, headingMatcher, headingsOf } from '../../../electron/services/import/columnTargets.ts';
import { readTable, type Table } from '../../../electron/services/import/readTable.ts';
import { child } from '../../../shared/registers/child.ts';
import { registers } from '../../../shared/registers/index.ts';
import { plainHeading } from '../../../shared/registers/plainHeading.ts';
import { buildWorkbook, type CellSpec, type SheetSpec } from '../../fixtures/workbooks/buildWorkbook.ts';
import { context, headings, importDesk, rowWith } from './importDesk.ts';

async function tableOf(rows: readonly (readonly CellSpec[])[], sheet: SheetSpec = {}): Promise<Table | undefined> {
  const { sheets } = await readWorkbook(buildWorkbook({ sheets: [{ rows, ...sheet }] }));
  return sheets[0] && readTable(sheets[0], child, context);
}
const targetsOf = (table: Table | undefined): Record<string, string | null> =>
  Object.fromEntries((table?.columns ?? []).map((column) => [column.heading, column.target]));

test('no heading of any register means two things', () => {
  for (const register of registers) {
    const match = headingMatcher(register);
    for (const target of columnTargets(register)) {
      for (const heading of [target.label, ...headingsOf(target)]) expect(match(heading)?.target).toBe(target.target);
    }
  }
});

test.each([
  ['身 份 证 号', 'id_number'],
  ['身份证\n号码', 'id_number'],
  ['＊身份证号（18位）', 'id_number'],
  ['4.姓名', 'name'],
  ['姓名：', 'name'],
  ['村（居）', 'village'],
  ['村(社区)', 'village'],
  ['残疾类别等级', 'compound:残疾类别等级'],
])('the heading %j is recognised', (heading, target) => {
  expect(headingMatcher(child)(heading)?.target).toBe(target);
});

test('an unknown heading is shown and not taken over, and a heading that comes twice counts once', async () => {
  const table = await tableOf([
    ['姓名', '性别', '身份证号', '喜欢的颜色', '儿童姓名'],
    ['张三', '男', '1', '红', '李四'],
  ]);
  expect(targetsOf(table)).toEqual({
    姓名: 'name',
    性别: 'sex',
    身份证号: 'id_number',
    喜欢的颜色: null,
    儿童姓名: null,
  });
  expect(table?.rows[0]?.cells.map((cell) => cell?.text)).toEqual(['张三', '男', '1', '红', '李四']);
});

test('a heading in two rows is read as one', async () => {
  const table = await tableOf(
    [
      ['花名册'],
      ['姓名', '性别', '身份证号', '监护人', null, '户籍地址'],
      [null, null, null, '姓名', '电话', null],
      ['张三', '男', '1', '张父', '2', '双塘村'],
    ],
    { merges: ['A1:F1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:E2', 'F2:F3'] },
  );
  expect(table).toMatchObject({ headingRow: 3, skippedRows: [1] });
  expect(targetsOf(table)).toEqual({
    姓名: 'name',
    性别: 'sex',
    身份证号: 'id_number',
    '监护人 姓名': 'guardian_name',
    '监护人 电话': 'guardian_phone',
    户籍地址: 'household_address',
  });
  expect(table?.rows.map((row) => row.row)).toEqual([4]);
});

test('groups above single headings leave them what they are', async () => {
  const table = await tableOf(
    [
      ['基本情况', null, null, '住址', null],
      ['姓名', '性别', '身份证号', '户籍地址', '居住地址'],
      ['张三', '男', '1', '甲', '乙'],
    ],
    { merges: ['A1:C1', 'D1:E1'] },
  );
  expect(table?.columns.map((column) => column.target)).toEqual([
    'name',
    'sex',
    'id_number',
    'household_address',
    'residence_address',
  ]);
  expect(table?.rows.map((row) => row.row)).toEqual([3]);
});

test('a village that is merged down beside its children belongs to each of them', async () => {
  const table = await tableOf(
    [
      ['村', '姓名', '性别'],
      ['双塘村', '甲', '男'],
      [null, '乙', '女'],
      ['古井社区', '丙', '男'],
    ],
    { merges: ['A2:A3'] },
  );
  expect(table?.rows.map((row) => row.cells[0]?.text)).toEqual(['双塘村', '双塘村', '古井社区']);
  expect(table?.rows.map((row) => row.addresses.get(0))).toEqual([undefined, 'A2', undefined]);
});

test('notes, totals, signatures, rows numbered in advance and headings printed again are left out and listed', async () => {
  const table = await tableOf(
    [
      ['序号', '姓名', '性别', '身份证号'],
      [1, '张三', '男', '1'],
      ['序号', '姓名', '性别', '身份证号'],
      [2, '李四', '女', '2'],
      [3],
      [4],
      ['合计', '2人'],
      ['说明：1.本表由村（社区）填写'],
      [null, '注：一式两份，分别报送镇政府和村委会'],
      [null, '填表人：周敏', null, '审核人：李敏'],
    ],
    { merges: ['A8:D8'] },
  );
  expect(table?.rows.map((row) => row.row)).toEqual([2, 4]);
  expect(table?.skippedRows).toEqual([3, 5, 6, 7, 8, 9, 10]);
  expect(table?.stated).toEqual({ registered_by: '周敏' });
});

test('a row with nothing but a name is somebody, and is not left out', async () => {
  const table = await tableOf([['姓名', '性别', '身份证号'], ['张三']]);
  expect(table?.rows.map((row) => row.row)).toEqual([2]);
});

test.each([
  [
    '填报单位：安宁镇双塘村（盖章）                填表时间：2026年10月26日',
    { village: '439981100201', registering_unit: '安宁镇双塘村', filled_on: '2026-10-26' },
  ],
  [
    '填 报 单 位: 双塘村  填表日期: 2026.10.26',
    { village: '439981100201', registering_unit: '双塘村', filled_on: '2026-10-26' },
  ],
  [
    '填报单位：安宁镇古镇村 审核人：李敏 填表人：周 敏',
    { village: '439981100203', registering_unit: '安宁镇古镇村', registered_by: '周敏' },
  ],
  ['填报单位：安宁镇新双塘村', { registering_unit: '安宁镇新双塘村' }],
  ['填报单位：            填表时间：    年  月  日', {}],
  ['姓名：张三', {}],
])('the line %j states what it says', async (line, stated) => {
  expect((await tableOf([[line], ['姓名', '性别', '身份证号'], ['张三', '男', '1']]))?.stated).toEqual(stated);
});

test('a sheet without such headings has no table, and a file without one is refused with a sentence', async () => {
  expect(
    await tableOf([
      ['品名', '单价'],
      ['苹果', 3],
    ]),
  ).toBeUndefined();
  expect(await tableOf([['姓名'], ['张三']])).toBeUndefined();
  const read = importDesk().read(buildWorkbook({ sheets: [{ rows: [['品名', '单价']] }] }));
  await expect(read).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(/找不到表头/u) });
});

test('a table with headings alone is refused with a sentence', async () => {
  const read = importDesk().read(buildWorkbook({ sheets: [{ name: '空表', rows: [[...headings]] }] }));
  await expect(read).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(/“空表”.*没有内容/u) });
});

test('hidden sheets are not read; further tables of the workbook are named', async () => {
  const rows = [[...headings], rowWith()];
  const file = buildWorkbook({
    sheets: [
      { name: '下拉', hidden: true, rows },
      { name: '双塘村', rows },
      { name: '古井社区', rows },
      { name: '说明', rows: [['请按表填写']] },
    ],
  });
  const preview = await importDesk().read(file);
  expect(preview).toMatchObject({ sheetName: '双塘村', otherSheets: ['古井社区'] });
});

/** Lines that offices put around a table. None of them is a heading. */
const aroundLine = fc.oneof(
  fc.constantFrom(
    '安宁镇排查汇总表',
    '附件1',
    '说明：1.本表由村（社区）填写',
    '填报单位：双塘村',
    '单位：人',
    '（2026年10月）',
    '注：“√”处按实际填写',
  ),
  fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...'排查汇总表附件说明一二三（）：，。0123') }),
);
const isHeading = headingMatcher(child);

test('whatever stands around the table, its heading and its rows are found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        aroundLine.filter((line) => isHeading(line) === undefined),
        { maxLength: 8 },
      ),
      fc.array(aroundLine, { maxLength: 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      fc.shuffledSubarray([...headings], { minLength: 4 }).filter((kept) => kept.includes('姓名')),
      async (above, below, blanks, people, kept) => {
        const cells = (row: readonly CellSpec[]): CellSpec[] =>
          kept.map((heading) => row[headings.indexOf(heading)] ?? '无');
        // Lines below stand in a column the register does not know, as the running number is.
        const table = await tableOf([
          ...above.map((line) => [line]),
          ...Array.from({ length: blanks }, () => []),
          ['序号', ...kept],
          ...Array.from({ length: people }, (_, index) => [index + 1, ...cells(rowWith())]),
          ...below.map((line) => [line]),
        ]);
        const headingRow = above.length + blanks + 1;
        expect(table?.headingRow).toBe(headingRow);
        expect(table?.rows.map((row) => row.row)).toEqual(
          Array.from({ length: people }, (_, index) => headingRow + 1 + index),
        );
        expect(table?.columns.slice(1).map((column) => plainHeading(column.heading))).toEqual(kept);
        expect(table?.columns.slice(1).every((column) => column.target !== null)).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

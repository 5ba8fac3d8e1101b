import { expect, test } from 'vitest';
import type { ImportPreview } from '../../../shared/contract/importMethods.ts';
import { child } from '../../../shared/registers/child.ts';
import { buildWorkbook, type CellSpec } from '../../fixtures/workbooks/buildWorkbook.ts';
import { headings, idNumberOf, importDesk, rowWith, villageWorkbook } from './importDesk.ts';

/** A number of a girl that ends with an x, as some input methods deliver it. */
const smallX =
  Array.from({ length: 400 }, (_, index) => idNumberOf(`43998120150307${String(index * 2).padStart(3, '0')}`))
    .find((number) => number.endsWith('X'))
    ?.toLowerCase() ?? '';

async function rowsOf(...rows: readonly (readonly CellSpec[])[]): Promise<ImportPreview['rows']> {
  return (await importDesk().imports.read('child', villageWorkbook(rows), '双塘村.xlsx')).rows;
}
const errorsOf = (row: ImportPreview['rows'][number] | undefined): string[] =>
  (row?.issues ?? [])
    .filter((issue) => issue.severity === 'error')
    .map((issue) => `${issue.cell} ${issue.field} ${issue.message}`);

/** One cell changed, and the single finding that must come of it. Headings are in row 3, so the row is 4. */
const faults: readonly (readonly [string, Parameters<typeof rowWith>[0], RegExp])[] = [
  [
    'a number that Excel has damaged',
    { 身份证号: 439981201503070000 },
    /^C4 id_number .*Excel已把“身份证号”存成数字，后几位已丢失/,
  ],
  [
    'the same, shown in scientific notation',
    { 身份证号: { number: 4.3998120150307e17, style: 'scientific' } },
    /^C4 id_number .*Excel已把/,
  ],
  ['a wrong check digit', { 身份证号: '439981201503070025' }, /^C4 id_number .*身份证号校验位不正确/],
  ['two swapped digits', { 身份证号: '439981201503070204' }, /^C4 id_number .*身份证号校验位不正确/],
  ['an old number', { 身份证号: '439981150307002' }, /^C4 id_number .*15位旧号码/],
  ['an old number in a numeric cell', { 身份证号: 439981150307002 }, /^C4 id_number .*15位旧号码/],
  ['no number and no reason', { 身份证号: null }, /^C4 id_number C4“身份证号”：没有填/],
  ['no name', { 姓名: null }, /^A4 name A4“姓名”：没有填/],
  ['another sex than the number says', { 性别: '男' }, /^B4 sex .*性别与身份证号不符/],
  ['a grown-up', { 身份证号: idNumberOf('43998120080307002') }, /^C4 birth_date .*填表时已满18周岁/],
  ['a village of another township', { 村: '新双塘村' }, /^E4 village E4“村”现为“新双塘村”：设置里没有/],
  ['a word that no table knows', { 身体状况: '不清楚' }, /^F4 health .*/],
  ['a date that does not exist', { 登记时间: '2026-02-30' }, /^S4 registered_on .*日期不存在/],
  ['a disability without its class', { 身体状况: '残疾', 残疾类别等级: '三级' }, /^G4 disability_class .*/],
  [
    'a family member without a relation',
    { 家庭主要成员: '田桂英 19900000001' },
    /^M4 members\.0\.relation .*“与儿童关系”没有填/,
  ],
  ['two grounds that exclude each other', { 事实困难依据: '低保家庭、低保边缘户' }, /^Q4 hardship_grounds .*/],
  [
    'a formula',
    { 就读学校: { formula: 'A1&"小学"', result: '安宁镇中心小学' } },
    /^J4 school_or_status .*单元格里是公式/,
  ],
  [
    'a formula where the number belongs',
    { 身份证号: { formula: 'A1', result: '439981201503070024' } },
    /^C4 id_number .*单元格里是公式/,
  ],
  ['an error value', { 就读学校: { error: '#REF!' } }, /^J4 school_or_status .*单元格里是错误值“#REF!”/],
];

test.each(faults)('%s is named with its cell', async (_, changes, finding) => {
  const [row] = await rowsOf(rowWith(changes));
  const errors = errorsOf(row);
  expect(row?.verdict).toBe('error');
  expect(errors.some((error) => finding.test(error))).toBe(true);
});

test('a formula for what follows from the number is not taken, and keeps nobody back', async () => {
  const [row] = await rowsOf(rowWith({ 性别: { formula: 'IF(MOD(MID(C4,17,1),2),"男","女")', result: '男' } }));
  expect(row).toMatchObject({ verdict: 'new', issues: [{ cell: 'B4', field: 'sex', severity: 'warning' }] });
});

test('a finding quotes the cell on the screen, a long one shortened, and leaves its value off the paper', async () => {
  const [row] = await rowsOf(rowWith({ 身份证号: '439981201503070025', 就读学校: '小学'.repeat(40) }));
  expect(row?.issues.map(({ message, withoutValues }) => [message, withoutValues])).toEqual([
    [
      'C4“身份证号”现为“439981201503070025”：身份证号校验位不正确，请逐位核对',
      'C4“身份证号”：身份证号校验位不正确，请逐位核对',
    ],
    [
      `J4“就读学校”现为“${'小学'.repeat(11)}小…”：不能超过60字，现有80字，请缩短`,
      'J4“就读学校”：不能超过60字，现有80字，请缩短',
    ],
  ]);
});

/** The sound row with one more column: the birth that the number states too. */
async function rowWithBirth(birth: CellSpec, changes: Parameters<typeof rowWith>[0] = {}) {
  const file = buildWorkbook({
    sheets: [
      {
        rows: [
          [...headings, '出生年月'],
          [...rowWith(changes), birth],
        ],
      },
    ],
  });
  const { imports } = importDesk();
  const preview = await imports.read('child', file, 'a.xlsx');
  return { imports, preview, row: preview.rows[0] };
}

test.each(['2015年3月', '2015.3', '2015-03', '201503', '二〇一五年三月'])(
  'a month of birth that agrees with the number is no fault: %s',
  async (birth) => {
    const { row } = await rowWithBirth(birth);
    expect(row).toMatchObject({ verdict: 'new', issues: [] });
  },
);

test.each([
  ['2015年4月', {}],
  ['2015年3月', { 身份证号: '暂无' }],
] as const)('a month of birth that no number completes is called incomplete: %s', async (birth, changes) => {
  const { row } = await rowWithBirth(birth, changes);
  expect(errorsOf(row)).toEqual([`T2 birth_date T2“出生年月”现为“${birth}”：只写到月，请补上日`]);
});

test.each([
  ['暂无', '其他'],
  ['无', '其他'],
  ['没有', '其他'],
  ['未办', '其他'],
  [' 办理中 ', '证件办理中'],
  ['不详', '证件遗失、号码不详'],
])('a number that is said to be missing is taken as such, with a warning: %s', async (word, reason) => {
  const { imports, preview, row } = await rowWithBirth('2015-03-07', { 身份证号: word });
  expect(row).toMatchObject({ verdict: 'new', issues: [{ cell: 'C2', field: 'id_number', severity: 'warning' }] });
  expect(row?.issues[0]?.message).toContain(`“无身份证号原因”记为“${reason}”`);
  const defaults = { filled_on: '2026-10-26', registering_unit: '安宁镇双塘村' };
  imports.check({ importId: preview.importId, targets: [], defaults });
  expect(imports.commit({ importId: preview.importId, rows: [2] })).toEqual({ created: 1 });
});

test('a digit in the place of the number is a wrong number and no reason', async () => {
  const { row } = await rowWithBirth('2015-03-07', { 身份证号: '9' });
  expect(errorsOf(row)).toEqual(['C2 id_number C2“身份证号”现为“9”：身份证号应为18位，现为1位，请核对']);
});

test('a grown-up is found before it is known when the table was filled in', async () => {
  const { row } = await rowWithBirth('2008-03-07', { 身份证号: idNumberOf('43998120080307002') });
  expect(errorsOf(row)).toEqual([
    'T2 birth_date T2“出生年月”现为“2008-03-07”：到今天已满18周岁，不属于排查对象，请核对出生日期',
  ]);
});

test('every fault of a row is told at once', async () => {
  const [row] = await rowsOf(rowWith({ 姓名: null, 性别: '男', 民族: null }));
  expect(errorsOf(row).map((error) => error.split(' ')[0])).toEqual(['A4', 'D4', 'B4']);
});

test('a damaged number is one finding; what would follow from it is not held against the row', async () => {
  const [row] = await rowsOf(rowWith({ 身份证号: 439981201503070000 }));
  expect(errorsOf(row)).toHaveLength(1);
});

/** Cells as villages write them, and the value that is stored. */
const readings: readonly (readonly [string, Parameters<typeof rowWith>[0], string, unknown])[] = [
  ['full-width digits', { 身份证号: '４３９９８１２０１５０３０７００２４' }, 'id_number', '439981201503070024'],
  ['blanks and an apostrophe', { 身份证号: "' 439981 20150307 0024 " }, 'id_number', '439981201503070024'],
  ['a small x', { 身份证号: smallX }, 'id_number', smallX.toUpperCase()],
  ['a blank inside a name', { 姓名: '王　芳' }, 'name', '王芳'],
  ['a rare character outside the basic plane', { 姓名: '徐𬱖强' }, 'name', '徐𬱖强'],
  ['a formula as text', { 就读学校: '=HYPERLINK("http://x","y")' }, 'school_or_status', '=HYPERLINK("http://x","y")'],
  ['full-width digits in an address stay', { 户籍地址: '双塘村３组' }, 'household_address', '双塘村３组'],
  ['direction marks go', { 就读学校: '安宁镇\u202E中心小学\u200B' }, 'school_or_status', '安宁镇中心小学'],
  ['a date cell', { 登记时间: { number: 46321, style: 'shortDate' } }, 'registered_on', '2026-10-26'],
  [
    'a date cell with a Chinese format',
    { 登记时间: { number: 46321, style: 'chineseDate' } },
    'registered_on',
    '2026-10-26',
  ],
  [
    'a date cell with a time of day',
    { 登记时间: { number: 46321.75, style: 'shortDate' } },
    'registered_on',
    '2026-10-26',
  ],
  ['a date as eight digits', { 登记时间: 20261026 }, 'registered_on', '2026-10-26'],
  ['a date with dots', { 登记时间: '2026.10.26' }, 'registered_on', '2026-10-26'],
  ['a boolean cell', { 监护能力是否到位: { boolean: false } }, 'guardian_capable', false],
  ['a number as text', { 就读学校: 12 }, 'school_or_status', '12'],
  ['leading zeros of a format', { 就读学校: { number: 42, style: 'sixDigits' } }, 'school_or_status', '000042'],
  ['the short name of a people', { 民族: '土家' }, 'ethnicity', '15'],
];

test.each(readings)('%s', async (_, changes, field, value) => {
  const { imports, registers } = importDesk();
  const preview = await imports.read('child', villageWorkbook([rowWith(changes)]), '双塘村.xlsx');
  expect(errorsOf(preview.rows[0])).toEqual([]);
  imports.commit({ importId: preview.importId, rows: [4] });
  const { rows } = registers.listPage({
    register: 'child',
    search: '',
    filters: {},
    sort: { field: 'name', descending: false },
    offset: 0,
    limit: 1,
  });
  expect(registers.get('child', rows[0]?.id ?? '').values.fields[field]).toEqual(value);
});

test('dates of the 1904 system are the days that were entered', async () => {
  const file = buildWorkbook({
    date1904: true,
    sheets: [{ rows: [[...headings], rowWith({ 登记时间: { number: 44859, style: 'shortDate' } })] }],
  });
  const preview = await importDesk().imports.read('child', file, 'a.xlsx');
  expect(preview.rows[0]?.cells.at(-1)).toBe('2026-10-26');
});

test('a later row with the same number names the earlier one', async () => {
  const [first, second] = await rowsOf(rowWith(), rowWith({ 姓名: '欧阳朵' }));
  expect(first?.verdict).toBe('new');
  expect(second?.verdict).toBe('duplicate');
  expect(errorsOf(second)).toEqual([
    'C5 id_number C5“身份证号”现为“439981201503070024”：与第4行的身份证号相同，请核对后只留一行',
  ]);
});

test('a child who is stored with other values is left alone and told apart from an equal one', async () => {
  const { imports, registers, total } = importDesk();
  const first = await imports.read('child', villageWorkbook([rowWith()]), 'a.xlsx');
  imports.commit({ importId: first.importId, rows: [4] });

  const second = await imports.read('child', villageWorkbook([rowWith({ 就读学校: '石桥教学点' })]), 'b.xlsx');
  expect(second.rows[0]).toMatchObject({ verdict: 'exists', issues: [{ cell: 'C4', severity: 'warning' }] });
  expect(second.rows[0]?.issues[0]?.message).toMatch(
    /已在名册，就读学校或现实状况不同.*（就读学校或现实状况“安宁镇中心小学”→“石桥教学点”）$/u,
  );
  expect(second.rows[0]?.issues[0]?.withoutValues).not.toMatch(/中心小学|石桥/u);
  expect(() => imports.commit({ importId: second.importId, rows: [4] })).toThrowError();

  const third = await imports.read('child', villageWorkbook([rowWith({ 家庭主要成员: null })]), 'c.xlsx');
  expect(third.rows[0]?.verdict).toBe('same');
  expect(total()).toBe(1);
  const stored = registers.findByUnique(child, ['439981201503070024']).get('439981201503070024');
  expect(stored?.values.fields.school_or_status).toBe('安宁镇中心小学');
});

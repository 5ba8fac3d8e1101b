import { expect, test } from 'vitest';
import type { ImportRow } from '../../../shared/contract/importMethods.ts';
import { buildWorkbook, type CellSpec } from '../../fixtures/workbooks/buildWorkbook.ts';
import { headings, idNumberOf, importDesk, rowWith, villageWorkbook } from './importDesk.ts';

/** A number of a girl that ends with an x, as some input methods deliver it. */
const smallX =
  Array.from({ length: 400 }, (_, index) => idNumberOf(`43998120150307${String(index * 2).padStart(3, '0')}`))
    .find((number) => number.endsWith('X'))
    ?.toLowerCase() ?? '';

async function rowsOf(...rows: readonly (readonly CellSpec[])[]): Promise<ImportRow[]> {
  const { read, rowsOf: all } = importDesk();
  return all((await read(villageWorkbook(rows))).importId);
}
const errorsOf = (row: ImportRow | undefined): string[] =>
  (row?.issues ?? [])
    .filter((issue) => issue.severity === 'error')
    .map((issue) => `${issue.cell} ${issue.field} ${issue.message}`);

const allRecords = {
  register: 'child',
  search: '',
  filters: {},
  sort: { field: 'name', descending: false },
};

/** One cell changed, and the single finding that must come of it. Headings are in row 3, so the row is 4. */
const faults: readonly (readonly [string, Parameters<typeof rowWith>[0], RegExp])[] = [
  [
    'a number that Excel has damaged',
    { 身份证号: 439981201503070000 },
    /^C4 id_number .*身份证号被表格软件当作数值，后几位已丢失/,
  ],
  [
    'the same, shown in scientific notation',
    { 身份证号: { number: 4.3998120150307e17, style: 'scientific' } },
    /^C4 id_number .*身份证号被表格软件当作数值/,
  ],
  ['a wrong check digit', { 身份证号: '439981201503070025' }, /^C4 id_number .*身份证号校验位不正确/],
  ['two swapped digits', { 身份证号: '439981201503070204' }, /^C4 id_number .*身份证号校验位不正确/],
  ['an old number', { 身份证号: '439981150307002' }, /^C4 id_number .*15位旧号码/],
  ['an old number in a numeric cell', { 身份证号: 439981150307002 }, /^C4 id_number .*15位旧号码/],
  ['no name', { 姓名: null }, /^A4 name A4“姓名”：没有填/],
  ['another sex than the number says', { 性别: '男' }, /^B4 sex .*性别与身份证号不符/],
  ['a grown-up', { 身份证号: idNumberOf('43998120080307002') }, /^C4 birth_date .*填表时已满18周岁/],
  ['a village of another township', { 村: '新双塘村' }, /^E4 village E4“村”现为“新双塘村”：设置里没有/],
  ['a word that no table knows', { 身体状况: '不清楚' }, /^F4 health .*/],
  ['a date that does not exist', { 登记时间: '2026-02-30' }, /^S4 registered_on .*日期不存在/],
  ['a disability without its class', { 身体状况: '残疾', 残疾类别等级: '三级' }, /^G4 disability_class .*/],
  [
    'a wrong number of a family member',
    { 家庭主要成员: '祖母 田桂英 439981196003070025' },
    /^M4 members\.0\.id_number .*身份证号校验位不正确/,
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
  const desk = importDesk();
  const summary = await desk.read(file);
  return { ...desk, summary, row: desk.rowsOf(summary.importId)[0] };
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
  [null, '其他'],
  ['暂无', '其他'],
  ['无', '其他'],
  ['没有', '其他'],
  ['未办', '其他'],
  [' 办理中 ', '证件办理中'],
  ['不详', '证件遗失、号码不详'],
])('a number that is said to be missing is taken as such, with a warning: %s', async (word, reason) => {
  const { commit, registers, summary, row } = await rowWithBirth('2015-03-07', { 身份证号: word });
  expect(row).toMatchObject({ verdict: 'new', issues: [{ cell: 'C2', field: 'id_number', severity: 'warning' }] });
  expect(row?.issues[0]?.message).toContain(`“无身份证号原因”记为“${reason}”`);
  await commit(summary);
  const [id = ''] = registers.idsOf(allRecords, 1);
  expect(registers.get('child', id).values.fields).toMatchObject({ id_number: null, id_follow_up_on: '2026-12-21' });
});

test('a digit in the place of the number is a wrong number and no reason', async () => {
  const { row } = await rowWithBirth('2015-03-07', { 身份证号: '9' });
  expect(errorsOf(row)).toEqual(['C2 id_number C2“身份证号”现为“9”：身份证号应为18位，现为1位，请核对']);
});

test('a grown-up is found before it is known when the table was filled in', async () => {
  const { row } = await rowWithBirth('2008-03-07', { 身份证号: idNumberOf('43998120080307002') });
  expect(errorsOf(row)).toEqual([
    'T2 birth_date T2“出生年月”现为“2008-03-07”：到今天已满18周岁，不属于在册对象，请核对出生日期，或跳过这一行',
  ]);
});

test('a row with an error can be skipped, and never comes in', async () => {
  const { imports, read, commit, total } = importDesk();
  const grown = rowWith({ 身份证号: idNumberOf('43998120080307002') });
  const { importId } = await read(villageWorkbook([rowWith(), grown]));
  const decided = await imports.decide({ importId, rows: [5], decision: 'skip' });
  expect(decided).toMatchObject({ creates: 1, skippedErrors: 1, marks: { skipped: 1 } });
  await expect(imports.decide({ importId, rows: [5], decision: 'new' })).rejects.toThrowError(/第5行不能这样处理/u);
  await commit(decided);
  expect(total()).toBe(1);
});

test('errors are told before warnings', async () => {
  const [row] = await rowsOf(
    rowWith({ 性别: { formula: 'IF(1,"男","女")', result: '男' }, 就读学校: '小学'.repeat(40) }),
  );
  expect(row?.issues.map(({ cell, severity }) => [cell, severity])).toEqual([
    ['J4', 'error'],
    ['B4', 'warning'],
  ]);
});

test('an orphan whose guardian is a parent is asked about at the column of the categories', async () => {
  const { read, rowsOf: all } = importDesk();
  const file = buildWorkbook({
    sheets: [
      {
        rows: [
          ['姓名', '身份证号', '村', '对象类别', '监护人姓名', '监护人与儿童关系'],
          ['欧阳朵朵', '439981201503070024', '双塘村', '孤儿', '单桂兰', '母亲'],
        ],
      },
    ],
  });
  const [row] = all((await read(file)).importId);
  expect(row?.issues).toEqual([
    expect.objectContaining({
      cell: 'D2',
      severity: 'warning',
      withoutValues: 'D2“对象类别”：选了“孤儿”，但监护人或家庭主要成员是父亲或母亲，请核对',
    }),
  ]);
});

test('every fault of a row is told at once', async () => {
  const [row] = await rowsOf(rowWith({ 姓名: null, 性别: '男' }));
  expect(errorsOf(row).map((error) => error.split(' ')[0])).toEqual(['A4', 'B4']);
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
  ['the other name of a people', { 民族: '汉族' }, 'ethnicity', '01'],
  ['a tick', { 监护能力是否到位: '√' }, 'guardian_capable', true],
  ['a cross', { 监护能力是否到位: '×' }, 'guardian_capable', false],
  ['a date with a Chinese month', { 登记时间: '2026年10月26日' }, 'registered_on', '2026-10-26'],
  ['a date with slashes', { 登记时间: '2026/10/26' }, 'registered_on', '2026-10-26'],
  ['a blank cell', { 监护能力是否到位: null }, 'guardian_capable', null],
  ['blanks alone', { 就读学校: '　 ' }, 'school_or_status', null],
];

test.each(readings)('%s', async (_, changes, field, value) => {
  const { read, rowsOf: all, commit, registers } = importDesk();
  const summary = await read(villageWorkbook([rowWith(changes)]));
  expect(errorsOf(all(summary.importId)[0])).toEqual([]);
  await commit(summary);
  const [id = ''] = registers.idsOf(allRecords, 1);
  expect(registers.get('child', id).values.fields[field]).toEqual(value);
});

test('dates of the 1904 system are the days that were entered', async () => {
  const file = buildWorkbook({
    date1904: true,
    sheets: [{ rows: [[...headings], rowWith({ 登记时间: { number: 44859, style: 'shortDate' } })] }],
  });
  const { read, rowsOf: all } = importDesk();
  expect(all((await read(file)).importId)[0]?.cells.at(-1)).toBe('2026-10-26');
});

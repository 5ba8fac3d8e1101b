import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';

const folder = new URL('../../fixtures/workbooks/', import.meta.url);
const rowsOf = async (file: Buffer): Promise<(string | undefined)[][]> => {
  const { sheets } = await readWorkbook(file);
  return (sheets[0]?.rows ?? []).map((row) => row.cells.map((cell) => cell?.text));
};
const readText = (text: string): Promise<(string | undefined)[][]> => rowsOf(Buffer.from(text));

test('the list of 40 in GB18030 is read, every character right', async () => {
  // The same cells, read by another program.
  const expected = JSON.parse(readFileSync(new URL('失学台账.json', folder), 'utf8')) as string[][];
  const found = await rowsOf(readFileSync(new URL('失学台账.csv', folder)));
  expect(found.map((row) => Array.from(row, (text) => text ?? ''))).toEqual(expected);
  expect(found).toHaveLength(41);
});

describe('the encoding is found by itself', () => {
  const text = '姓名,性别\r\n𬱖𫖯䶮,男\r\n古丽·买买提,女\r\n';
  const expected = [
    ['姓名', '性别'],
    ['𬱖𫖯䶮', '男'],
    ['古丽·买买提', '女'],
  ];
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, the other byte first', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    [
      'GB18030',
      // As Python's codec writes the same text.
      Buffer.from('d0d5c3fb2cd0d4b1f00d0a9933c3369838f537fe9f2cc4d00d0ab9c5c0f6a1a4c2f2c2f2cce12cc5ae0d0a', 'hex'),
    ],
  ])('%s', async (_, file) => expect(await rowsOf(file)).toEqual(expected));
});

describe('the separator is found by itself', () => {
  test.each([
    ['commas', '姓名,性别,住址\n张三,男,双塘村\n'],
    ['tabs', '姓名\t性别\t住址\n张三\t男\t双塘村\n'],
    ['semicolons', '姓名;性别;住址\n张三;男;双塘村\n'],
    ['quotes around all cells', '"姓名";"性别";"住址"\n"张三";"男";"双塘村"\n'],
    ['a title above the table', '双塘村花名册\n姓名\t性别\t住址\n张三\t男\t双塘村\n'],
  ])('%s', async (_, text) => {
    const rows = await readText(text);
    expect(rows.slice(-2)).toEqual([
      ['姓名', '性别', '住址'],
      ['张三', '男', '双塘村'],
    ]);
  });

  test('although other separators stand in the cells', async () => {
    expect(await readText('姓名\t住址\n张三\t一组,2号;左边\n李四\t二组,3号\n')).toEqual([
      ['姓名', '住址'],
      ['张三', '一组,2号;左边'],
      ['李四', '二组,3号'],
    ]);
  });

  test('one column is one column', async () => {
    expect(await readText('姓名\n张三\n李四\n')).toEqual([['姓名'], ['张三'], ['李四']]);
  });
});

test('what was written with quotes comes back, whatever stands in it', async () => {
  const field = fc
    .string({ unit: fc.constantFrom('张', '𬱖', 'a', '"', '\n', '\r', ',', ' ', '=', '1') })
    .filter((text) => !/^="(?:[^"]|"")*"\s*$/u.test(text));
  const table = fc
    .integer({ min: 2, max: 6 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
    );
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom('\n', '\r\n', '\r'), async (rows, lineBreak) => {
      const lines = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
      const file = Buffer.from(['"姓名","号码"', ...lines].join(lineBreak));
      const { sheets } = await readWorkbook(file);
      const found = new Map(sheets[0]?.rows.map((row) => [row.row, row.cells]));
      rows.forEach((row, index) => {
        const texts = row.map((_, column) => found.get(index + 2)?.[column]?.text ?? '');
        expect(texts).toEqual(row.map((text) => (text.trim() === '' ? '' : text)));
      });
    }),
  );
});

describe('cells', () => {
  test.each([
    ['a wrapper that keeps digits', '="439981201407133769",男', '439981201407133769'],
    ['the same in quotes', '"=""439981201407133769""",男', '439981201407133769'],
    ['a wrapper with a separator and quotes in it', '="甲,""乙""",男', '甲,"乙"'],
    ['an apostrophe that keeps digits', "'439981201407133769,男", '439981201407133769'],
    ['an apostrophe before what would pass for a formula', "'=1+1,男", '=1+1'],
    ['an apostrophe that belongs to the text', "'甲'村,男", "'甲'村"],
    ['a number that was damaged before', '4.39981E+17,男', '4.39981E+17'],
    ['a formula', '=1+1,男', '=1+1'],
    ['quotes in the middle', '张"三",男', '张"三"'],
    ['text behind a closing quote', '"张"三,男', '张三'],
    ['blanks around', ' 张 三 ,男', ' 张 三 '],
    ['a line break', '"张\n三",男', '张\n三'],
  ])('%s', async (_, line, expected) => {
    const { sheets } = await readWorkbook(Buffer.from(`姓名,性别\n${line}\n`));
    expect(sheets[0]?.rows[1]).toEqual({
      row: 2,
      cells: [
        { kind: 'text', text: expected },
        { kind: 'text', text: '男' },
      ],
    });
  });

  test('rows keep the numbers that a spreadsheet gives them, and empty cells their places', async () => {
    const { sheets } = await readWorkbook(Buffer.from('姓名,,性别\r\n\r\n"张\r\n三",,男\r\n,,女'));
    expect(sheets).toMatchObject([{ hidden: false, merges: [] }]);
    expect(sheets[0]?.rows.map((row) => [row.row, ...row.cells.map((cell) => cell?.text)])).toEqual([
      [1, '姓名', undefined, '性别'],
      [3, '张\r\n三', undefined, '男'],
      [4, undefined, undefined, '女'],
    ]);
  });
});

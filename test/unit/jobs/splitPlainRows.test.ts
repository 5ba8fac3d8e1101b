import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import { splitPlainRows } from '../../../electron/jobs/splitPlainRows.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { letters, workbookEntries, worksheet } from '../../fixtures/workbooks/buildWorkbook.ts';
import { buildZip } from '../../fixtures/workbooks/buildZip.ts';

const texts = ['姓名', ' 张敏 ', '', '439981201503070024', '&amp;'];
const sharedStrings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="9" uniqueCount="9">${texts.map((text) => `<si><t xml:space="preserve">${text}</t></si>`).join('')}</sst>`;

/** What the whole file comes to: its content, or the sentence of its refusal. */
async function outcomeOf(sheetData: string, way: 'plain' | 'byTheLibrary'): Promise<unknown> {
  const xml = worksheet(sheetData);
  const sheets = [{ xml: way === 'plain' ? xml : leftToTheLibrary(xml) }, { rows: [['另一张', 1]] }];
  try {
    return await readWorkbook(buildZip(workbookEntries({ sheets, sharedStrings })));
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/** With a blank in this tag, as another program may write it, a sheet is left to the library as a whole. */
function leftToTheLibrary(xml: string): string {
  return xml.replace('<sheetData>', '<sheetData >');
}

const style = fc.constantFrom('', ' s="0"', ' s="2"', ' s="3"', ' s="4"', ' s="99"');
const space = fc.constantFrom('', ' xml:space="preserve"');
const ownTexts = [' 写在格里 ', 'a', '\n', '', '_', '一&amp;二', '&lt;&gt;&quot;&apos;&amp;', 'a&amp;b;', ' '];
/** What stands in a cell behind its address. */
const plainCell = fc.oneof(
  fc.tuple(style, fc.nat(texts.length - 1)).map(([s, text]) => `${s} t="s"><v>${text}</v></c>`),
  fc
    .tuple(style, fc.constantFrom('41703', '0', '-0', '0.25', '1E+17', '-2.5e-3', '439981201503070000'))
    .map(([s, value]) => `${s}><v>${value}</v></c>`),
  fc.tuple(style, fc.constantFrom('0', '1')).map(([s, value]) => `${s} t="b"><v>${value}</v></c>`),
  fc
    .tuple(style, space, fc.constantFrom(...ownTexts, '&amp;lt;&amp;#60;'))
    .map(([s, tag, text]) => `${s} t="inlineStr"><is><t${tag}>${text}</t></is></c>`),
  fc.tuple(style, space, fc.constantFrom(...ownTexts)).map(([s, tag, text]) => `${s} t="str"><v${tag}>${text}</v></c>`),
  style.map((s) => `${s}/>`),
  style.map((s) => `${s}></c>`),
);
const otherCell = fc.constantFrom(
  '><f>1+1</f><v>2</v></c>',
  '><f t="shared" ref="A1:A9" si="0">1+1</f><v>2</v></c>',
  '><f t="shared" si="0"/><v>2</v></c>',
  '><f t="array" ref="A1:C9">1+1</f><v>2</v></c>',
  ' t="inlineStr"><is><t>一&#20108;二&#x4E8C;</t></is></c>',
  ' t="inlineStr"><is><t>&AMP;&nbsp;& </t></is></c>',
  ' t="str"><v>&amp;amp;amp;</v></c>',
  ' t="str"><v>&amp;#60;&amp;</v></c>',
  ' t="str"><v>_x4e00_</v></c>',
  ' t="str"><v>一\r\n二</v></c>',
  ' t="str"><v>1</v><f>1+1</f></c>',
  ' t="str"><f>1+1</f><v>x</v></c>',
  ' t="inlineStr"><is><t>_x4e00_</t></is></c>',
  ' t="inlineStr"><is><t>一\r\n二</t></is></c>',
  ' t="inlineStr"><is><r><t>一</t></r><r><t>二</t></r></is></c>',
  ' t="inlineStr"><is><t/></is></c>',
  ' t="str"/>',
  ' t="str"></c>',
  ' t="e"><v>#N/A</v></c>',
  ' t="s"><v>99</v></c>',
  ' t="s"/>',
  ' t="b"><v>2</v></c>',
  ' t="n"><v> 7 </v></c>',
  '><v>７</v></c>',
  ' t="d"><v>2014-03-05</v></c>',
);
const cellsOf = (number: number, weight: number) =>
  fc
    .uniqueArray(
      fc.tuple(fc.nat(300), fc.oneof({ arbitrary: plainCell, weight: 20 }, { arbitrary: otherCell, weight })),
      {
        selector: ([column]) => column,
        maxLength: 4,
      },
    )
    .chain((cells) =>
      fc.boolean().map((isMixed) => {
        const ordered = isMixed && weight > 0 ? cells : cells.toSorted(([one], [other]) => one - other);
        return ordered.map(([column, rest]) => `<c r="${letters(column)}${number}"${rest}`).join('');
      }),
    );
const rowOf = (number: number, weight: number) =>
  fc
    .tuple(cellsOf(number, weight), fc.constantFrom('', ' spans="1:4" ht="20"', ' hidden="1"'))
    .map(([cells, attributes]) =>
      cells === '' ? `<row r="${number}"${attributes}/>` : `<row r="${number}"${attributes}>${cells}</row>`,
    );
const rows = (weight: number, order: (numbers: number[]) => number[]) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 })
    .chain((numbers) => fc.tuple(...order(numbers).map((number) => rowOf(number, weight))))
    .map((parts) => parts.join('\n'));
const ascending = (numbers: number[]): number[] => numbers.toSorted((one, other) => one - other);

test('rows of plain cells are taken out, and all of a sheet is read as the library reads it', async () => {
  await fc.assert(
    fc.asyncProperty(rows(0, ascending), async (data) => {
      const left = splitPlainRows(Buffer.from(worksheet(data)))
        ?.rest.replace(/\s*<row [^<>]*\/>\s*/gu, '')
        .trim();
      if (data.includes('<v>') || data.includes('<t>')) expect(left).toBe('');
      expect(await outcomeOf(data, 'plain')).toEqual(await outcomeOf(data, 'byTheLibrary'));
    }),
    { numRuns: 150 },
  );
});

test('beside rows of every other kind, in any order, too', async () => {
  const data = fc.oneof(
    rows(3, ascending),
    rows(3, (numbers) => numbers),
  );
  await fc.assert(
    fc.asyncProperty(data, async (each) => {
      expect(await outcomeOf(each, 'plain')).toEqual(await outcomeOf(each, 'byTheLibrary'));
    }),
    { numRuns: 250 },
  );
});

test.each([
  ['a row without its number', '<row><c r="A1"><v>1</v></c></row>'],
  ['a row that stands twice', '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>'],
  ['something between the rows', '<row r="1"><c r="A1"><v>1</v></c></row><c r="A2"><v>2</v></c>'],
  ['a row within a row', '<row r="1"><c r="A1" t="str"><v>1</v></c><row r="2"><c r="A2"><v>2</v></c></row></row>'],
  [
    'a formula over several rows',
    '<row r="1"><c r="A1"><f t="array" ref="A1:A2">1</f></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
  ],
])('%s leaves the whole sheet to the library', (_, data) => {
  expect(splitPlainRows(Buffer.from(worksheet(data)))).toBeUndefined();
});

test.each([
  ['a row beyond those of a list', '<row r="20001"><c r="A20001"><v>1</v></c></row>'],
  ['a cell beyond those of a worksheet', '<row r="1"><c r="XFE1"><v>1</v></c></row>'],
])('%s is refused as if no row had been taken out', async (_, row) => {
  const refused = await outcomeOf(row, 'byTheLibrary');
  expect(refused).toMatch(/工作表/u);
  expect(await outcomeOf(row, 'plain')).toBe(refused);
});

test.each([
  't=\'array\' ref="A1:A2"',
  't = "array" ref="A1:A2"',
  't="&#97;rray" ref="A1:A2"',
  "t='shared' si='0'",
  't="normal" t = "array"',
])(
  'a formula whose kind is spelt as no spreadsheet program does (%s) is refused, and no value of it passes for an entry',
  async (attributes) => {
    const formula = `<row r="1"><c r="A1"><f ${attributes}>ROW(B1:B2)</f><v>1</v></c></row>`;
    const data = `${formula}<row r="2"><c r="A2"><v>2</v></c></row>`;
    expect(await outcomeOf(data, 'plain')).toMatch(/读不出的公式/u);
    expect(await outcomeOf(data, 'byTheLibrary')).toMatch(/读不出的公式/u);
  },
);

test('the rows that are taken out count for what a file may hold', async () => {
  // Twice 240,000 filled cells, in sheets that are each within the limit.
  const cells = (row: number): string =>
    Array.from({ length: 24 }, (_, column) => `<c r="${letters(column)}${row}"><v>1</v></c>`).join('');
  const data = Array.from({ length: 10_000 }, (_, row) => `<row r="${row + 1}">${cells(row + 1)}</row>`).join('');
  const sheets = [{ xml: worksheet(data) }, { xml: worksheet(data) }];
  await expect(readWorkbook(buildZip(workbookEntries({ sheets })))).rejects.toThrow('工作表的范围过大');
});

test.each([
  ['rows that are commented out', worksheet('<!--<row r="1"><c r="A1"><v>1</v></c></row>-->')],
  ['a second list of rows', worksheet('<row r="1"/>', '<sheetData></sheetData>')],
  ['rows with a prefix', worksheet('').replaceAll('sheetData', 'x:sheetData')],
  ['no rows at all', '<worksheet/>'],
])('so do %s', (_, xml) => {
  expect(splitPlainRows(Buffer.from(xml))).toBeUndefined();
});

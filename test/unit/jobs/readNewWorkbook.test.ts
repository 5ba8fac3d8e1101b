import { expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import { buildWorkbook, letters, workbookEntries, worksheet } from '../../fixtures/workbooks/buildWorkbook.ts';
import { buildZip } from '../../fixtures/workbooks/buildZip.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const cell = '<row r="1"><c r="A1" s="1"><v>41703</v></c></row>';

/** A cell with number 41703 in a format that the given styles name by its number. */
async function shownWith(styles: string): Promise<unknown> {
  const entries = workbookEntries({ sheets: [{ xml: worksheet(cell) }] }).map((entry) =>
    entry.name === 'xl/styles.xml' ? { ...entry, data: styles } : entry,
  );
  return (await readWorkbook(buildZip(entries))).sheets[0]?.rows[0]?.cells[0];
}
const cellFormats = (id: number, prefix = ''): string =>
  `<${prefix}cellXfs count="2"><${prefix}xf numFmtId="0"/><${prefix}xf numFmtId="${id}" applyNumberFormat="1"/></${prefix}cellXfs>`;
const date = { kind: 'date', text: '2014-03-05' };

test.each([27, 31, 36, 57, 58])(
  'format %i of the Chinese edition is a date although the file does not define it',
  async (id) => {
    expect(await shownWith(`<styleSheet xmlns="${main}">${cellFormats(id)}</styleSheet>`)).toEqual(date);
  },
);

test.each([
  ['beside formats of its own', '<numFmts count="1"><numFmt numFmtId="164" formatCode="000000"/></numFmts>'],
  ['beside an empty list of formats', '<numFmts count="0"/>'],
  ['beside a list that is commented out', '<!-- <numFmts> --><!-- </numFmts> -->'],
  ['beside a list of another name', '<xnumFmts></xnumFmts>'],
])('a built-in format %s', async (_, own) => {
  expect(await shownWith(`<styleSheet xmlns="${main}">${own}${cellFormats(31)}</styleSheet>`)).toEqual(date);
});

test('in styles with a prefix', async () => {
  const styles = `<x:styleSheet xmlns:x="${main}">${cellFormats(31, 'x:')}</x:styleSheet>`;
  expect(await shownWith(styles)).toEqual(date);
});

test('what the file defines under such a number holds', async () => {
  const own = '<numFmts count="1"><numFmt numFmtId="31" formatCode="00000000"/></numFmts>';
  expect(await shownWith(`<styleSheet xmlns="${main}">${own}${cellFormats(31)}</styleSheet>`)).toEqual({
    kind: 'number',
    text: '00041703',
  });
});

/** The texts of each sheet, row by row. */
async function textsIn(...spec: Parameters<typeof buildWorkbook>): Promise<unknown> {
  const { sheets } = await readWorkbook(buildWorkbook(...spec));
  return sheets.map(({ rows }) => rows.map(({ cells }) => cells.map((cell) => cell?.text)));
}
const sharedCell = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';

test.each([
  ['the name of a sheet', { sheets: [{ name: 'sheetData', rows: [['张三']] }] }, '张三'],
  [
    'a text that cells share',
    { sheets: [{ xml: worksheet(sharedCell) }], sharedStrings: '<sst><si><t>sheetData </t></si></sst>' },
    'sheetData ',
  ],
  ['a text in a cell', { sheets: [{ rows: [['/sheetData:sheetData>']] }] }, '/sheetData:sheetData>'],
  [
    'a comment',
    {
      sheets: [{ xml: worksheet(sharedCell, '<!-- sheetData --><!--<sheetData>-->') }],
      sharedStrings: '<sst><!-- sheetData --><si><t>张三</t></si></sst>',
    },
    '张三',
  ],
])('the name of the list of rows is a word like others: as %s', async (_, spec, text) => {
  expect(await textsIn(spec)).toEqual([[[text]]]);
});

test('what is commented out is not read, and a comment does not part a text', async () => {
  const rows =
    '<!--<row r="1"><c r="A1"><v>1</v></c></row>--><row r="2"><c r="A2" t="str"><v>张<!-- > -->三</v></c></row>';
  expect(await textsIn({ sheets: [{ xml: worksheet(rows) }] })).toEqual([[['张三']]]);
});

test('texts in CDATA sections are read, in cells and among those that cells share', async () => {
  const rows =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t><![CDATA[<李>&四]]></t></is></c></row>';
  const sharedStrings = '<sst><si><t>甲<![CDATA[张三]]>乙<![CDATA[]]></t></si></sst>';
  expect(await textsIn({ sheets: [{ xml: worksheet(rows) }], sharedStrings })).toEqual([[['甲张三乙', '<李>&四']]]);
});

test('22,000 formulas that Excel writes as arrays of one cell are formulas like others', async () => {
  const row = (number: number): string =>
    Array.from({ length: 20 }, (_, column) => {
      const place = `${letters(column)}${number}`;
      return `<c r="${place}" cm="1"><f t="array" ref="${place}">_xlfn.UNIQUE(Z1)</f><v>1</v></c>`;
    }).join('');
  const rows = Array.from({ length: 1_100 }, (_, index) => `<row r="${index + 1}">${row(index + 1)}</row>`);
  const { sheets } = await readWorkbook(buildWorkbook({ sheets: [{ xml: worksheet(rows.join('')) }] }));
  expect(sheets[0]?.rows).toHaveLength(1_100);
  expect(sheets[0]?.rows[1_099]?.cells[19]).toEqual({ kind: 'formula', text: '=UNIQUE(Z1)' });
});

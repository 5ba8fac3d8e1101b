import { expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import { workbookEntries, worksheet } from '../../fixtures/workbooks/buildWorkbook.ts';
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

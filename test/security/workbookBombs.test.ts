import { describe, expect, test } from 'vitest';
import { biff, buildOldWorkbook, words } from '../fixtures/workbooks/buildOldWorkbook.ts';
import { buildWorkbook, letters, workbookEntries, worksheet } from '../fixtures/workbooks/buildWorkbook.ts';
import { buildZip } from '../fixtures/workbooks/buildZip.ts';
import { costOfReading } from '../fixtures/workbooks/costOfReading.ts';
import { noise, padding } from '../fixtures/workbooks/expectRefusal.ts';
import { tellFigure } from './figure.ts';

const mebibyte = 1024 * 1024;
const rows = [
  ['姓名', '性别'],
  ['朴涵军', '男'],
];
const good = { sheets: [{ rows }] };
const oneRow = '<row r="1"><c r="A1"><v>1</v></c></row>';
/** What is repeated packs too well to get in; noise makes it pass. */
const noisy = (length: number): string => `<x a="${noise(length / 2).toString('hex')}"/>`;
const sheetsOf = (...xml: readonly string[]): Buffer => buildWorkbook({ sheets: xml.map((each) => ({ xml: each })) });
const changed = (name: string, data: string, spec: Parameters<typeof workbookEntries>[0] = good): Buffer =>
  buildZip(workbookEntries(spec).map((entry) => (entry.name === name ? { ...entry, data } : entry)));
const partOf = (name: string): string => String(workbookEntries(good).find((entry) => entry.name === name)?.data ?? '');
const sharedTexts = (content: string): Buffer => buildWorkbook({ ...good, sharedStrings: `<sst>${content}</sst>` });
const styles = (content: string): Buffer =>
  changed('xl/styles.xml', `<styleSheet>${content}${noisy(mebibyte / 2)}</styleSheet>`);
/** A column of cells, one in each row. */
const column = (length: number, cell: (row: number) => string): string =>
  Array.from({ length }, (_, row) => `<row r="${row + 1}">${cell(row + 1)}</row>`).join('');
const formula = (row: number, content: string): string => `<c r="A${row}">${content}<v>1</v></c>`;
const longWithin = (before: string, after: string, length: number): string =>
  worksheet(oneRow).replace('</worksheet>', `${before}${padding(length)}${after}</worksheet>`);
const behindRows = (length: number): string => longWithin('<oddHeader x="', '"/>', length);
const sharedHead = (stated: number, ...content: readonly Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(stated, 4);
  return biff(0x00fc, Buffer.concat([head, ...content]));
};
const continued = (count: number, data: Buffer): Buffer[] => Array<Buffer>(count).fill(biff(0x003c, data));

/** Files whose cost is far beyond their size; the words of the refusal, or null where nothing of it is needed and it is read. */
const bombs: readonly (readonly [string, () => Buffer, RegExp | null])[] = [
  // Worksheets.
  [
    'two sheets with 60 MB behind their rows',
    () => sheetsOf(behindRows(60 * mebibyte), behindRows(60 * mebibyte)),
    /过大/,
  ],
  ['a sheet with 46 MB behind its rows', () => sheetsOf(behindRows(46 * mebibyte)), null],
  [
    'a sheet with 46 MB before its rows',
    () => sheetsOf(worksheet(oneRow, `<sheetPr x="${padding(46 * mebibyte)}"/>`)),
    null,
  ],
  ['99 sheets with a megabyte each', () => sheetsOf(...Array<string>(99).fill(behindRows(mebibyte))), /过大/],
  [
    'a row with an attribute of 30 MB',
    () => sheetsOf(worksheet(`<row r="1" x="${padding(30 * mebibyte)}"><c r="A1"><v>1</v></c></row>`)),
    null,
  ],
  [
    'a cell with two million attributes',
    () => {
      const attributes = Array.from({ length: 2_000_000 }, (_, index) => `a${index}="1"`).join(' ');
      return sheetsOf(worksheet(`<row r="1"><c r="A1" ${attributes} t="str"><v>x</v></c></row>`));
    },
    /文字过多/,
  ],
  [
    'a cell with a text of 30 MB',
    () => sheetsOf(worksheet(`<row r="1"><c r="A1" t="str"><v>${padding(30 * mebibyte)}</v></c></row>`)),
    /文字过多/,
  ],
  [
    'a cell whose text is a section that never ends',
    () => sheetsOf(worksheet(`<row r="1"><c r="A1" t="str"><v>${'a'.repeat(400_000)}<![CDATA[</v></c></row>`)),
    /不正常/,
  ],
  [
    'a sheet of six million comments',
    () => sheetsOf(`${worksheet(oneRow)}${'<!---->'.repeat(6_000_000)}${noisy(mebibyte / 2)}`),
    /不正常/,
  ],
  [
    'a sheet of four million times the name of its list',
    () => sheetsOf(`${worksheet(oneRow)}${':sheetData '.repeat(4_000_000)}${noisy(mebibyte / 2)}`),
    /不正常/,
  ],
  [
    '400,000 cells that are sections',
    () =>
      sheetsOf(
        worksheet(
          column(20_000, (row) =>
            Array.from(
              { length: 20 },
              (_, index) => `<c r="${letters(index)}${row}" t="str"><v><![CDATA[张${row * 31 + index}]]></v></c>`,
            ).join(''),
          ),
        ),
      ),
    null,
  ],
  [
    'five million ends of rows',
    () => sheetsOf(worksheet(`${oneRow}${'</row>'.repeat(4_500_000)}${noisy(mebibyte / 2)}`)),
    /文字过多|过大/,
  ],
  [
    'a link over the whole sheet',
    () => sheetsOf(worksheet(oneRow, '', '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>')),
    null,
  ],
  [
    'one formula of 10 KB for 20,000 cells',
    () =>
      sheetsOf(
        worksheet(
          column(20_000, (row) =>
            formula(row, row === 1 ? `<f t="shared" si="0">${'A1+'.repeat(3_000)}1</f>` : '<f t="shared" si="0"/>'),
          ),
        ),
      ),
    /文字过多/,
  ],
  [
    'a shared formula hidden in the text of another',
    () =>
      sheetsOf(
        worksheet(
          column(20_000, (row) =>
            formula(
              row,
              row === 1
                ? '<f t="shared" si="0">1</f>'
                : row === 2
                  ? `<f si="0">${'A1+'.repeat(3_000)} t="shared"</f>`
                  : '<f t="shared" si="0"/>',
            ),
          ),
        ),
      ),
    /读不出的公式/,
  ],
  [
    '380,000 formulas over several cells',
    () =>
      sheetsOf(
        worksheet(
          column(19_000, (row) =>
            Array.from(
              { length: 20 },
              (_, index) => `<c r="${letters(index)}${row}"><f t="array" ref="A1:A2">1</f><v>1</v></c>`,
            ).join(''),
          ),
        ),
      ),
    /数组公式过多/,
  ],
  [
    'a worksheet in another folder, with a million cells',
    () => {
      const data = `<worksheet><sheetData>${`<row>${'<c><v>1</v></c>'.repeat(20)}</row>`.repeat(21_000)}</sheetData>${noisy(mebibyte / 2)}</worksheet>`;
      const relations = partOf('xl/_rels/workbook.xml.rels').replace('worksheets/sheet1.xml', 'other.xml');
      const entries = workbookEntries(good).map((entry) =>
        entry.name === 'xl/_rels/workbook.xml.rels' ? { ...entry, data: relations } : entry,
      );
      return buildZip([...entries, { name: 'xl/other.xml', data }]);
    },
    /20000行/,
  ],
  // What all sheets share.
  [
    'ninety sheets that are one part of 300,000 cells',
    () => {
      const cells = (row: number): string =>
        Array.from({ length: 20 }, (_, index) => `<c t="str" r="${letters(index)}${row}"><v>x</v></c>`).join('');
      const entry = /<sheet [^>]*\/>/u.exec(partOf('xl/workbook.xml'))?.[0] ?? '';
      const list = Array.from({ length: 90 }, (_, index) => entry.replace('Sheet1', `表${index}`)).join('');
      return changed('xl/workbook.xml', partOf('xl/workbook.xml').replace(entry, list), {
        sheets: [{ xml: worksheet(column(15_000, cells)) }],
      });
    },
    /不正常/,
  ],
  ['four million ends of texts', () => sharedTexts('</si>'.repeat(4_000_000) + noisy(mebibyte)), /文字过多/],
  ['one shared text of 23 MB', () => sharedTexts(`<si><t>${padding(23 * mebibyte)}</t></si>`), /文字过多/],
  [
    'a shared text of 400,000 runs',
    () => sharedTexts(`<si>${Array.from({ length: 400_000 }, (_, index) => `<r><t>${index}</t></r>`).join('')}</si>`),
    /文字过多/,
  ],
  [
    'a shared text of 20 MB that is to be escaped',
    () => sharedTexts(`<si><t><![CDATA[${'&'.repeat(20 * mebibyte)}]]>${noisy(mebibyte / 2)}</t></si>`),
    /文字过多/,
  ],
  ['400,000 formats between comments', () => styles(`<cellXfs>${'<<!---->xf/>'.repeat(400_000)}</cellXfs>`), /过大/],
  ['a million formats', () => styles(`<cellXfs>${'<xf/>'.repeat(1_000_000)}</cellXfs>`), /过大/],
  [
    'a format with half a million attributes',
    () => {
      const attributes = Array.from({ length: 500_000 }, (_, index) => `a${index}="1"`).join(' ');
      return styles(`<cellXfs><xf ${attributes}/></cellXfs>`);
    },
    null,
  ],
  [
    'a million names',
    () => {
      const names = Array.from({ length: 1_000_000 }, (_, index) => `<definedName name="n${index}">A1</definedName>`);
      const list = `<definedNames>${names.join('')}</definedNames></workbook>`;
      return changed('xl/workbook.xml', partOf('xl/workbook.xml').replace('</workbook>', list));
    },
    /过大/,
  ],
  [
    'two drawings of 60 MB',
    () =>
      buildWorkbook({
        ...good,
        extra: [1, 2].map((index) => ({
          name: `xl/drawings/drawing${index}.xml`,
          data: `<a>${padding(60 * mebibyte)}</a>`,
        })),
      }),
    null,
  ],
  [
    'a drawing of ten million comments',
    () =>
      buildWorkbook({
        ...good,
        extra: [{ name: 'xl/drawings/drawing1.xml', data: `${'<!--'.repeat(10_000_000)}${noisy(mebibyte)}` }],
      }),
    /不允许/,
  ],
  // Old workbooks.
  [
    'a shared text in two million pieces',
    () =>
      buildOldWorkbook({
        ...good,
        shared: [
          sharedHead(300_000, Buffer.from([0xff, 0xff, 0, 0x61])),
          ...continued(2_000_000, Buffer.from([0, 0x61])),
        ],
      }),
    /不正常/,
  ],
  [
    'a shared text continued four million times by nothing',
    () =>
      buildOldWorkbook({
        ...good,
        shared: [sharedHead(3, Buffer.from([0xff, 0xff, 0, 0x61])), ...continued(4_000_000, Buffer.alloc(0))],
      }),
    /不正常/,
  ],
  [
    'a text of a cell in two million pieces',
    () => {
      const label = biff(0x0204, Buffer.concat([words(2, 0, 0, 60_000), Buffer.from([0, 0x61])]));
      return buildOldWorkbook({ sheets: [{ rows, records: [label, ...continued(2_000_000, Buffer.alloc(0))] }] });
    },
    /不正常/,
  ],
  // Texts.
  [
    'nine million quotes within quotes',
    () => Buffer.from(`姓名,性别\n${`"${'""'.repeat(15_000)}",`.repeat(600)}`),
    null,
  ],
];

describe('c29: files whose cost is far beyond their size are refused, or read, within 3 s and 300 MB in the whole process', () => {
  test.each(bombs)('%s', (_, build, sentence) => {
    const { refusal, milliseconds, megabytes } = costOfReading(build());
    if (sentence === null) expect(refusal).toBeNull();
    else expect(refusal).toMatch(sentence);
    expect(milliseconds).toBeLessThan(3_000);
    expect(megabytes).toBeLessThan(300);
  });

  test('as many kinds as were found', (context) => {
    tellFigure(context, `${bombs.length} bombs within 3 s and 300 MB`);
    expect(bombs.length).toBeGreaterThanOrEqual(25);
  });
});

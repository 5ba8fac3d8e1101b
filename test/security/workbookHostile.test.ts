import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runJob } from '../../electron/jobs/runJob.ts';
import { buildWorkbook, letters, workbookEntries, worksheet } from '../fixtures/workbooks/buildWorkbook.ts';
import { buildZip, type ZipEntry } from '../fixtures/workbooks/buildZip.ts';
import { expectRefusal, noise } from '../fixtures/workbooks/expectRefusal.ts';
import { tellFigure } from './figure.ts';

const mebibyte = 1024 * 1024;
const good = {
  sheets: [
    {
      rows: [
        ['姓名', '性别'],
        ['朴涵军', '男'],
      ],
    },
  ],
};
const withEntry = (...extra: ZipEntry[]): Buffer => buildWorkbook({ ...good, extra });
const withSheet = (xml: string): Buffer => buildWorkbook({ sheets: [{ xml }] });
const changed = (name: string, change: Partial<ZipEntry>): Buffer =>
  buildZip(workbookEntries(good).map((entry) => (entry.name === name ? { ...entry, ...change } : entry)));
const cells = (count: number): string =>
  Array.from({ length: count }, (_, column) => `<c r="${letters(column)}1"><v>1</v></c>`).join('');
const rowOfText = '<row><c t="inlineStr"><is><t>张</t></is></c></row>';

/** Every file that must not get in, with the words its refusal must hold. */
const hostile: readonly (readonly [string, () => Buffer, RegExp])[] = [
  // No workbook at all.
  ['an empty file', () => Buffer.alloc(0), /空的/],
  ['random bytes', () => noise(50_000), /不能识别/],
  ['zero bytes', () => Buffer.alloc(4_096), /不能识别/],
  ['more than 20 MB', () => Buffer.alloc(20 * mebibyte + 1), /20MB/],
  ['a web page named .xls', () => Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'), /网页.*另存为/],
  ['a web page with a byte order mark', () => Buffer.from('\uFEFF<!DOCTYPE html><body>姓名</body>'), /网页.*另存为/],
  ['a web page in UTF-16', () => Buffer.from('\uFEFF<html><table></table></html>', 'utf16le'), /网页.*另存为/],
  ['SpreadsheetML 2003', () => Buffer.from('<?xml version="1.0"?><Workbook/>'), /XML.*另存为/],
  ['a RAR archive', () => Buffer.from('Rar!\u001a\u0007\u0000'), /压缩包/],
  ['a 7z archive', () => Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), noise(100)]), /压缩包/],
  ['a gzip file', () => gzipSync('姓名'), /压缩包/],
  ['a PDF', () => Buffer.from('%PDF-1.7\n'), /PDF/],
  ['a JPEG', () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), noise(100)]), /图片/],
  ['a zip without entries', () => buildZip([]), /损坏/],
  ['a zip that holds a workbook', () => buildZip([{ name: '双塘村.xlsx', data: buildWorkbook(good) }]), /压缩包/],
  [
    'a .docx',
    () =>
      buildZip([
        { name: '[Content_Types].xml', data: '<a/>' },
        { name: 'word/document.xml', data: '<a/>' },
      ]),
    /不是表格/,
  ],
  [
    'an .ods',
    () =>
      buildZip([
        { name: 'mimetype', data: 'x', store: true },
        { name: 'content.xml', data: '<a/>' },
      ]),
    /另存为/,
  ],
  ['an .xlsb', () => withEntry({ name: 'xl/workbook.bin', data: 'x' }), /xlsb.*另存为/],
  // Broken on the way.
  ['half a workbook', () => buildWorkbook(good).subarray(0, 900), /损坏/],
  ['a workbook without its last byte', () => buildWorkbook(good).subarray(0, -1), /损坏/],
  ['a changed byte in packed data', () => flip(buildWorkbook(good)), /损坏|不正常/],
  ['a wrong CRC', () => changed('xl/workbook.xml', { statedCrc: 1 }), /损坏/],
  ['no workbook part', () => buildZip(workbookEntries(good).filter(({ name }) => name !== 'xl/workbook.xml')), /损坏/],
  [
    'no content types',
    () => buildZip(workbookEntries(good).filter(({ name }) => name !== '[Content_Types].xml')),
    /损坏/,
  ],
  ['a workbook part that is no XML', () => changed('xl/workbook.xml', { data: 'not xml' }), /损坏|没有内容/],
  [
    'a shared string that is not there',
    () => withSheet(worksheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')),
    /损坏|没有内容/,
  ],
  ['nothing in it', () => buildWorkbook({ sheets: [{ rows: [] }] }), /没有内容/],
  ['blanks only', () => buildWorkbook({ sheets: [{ rows: [['  ', '　']] }] }), /没有内容/],
  // Names.
  ['a path out of the archive', () => withEntry({ name: '../../evil.xml', data: '<a/>' }), /不正常|损坏/],
  ['a path out, in the middle', () => withEntry({ name: 'xl/../../evil.xml', data: '<a/>' }), /不正常|损坏/],
  ['an absolute path', () => withEntry({ name: '/etc/passwd', data: 'x' }), /不正常|损坏/],
  ['a drive letter', () => withEntry({ name: 'C:/evil.xml', data: '<a/>' }), /不正常|损坏/],
  ['a backslash', () => withEntry({ name: 'xl\\..\\evil.xml', data: '<a/>' }), /不正常|损坏/],
  ['a NUL in a name', () => withEntry({ name: 'xl/a\u0000.xml', data: '<a/>' }), /不正常|损坏/],
  ['__proto__ as a part', () => withEntry({ name: 'xl/__proto__/a.xml', data: '<a/>' }), /不正常/],
  ['constructor as a part', () => withEntry({ name: 'xl/constructor.xml', data: '<a/>' }), /不正常/],
  ['__proto__ as a sheet', () => buildWorkbook({ sheets: [{ name: '__proto__', rows: [['姓名']] }] }), /不允许/],
  [
    '__proto__ as a relation',
    () =>
      changed('xl/_rels/workbook.xml.rels', {
        data: '<Relationships><Relationship Id="__proto__" Target="x"/></Relationships>',
      }),
    /不允许/,
  ],
  ['one part twice', () => withEntry({ name: 'xl/workbook.xml', data: '<a/>' }), /不正常/],
  ['one part twice in other letters', () => withEntry({ name: 'XL/Workbook.xml', data: '<a/>' }), /不正常/],
  ['two names for one part', () => changed('xl/workbook.xml', { localName: 'xl/workbook.bin' }), /不正常/],
  [
    '2,001 entries',
    () => withEntry(...Array.from({ length: 2_001 }, (_, index) => ({ name: `a/${index}.txt`, data: 'x' }))),
    /不正常/,
  ],
  // Sizes.
  ['a bomb of one part', () => withEntry({ name: 'xl/media/a.png', data: Buffer.alloc(60 * mebibyte) }), /过大/],
  [
    'a bomb that states little',
    () => withEntry({ name: 'xl/media/a.png', data: Buffer.alloc(60 * mebibyte), statedSize: 100 }),
    /过大|损坏/,
  ],
  [
    'a part of 65 MB',
    () =>
      withEntry({ name: 'xl/media/a.png', data: Buffer.concat([noise(2 * mebibyte), Buffer.alloc(63 * mebibyte)]) }),
    /过大/,
  ],
  [
    '130 MB in three parts',
    () =>
      withEntry(
        ...[1, 2, 3].map((n) => ({
          name: `xl/media/${n}.png`,
          data: Buffer.concat([noise(mebibyte), Buffer.alloc(43 * mebibyte)]),
        })),
      ),
    /过大/,
  ],
  ['a size that is too large', () => changed('xl/workbook.xml', { statedSize: 5_000_000 }), /损坏/],
  ['a size that is too small', () => changed('xl/workbook.xml', { statedSize: 10 }), /损坏/],
  [
    'parts that overlap',
    () =>
      withEntry(
        { name: 'xl/media/a.png', data: 'abc' },
        { name: 'xl/media/b.png', data: 'abc', overlapsPrevious: true },
      ),
    /不正常/,
  ],
  // Encoding of parts.
  ['an encrypted part', () => changed('xl/workbook.xml', { flags: 0x0801 }), /密码/],
  ['a part in bzip2', () => changed('xl/workbook.xml', { method: 12 }), /不正常/],
  ['a DTD', () => changed('xl/workbook.xml', { data: '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' }), /不允许/],
  [
    'an external entity',
    () => withSheet('<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>'),
    /不允许/,
  ],
  [
    'a billion laughs',
    () =>
      buildWorkbook({
        ...good,
        sharedStrings: '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>',
      }),
    /不允许/,
  ],
  ['a DTD in a drawing', () => withEntry({ name: 'xl/drawings/drawing1.xml', data: '<!doctype a><a/>' }), /不允许/],
  [
    'a sheet in UTF-16',
    () =>
      buildZip(
        workbookEntries(good).map((entry) =>
          entry.name === 'xl/worksheets/sheet1.xml'
            ? { ...entry, data: Buffer.from(`\uFEFF${String(entry.data)}`, 'utf16le') }
            : entry,
        ),
      ),
    /不允许/,
  ],
  // Active content.
  ['a macro', () => withEntry({ name: 'xl/vbaProject.bin', data: 'x' }), /宏/],
  ['an Excel 4 macro sheet', () => withEntry({ name: 'xl/macrosheets/sheet1.xml', data: '<a/>' }), /宏/],
  ['a link to another file', () => withEntry({ name: 'xl/externalLinks/externalLink1.xml', data: '<a/>' }), /链接/],
  ['an embedded object', () => withEntry({ name: 'xl/embeddings/oleObject1.bin', data: 'x' }), /嵌有/],
  ['an ActiveX control', () => withEntry({ name: 'xl/activeX/activeX1.xml', data: '<a/>' }), /嵌有/],
  // Ranges.
  [
    'a merge over the whole sheet',
    () => buildWorkbook({ sheets: [{ rows: [['姓名']], merges: ['A1:XFD1048576'] }] }),
    /合并/,
  ],
  [
    '60,000 merges',
    () =>
      buildWorkbook({
        sheets: [{ rows: [['姓名']], merges: Array.from({ length: 60_000 }, (_, n) => `A${n + 1}:B${n + 1}`) }],
      }),
    /合并/,
  ],
  ['a merge that is no range', () => buildWorkbook({ sheets: [{ rows: [['姓名']], merges: ['nonsense'] }] }), /不正常/],
  [
    'a declared range over the whole sheet',
    () => withSheet(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>')),
    /范围过大/,
  ],
  [
    'one cell in row 1,048,576',
    () => withSheet(worksheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
    /20000行/,
  ],
  [
    'a row in every tenth row to the end',
    () =>
      withSheet(
        worksheet(
          Array.from(
            { length: 104_857 },
            (_, n) => `<row r="${n * 10 + 1}"><c r="A${n * 10 + 1}"><v>1</v></c></row>`,
          ).join(''),
        ),
      ),
    /20000行/,
  ],
  ['20,001 rows without numbers', () => withSheet(worksheet(rowOfText.repeat(20_001))), /20000行/],
  ['a million cells', () => withSheet(worksheet(`<row r="1">${cells(16_000)}</row>`.repeat(60))), /范围过大|过大/],
  ['a cell outside its row', () => withSheet(worksheet('<row r="1"><c r="A900000"><v>1</v></c></row>')), /不正常/],
  [
    'a cell that is no address',
    () => withSheet(worksheet('<row r="1"><c r="AAAA99999999"><v>1</v></c></row>')),
    /不正常/,
  ],
  [
    'a cell hidden behind a line break',
    () => withSheet(worksheet('<row r="1"><c\nr="A1"><v>1</v></c></row>')),
    /不正常/,
  ],
  [
    'a formula that only its result shows',
    () => withSheet(worksheet('<row r="1"><c r="A1" t="str"><f></f><v>姓名</v></c></row>')),
    /公式/,
  ],
  [
    'a shared formula without its first cell',
    () => withSheet(worksheet('<row r="1"><c r="A1"><f t="shared" si="3"/><v>5</v></c></row>')),
    /公式/,
  ],
  ['one text of 100,000 characters', () => buildWorkbook({ sheets: [{ rows: [['张'.repeat(100_000)]] }] }), /文字过多/],
  [
    'one long text in ten thousand cells',
    () =>
      buildWorkbook({
        sharedStrings: `<sst><si><t>${'张'.repeat(30_000)}</t></si></sst>`,
        sheets: [{ xml: worksheet('<row><c t="s"><v>0</v></c></row>'.repeat(10_000)) }],
      }),
    /文字过多/,
  ],
  [
    'half a million short texts that no cell uses',
    () => buildWorkbook({ ...good, sharedStrings: `<sst>${'<si><t>a</t></si>'.repeat(500_000)}</sst>` }),
    /文字过多|过大/,
  ],
  [
    'a million styled cells with nothing in them',
    () =>
      withSheet(
        worksheet(
          Array.from({ length: 10_001 }, (_, row) => `<row r="${row + 1}">${'<c s="1"/>'.repeat(100)}</row>`).join(''),
        ),
      ),
    /过大/,
  ],
  ['a million rows with nothing in them', () => withSheet(worksheet('<row ht="15"/>'.repeat(1_000_000))), /过大/],
  [
    'a hundred and one sheets',
    () => buildWorkbook({ sheets: Array.from({ length: 101 }, () => ({ rows: [['姓名']] })) }),
    /超过100张/,
  ],
  ['tags that never close', () => withSheet(worksheet('<c '.repeat(2_000_000))), /./],
  ['a tag name without an end', () => withSheet(`<${'a'.repeat(8 * mebibyte)}`), /./],
  ['comments that never close', () => withSheet(worksheet('<!-- '.repeat(500_000))), /./],
];

/** Changes one byte in the middle of the packed data of the first entry. */
function flip(file: Buffer): Buffer {
  const broken = Buffer.from(file);
  broken[60] = (broken[60] ?? 0) ^ 0xff;
  return broken;
}

describe('c29: hostile and broken workbooks are refused with one sentence, in time, and the program lives on', () => {
  test.each(hostile)('%s', (_, build, sentence) => expectRefusal(build(), sentence));

  test('at least sixty kinds are tried', (context) => {
    expect(hostile.length).toBeGreaterThanOrEqual(60);
    tellFigure(context, `${hostile.length} kinds of hostile workbooks refused within 3 s`);
  });

  test('nothing gets into the prototype of objects', () => expect(Object.keys(Object.prototype)).toEqual([]));

  test('what ordinary workbooks carry beside their cells is let through and not parsed', async () => {
    const file = withEntry(
      { name: 'docProps/app.xml', data: '<Properties/>' },
      { name: 'xl/theme/theme1.xml', data: '<a:theme/>' },
      { name: 'xl/calcChain.xml', data: '<calcChain/>' },
      { name: 'xl/metadata.xml', data: '<metadata/>' },
      { name: 'xl/comments1.xml', data: '<comments/>' },
      { name: 'xl/drawings/vmlDrawing1.vml', data: '<xml/>' },
      { name: 'xl/media/image1.png', data: noise(3 * mebibyte) },
      { name: 'xl/printerSettings/printerSettings1.bin', data: Buffer.alloc(100) },
      { name: 'xl/customProperty1.bin', data: Buffer.alloc(100) },
      { name: 'xl/worksheets/_rels/sheet1.xml.rels', data: '<Relationships/>' },
    );
    expect((await runJob('readWorkbook', { file })).sheets[0]?.rows).toHaveLength(2);
  });

  test('the workbook they are made from is accepted', async () => {
    const { sheets } = await runJob('readWorkbook', { file: buildWorkbook(good) });
    expect(sheets[0]?.rows[1]?.cells.map((cell) => cell?.text)).toEqual(['朴涵军', '男']);
  });
});

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { read } from '@e965/xlsx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellText } from '../../../electron/jobs/cellText.ts';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import { runJob } from '../../../electron/jobs/runJob.ts';
import { sheetNames } from '../../../electron/jobs/sheetNames.ts';
import type { MarkTone, PlannedCell, SheetPlan } from '../../../electron/jobs/workbookPlan.ts';
import { writeWorkbook } from '../../../electron/jobs/writeWorkbook.ts';
import { convert, libreOfficeMissing, parseCsv } from '../../fixtures/workbooks/libreOffice.ts';
import { unzipWorkbook } from '../../fixtures/workbooks/unzipWorkbook.ts';

const result = {
  name: '双塘村',
  above: ['困境儿童摸底排查表', '填报单位：双塘村'],
  columns: [
    { heading: '姓名', width: 10 },
    { heading: '身份证号', width: 22 },
    { heading: '家庭住址', width: 30 },
  ],
  rows: [
    ['张小明', { text: '43998120140305001', tone: 'error', reason: '身份证号少一位' }, '双塘村三组12号'],
    [{ text: '尉迟 雪', tone: 'warning', reason: '姓名中间有空格' }, '439981201501010027', ''],
    [],
    ['𠮷田', '', { text: '双塘', tone: 'proposal', reason: '可能是“双塘村”，不是_x0041_' }],
  ],
  landscape: true,
  foot: '编号 2026-000001　打印人 周敏&7　校验码 AB12CD34',
} satisfies SheetPlan;

const sheet = (rows: readonly (readonly PlannedCell[])[]): SheetPlan => ({ ...result, rows });
const plainTexts = (plan: SheetPlan): string[][] =>
  plan.rows.map((cells) => cells.map((cell: PlannedCell) => (typeof cell === 'string' ? cell : cell.text)));

/** The format of a cell as the file tells it. */
function formatOf(parts: ReadonlyMap<string, string>, cell: string) {
  const styles = parts.get('xl/styles.xml') ?? '';
  const index = Number(
    new RegExp(`<c r="${cell}" s="(\\d+)"`, 'u').exec(parts.get('xl/worksheets/sheet1.xml') ?? '')?.[1],
  );
  const xf = [...(/<cellXfs.*<\/cellXfs>/su.exec(styles)?.[0] ?? '').matchAll(/<xf [^>]*>/gu)][index]?.[0] ?? '';
  const number = (name: string): number => Number(new RegExp(`${name}="(\\d+)"`, 'u').exec(xf)?.[1]);
  const border = [...styles.matchAll(/<border>.*?<\/border>/gsu)][number('borderId')]?.[0] ?? '';
  const code = new RegExp(`<numFmt numFmtId="${number('numFmtId')}" formatCode="([^"]*)"`, 'u').exec(styles)?.[1];
  return { numberFormat: code, fill: number('fillId'), border: /style="(\w+)"/u.exec(border)?.[1] };
}

test('every text stands in its own cell when the workbook is read again', async () => {
  const { sheets } = await readWorkbook(writeWorkbook({ sheets: [result] }));
  expect(sheets.map(({ name }) => name)).toEqual(['双塘村']);
  const texts = sheets[0]?.rows.map(({ row, cells }) => [row, ...cells.map((cell) => cell?.text ?? '')]);
  expect(texts).toEqual([
    [1, '困境儿童摸底排查表'],
    [2, '填报单位：双塘村'],
    [3, '姓名', '身份证号', '家庭住址'],
    [4, '张小明', '43998120140305001', '双塘村三组12号'],
    [5, '尉迟 雪', '439981201501010027'],
    [7, '𠮷田', '', '双塘'],
  ]);
  expect(sheets[0]?.rows.flatMap(({ cells }) => cells).every((cell) => cell === null || cell.kind === 'text')).toBe(
    true,
  );
});

test('LibreOffice reads the same texts', (context) => {
  if (libreOfficeMissing) context.skip(libreOfficeMissing);
  const rows = parseCsv(convert(writeWorkbook({ sheets: [result] }), 'csv')).slice(3);
  for (const [index, cells] of plainTexts(result).entries()) expect(rows[index]?.slice(0, cells.length)).toEqual(cells);
}, 90_000);

test('any text at all comes back as it was, but for what no workbook can hold', async () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constant('_x000D_'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      async (rows) => {
        const { sheets } = await readWorkbook(writeWorkbook({ sheets: [sheet(rows)] }));
        const found = new Map(sheets[0]?.rows.map(({ row, cells }) => [row, cells]));
        for (const [index, cells] of rows.entries()) {
          for (const [column, written] of cells.entries()) {
            const expected = cellText(written);
            const cell = found.get(index + 4)?.[column] ?? null;
            // The reader takes a cell of blanks for an empty one.
            expect(cell).toEqual(expected.trim() === '' ? null : { kind: 'text', text: expected });
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a cleaned text holds only characters of XML and loses nothing else', () => {
  const xmlCharacters = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      const cleaned = cellText(text);
      expect(cleaned).toMatch(xmlCharacters);
      expect(cellText(cleaned)).toBe(cleaned);
      if (xmlCharacters.test(text) && !/\r\n|\u007f/u.test(text)) expect(cleaned).toBe(text);
    }),
  );
  expect(cellText('a\u0000b\u001f\r\nc\ud800d\uffff')).toBe('ab\nc\ufffdd\ufffd');
});

test('sheet names are made legal and told apart', () => {
  expect(sheetNames(['双塘村', '双塘村', "'a/b:c'", '', 'HISTORY', '_x0041_', '长'.repeat(40)])).toEqual([
    '双塘村',
    '双塘村（2）',
    'a／b：c',
    '表4',
    'HISTORY_',
    '＿x0041_',
    '长'.repeat(31),
  ]);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 12 }), (wanted) => {
      const names = sheetNames(wanted);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(wanted.length);
      for (const name of names) {
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(31);
        expect(name).not.toMatch(/[[\]:*?/\\]|^'|'$/);
        expect(name.isWellFormed()).toBe(true);
      }
    }),
  );
});

test('a marked cell says why in a note of its own', () => {
  const cells = read(writeWorkbook({ sheets: [result] })).Sheets.双塘村;
  const notes = Object.entries(cells ?? {}).flatMap(([address, cell]) =>
    (cell as { c?: { t: string }[] }).c ? [[address, (cell as { c: { t: string }[] }).c[0]?.t]] : [],
  );
  expect(notes).toEqual([
    ['B4', '错误：身份证号少一位'],
    ['A5', '请核对：姓名中间有空格'],
    ['C7', '建议：可能是“双塘村”，不是_x0041_'],
  ]);
});

test('marked cells are told apart by their borders, for a print in black and white', () => {
  const parts = unzipWorkbook(writeWorkbook({ sheets: [result] }));
  const marked = { error: 'B4', warning: 'A5', proposal: 'C7' } satisfies Record<MarkTone, string>;
  const formats = Object.values(marked).map((cell) => formatOf(parts, cell));
  expect(formats.map(({ border }) => border)).toEqual(['thick', 'mediumDashed', 'double']);
  expect(new Set([...formats, formatOf(parts, 'A4')].map(({ fill }) => fill)).size).toBe(4);
  expect(parts.get('xl/worksheets/sheet1.xml')).toContain('粗框：错误　虚线框：请核对　双线框：建议');
  const unmarked = unzipWorkbook(writeWorkbook({ sheets: [sheet([['张小明']])] }));
  expect(unmarked.get('xl/worksheets/sheet1.xml')).not.toContain('框：');
});

test('a cell that is empty or typed over keeps the text format, so an ID number stays whole', () => {
  const parts = unzipWorkbook(writeWorkbook({ sheets: [result] }));
  for (const cell of ['A1', 'A3', 'A4', 'B4', 'A5', 'A6', 'B7', 'C7']) {
    expect(formatOf(parts, cell).numberFormat, cell).toBe('@');
  }
});

test('the heading is frozen, filtered and printed on every A4 page', () => {
  const xml = (landscape: boolean) => unzipWorkbook(writeWorkbook({ sheets: [{ ...result, landscape }] }));
  const parts = xml(true);
  const worksheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
  expect(worksheet).toContain('<pane ySplit="3" topLeftCell="A4"');
  expect(worksheet).toContain('<autoFilter ref="A3:C7"');
  expect(worksheet).toMatch(/<pageSetup paperSize="9"[^>]* fitToHeight="0"[^>]*orientation="landscape"/u);
  expect(parts.get('xl/workbook.xml')).toContain('Print_Titles" localSheetId="0">双塘村!$3:$3<');
  expect(worksheet).toContain('&amp;C\n&amp;7编号 2026-000001　打印人 周敏&amp;&amp;7　校验码 AB12CD34&amp;R');
  expect(xml(false).get('xl/worksheets/sheet1.xml')).toContain('orientation="portrait"');
});

test('a row is as high as its longest wrapped text, in every program that opens it', () => {
  const rows = [['张小明'], ['张小明', '', '双'.repeat(40)], ['一\n二\n三'], ['', '', '长'.repeat(3_000)]];
  const worksheet = unzipWorkbook(writeWorkbook({ sheets: [sheet(rows)] })).get('xl/worksheets/sheet1.xml') ?? '';
  const heights = [...worksheet.matchAll(/<row r="(\d+)"[^>]*?(?: ht="([\d.]+)")?(?: customHeight="1")?>/gu)];
  expect(heights.slice(3).map(([, row, height]) => [row, height])).toEqual([
    ['4', undefined],
    ['5', '48'],
    ['6', '48'],
    ['7', '408'],
  ]);
});

test('what a workbook cannot hold is refused with the place, and nothing is cut off', () => {
  const long = 'a'.repeat(32_768);
  expect(() => writeWorkbook({ sheets: [sheet([['张小明'], ['', long]])] })).toThrow('第5行第2列的文字超过32767字');
  expect(() => writeWorkbook({ sheets: [sheet([[{ text: '', tone: 'error', reason: long }]])] })).toThrow('第4行第1列');
  const many = Array.from({ length: 10_001 }, () => [{ text: '1', tone: 'error', reason: '不对' } as const]);
  expect(() => writeWorkbook({ sheets: [sheet(many)] })).toThrow('超过10000处');
  const row = Array.from({ length: 1_000 }, () => '1');
  expect(() => writeWorkbook({ sheets: [sheet(Array.from({ length: 1_000 }, () => row))] })).toThrow('内容过多');
});

test('the longest text that a cell can hold is written whole', async () => {
  const text = `${'张'.repeat(32_766)}末`;
  const { sheets } = await readWorkbook(writeWorkbook({ sheets: [sheet([[text]])] }));
  expect(sheets[0]?.rows.at(-1)?.cells[0]?.text).toBe(text);
});

test('workbooks are written beside the service, and refusals come back with their sentence', async () => {
  const file = await runJob('writeWorkbook', { plan: { sheets: [result, result] } });
  expect((await readWorkbook(file)).sheets.map(({ name }) => name)).toEqual(['双塘村', '双塘村（2）']);
  const plan = { sheets: [sheet([['a'.repeat(32_768)]])] };
  await expect(runJob('writeWorkbook', { plan })).rejects.toMatchObject({ code: 'invalid' });
});

test('a list of 20,000 rows of 25 columns is written in less than 300 MB', () => {
  const script = fileURLToPath(new URL('../../fixtures/workbooks/peakWriting.ts', import.meta.url));
  expect(Number(execFileSync(process.execPath, [script], { encoding: 'utf8' }))).toBeLessThan(300);
});

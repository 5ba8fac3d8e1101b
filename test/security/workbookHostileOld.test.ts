import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runJob } from '../../electron/jobs/runJob.ts';
import { type BuiltCompoundFile, buildCompoundFile } from '../fixtures/workbooks/buildCompoundFile.ts';
import {
  biff,
  buildOldWorkbook,
  type OldSheet,
  oldText,
  oldWorkbookStream,
  words,
} from '../fixtures/workbooks/buildOldWorkbook.ts';
import { expectRefusal, noise } from '../fixtures/workbooks/expectRefusal.ts';

const rows = [
  ['姓名', '性别'],
  ['朴涵军', '男'],
];
const good = { sheets: [{ rows }] };
const sample = readFileSync(new URL('../fixtures/workbooks/重点儿童花名册.xls', import.meta.url));
const magic = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const endOfChain = 0xffff_fffe;

/** A good file after one change to its container; the stream of cells is its second entry and takes 20 sectors. */
const container = (change: (built: BuiltCompoundFile) => void): Buffer => {
  const stream = Buffer.concat([oldWorkbookStream(good), Buffer.alloc(10_000)]);
  const built = buildCompoundFile([{ name: 'Workbook', data: stream }]);
  change(built);
  return built.file;
};
const withRecords = (...records: readonly Buffer[]): Buffer => buildOldWorkbook({ sheets: [{ rows, records }] });
const withShared = (...shared: readonly Buffer[]): Buffer => buildOldWorkbook({ ...good, shared });
const withSheet = (sheet: OldSheet): Buffer => buildOldWorkbook({ sheets: [{ rows, ...sheet }] });
const withEntry = (name: string): Buffer => buildOldWorkbook(good, [{ name }]);
const only = (name: string): Buffer => buildCompoundFile([{ name, data: noise(5_000) }]).file;

/** Shared texts: how many the file states, then what is there. */
const sharedTexts = (stated: number, ...texts: readonly Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(stated, 4);
  return biff(0x00fc, Buffer.concat([head, ...texts]));
};
const sharedCell = (row: number, column: number, text: number): Buffer => biff(0x00fd, words(row, column, 0, text, 0));
const merge = (...numbers: readonly number[]): Buffer => biff(0x00e5, words(numbers.length / 4, ...numbers));
const oneText = sharedTexts(1, oldText('张'));

/** Every .xls that must not get in, with the words its refusal must hold. */
const hostile: readonly (readonly [string, () => Buffer, RegExp])[] = [
  // The container.
  ['nothing but the first bytes', () => magic, /损坏/],
  ['zero bytes behind the first ones', () => Buffer.concat([magic, Buffer.alloc(50_000)]), /不正常|损坏/],
  ['random bytes behind the first ones', () => Buffer.concat([magic, noise(50_000)]), /不正常|损坏/],
  ['half a workbook', () => sample.subarray(0, sample.length / 2), /损坏/],
  ['a workbook without its last quarter', () => sample.subarray(0, (sample.length * 3) / 4), /损坏/],
  ['sectors of a size that no program uses', () => container(({ file }) => file.writeUInt16LE(31, 0x1e)), /不正常/],
  ['four billion sectors of chains', () => container(({ file }) => file.writeUInt32LE(0xffff_ffff, 0x2c)), /损坏/],
  ['no chains', () => container(({ file }) => file.writeUInt32LE(0, 0x2c)), /损坏/],
  ['chains outside the file', () => container(({ file }) => file.writeUInt32LE(5_000_000, 0x4c)), /损坏/],
  [
    'a list of chains that leads to itself',
    () =>
      container(({ file, starts }) => {
        file.writeUInt32LE(starts[1] ?? 0, 0x44);
        file.writeUInt32LE(0xffff_ffff, 0x48);
        file.writeUInt32LE(starts[1] ?? 0, ((starts[1] ?? 0) + 2) * 512 - 4);
      }),
    /不正常|损坏/,
  ],
  [
    'a chain that leads to its own beginning',
    () => container(({ file, chain, starts }) => file.writeUInt32LE(starts[1] ?? 0, chain((starts[1] ?? 0) + 3))),
    /不正常|损坏/,
  ],
  [
    'a chain that leads to itself',
    () => container(({ file, chain, starts }) => file.writeUInt32LE((starts[1] ?? 0) + 3, chain((starts[1] ?? 0) + 3))),
    /不正常|损坏/,
  ],
  [
    'a chain that leads out of the file',
    () => container(({ file, chain, starts }) => file.writeUInt32LE(900_000, chain(starts[1] ?? 0))),
    /损坏/,
  ],
  [
    'a chain that breaks off',
    () => container(({ file, chain, starts }) => file.writeUInt32LE(0xffff_ffff, chain(starts[1] ?? 0))),
    /损坏/,
  ],
  [
    'a chain that is shorter than its stream',
    () => container(({ file, chain, starts }) => file.writeUInt32LE(endOfChain, chain(starts[1] ?? 0))),
    /损坏/,
  ],
  [
    'a directory that leads to itself',
    () => container(({ file, chain, starts }) => file.writeUInt32LE(starts[0] ?? 0, chain(starts[0] ?? 0))),
    /不正常|损坏/,
  ],
  [
    'a stream that is the directory',
    () => container(({ file, entry, starts }) => file.writeUInt32LE(starts[0] ?? 0, entry(1) + 116)),
    /不正常|损坏/,
  ],
  [
    'a stream of four billion bytes',
    () => container(({ file, entry }) => file.fill(0xff, entry(1) + 120, entry(1) + 124)),
    /损坏/,
  ],
  [
    'a short stream without a table of short sectors',
    () => container(({ file, entry }) => file.writeUInt32LE(1_000, entry(1) + 120)),
    /损坏/,
  ],
  [
    'an entry that follows itself',
    () => container(({ file, entry }) => file.writeUInt32LE(1, entry(1) + 72)),
    /不正常/,
  ],
  ['an entry that is not there', () => container(({ file, entry }) => file.writeUInt32LE(77, entry(1) + 72)), /不正常/],
  ['a name of 60,000 bytes', () => container(({ file, entry }) => file.writeUInt16LE(60_000, entry(1) + 64)), /不正常/],
  ['no root', () => container(({ file, entry }) => file.fill(0, entry(0) + 66, entry(0) + 67)), /损坏/],
  // What is inside.
  ['a Word 97 document', () => only('WordDocument'), /不是表格/],
  ['a presentation', () => only('PowerPoint Document'), /不是表格/],
  ['an encrypted .xlsx', () => only('EncryptedPackage'), /密码/],
  ['something else in a compound file', () => only('Contents'), /不是表格/],
  ['a workbook of Excel 95', () => only('Book'), /旧格式.*另存为/],
  [
    'a workbook of Excel 95 under the newer name',
    () => buildOldWorkbook({ ...good, version: 0x0500 }),
    /旧格式.*另存为/,
  ],
  ['random bytes for a stream', () => only('Workbook'), /损坏/],
  ['a password', () => withShared(biff(0x002f, noise(54))), /密码/],
  ['a password on one sheet', () => withRecords(biff(0x002f, noise(54))), /密码/],
  ['macros', () => withEntry('_VBA_PROJECT_CUR'), /宏/],
  ['macros without their storage', () => withShared(biff(0x00d3)), /宏/],
  ['an Excel 4 macro sheet', () => withSheet({ statedKind: 1 }), /宏/],
  ['a macro sheet that is listed as cells', () => withSheet({ kind: 0x40 }), /宏/],
  [
    'a link to another file',
    () => withShared(biff(0x01ae, Buffer.concat([words(1), oldText('\u0001C:\\evil.xls')]))),
    /链接/,
  ],
  ['a linked object', () => withEntry('LNK0001A2B3'), /链接/],
  ['an embedded object', () => withEntry('MBD0001A2B3'), /嵌有/],
  ['an ActiveX control', () => withEntry('Ctls'), /嵌有/],
  // Records.
  ['a record that is longer than the file', () => withRecords(biff(0x0208, Buffer.alloc(16), 0xffff)), /损坏/],
  ['a record that hides the end', () => withRecords(biff(0x0208, Buffer.alloc(0), 20)), /损坏/],
  ['a number cut short', () => withRecords(biff(0x0203, words(2, 0, 0, 0))), /损坏/],
  ['an empty record for a text', () => withRecords(biff(0x0204)), /损坏/],
  ['a list of sheets that is cut short', () => withShared(biff(0x0085, words(0, 0))), /损坏/],
  ['a sheet outside the stream', () => withSheet({ statedPlace: 0xffff_fff0 }), /损坏/],
  ['a sheet in the middle of a record', () => withSheet({ statedPlace: 7 }), /损坏/],
  ['a sheet that is the list of sheets', () => withSheet({ statedPlace: 0 }), /没有内容/],
  [
    'a hundred and one sheets',
    () => buildOldWorkbook({ sheets: Array.from({ length: 101 }, () => ({ rows })) }),
    /超过100张/,
  ],
  [
    'two sheets in one place',
    () => buildOldWorkbook({ sheets: [{ rows, statedPlace: 500 }, { statedPlace: 500 }] }),
    /不正常/,
  ],
  [
    'sheets within each other, to be read again and again',
    () => {
      const nested = Array.from({ length: 90 }, () => biff(0x0809, words(0x0600, 0x10, 0, 0, 0, 0, 0, 0)));
      const filling = Array.from({ length: 500_000 }, () => biff(0x0208));
      const sheets = [
        { records: [...nested, ...filling, ...nested.map(() => biff(0x000a))] },
        ...nested.map(() => ({})),
      ];
      const first = oldWorkbookStream({ sheets: sheets.map(() => ({})) }).length - sheets.length * 24;
      return buildOldWorkbook({
        sheets: sheets.map((sheet, index) => ({ ...sheet, statedPlace: first + index * 20 })),
      });
    },
    /不正常/,
  ],
  // Texts.
  ['four billion shared texts', () => withShared(sharedTexts(0xffff_ffff, oldText('张'))), /文字过多/],
  [
    'a shared text that is longer than the file',
    () => withShared(sharedTexts(1, words(60_000), Buffer.from([1]))),
    /损坏/,
  ],
  [
    'formats of a text that are longer than the file',
    () => withShared(sharedTexts(1, words(1), Buffer.from([9]), words(0xffff), Buffer.from('张', 'utf16le'))),
    /损坏/,
  ],
  [
    'an extension of a text of four billion bytes',
    () => withShared(sharedTexts(1, words(1), Buffer.from([5]), words(0xffff, 0xffff), Buffer.from('张', 'utf16le'))),
    /损坏/,
  ],
  [
    'half a character before the record ends',
    () => withShared(sharedTexts(1, words(3), Buffer.from([1, 0x20])), biff(0x003c, Buffer.from([1, 0x5f, 0x20]))),
    /损坏/,
  ],
  ['a shared text that is not there', () => withRecords(sharedCell(2, 0, 7)), /损坏/],
  [
    'one text of 60,000 characters',
    () =>
      withRecords(
        biff(0x0204, Buffer.concat([words(2, 0, 0, 60_000), Buffer.from([0]), Buffer.alloc(8_000, 'a')])),
        ...Array.from({ length: 7 }, () => biff(0x003c, Buffer.concat([Buffer.from([0]), Buffer.alloc(8_000, 'a')]))),
      ),
    /文字过多/,
  ],
  [
    'one long text in ten thousand cells',
    () =>
      buildOldWorkbook({
        shared: [sharedTexts(1, oldText('张'.repeat(4_000)))],
        sheets: [{ records: Array.from({ length: 10_000 }, (_, row) => sharedCell(row, 0, 0)) }],
      }),
    /文字过多/,
  ],
  // Ranges.
  ['one cell in the last row there is', () => withRecords(biff(0x027e, words(65_535, 0, 0, 6, 0))), /20000行/],
  ['a cell in column 60,000', () => withRecords(biff(0x027e, words(3, 60_000, 0, 6, 0))), /不正常/],
  ['a merge over the whole sheet', () => withRecords(merge(0, 65_535, 0, 255)), /合并/],
  ['a merge that ends before it begins', () => withRecords(merge(9, 3, 0, 1)), /合并/],
  ['merges that are not there', () => withRecords(biff(0x00e5, words(1_000))), /损坏/],
  [
    '60,000 merges',
    () =>
      withRecords(
        ...Array.from({ length: 60 }, () =>
          merge(...Array.from({ length: 1_000 }, (_, row) => [row, row, 0, 1]).flat()),
        ),
      ),
    /合并/,
  ],
  [
    '450,000 numbers',
    () =>
      withRecords(
        ...Array.from({ length: 1_800 }, (_, row) =>
          biff(0x00bd, words(row, 0, ...Array.from({ length: 250 }, () => [0, 6, 0]).flat(), 249)),
        ),
      ),
    /范围过大/,
  ],
  [
    'a million cells with nothing in them',
    () =>
      withRecords(
        ...Array.from({ length: 4_100 }, (_, row) =>
          biff(0x00be, words(row, 0, ...Array.from({ length: 250 }, () => 0), 249)),
        ),
      ),
    /范围过大/,
  ],
  ['nothing in it', () => buildOldWorkbook({ sheets: [{}] }), /没有内容/],
  ['blanks only', () => buildOldWorkbook({ sheets: [{ rows: [['  ', '　', null]] }] }), /没有内容/],
  ['no sheet', () => buildOldWorkbook({ sheets: [] }), /没有内容/],
];

describe('c29: hostile and broken .xls files are refused with one sentence, in time, and the program lives on', () => {
  test.each(hostile)('%s', (_, build, sentence) => expectRefusal(build(), sentence));

  test('what ordinary workbooks carry beside their cells is let through and not read', async () => {
    const chart = [biff(0x0809, words(0x0600, 0x20, 0, 0)), biff(0x0203, words(0, 0, 0, 9, 9, 9, 9)), biff(0x000a)];
    const file = buildOldWorkbook(
      {
        // The workbook itself and Excel's own functions are named as if they were other files.
        shared: [biff(0x01ae, words(1, 0x0401)), biff(0x01ae, words(1, 0x3a01)), oneText, biff(0x0031, noise(30))],
        sheets: [
          { rows, records: [biff(0x00ec, noise(8_000)), biff(0x003c, noise(8_000)), ...chart, sharedCell(2, 0, 0)] },
          { name: '图表', statedKind: 2, kind: 0x20 },
        ],
      },
      [
        { name: '\u0005SummaryInformation', data: noise(200) },
        { name: 'ETExtData', data: noise(200) },
      ],
    );
    const { sheets } = await runJob('readWorkbook', { file });
    expect(sheets.map((sheet) => sheet.name)).toEqual(['名册']);
    expect(sheets[0]?.rows.map((row) => row.cells.map((cell) => cell?.text))).toEqual([...rows, ['张']]);
  });

  test('the workbook they are made from is accepted', async () => {
    const { sheets } = await runJob('readWorkbook', { file: container(() => undefined) });
    expect(sheets[0]?.rows.map((row) => row.cells.map((cell) => cell?.text))).toEqual(rows);
    expect((await runJob('readWorkbook', { file: oneSheet })).sheets[0]?.rows[2]?.cells[0]?.text).toBe('张');
  });
});

const oneSheet = buildOldWorkbook({ shared: [oneText], sheets: [{ rows, records: [sharedCell(2, 0, 0)] }] });

import { readFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import type { SheetContent } from '../../../electron/jobs/workbookContent.ts';
import {
  biff,
  buildOldWorkbook,
  type OldCell,
  type OldSheet,
  words,
} from '../../fixtures/workbooks/buildOldWorkbook.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/workbooks/${name}`, import.meta.url));
const firstSheet = async (file: Uint8Array): Promise<SheetContent> => {
  const [sheet] = (await readWorkbook(file)).sheets;
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
};
const textsOf = (sheet: SheetContent): (string | undefined)[][] =>
  sheet.rows.map((row) => row.cells.map((cell) => cell?.text));
const cellOf = async (cell: OldCell, shared: readonly Buffer[] = []): Promise<unknown> =>
  (await firstSheet(buildOldWorkbook({ sheets: [{ rows: [[cell]] }], shared }))).rows[0]?.cells[0];

test('the roster of 300 gives the same rows and merges from .xls as from .xlsx', async () => {
  const old = await readWorkbook(fixture('重点儿童花名册.xls'));
  expect(old).toEqual(await readWorkbook(fixture('重点儿童花名册.xlsx')));
  expect(old.sheets[0]?.rows).toHaveLength(302);
});

test('texts and numbers that the library wrote come back character by character', async () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom('𬱖𫖯䶮', '尉迟𠮷', '古丽·买买提', 'é', '\u0001'),
    )
    .filter((each) => each.trim() !== '' && !each.includes('\r'));
  // The library itself writes the largest and the smallest numbers wrongly; no list holds them.
  const double = fc.double({ noNaN: true, min: -1e18, max: 1e18 }).filter((each) => Math.abs(each) > 1e-6);
  const number = fc.oneof(fc.integer(), double);
  const cell = fc.oneof(text, number, fc.constant(null));
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(table, fc.boolean(), async (rows, sharedTexts) => {
      const book = utils.book_new();
      utils.book_append_sheet(book, utils.aoa_to_sheet([['姓名'], ...rows]), '名册');
      const file = write(book, { type: 'buffer', bookType: 'biff8', bookSST: sharedTexts }) as Buffer;
      const read = new Map((await firstSheet(file)).rows.map((row) => [row.row, row.cells]));
      rows.forEach((row, index) => {
        row.forEach((value, column) => {
          const found = read.get(index + 2)?.[column] ?? null;
          expect(found).toEqual(
            value === null ? null : { kind: typeof value === 'string' ? 'text' : 'number', text: String(value) },
          );
        });
      });
    }),
    { numRuns: 60 },
  );
});

test('texts are put together wherever records break them off, in one width or the other', async () => {
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('张', '𬱖', 'a', 'é', '龘'), minLength: 1, maxLength: 60 }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  await fc.assert(
    fc.asyncProperty(texts, fc.array(fc.nat(400), { maxLength: 12 }), fc.boolean(), async (given, cuts, extras) => {
      const shared = sharedTexts(given, new Set(cuts), extras);
      const records = given.map((_, row) => biff(0x00fd, words(row, 0, 0, row, 0)));
      const sheet = await firstSheet(buildOldWorkbook({ shared, sheets: [{ records }] }));
      expect(textsOf(sheet)).toEqual(given.map((text) => [text]));
    }),
  );
});

/** Shared texts, cut between characters at the given counts; each piece as narrow as its own characters allow. */
function sharedTexts(texts: readonly string[], cuts: ReadonlySet<number>, extras: boolean): Buffer[] {
  const pieces: Buffer[][] = [[Buffer.from([0, 0, 0, 0, ...words(texts.length, 0)])]];
  const put = (bytes: Buffer): unknown => pieces.at(-1)?.push(bytes);
  const narrow = (text: string): boolean => /^[\0-\u00ff]*$/u.test(text);
  const units = (text: string, isNarrow: boolean): Buffer => Buffer.from(text, isNarrow ? 'latin1' : 'utf16le');
  let count = 0;
  for (const text of texts) {
    // Runs of formats, and an extension such as the reading of a name, stand behind the characters.
    const parts: string[] = [''];
    for (const unit of text.split('')) {
      if (cuts.has(count)) parts.push('');
      parts[parts.length - 1] += unit;
      count += 1;
    }
    parts.forEach((part, index) => {
      const isNarrow = narrow(part);
      if (index === 0) {
        put(words(text.length));
        put(Buffer.from([(isNarrow ? 0 : 1) + (extras ? 12 : 0)]));
        if (extras) put(words(2, 5, 0));
      } else {
        pieces.push([Buffer.from([isNarrow ? 0 : 1])]);
      }
      put(units(part, isNarrow));
    });
    if (extras) {
      put(Buffer.alloc(5, 7));
      if (cuts.has(count)) pieces.push([]);
      put(Buffer.alloc(8, 7));
    }
  }
  return pieces.map((piece, index) => biff(index === 0 ? 0x00fc : 0x003c, Buffer.concat(piece)));
}

test.each([
  ['a number', 7.5, { kind: 'number', text: '7.5' }],
  ['an ID number that Excel has cut', 439981201407133000, { kind: 'number', text: '439981201407133000' }],
  ['a date', { number: 41703, format: 14 }, { kind: 'date', text: '2014-03-05' }],
  ['a Chinese date that the file does not define', { number: 41703, format: 31 }, { kind: 'date', text: '2014-03-05' }],
  ['a Chinese month', { number: 41703, format: 57 }, { kind: 'date', text: '2014-03-05' }],
  ['a text', '𬱖𫖯䶮', { kind: 'text', text: '𬱖𫖯䶮' }],
  ['a formula', { formulaResult: 3 }, { kind: 'formula', text: '=' }],
  ['a text that looks like one', '=1+2', { kind: 'text', text: '=1+2' }],
] as const)('%s', async (_, cell, expected) => {
  expect(await cellOf(cell)).toEqual(expected);
});

test('a format of the file itself, and the years of an Apple workbook', async () => {
  const zeros = biff(0x041e, Buffer.concat([words(164, 6), Buffer.from([0]), Buffer.from('000000')]));
  expect(await cellOf({ number: 42, format: 164 }, [zeros])).toEqual({ kind: 'number', text: '000042' });
  const appleYears = biff(0x0022, words(1));
  expect(await cellOf({ number: 40241, format: 14 }, [appleYears])).toEqual({ kind: 'date', text: '2014-03-05' });
});

test.each([
  ['whole', 439981 * 4 + 2, 439981],
  ['negative', -2 * 4 + 2, -2],
  ['whole hundredths', 123 * 4 + 3, 1.23],
  ['upper half of a double', 0x3ff80000, 1.5],
  ['hundredths of it', 0x3ff80001, 0.015],
])('a number in four bytes: %s', async (_, stored, expected) => {
  const bytes = Buffer.alloc(10);
  bytes.writeInt32LE(stored, 6);
  const several = Buffer.concat([words(1, 3, 0), bytes.subarray(6), words(0), bytes.subarray(6), words(4)]);
  const sheet = await firstSheet(
    buildOldWorkbook({ sheets: [{ records: [biff(0x027e, bytes), biff(0x00bd, several)] }] }),
  );
  const number = { kind: 'number', text: String(expected) };
  expect(sheet.rows.map((row) => row.cells)).toEqual([[number], [null, null, null, number, number]]);
});

test.each([
  ['true', [1, 0], { kind: 'boolean', text: '是' }],
  ['false', [0, 0], { kind: 'boolean', text: '否' }],
  ['an error', [0x2a, 1], { kind: 'error', text: '#N/A' }],
])('%s', async (_, value, expected) => {
  const record = biff(0x0205, Buffer.concat([words(0, 0, 0), Buffer.from(value)]));
  const sheet = await firstSheet(buildOldWorkbook({ sheets: [{ records: [record] }] }));
  expect(sheet.rows[0]?.cells).toEqual([expected]);
});

test('what a formula yields never takes its place, whichever record comes last', async () => {
  const again: OldSheet = { rows: [[{ formulaResult: 3 }]], records: [biff(0x027e, words(0, 0, 0, 22, 0))] };
  expect((await firstSheet(buildOldWorkbook({ sheets: [again] }))).rows[0]?.cells[0]).toMatchObject({
    kind: 'formula',
  });
  const result = biff(0x0207, Buffer.concat([words(2), Buffer.from([1]), Buffer.from('张三', 'utf16le')]));
  const texts: OldSheet = { rows: [[{ formulaResult: 0 }]], records: [result] };
  expect((await firstSheet(buildOldWorkbook({ sheets: [texts] }))).rows).toEqual([
    { row: 1, cells: [{ kind: 'formula', text: '=' }] },
  ]);
});

test('all sheets are read in the order of their tabs, hidden ones are marked, and cells come in any order', async () => {
  const records = [
    biff(0x027e, words(4, 1, 0, 22, 0)),
    biff(0x027e, words(2, 2, 0, 26, 0)),
    biff(0x027e, words(2, 0, 0, 30, 0)),
  ];
  const merge = biff(0x00e5, words(1, 0, 1, 2, 3));
  const file = buildOldWorkbook({
    sheets: [
      { name: '𬱖村', records },
      { name: '旧表', rows: [['张']], records: [merge], hidden: true },
    ],
  });
  const number = (text: string): object => ({ kind: 'number', text });
  expect(await readWorkbook(file)).toEqual({
    sheets: [
      {
        name: '𬱖村',
        hidden: false,
        rows: [
          { row: 3, cells: [number('7'), null, number('6')] },
          { row: 5, cells: [null, number('5')] },
        ],
        merges: [],
      },
      {
        name: '旧表',
        hidden: true,
        rows: [{ row: 1, cells: [{ kind: 'text', text: '张' }] }],
        merges: [{ firstRow: 1, lastRow: 2, firstColumn: 2, lastColumn: 3 }],
      },
    ],
  });
});

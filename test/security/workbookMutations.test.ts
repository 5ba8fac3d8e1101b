import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkbook } from '../../electron/jobs/readWorkbook.ts';
import { AppError } from '../../shared/contract/result.ts';
import { biff, buildOldWorkbook } from '../fixtures/workbooks/buildOldWorkbook.ts';
import { workbookEntries } from '../fixtures/workbooks/buildWorkbook.ts';
import { buildZip } from '../fixtures/workbooks/buildZip.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/workbooks/${name}`, import.meta.url));
const sample = fixture('失亲排查汇总-双塘村.xlsx');
const oldSample = fixture('重点儿童花名册.xls');
const textSample = fixture('失学台账.csv');
const entries = workbookEntries({
  sheets: [
    {
      rows: [
        ['姓名', '性别'],
        ['朴涵军', '男'],
      ],
      merges: ['A3:B3'],
    },
  ],
});

/** Reads, or refuses with a sentence; anything else is a hole. */
async function outcomeOf(file: Buffer): Promise<'read' | 'refused'> {
  try {
    await readWorkbook(file);
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'refused' });
    return 'refused';
  }
}

test('a workbook with bytes changed anywhere is read or refused with a sentence', async () => {
  const change = fc.record({ at: fc.nat(sample.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const file = Buffer.from(sample);
      for (const { at, to } of changes) file[at] = to;
      await outcomeOf(file);
    }),
    { numRuns: 300 },
  );
});

test('a workbook cut at any place is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(sample.length - 1), async (length) => {
      expect(await outcomeOf(sample.subarray(0, length))).toBe('refused');
    }),
    { numRuns: 100 },
  );
});

test('a workbook with a piece of XML put anywhere is read or refused with a sentence', async () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '&',
    '&#0;',
    '"',
    '<c',
    '<c r="A1">',
    '<row r="9">',
    '</row>',
    '<v>',
    '<f>1</f>',
    '<f t="shared" si="0"/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<mergeCell ref="B2:A1"/>',
    '<sheet/>',
    '<is><t/></is>',
    ' t="s"',
    ' s="99999"',
    ' r="__proto__"',
    '\u0001',
    '\uFFFE',
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(entries.length - 1), fc.nat(3_000), piece, async (index, at, added) => {
      const file = buildZip(
        entries.map((entry, each) => {
          const text = String(entry.data);
          const place = at % (text.length + 1);
          return each === index ? { ...entry, data: text.slice(0, place) + added + text.slice(place) } : entry;
        }),
      );
      await outcomeOf(file);
    }),
    { numRuns: 400 },
  );
});

/** Where a change hits what the file is built on: the header, the chains and directory, the shared texts and the cells. */
const vitalPlace = fc.oneof(
  fc.integer({ min: 0, max: 511 }),
  fc.integer({ min: oldSample.length - 512 * 8, max: oldSample.length - 1 }),
  fc.integer({ min: 512, max: 512 * 40 }),
  fc.nat(oldSample.length - 1),
);

test('an .xls with bits turned over or bytes changed anywhere is read or refused with a sentence', async () => {
  const change = fc.record({
    at: vitalPlace,
    flip: fc.oneof(fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128), fc.nat(255)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const file = Buffer.from(oldSample);
      for (const { at, flip } of changes) file[at] = (file[at] ?? 0) ^ flip;
      await outcomeOf(file);
    }),
    { numRuns: 2_000 },
  );
});

test('an .xls cut before its cells end is refused', async () => {
  // Behind the cells come properties of the document, which nobody reads, and the directory, which is always needed.
  await fc.assert(
    fc.asyncProperty(fc.nat(oldSample.length - 4 * 512), async (length) => {
      expect(await outcomeOf(oldSample.subarray(0, length))).toBe('refused');
    }),
    { numRuns: 200 },
  );
});

test('an .xls with a record put anywhere is read or refused with a sentence', async () => {
  const record = fc.record({
    type: fc.constantFrom(
      0x06,
      0x0a,
      0x22,
      0x3c,
      0x85,
      0xbd,
      0xbe,
      0xd6,
      0xe0,
      0xe5,
      0xfc,
      0xfd,
      0x203,
      0x204,
      0x205,
      0x27e,
      0x41e,
      0x809,
    ),
    data: fc.uint8Array({ maxLength: 40 }),
    statedLength: fc.option(fc.nat(0xffff), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 6 }), fc.boolean(), async (added, shared) => {
      const records = added.map(({ type, data, statedLength }) => biff(type, Buffer.from(data), statedLength));
      const rows = [['姓名'], ['朴涵军']];
      await outcomeOf(
        buildOldWorkbook(shared ? { sheets: [{ rows }], shared: records } : { sheets: [{ rows, records }] }),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('a text table with bytes changed anywhere is read or refused with a sentence', async () => {
  const change = fc.record({
    at: fc.nat(textSample.length - 1),
    to: fc.oneof(fc.constantFrom(0, 10, 13, 34, 44, 61), fc.nat(255)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const file = Buffer.from(textSample);
      for (const { at, to } of changes) file[at] = to;
      await outcomeOf(file);
    }),
    { numRuns: 500 },
  );
});

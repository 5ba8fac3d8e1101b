import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkbook } from '../../electron/jobs/readWorkbook.ts';
import { AppError } from '../../shared/contract/result.ts';
import { workbookEntries } from '../fixtures/workbooks/buildWorkbook.ts';
import { buildZip } from '../fixtures/workbooks/buildZip.ts';

const sample = readFileSync(new URL('../fixtures/workbooks/失亲排查汇总-双塘村.xlsx', import.meta.url));
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

import { expect, test } from 'vitest';
import { buildOldWorkbook } from '../fixtures/workbooks/buildOldWorkbook.ts';
import { buildWorkbook, letters, worksheet } from '../fixtures/workbooks/buildWorkbook.ts';
import { costOfReading } from '../fixtures/workbooks/costOfReading.ts';

const rows = (count: number, columns: number, cell: (row: number, column: number) => string): string =>
  Array.from(
    { length: count },
    (_, row) =>
      `<row r="${row + 1}">${Array.from({ length: columns }, (_, column) => cell(row, column)).join('')}</row>`,
  ).join('');

/** Twenty thousand rows of 20 cells. */
const fullSheet = (cell: (place: string, number: number) => string): Buffer =>
  buildWorkbook({
    sheets: [
      {
        xml: worksheet(rows(20_000, 20, (row, column) => cell(`${letters(column)}${row + 1}`, row * 31 + column))),
      },
    ],
  });

/** Files at the edge of each limit, on both sides: what is read at most (null), and what is refused last, in which words. */
const heaviest: readonly (readonly [string, () => Buffer, RegExp | null])[] = [
  [
    '400,000 cells with texts of their own',
    () => fullSheet((place, number) => `<c r="${place}" t="inlineStr"><is><t>张${number}</t></is></c>`),
    null,
  ],
  [
    '400,000 cells with texts of their own in which signs are escaped',
    () => fullSheet((place, number) => `<c r="${place}" t="inlineStr"><is><t>张&amp;${number}</t></is></c>`),
    null,
  ],
  [
    '400,000 cells with texts of the kind that formulas give',
    () => fullSheet((place, number) => `<c r="${place}" t="str"><v>张&lt;${number}</v></c>`),
    null,
  ],
  [
    'a list of 20,000 rows and 20 columns with 200,000 texts that cells share',
    () =>
      buildWorkbook({
        sheets: [
          {
            xml: worksheet(
              rows(20_000, 20, (row, column) => {
                const text = (row * 20 + column) % 200_000;
                return `<c r="${letters(column)}${row + 1}" s="2" t="s"><v>${text}</v></c>`;
              }),
            ),
          },
        ],
        sharedStrings: `<sst>${Array.from({ length: 200_000 }, (_, index) => `<si><t>张三李四王五${index}</t></si>`).join('')}</sst>`,
      }),
    null,
  ],
  [
    '20 MB of shared texts',
    () =>
      buildWorkbook({
        sheets: [{ rows: [['姓名']] }],
        sharedStrings: `<sst>${Array.from({ length: 260_000 }, (_, index) => `<si><t>${index}${'张'.repeat(20)}</t></si>`).join('')}</sst>`,
      }),
    /文字过多/,
  ],
  [
    'two million cells with numbers',
    () =>
      buildWorkbook({
        sheets: [{ xml: worksheet(rows(20_000, 100, (row, column) => `<c><v>${row * column}</v></c>`)) }],
      }),
    /文字过多/,
  ],
  [
    'an .xls of 400,000 cells with texts of their own',
    () =>
      buildOldWorkbook({
        sheets: [
          {
            rows: Array.from({ length: 20_000 }, (_, row) =>
              Array.from({ length: 20 }, (_, column) => `张${row * 31 + column}`),
            ),
          },
        ],
      }),
    null,
  ],
  [
    'an .xls of 400,000 numbers and 400,000 blanks',
    () =>
      buildOldWorkbook({
        sheets: [
          {
            rows: Array.from({ length: 20_000 }, (_, row) =>
              Array.from({ length: 40 }, (_, column) => (column % 2 === 0 ? null : row * column + 0.5)),
            ),
          },
        ],
      }),
    null,
  ],
  [
    '20 MB of text in one cell',
    () => Buffer.concat([Buffer.from('姓名\n'), Buffer.alloc(19 * 1024 * 1024, 'a')]),
    /文字过多/,
  ],
  [
    '20 MB of Chinese text in 400,000 cells',
    () => Buffer.from(`${`${'张三李四,'.repeat(19)}王五赵六\n`.repeat(20_000)}`),
    null,
  ],
  [
    '400,000 texts of their own in GB18030',
    () =>
      Buffer.from(
        Array.from({ length: 20_000 }, (_, row) =>
          Array.from({ length: 20 }, (_, column) => `\xd5\xc5${row * 31 + column}`).join(','),
        ).join('\n'),
        'latin1',
      ),
    null,
  ],
];

test.each(heaviest)('c29: %s take less than 300 MB and 3 s in the whole process', (_, build, sentence) => {
  const { refusal, milliseconds, megabytes } = costOfReading(build());
  if (sentence === null) expect(refusal).toBeNull();
  else expect(refusal).toMatch(sentence);
  expect(milliseconds).toBeLessThan(3_000);
  expect(megabytes).toBeLessThan(300);
});

/** The library alone reads these, and takes nearly the 3 s for as many. */
test('c29: 300,000 formulas stay below 300 MB in the whole process', () => {
  const formulas = rows(
    20_000,
    15,
    (row, column) => `<c r="${letters(column)}${row + 1}" t="str"><f>IF(A${row + 1}="","",B${row + 1})</f><v>x</v></c>`,
  );
  const { refusal, megabytes } = costOfReading(buildWorkbook({ sheets: [{ xml: worksheet(formulas) }] }));
  expect(refusal).toBeNull();
  expect(megabytes).toBeLessThan(300);
});

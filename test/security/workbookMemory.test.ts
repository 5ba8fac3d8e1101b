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

/** Files at the edge of each limit, on both sides: what is read at most, and what is refused last. */
const heaviest: readonly (readonly [string, () => Buffer])[] = [
  [
    '400,000 cells with texts of their own',
    () =>
      buildWorkbook({
        sheets: [
          {
            xml: worksheet(
              rows(
                20_000,
                20,
                (row, column) =>
                  `<c r="${letters(column)}${row + 1}" t="inlineStr"><is><t>张${row * 31 + column}</t></is></c>`,
              ),
            ),
          },
        ],
      }),
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
  ],
  [
    '300,000 formulas',
    () =>
      buildWorkbook({
        sheets: [
          {
            xml: worksheet(
              rows(
                20_000,
                15,
                (row, column) =>
                  `<c r="${letters(column)}${row + 1}" t="str"><f>IF(A${row + 1}="","",B${row + 1})</f><v>x</v></c>`,
              ),
            ),
          },
        ],
      }),
  ],
  [
    '20 MB of shared texts',
    () =>
      buildWorkbook({
        sheets: [{ rows: [['姓名']] }],
        sharedStrings: `<sst>${Array.from({ length: 260_000 }, (_, index) => `<si><t>${index}${'张'.repeat(20)}</t></si>`).join('')}</sst>`,
      }),
  ],
  [
    'two million cells with numbers',
    () =>
      buildWorkbook({
        sheets: [{ xml: worksheet(rows(20_000, 100, (row, column) => `<c><v>${row * column}</v></c>`)) }],
      }),
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
  ],
  ['20 MB of text in one cell', () => Buffer.concat([Buffer.from('姓名\n'), Buffer.alloc(19 * 1024 * 1024, 'a')])],
  [
    '20 MB of Chinese text in 400,000 cells',
    () => Buffer.from(`${`${'张三李四,'.repeat(19)}王五赵六\n`.repeat(20_000)}`),
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
  ],
];

test.each(heaviest)('c29: %s stay below 300 MB in the whole process', (_, build) => {
  expect(costOfReading(build()).megabytes).toBeLessThan(300);
});

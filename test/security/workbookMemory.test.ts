import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildWorkbook, letters, worksheet } from '../fixtures/workbooks/buildWorkbook.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';

const script = fileURLToPath(new URL('../fixtures/workbooks/peakMemory.ts', import.meta.url));
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
];

test.each(heaviest)('%s stay below 300 MB in the whole process', (_, build) => {
  const path = join(temporaryFolder(), 'a.xlsx');
  writeFileSync(path, build());
  expect(Number(execFileSync(process.execPath, [script, path], { encoding: 'utf8' }))).toBeLessThan(300);
});

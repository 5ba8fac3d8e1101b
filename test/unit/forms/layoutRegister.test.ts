import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentWidth } from '../../../shared/forms/breakLines.ts';
import { F08, printedCategories } from '../../../shared/forms/F08.ts';
import { mmPerPoint } from '../../../shared/forms/fitText.ts';
import { layoutRegister, type RegisterContent } from '../../../shared/forms/layoutRegister.ts';
import type { PlacedCell, PlacedText, SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { printableText } from '../../../shared/forms/printableText.ts';
import { type ChildRow, longestRow, usualRows } from '../../forms/registerRows.ts';

const blankFoot: RegisterContent = { area: '双塘村', foot: {} };

const words = (text: PlacedText): string =>
  text.lines
    .flatMap((line) => line.segments)
    .map((segment) => (segment.kind === 'blank' ? '' : segment.text))
    .join('')
    .replace(/\s/gu, '');

const tableOf = (page: SheetPage) => {
  const [table, ...more] = page.tables;
  if (!table || more.length > 0) throw new Error('a page of a register has one table');
  return table;
};

/** The cells of a page row by row, the head row first. */
function rowsOf(page: SheetPage): PlacedCell[][] {
  const { cells, rowHeights } = tableOf(page);
  return rowHeights.map((_, row) => cells.filter((cell) => cell.row === row));
}

const bottomOf = (page: SheetPage): number => Math.max(...tableOf(page).cells.map((cell) => cell.y + cell.height));

const columns = F08.columns.filter(({ value }) => value !== 'no').map(({ value }) => value as keyof ChildRow);

/** Any texts a row may hold: mostly short, some far longer than any field allows. */
const character = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...'安宁镇双塘村民委员会的一是在不了有和人这中大为上个国') },
  { weight: 3, arbitrary: fc.constantFrom(...'0123456789ABCWMabcw-/.@、，（）“”《》 ') },
  { weight: 1, arbitrary: fc.constantFrom('𫖯', '𬱖', '䶮', '𠮷', '\u202e', '\n', '<', '&', '😀') },
);
const textOf = (most: number): fc.Arbitrary<string> =>
  fc.array(character, { maxLength: most, size: 'max' }).map((list) => list.join(''));
const anyText = fc.oneof(
  { weight: 12, arbitrary: textOf(12) },
  { weight: 2, arbitrary: textOf(100) },
  { weight: 1, arbitrary: textOf(700) },
);
const anyRow: fc.Arbitrary<ChildRow> = fc
  .tuple(...columns.map(() => anyText))
  .map((texts) => ({ ...longestRow, ...Object.fromEntries(columns.map((key, index) => [key, texts[index] ?? ''])) }));
const anyRows = fc.array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usualRows(30)) }, anyRow), {
  maxLength: 60,
  size: 'max',
});

describe('a register of any rows', () => {
  it('shows every character of every row once, under its number, and numbers without a gap', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const shown = new Map<number, string[]>();
        const numbers: string[] = [];
        for (const page of layoutRegister(F08, rows, blankFoot)) {
          for (const [number, ...cells] of rowsOf(page).slice(1)) {
            const text = number ? words(number) : '';
            if (text === '无') continue;
            const row = Number.parseInt(text, 10);
            if (!text.endsWith('续')) numbers.push(text);
            const before = shown.get(row) ?? cells.map(() => '');
            shown.set(
              row,
              cells.map((cell, column) => (before[column] ?? '') + words(cell)),
            );
          }
        }
        expect(numbers).toEqual(rows.map((_, index) => String(index + 1)));
        rows.forEach((row, index) => {
          const expected = columns.map((key) => printableText(row[key]).replace(/\s/gu, ''));
          expect(shown.get(index + 1)).toEqual(expected);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every line inside its cell, the table above the page number, and the seal below a row', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const pages = layoutRegister(F08, rows, {
          area: '双塘村',
          foot: { unit: '虚拟县安宁镇双塘村民委员会'.repeat(3) },
        });
        pages.forEach((page, index) => {
          for (const text of [...page.texts, ...tableOf(page).cells]) {
            const padding = 'padding' in text ? (text as PlacedCell).padding : 0;
            const room = (text.width - 2 * padding) / (text.size * mmPerPoint);
            for (const line of text.lines) {
              const width = line.segments.reduce((sum, segment) => sum + segmentWidth(segment), 0);
              expect(width).toBeLessThanOrEqual(room + 1e-6);
            }
            expect(text.lines.length * text.leading * mmPerPoint).toBeLessThanOrEqual(text.height + 1e-6);
            expect(text.size).toBeGreaterThanOrEqual(9);
            expect(text.x).toBeGreaterThanOrEqual(15 - 1e-6);
            expect(text.x + text.width).toBeLessThanOrEqual(282 + 1e-6);
            expect(text.y).toBeGreaterThanOrEqual(5);
            expect(text.y + text.height).toBeLessThanOrEqual(205);
          }
          const last = index === pages.length - 1;
          expect(bottomOf(page)).toBeLessThanOrEqual(196 - (last ? 26 : 0) + 1e-6);
          expect(rowsOf(page).length).toBeGreaterThan(1);
          expect(rowsOf(page)[0]?.map(words)).toEqual(F08.columns.map(({ heading }) => heading.replace('\n', '')));
          expect(page.texts.some((text) => words(text).startsWith('填报单位（盖章）：'))).toBe(last);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has rows that touch each other and fill the width', () => {
    for (const page of layoutRegister(F08, [...usualRows(40), longestRow], blankFoot)) {
      const { cells, rowHeights } = tableOf(page);
      const area = cells.reduce((sum, cell) => sum + cell.width * cell.height, 0);
      expect(area).toBeCloseTo(267 * rowHeights.reduce((sum, height) => sum + height, 0), 6);
    }
  });
});

describe('the pages of a register', () => {
  const short: ChildRow = { ...(usualRows(1)[0] ?? longestRow), school: '安宁中学' };
  const rowsPerPage = (count: number): number[] =>
    layoutRegister(
      F08,
      Array.from({ length: count }, () => short),
      blankFoot,
    ).map((page) => rowsOf(page).length - 1);

  it('hold sixteen usual rows, then eighteen; the last leaves 26 mm for the seal and never stands without a row', () => {
    expect(rowsPerPage(13)).toEqual([13]);
    expect(rowsPerPage(14)).toEqual([13, 1]);
    expect(rowsPerPage(16)).toEqual([15, 1]);
    expect(rowsPerPage(17)).toEqual([16, 1]);
    expect(rowsPerPage(31)).toEqual([16, 15]);
    expect(rowsPerPage(32)).toEqual([16, 15, 1]);
    expect(rowsPerPage(51)).toEqual([16, 18, 16, 1]);
  });

  it('keep the row of ten-character names, sixty-character schools and all categories whole on one page', () => {
    const pages = layoutRegister(F08, [...usualRows(15), longestRow, ...usualRows(3)], blankFoot);
    const numbers = pages.flatMap(rowsOf).map(([number]) => (number ? words(number) : ''));
    expect(numbers.filter((text) => text.endsWith('续'))).toEqual([]);
  });

  it('cut a row that no page holds between its lines and go on under its number', () => {
    const giant = { ...short, school: '虚拟县安宁镇中心小学'.repeat(50) };
    const pages = layoutRegister(F08, [short, giant, short], blankFoot);
    const numbers = pages.map((page) =>
      rowsOf(page)
        .slice(1)
        .map(([number]) => (number ? words(number) : '')),
    );
    expect(numbers[0]).toEqual(['1', '2']);
    expect(numbers.at(-1)).toEqual(['2续', '3']);
    expect(numbers.slice(1, -1).every((list) => list.join() === '2续')).toBe(true);
  });

  it('say 无 where there is nobody', () => {
    const [page, ...more] = layoutRegister(F08, [], blankFoot);
    expect(more).toEqual([]);
    expect(page && rowsOf(page)[1]?.map(words)).toEqual(['无']);
    expect(page?.texts.map(words)).toContain('共0名');
    expect(page?.texts.map(words)).toContain('第1页共1页');
  });

  it('break days behind the year and numbers behind a hyphen', () => {
    const row = { ...short, birth: '2014年12月28日', file_no: 'AN-2026-000012-0001' };
    const cells = layoutRegister(F08, [row], blankFoot).flatMap(rowsOf)[1] ?? [];
    const lines = (column: number): string[] =>
      (cells[column]?.lines ?? []).map((line) => words({ ...short, ...cells[column], lines: [line] } as PlacedText));
    expect(lines(4)).toEqual(['2014年', '12月28日']);
    expect(lines(1)).toEqual(['AN-2026-', '000012-0001']);
  });
});

describe('对象类别 on paper', () => {
  it('is codes or names, in the order of the table', () => {
    expect(printedCategories(['B1', 'A2'], 'codes')).toBe('A2、B1');
    expect(printedCategories(['B1', 'A2'], 'names')).toBe('事实无人抚养儿童、留守儿童');
  });

  it.each(['codes', 'names'] as const)(
    'never shows infection, offences, victims or rescued children, as %s',
    (form) => {
      expect(printedCategories(['A3', 'H2', 'H4', 'H5', 'J1', 'G3'], form)).toBe('');
    },
  );
});

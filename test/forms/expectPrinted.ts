import { expect } from 'vitest';
import type { Line } from '../../shared/forms/breakLines.ts';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import type { PlacedTable, SheetPage } from '../../shared/forms/layoutSheet.ts';
import type { PrintedLine, PrintedPage, PrintedText } from './printSheets.ts';

/** How far a line may be from where it is laid out, in mm. */
const tolerance = 0.5;
/** Length of the gaps of a line to cut along, in mm. */
const gapOfDashes = 1;

/** What lines say, without blanks: boxes with their ticks as they are drawn. */
export function said(lines: readonly Line[]): string {
  return lines
    .flatMap(({ segments }) =>
      segments.map((segment) => {
        if (segment.kind === 'text') return segment.text;
        if (segment.kind === 'blank') return '';
        const mark = segment.ticked ? '√' : '';
        return segment.style === '□' ? `□${mark}${segment.text}` : `${segment.text}(${mark})`;
      }),
    )
    .join('')
    .replace(/\s/gu, '');
}

/** The text of a page in the order in which the PDF holds it, without blanks. A tick is drawn twice, filled and as an outline. */
export function words(texts: readonly PrintedText[]): string {
  return texts
    .map(({ text }) => text)
    .join('')
    .replace(/\s/gu, '')
    .replaceAll('√√', '√');
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The middle of a text: across its width, and a third of its size above the baseline. */
function isInside(text: PrintedText, box: Box): boolean {
  const [across, up] = [text.x + text.width / 2, text.y - (text.size * mmPerPoint) / 3];
  return across > box.x && across < box.x + box.width && up > box.y && up < box.y + box.height;
}

/** How far letters may reach over the box of a text outside the tables, which is exactly as wide as its widths say. */
const overhang = 0.6;

/** That a page of a PDF says and draws what is laid out, each text whole and in its place, each line in its place and no other. */
export function expectPrinted(laid: SheetPage, printed: PrintedPage): void {
  expect(printed.width).toBeCloseTo(laid.width, 0);
  expect(printed.height).toBeCloseTo(laid.height, 0);
  const cells = laid.tables.flatMap((table) => table.cells);
  expect(words(printed.texts)).toBe([...laid.texts, ...cells].map(({ lines }) => said(lines)).join(''));
  const rest = new Set(printed.texts);
  for (const cell of cells) {
    const inside = printed.texts.filter((text) => isInside(text, cell));
    expect(words(inside)).toBe(said(cell.lines));
    for (const text of inside) {
      rest.delete(text);
      expect(text.x, text.text).toBeGreaterThan(cell.x);
      expect(text.x + text.width, text.text).toBeLessThan(cell.x + cell.width);
      expect(text.y - text.size * mmPerPoint * 0.8, text.text).toBeGreaterThan(cell.y - 0.1);
      expect(text.y, text.text).toBeLessThan(cell.y + cell.height);
      // A tick stands inside its box.
      if (!/^[√\s]+$/u.test(text.text)) expect(text.size, text.text).toBeGreaterThan(8.9);
    }
  }
  for (const text of rest) {
    const box = laid.texts.find((each) => isInside(text, each) && said(each.lines).includes(words([text])));
    expect(box, `${text.text} stands outside every box`).toBeDefined();
    expect(text.x, text.text).toBeGreaterThan((box?.x ?? 0) - overhang);
    expect(text.x + text.width, text.text).toBeLessThan((box?.x ?? 0) + (box?.width ?? 0) + overhang);
  }
  expectLines(laid, printed.lines);
}

function expectLines(laid: SheetPage, lines: readonly PrintedLine[]): void {
  const near = (one: number, other: number): boolean => Math.abs(one - other) < tolerance;
  const expectLine = (x1: number, y1: number, x2: number, y2: number, gap = 0): void => {
    const isDrawn = lines.some(
      (line) =>
        near(line.x1, x1) && near(line.y1, y1) && (near(line.x2, x2) || near(line.x2 + gap, x2)) && near(line.y2, y2),
    );
    if (!isDrawn) expect.fail(`no line from ${x1}, ${y1} to ${x2}, ${y2}`);
  };
  let count = laid.dottedLines?.length ?? 0;
  // A line of dashes may end with a gap, which nobody sees.
  for (const { x1, x2, y } of laid.dottedLines ?? []) expectLine(x1, y, x2, y, gapOfDashes);
  for (const table of laid.tables) {
    const { left, top, right, bottom } = frameOf(table);
    expectLine(left, top, right, top);
    expectLine(right, top, right, bottom);
    count += 4;
    for (const { x, y, width, height } of table.cells) {
      if (x > left + 1e-6) expectLine(x, y, x, y + height);
      if (y > top + 1e-6) expectLine(x, y, x + width, y);
      count += (x > left + 1e-6 ? 1 : 0) + (y > top + 1e-6 ? 1 : 0);
    }
  }
  expect(lines).toHaveLength(count);
  for (const { weight } of lines) {
    expect(weight).toBeGreaterThan(0.49);
    expect(weight).toBeLessThan(0.76);
  }
}

/** The frame of a table, from its widths and heights rather than from its cells. */
function frameOf({ cells, columns, rowHeights }: PlacedTable): Record<'left' | 'top' | 'right' | 'bottom', number> {
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  const [left, top] = [Math.min(...cells.map(({ x }) => x)), Math.min(...cells.map(({ y }) => y))];
  return { left, top, right: left + sum(columns), bottom: top + sum(rowHeights) };
}

import { type BreakableText, beginningOf, breakableText, breakLines, type Line, type Segment } from './breakLines.ts';

/** Millimetres in a typographic point. */
export const mmPerPoint = 25.4 / 72;

/** Sizes of text in cells, in points, from the usual one down to the least that forms.md 0.1 allows. */
export const textSizes = [12, 11, 10.5, 10, 9.5, 9] as const;
/** Down to this size one line is better than two larger ones. */
const leastSizeForOneLine = 10.5;
/** The least size of print. */
export const leastSize = 9;

/** Distance of lines as a multiple of the size: as tight as a full cell may be, and as wide as lines are set at ease. */
const tightLeading = 1.15;
const easyLeading = 1.4;
/** Characters of a vertical label stand closer, since hanzi carry their own margins. */
const verticalLeading = 1.05;

/** White between text and the lines of its cell, in mm. */
export const cellPadding = { horizontal: 1, vertical: 0.2 } as const;

/** A box for text, in mm, the lines around it included. */
export interface Box {
  readonly width: number;
  readonly height: number;
  /** White beside the text, that of a form's cell unless told. */
  readonly padding?: number;
}

/** Text set into a box. */
export interface FittedText {
  /** Points. */
  readonly size: number;
  /** Distance of the lines in points. */
  readonly leading: number;
  readonly lines: readonly Line[];
  /** False when the box shows only the beginning, marked as continued. */
  readonly complete: boolean;
}

/** Printed after the beginning of a text that continues on the attached sheet. */
export const continuedMark = '（续附页）';

/** Characters that fit on a line of `size` points across a box: its width in em. */
export function emAcross(box: Box, size: number): number {
  return (box.width - 2 * (box.padding ?? cellPadding.horizontal)) / (size * mmPerPoint);
}

/**
 * Sets text as large as its box allows. When not even the least size holds all of it, the beginning stands in the box
 * with 「（续附页）」; nothing is ever cut silently.
 */
export function fitText(segments: readonly Segment[], box: Box): FittedText {
  const text = breakableText(segments);
  let several: FittedText | undefined;
  for (const size of textSizes) {
    if (several !== undefined && size < leastSizeForOneLine) return several;
    const lines = breakLines(text, emAcross(box, size));
    if (fits(lines, box, size)) {
      if (lines.length === 1) return fitted(size, lines, box, true);
      several ??= fitted(size, lines, box, true);
    }
  }
  return several ?? { ...fitBeginning(text, box), complete: false };
}

/** Breaks a label again so that its lines are about equally long: 与儿童 / 关系 instead of 与儿童关 / 系. */
export function balanced(segments: readonly Segment[], fitting: FittedText, box: Box): FittedText {
  const text = breakableText(segments);
  const count = fitting.lines.length;
  const across = emAcross(box, fitting.size);
  // Evenness is no reason to cut a word that fits the line.
  const widest = Math.max(1, ...text.atoms.map((atom) => atom.width));
  const least = widest <= across ? Math.ceil(widest * 2) / 2 : 1;
  for (let width = least; width < across; width += 0.5) {
    const lines = breakLines(text, width);
    if (lines.length <= count && lines.every((line) => line.width <= width + 1e-9)) return { ...fitting, lines };
  }
  return fitting;
}

/** Sets a label of hanzi one below the other. `complete` is false when the label does not fit. */
export function fitVertical(label: string, box: Box): FittedText {
  const lines = [...label].map((character): Line => ({ segments: [{ kind: 'text', text: character }], width: 1 }));
  const room = box.height - 2 * cellPadding.vertical;
  const fitting = textSizes.find((size) => lines.length * size * verticalLeading * mmPerPoint <= room);
  const size = fitting ?? leastSize;
  const leading = Math.min(room / mmPerPoint / lines.length, size * easyLeading);
  return { size, leading, lines, complete: fitting !== undefined };
}

function fitBeginning(text: BreakableText, box: Box): FittedText {
  const across = emAcross(box, leastSize);
  const beginning = (count: number): Line[] =>
    breakLines(beginningOf(text, count, [{ kind: 'text', text: continuedMark }]), across);
  let [least, most] = [0, text.atoms.length];
  while (least < most) {
    const middle = (least + most + 1) >> 1;
    if (fits(beginning(middle), box, leastSize)) least = middle;
    else most = middle - 1;
  }
  return fitted(leastSize, beginning(least), box, false);
}

function fits(lines: readonly Line[], box: Box, size: number): boolean {
  const across = emAcross(box, size);
  return (
    lines.length * size * tightLeading * mmPerPoint <= box.height - 2 * cellPadding.vertical + 1e-9 &&
    lines.every((line) => line.width <= across + 1e-9)
  );
}

function fitted(size: number, lines: readonly Line[], box: Box, complete: boolean): FittedText {
  const room = (box.height - 2 * cellPadding.vertical) / mmPerPoint / lines.length;
  return { size, leading: Math.min(Math.max(room, size * tightLeading), size * easyLeading), lines, complete };
}

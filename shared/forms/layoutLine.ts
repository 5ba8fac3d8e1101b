import { breakableText, breakLines, type Line, type Segment, segmentWidth } from './breakLines.ts';
import { leastSize, mmPerPoint, textSizes } from './fitText.ts';
import type { PlacedText } from './layoutSheet.ts';
import { type PartSource, partSegments } from './partSegments.ts';
import { type Paper, portrait, type SheetLine } from './sheet.ts';

/** Where things stand on a page whose grid is as high as the page holds, in mm from the top. */
export const pageTops = { title: 13, head: 26, grid: 34, furtherGrid: 28 } as const;
/** Height of the line of a title, in mm. */
export const titleHeight = 12;
/** Height that the line above the grid may take, in mm. */
export const headHeight = 7;

/** The title in the middle of the page, smaller when it is wider than the page. `largest` in points. */
export function titleText(title: string, y: number, largest: number, paper: Paper): PlacedText {
  const segments: Segment[] = [{ kind: 'text', text: title }];
  const size = Math.min(
    largest,
    paper.usableWidth / mmPerPoint / segments.reduce((sum, s) => sum + segmentWidth(s), 0),
  );
  return {
    x: paper.left,
    y,
    width: paper.usableWidth,
    height: titleHeight,
    font: 'title',
    size,
    leading: size * 1.2,
    align: 'center',
    lines: breakLines(breakableText(segments), Number.POSITIVE_INFINITY),
  };
}

const notesLeading = leastSize * 1.25;

/** Small print below the foot, each note on lines of its own; `height` in mm is what all of them take. */
export function layoutNotes(notes: readonly string[], y: number): { texts: PlacedText[]; height: number } {
  const across = portrait.usableWidth / (leastSize * mmPerPoint);
  let height = 0;
  const texts = notes.map((note): PlacedText => {
    const lines = breakLines(breakableText([{ kind: 'text', text: note }]), across);
    const own = lines.length * notesLeading * mmPerPoint;
    const placed = { x: portrait.left, y: y + height, width: portrait.usableWidth, height: own };
    height += own;
    return { ...placed, font: 'body', size: leastSize, leading: notesLeading, align: 'left', lines };
  });
  return { texts, height };
}

/** The items of a head or foot line, filled in. */
export function lineItems(line: SheetLine, source: PartSource): Segment[][] {
  return line.items.map((item) => partSegments(item, source));
}

/** Blank between items of a line that do not share it evenly, in em. */
const itemGap = 1;

/**
 * Sets items on one line as large as it allows; items that need more than a line at the least size go on several lines, and
 * one that is wider than the page is broken. `room` is the height in mm that may be used.
 */
export function layoutLine(
  items: readonly Segment[][],
  align: SheetLine['align'],
  y: number,
  room: number,
  paper: Paper,
): PlacedText[] {
  const widths = items.map((item) => item.reduce((sum, segment) => sum + segmentWidth(segment), 0));
  const total = widths.reduce((sum, width) => sum + width, 0) + itemGap * Math.max(0, items.length - 1);
  const across = (size: number): number => paper.usableWidth / (size * mmPerPoint);
  const size = textSizes.find((candidate) => candidate <= 11 && total <= across(candidate));
  if (size === undefined) {
    const columns = align === 'spread' ? columnItems(items, widths, y, room, paper) : undefined;
    return columns ?? stackItems(items, widths, y, room, paper);
  }
  const slack = across(size) - total;
  const gap = itemGap + (align === 'spread' && items.length > 1 ? slack / (items.length - 1) : 0);
  let x = align === 'right' ? slack : 0;
  return items.map((item, index) => {
    const width = widths[index] ?? 0;
    const placed = lineText(breakLines(breakableText(item), Number.POSITIVE_INFINITY), size, x, y, width, paper);
    x += width + gap;
    return placed;
  });
}

/** Items below each other in two columns, as on the screen, so that none stands alone; undefined when one is too wide. */
function columnItems(
  items: readonly Segment[][],
  widths: readonly number[],
  y: number,
  room: number,
  paper: Paper,
): PlacedText[] | undefined {
  const half = paper.usableWidth / 2;
  const widest = Math.max(...widths) + itemGap;
  const size = textSizes.find((candidate) => candidate <= 11 && widest * candidate * mmPerPoint <= half);
  if (size === undefined) return undefined;
  const height = size * 1.6 * mmPerPoint;
  if ((Math.ceil(items.length / 2) - 1) * height + 6 > room) return undefined;
  return items.map((item, index) => {
    const lines = breakLines(breakableText(item), Number.POSITIVE_INFINITY);
    const x = index % 2 === 0 ? 0 : half / (size * mmPerPoint);
    return lineText(lines, size, x, y + Math.floor(index / 2) * height, widths[index] ?? 0, paper);
  });
}

function stackItems(
  items: readonly Segment[][],
  widths: readonly number[],
  y: number,
  room: number,
  paper: Paper,
): PlacedText[] {
  const set = (size: number): PlacedText[] => {
    const across = paper.usableWidth / (size * mmPerPoint);
    const texts: PlacedText[] = [];
    let [x, top] = [0, y];
    const height = size * 1.6 * mmPerPoint;
    items.forEach((item, index) => {
      const width = widths[index] ?? 0;
      if (x > 0 && x + width > across) [x, top] = [0, top + height];
      const lines = breakLines(breakableText(item), across);
      lines.forEach((line, number) => {
        if (number > 0) [x, top] = [0, top + height];
        texts.push(lineText([line], size, x, top, line.width, paper));
        x += line.width + itemGap;
      });
    });
    return texts;
  };
  const wholeItems = (size: number): boolean => widths.every((width) => width * size * mmPerPoint <= paper.usableWidth);
  const easy = set(textSizes.find((size) => size <= 10.5 && wholeItems(size)) ?? leastSize);
  return (easy.at(-1)?.y ?? y) + 6 - y <= room ? easy : set(leastSize);
}

/** A line outside tables, 6 mm high; x and width in em of its size. */
function lineText(lines: readonly Line[], size: number, x: number, y: number, width: number, paper: Paper): PlacedText {
  const mm = size * mmPerPoint;
  return {
    x: paper.left + x * mm,
    y,
    width: width * mm,
    height: 6,
    font: 'body',
    size,
    leading: size * 1.2,
    align: 'left',
    lines,
  };
}

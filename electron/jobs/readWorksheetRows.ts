import { scanWorksheet } from './scanWorksheet.ts';
import { type PlainRow, splitPlainRows } from './splitPlainRows.ts';
import type { MergedRange } from './workbookContent.ts';
import { refusal, workbookLimits } from './workbookRefusals.ts';

/** What all worksheets of a file may hold together. */
const limits = {
  rows: 200_000,
  cells: workbookLimits.cells,
  filledCells: workbookLimits.filledCells,
  /** Rows that are left to the parser, which takes some times their size. */
  leftBytes: 32 * 1024 * 1024,
};

/** A worksheet of which nothing but its rows is left; what stands around them is of no use to an import. */
export interface WorksheetRows {
  /** Taken out one after the other by whoever reads them. */
  readonly plain: PlainRow[];
  /** The other rows, for the parser: bytes as latin1, so that one character is one byte. */
  readonly left: string;
  readonly merges: readonly MergedRange[];
}

/**
 * A reader for the worksheets of one file, which takes the plain rows out of them, where they can be, and looks through what is left
 * before a parser does.
 * @throws AppError refused, from the reader, when they hold more than an office's list
 */
export function worksheetReader(): (part: Buffer) => WorksheetRows {
  const sum = { rows: 0, cells: 0, filledCells: 0 };
  let leftBytes = 0;
  return (part) => {
    const { from, to } = rowsPlace(part);
    const split = splitPlainRows(part);
    leftBytes += split === undefined ? to - from : split.rest.length;
    if (leftBytes > limits.leftBytes) throw refusal('tooMuchText');
    const left = split === undefined ? part.toString('latin1', from, to) : split.rest;
    const { load, merges } = scanWorksheet(part.toString('latin1', 0, from), left, part.toString('latin1', to));
    for (const count of ['rows', 'cells', 'filledCells'] as const) {
      sum[count] += load[count] + (split?.load[count] ?? 0);
      if (sum[count] > limits[count]) throw refusal('rangeTooLarge');
    }
    return { plain: split?.plain ?? [], left, merges };
  };
}

/** Where the rows begin and end, whatever prefix the file gives to their list; a file with two lists shows each reader another one. */
function rowsPlace(part: Buffer): { from: number; to: number } {
  const name = 'sheetData';
  const first = part.indexOf(name);
  if (first === -1) return { from: part.length, to: part.length };
  const opening = tagAround(part, first);
  if (!/^<(?:\w+:)?sheetData(?:\s[^<>]*)?>$/u.test(opening.tag)) throw refusal('structure');
  const second = part.indexOf(name, opening.end);
  if (opening.tag.endsWith('/>')) {
    if (second !== -1) throw refusal('structure');
    return { from: opening.end, to: opening.end };
  }
  const closing = second === -1 ? undefined : tagAround(part, second);
  if (closing === undefined || !/^<\/(?:\w+:)?sheetData\s*>$/u.test(closing.tag)) throw refusal('structure');
  if (part.includes(name, closing.end)) throw refusal('structure');
  return { from: opening.end, to: closing.from };
}

/** The tag with something in it; no tag that is needed is longer than a thousand bytes. */
function tagAround(part: Buffer, inside: number): { tag: string; from: number; end: number } {
  const from = part.lastIndexOf('<', inside);
  const end = part.indexOf('>', inside) + 1;
  return { tag: from === -1 || end - from > 1_000 ? '' : part.toString('latin1', from, end), from, end };
}

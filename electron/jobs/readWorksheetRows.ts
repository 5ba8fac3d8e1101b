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
  /** The name of the list of rows in one part, each of which is looked at. */
  listWords: 100_000,
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

/** Whether a part, without comments, has rows of a worksheet in it. */
export function holdsRows(part: Buffer): boolean {
  return listTag(part, 0) !== undefined;
}

/** Where the rows begin and end, whatever prefix the file gives to their list; a file with two lists shows each reader another one. */
function rowsPlace(part: Buffer): { from: number; to: number } {
  const opening = listTag(part, 0);
  if (opening === undefined) return { from: part.length, to: part.length };
  if (!/^<(?:\w+:)?sheetData(?:\s[^<>]*)?>$/u.test(opening.tag)) throw refusal('structure');
  const closing = listTag(part, opening.end);
  if (opening.tag.endsWith('/>')) {
    if (closing !== undefined) throw refusal('structure');
    return { from: opening.end, to: opening.end };
  }
  if (closing === undefined || !/^<\/(?:\w+:)?sheetData\s*>$/u.test(closing.tag)) throw refusal('structure');
  if (listTag(part, closing.end) !== undefined) throw refusal('structure');
  return { from: opening.end, to: closing.from };
}

const listName = 'sheetData';
/** Nobody has a prefix that long; one of unknown length counts as that of a tag. */
const prefixBytes = 100;
/** No tag that is needed is longer. */
const tagBytes = 1_000;

/** The next tag of the list of rows; the same word in a text or a name is none. */
function listTag(part: Buffer, start: number): { tag: string; from: number; end: number } | undefined {
  let words = 0;
  for (let at = part.indexOf(listName, start); at !== -1; at = part.indexOf(listName, at + listName.length)) {
    words += 1;
    if (words > limits.listWords) throw refusal('structure');
    const before = part.toString('latin1', Math.max(start, at - prefixBytes), at);
    const [prefix] = /(?:^|<\/?)(?:\w+:)?$/u.exec(before) ?? [];
    const behind = part.toString('latin1', at + listName.length, at + tagBytes);
    if (prefix === undefined || !/^[\s/>]/u.test(behind)) continue;
    const length = behind.indexOf('>') + 1;
    const end = length === 0 ? part.length : at + listName.length + length;
    const from = at - prefix.length;
    return { tag: length === 0 ? '' : part.toString('latin1', from, end), from, end };
  }
  return undefined;
}

import type { WorksheetLoad } from './scanWorksheet.ts';
import { workbookLimits } from './workbookRefusals.ts';

/** A cell that holds a shared text (its place among them), a number, or yes (1) or no (0); or a text of its own. */
export type PlainCell =
  | {
      /** From 0. */
      readonly column: number;
      readonly kind: 'text' | 'number' | 'boolean';
      readonly value: number;
      /** Place among the cell formats of the workbook; absent for the plain one. */
      readonly style: number | undefined;
    }
  | { readonly column: number; readonly kind: 'ownText'; readonly text: string };

/** A row with nothing but plain cells. */
export interface PlainRow {
  /** From 1. */
  readonly row: number;
  readonly cells: readonly PlainCell[];
}

export interface SplitWorksheet {
  /** In ascending order. */
  readonly plain: PlainRow[];
  /** The other rows, and what stands between. */
  readonly rest: string;
  /** How much was taken out; `cells` counts the blank ones too. */
  readonly load: WorksheetLoad;
}

const opening = '<sheetData>';
const closing = '</sheetData>';
const rowEnd = '</row>';
/** So much is made a text at a time: a large worksheet would otherwise be in memory twice. */
const segmentBytes = 256 * 1024;

/**
 * Takes those rows out of a worksheet whose every cell is a text, a number, yes, no or blank, written as Excel, WPS and other programs
 * write it: nearly all of a list of people, and what a general parser spends most of its time and memory on. Everything else (formulas,
 * dates as text, rich text in the cell) stays for `scanWorksheet` and the parser, and so does what lies beyond the limits of a
 * list. Undefined when there are no such rows, when not every row shows for certain where it ends, or when there are too many.
 * @param part the worksheet, for which nobody need have vouched
 */
export function splitPlainRows(part: Buffer): SplitWorksheet | undefined {
  const from = part.indexOf(opening);
  const to = part.lastIndexOf(closing);
  const isOnlyOne = part.lastIndexOf(opening) === from && part.indexOf(closing) === to;
  // What is commented out is no row.
  if (from < 0 || to < from || !isOnlyOne || part.includes('<!')) return undefined;
  const plain: PlainRow[] = [];
  const others: string[] = [];
  const load = { rows: 0, cells: 0, filledCells: 0 };
  let last = 0;
  for (let at = from + opening.length; at < to; ) {
    const cut = part.indexOf(rowEnd, at + segmentBytes);
    const end = cut === -1 || cut > to ? to : cut + rowEnd.length;
    // One byte becomes one character.
    if (!splitSegment(part.toString('latin1', at, end))) return undefined;
    at = end;
  }
  return load.rows === 0 ? undefined : { plain, rest: others.join(''), load };

  /** False when the rows do not show for certain where each ends. */
  function splitSegment(xml: string): boolean {
    const rowStart = /\s*<row r="([1-9]\d{0,6})"((?:\s[^<>]*)?\/?)>/uy;
    let at = 0;
    let otherFrom = 0;
    for (;;) {
      rowStart.lastIndex = at;
      const [start, number = '', attributes = ''] = rowStart.exec(xml) ?? [];
      if (start === undefined) break;
      const row = Number(number);
      if (row <= last) return false;
      last = row;
      const begin = at;
      at += start.length;
      if (attributes.endsWith('/')) continue;
      const read = row > workbookLimits.lastRow ? undefined : readPlainCells(xml, at, number);
      if (read !== undefined) {
        load.rows += 1;
        load.cells += read.count;
        load.filledCells += read.cells.length;
        if (load.cells > workbookLimits.cells || load.filledCells > workbookLimits.filledCells) return false;
        if (begin > otherFrom) others.push(xml.slice(otherFrom, begin));
        at = read.end;
        otherFrom = at;
        if (read.cells.length > 0) plain.push({ row, cells: read.cells });
        continue;
      }
      const end = xml.indexOf(rowEnd, at);
      const inner = xml.slice(at, end);
      // The value of a formula over several cells stands in rows that look plain.
      if (end < 0 || inner.includes('<row') || inner.includes('t="array"')) return false;
      at = end + rowEnd.length;
    }
    others.push(xml.slice(otherFrom));
    return xml.slice(at).trim() === '';
  }
}

/** Columns of a worksheet in Excel; a cell to the right of them shows that no such program wrote the file. */
const mostColumns = 16_384;

/** The cells of a row that begin at `at`, and where the row ends; undefined when one of them is not plain. */
function readPlainCells(
  xml: string,
  at: number,
  row: string,
): { readonly cells: PlainCell[]; readonly count: number; readonly end: number } | undefined {
  const cell =
    /\s*(?:<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,5})")?(?:\/>|(?: t="([snb])")?>(?:<v>(-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?)<\/v>)?<\/c>| t="(?:inlineStr"><is><t(?: xml:space="preserve")?>([^<>\r]{0,32767})<\/t><\/is>|str"><v(?: xml:space="preserve")?>([^<>\r]{0,32767})<\/v>)<\/c>)|<\/row>)/uy;
  const cells: PlainCell[] = [];
  let last = -1;
  cell.lastIndex = at;
  for (let count = 0; ; count += 1) {
    const match = cell.exec(xml);
    if (match === null) return undefined;
    const [, letters, number, style, type = 'n', text, inlineText, stringText] = match;
    if (letters === undefined) return { cells, count, end: cell.lastIndex };
    const column = columnOf(letters);
    if (number !== row || column <= last || column >= mostColumns) return undefined;
    last = column;
    const written = inlineText ?? stringText;
    if (written !== undefined) {
      const ownText = plainText(written);
      // The library decodes such a text twice.
      if (ownText === undefined || (stringText !== undefined && reference.test(ownText))) return undefined;
      if (ownText !== '') cells.push({ column, kind: 'ownText', text: ownText });
      continue;
    }
    if (text === undefined) {
      // A shared text that is not named is nothing a program writes.
      if (type !== 'n') return undefined;
      continue;
    }
    const form = forms[type as keyof typeof forms];
    if (!form.values.test(text)) return undefined;
    cells.push({
      column,
      kind: form.kind,
      value: Number(text),
      style: style === undefined ? undefined : Number(style),
    });
  }
}

/** What the bytes of a text stand for; undefined where they hold anything but the five entities of XML. */
function plainText(written: string): string | undefined {
  // So characters are written that XML does not allow.
  if (written.includes('_x')) return undefined;
  const hasEntities = written.includes('&');
  if (hasEntities && /&(?!(?:amp|lt|gt|quot|apos);)/u.test(written)) return undefined;
  // Decoded anew: a piece of the worksheet would keep all of it in memory.
  const text = Buffer.from(written, 'latin1').toString();
  return hasEntities ? text.replace(/&(\w+);/gu, (_, name: keyof typeof entities) => entities[name]) : text;
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as const;

/** What the library takes for a character. */
const reference = /&(?:quot|apos|gt|lt|amp|#x?[\da-f]+);/iu;

/** What the type of a cell says of its value. */
const forms = {
  n: { kind: 'number', values: /^/u },
  s: { kind: 'text', values: /^\d{1,9}$/u },
  b: { kind: 'boolean', values: /^[01]$/u },
} as const;

function columnOf(letters: string): number {
  let column = 0;
  for (let index = 0; index < letters.length; index += 1) column = column * 26 + letters.charCodeAt(index) - 64;
  return column - 1;
}

import type { WorksheetLoad } from './scanWorksheet.ts';
import { workbookLimits } from './workbookRefusals.ts';

/** A cell that holds a shared text (its place among them), a number, or yes (1) or no (0). */
export interface PlainCell {
  /** From 0. */
  readonly column: number;
  readonly kind: 'text' | 'number' | 'boolean';
  readonly value: number;
  /** Place among the cell formats of the workbook; absent for the plain one. */
  readonly style: number | undefined;
}

/** A row with nothing but plain cells. */
export interface PlainRow {
  /** From 1. */
  readonly row: number;
  readonly cells: readonly PlainCell[];
}

export interface SplitWorksheet {
  /** In ascending order. */
  readonly plain: readonly PlainRow[];
  /** The worksheet without them, up to the end of its rows and from there on. */
  readonly before: string;
  readonly after: string;
  /** How much was taken out; `cells` counts the blank ones too. */
  readonly load: WorksheetLoad;
}

const opening = '<sheetData>';
const closing = '</sheetData>';

/**
 * Takes those rows out of a worksheet whose every cell is a shared text, a number, yes, no or blank, written as Excel and WPS
 * write it: nearly all of a list of people, and what a general parser spends most of its time on. Everything else (formulas,
 * dates as text, rich text in the cell) stays for `scanWorksheet` and the parser, and so does what lies beyond the limits of a
 * list. Undefined when there are no such rows, when not every row shows for certain where it ends, or when there are too many.
 * @param xml bytes as latin1, so that one character is one byte; nobody need have vouched for it
 */
export function splitPlainRows(xml: string): SplitWorksheet | undefined {
  const from = xml.indexOf(opening);
  const to = xml.lastIndexOf(closing);
  const isOnlyOne = xml.indexOf('sheetData') === from + 1 && xml.indexOf('sheetData', from + opening.length) === to + 2;
  // What is commented out is no row.
  if (from < 0 || to < from || !isOnlyOne || xml.includes('<!')) return undefined;
  const rowStart = /\s*<row r="([1-9]\d{0,6})"((?:\s[^<>]*)?\/?)>/uy;
  const plain: PlainRow[] = [];
  const others: string[] = [];
  let last = 0;
  const load = { rows: 0, cells: 0, filledCells: 0 };
  let at = from + opening.length;
  let otherFrom = 0;
  for (;;) {
    rowStart.lastIndex = at;
    const [start, number = '', attributes = ''] = rowStart.exec(xml) ?? [];
    if (start === undefined) break;
    const row = Number(number);
    if (row <= last) return undefined;
    last = row;
    const begin = at;
    at += start.length;
    if (attributes.endsWith('/')) continue;
    const read = row > workbookLimits.lastRow ? undefined : readPlainCells(xml, at, number);
    if (read !== undefined) {
      load.rows += 1;
      load.cells += read.count;
      load.filledCells += read.cells.length;
      if (load.cells > workbookLimits.cells || load.filledCells > workbookLimits.filledCells) return undefined;
      if (begin > otherFrom) others.push(xml.slice(otherFrom, begin));
      at = read.end;
      otherFrom = at;
      if (read.cells.length > 0) plain.push({ row, cells: read.cells });
      continue;
    }
    const end = xml.indexOf('</row>', at);
    const inner = xml.slice(at, end);
    // The value of a formula over several cells stands in rows that look plain.
    if (end < 0 || end > to || inner.includes('<row') || inner.includes('t="array"')) return undefined;
    at = end + '</row>'.length;
  }
  if (plain.length === 0 || xml.slice(at, to).trim() !== '') return undefined;
  return { plain, before: others.join('') + xml.slice(otherFrom, to), after: xml.slice(to), load };
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
    /\s*(?:<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,5})")?(?:\/>|(?: t="([snb])")?>(?:<v>(-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?)<\/v>)?<\/c>)|<\/row>)/uy;
  const cells: PlainCell[] = [];
  let last = -1;
  cell.lastIndex = at;
  for (let count = 0; ; count += 1) {
    const match = cell.exec(xml);
    if (match === null) return undefined;
    const [, letters, number, style, type = 'n', text] = match;
    if (letters === undefined) return { cells, count, end: cell.lastIndex };
    const column = columnOf(letters);
    if (number !== row || column <= last || column >= mostColumns) return undefined;
    last = column;
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

import { AppError } from '../../shared/contract/result.ts';
import type { MergedRange } from './workbookContent.ts';
import { refusal, tooManyRows, workbookLimits } from './workbookRefusals.ts';

const limits = {
  declaredCells: 2_000_000,
  /** From one cell to the next: Excel's own limit for a text is 32,767 characters; markup may make some times that of it. */
  cellBytes: 512 * 1024,
  /** Cells behind formulas over several cells, each of which the parser looks up in each of those. */
  lookups: 10_000_000,
};

const structure = '工作表的内部结构不正常，可能被改动过，请用WPS或Excel打开并另存为“.xlsx”后再导入';

/** How much a parser would have to build for a worksheet. */
export interface WorksheetLoad {
  readonly rows: number;
  readonly cells: number;
  readonly filledCells: number;
}

export interface ScannedWorksheet {
  readonly load: WorksheetLoad;
  readonly merges: readonly MergedRange[];
}

/**
 * Looks through the XML of one worksheet before a parser builds anything from its rows: how far it reaches, how much it holds, and that
 * every formula can be seen as one. Row and cell tags are read the way the parser reads them.
 * @param before what stands before the rows, bytes as latin1, so that one character is one byte
 * @param rows what the parser will get
 * @param after what stands behind them
 * @throws AppError refused
 */
export function scanWorksheet(before: string, rows: string, after: string): ScannedWorksheet {
  // To the parser this is a formula, whatever follows.
  if (/<(?:\w+:)?f[^\w\s/>]/u.test(rows)) throw unreadableFormula();
  const merges: MergedRange[] = [];
  for (const text of [before, after]) scanSurroundings(text, merges);
  return { load: scanRows(rows), merges };
}

/** Reads the merged cells and refuses a sheet that says it is larger than any list. */
function scanSurroundings(xml: string, merges: MergedRange[]): void {
  for (const [, name, attributes = ''] of xml.matchAll(/<(?:\w+:)?(dimension|mergeCell)(?=[\s/>])([^<>]*)>/gu)) {
    const range = rangeOf(attribute(attributes, 'ref') ?? '');
    if (range === undefined) throw new AppError('refused', structure);
    const area = (range.lastRow - range.firstRow + 1) * (range.lastColumn - range.firstColumn + 1);
    if (name === 'mergeCell') {
      merges.push(range);
      if (area > workbookLimits.mergedCells || merges.length > workbookLimits.merges) throw refusal('merges');
    } else if (area > limits.declaredCells) throw refusal('rangeTooLarge');
  }
}

function scanRows(xml: string): WorksheetLoad {
  // Attributes stop at "<", so a tag that never closes cannot make the search run over the whole text again and again.
  const tags = /<(?:\w+:)?(row|c|f)(?=[\s/>])([^<>]*)>/gu;
  /** By their number, the length of each. */
  const sharedFormulas = new Map<string, number>();
  const load = { rows: 0, cells: 0, filledCells: 0 };
  let row = 0;
  let column = 0;
  /** Where the tag of the cell ends. */
  let cellFrom = 0;
  let formulaBytes = 0;
  let arrays = 0;
  let lookups = 0;

  const onRow = (attributes: string): void => {
    load.rows += 1;
    const stated = attribute(attributes, 'r');
    if (stated !== undefined && !/^[1-9]\d{0,6}$/u.test(stated)) throw new AppError('refused', structure);
    row = stated === undefined ? row + 1 : Number(stated);
    column = 0;
  };
  const onCell = (attributes: string): void => {
    load.cells += 1;
    lookups += arrays;
    if (lookups > limits.lookups) throw tooManyArrays();
    // The parser takes a cell only when a blank follows the tag's name; another white space would hide it.
    if (/^[\t\r\n]/u.test(attributes)) throw new AppError('refused', structure);
    const stated = attribute(attributes, 'r');
    const place = stated === undefined ? { row, column: column + 1 } : cellPlace(stated);
    if (place === undefined || (row !== 0 && place.row !== row)) throw new AppError('refused', structure);
    column = place.column;
    if (attributes.endsWith('/')) return;
    load.filledCells += 1;
    if (place.row > workbookLimits.lastRow) throw tooManyRows();
  };
  /** A formula must show itself to the parser, or its stored result would pass for something a clerk typed. */
  const onFormula = (attributes: string, begin: number, from: number): void => {
    // The parser knows the kinds of formulas by these very letters; spelt otherwise, it would miss that a value was calculated.
    if (attributes.replace(knownKind, '').search(anyKind) >= 0) throw unreadableFormula();
    const to = attributes.endsWith('/') ? from : xml.indexOf('<', from);
    // The parser would find the kind, and the end, in the text of the formula too.
    if (to === -1 || (to > from && (xml[to + 1] !== '/' || kindInText.test(xml.slice(from, to))))) {
      throw unreadableFormula();
    }
    const kind = attribute(attributes, 't');
    const shared = kind === 'shared' ? attribute(attributes, 'si') : undefined;
    if (shared !== undefined && !/^(?:0|[1-9]\d{0,8})$/u.test(shared)) throw unreadableFormula();
    const known = shared === undefined ? undefined : sharedFormulas.get(shared);
    if (to === from && known === undefined) throw unreadableFormula();
    if (shared !== undefined && to > from) sharedFormulas.set(shared, Math.max(known ?? 0, to - from));
    // A short formula that many cells share becomes a text of its own in each of them.
    formulaBytes += Math.max(to - from, known ?? 0);
    if (formulaBytes > workbookLimits.totalCharacters) throw refusal('tooMuchText');
    if (kind === 'array' && !(begin === cellFrom && isForOneCell(attributes))) arrays += 1;
  };

  let reached = 0;
  for (let tag = tags.exec(xml); tag !== null; tag = tags.exec(xml)) {
    const [, name, attributes = ''] = tag;
    if (tags.lastIndex - reached > limits.cellBytes) throw refusal('tooMuchText');
    reached = tags.lastIndex;
    if (name === 'row') onRow(attributes);
    else if (name === 'c') {
      onCell(attributes);
      cellFrom = tags.lastIndex;
    } else onFormula(attributes, tag.index, tags.lastIndex);
  }
  if (xml.length - reached > limits.cellBytes) throw refusal('tooMuchText');
  return load;
}

const knownKind = /\st="(?:normal|array|shared|dataTable)"(?=[\s/]|$)/u;
const anyKind = /(?:^|\s)t\s*=/u;
const kindInText = /t="(?:shared|array)"/u;

/** Excel writes its newer formulas as arrays of one cell. The parser takes the first reference that stands behind the cell's tag. */
function isForOneCell(attributes: string): boolean {
  return /^[^:]*$/u.test(/ref=["']([^"']*)["']/u.exec(attributes)?.[1] ?? ':');
}

function unreadableFormula(): AppError {
  return new AppError('refused', '工作表里有读不出的公式，请在原表把公式选择性粘贴为数值后再导入');
}

function tooManyArrays(): AppError {
  return new AppError('refused', '工作表里的数组公式过多，请在原表把公式选择性粘贴为数值后再导入');
}

const attributePatterns = {
  r: /(?:^|\s)r\s*=\s*["']([^"']*)["']/u,
  ref: /(?:^|\s)ref\s*=\s*["']([^"']*)["']/u,
  t: /(?:^|\s)t\s*=\s*["']([^"']*)["']/u,
  si: /(?:^|\s)si\s*=\s*["']([^"']*)["']/u,
};

function attribute(attributes: string, name: keyof typeof attributePatterns): string | undefined {
  return attributePatterns[name].exec(attributes)?.[1];
}

function cellPlace(address: string): { row: number; column: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/u.exec(address);
  if (!match) return undefined;
  let column = 0;
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column <= 16_384 ? { row: Number(match[2]), column } : undefined;
}

/** What A1:C3, or a single cell, covers. */
function rangeOf(reference: string): MergedRange | undefined {
  const [first = '', last = first, ...rest] = reference.split(':');
  const from = cellPlace(first);
  const to = cellPlace(last);
  if (!from || !to || rest.length > 0 || to.row < from.row || to.column < from.column) return undefined;
  return { firstRow: from.row, lastRow: to.row, firstColumn: from.column - 1, lastColumn: to.column - 1 };
}

import { AppError } from '../../shared/contract/result.ts';
import { refusal, tooManyRows, workbookLimits } from './workbookRefusals.ts';

const declaredCells = 2_000_000;

const structure = '工作表的内部结构不正常，可能被改动过，请用WPS或Excel打开并另存为“.xlsx”后再导入';

/** How much a parser would have to build for a worksheet. */
export interface WorksheetLoad {
  readonly rows: number;
  readonly cells: number;
  readonly filledCells: number;
}

/**
 * Looks through the XML of one worksheet before a parser builds anything from it: how far it reaches, how much it
 * holds, and that every formula can be seen as one. Row and cell tags are read the way the parser reads them.
 * @param xml bytes as latin1, so that one character is one byte
 * @throws AppError refused
 */
export function scanWorksheet(xml: string): WorksheetLoad {
  // Attributes stop at "<", so a tag that never closes cannot make the search run over the whole text again and again.
  const tags = /<(?:\w{1,20}:)?(row|c|f|dimension|mergeCell)(?=[\s/>])([^<>]*)>/gu;
  const sharedFormulas = new Set<string>();
  const load = { rows: 0, cells: 0, filledCells: 0 };
  let row = 0;
  let column = 0;
  let merges = 0;

  const onRow = (attributes: string): void => {
    load.rows += 1;
    const stated = attribute(attributes, 'r');
    if (stated !== undefined && !/^[1-9]\d{0,6}$/u.test(stated)) throw new AppError('refused', structure);
    row = stated === undefined ? row + 1 : Number(stated);
    column = 0;
  };
  const onCell = (attributes: string): void => {
    load.cells += 1;
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
  const onFormula = (attributes: string, next: string): void => {
    // The parser knows the kinds of formulas by these very letters; spelt otherwise, it would miss that a value was calculated.
    if (attributes.replace(knownKind, '').search(anyKind) >= 0) throw unreadableFormula();
    const blank = attributes.endsWith('/') || next === '<';
    const shared = attribute(attributes, 't') === 'shared' ? attribute(attributes, 'si') : undefined;
    if (blank && (shared === undefined || !sharedFormulas.has(shared))) {
      throw unreadableFormula();
    }
    if (shared !== undefined) sharedFormulas.add(shared);
  };
  const onMerge = (area: number): void => {
    merges += 1;
    if (area > workbookLimits.mergedCells || merges > workbookLimits.merges) throw refusal('merges');
  };

  for (let tag = tags.exec(xml); tag !== null; tag = tags.exec(xml)) {
    const [, name, attributes = ''] = tag;
    if (name === 'row') onRow(attributes);
    else if (name === 'c') onCell(attributes);
    else if (name === 'f') onFormula(attributes, xml.charAt(tags.lastIndex));
    else {
      const area = areaOf(attribute(attributes, 'ref') ?? '');
      if (area === undefined) throw new AppError('refused', structure);
      if (name === 'mergeCell') onMerge(area);
      else if (area > declaredCells) throw refusal('rangeTooLarge');
    }
  }
  return load;
}

const knownKind = /\st="(?:normal|array|shared|dataTable)"(?=[\s/]|$)/u;
const anyKind = /(?:^|\s)t\s*=/u;

function unreadableFormula(): AppError {
  return new AppError('refused', '工作表里有读不出的公式，请在原表把公式选择性粘贴为数值后再导入');
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

/** Number of cells in A1:C3, or in a single cell. */
function areaOf(reference: string): number | undefined {
  const [first = '', last = first, ...rest] = reference.split(':');
  const from = cellPlace(first);
  const to = cellPlace(last);
  if (!from || !to || rest.length > 0 || to.row < from.row || to.column < from.column) return undefined;
  return (to.row - from.row + 1) * (to.column - from.column + 1);
}

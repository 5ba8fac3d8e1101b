import { AppError } from '../../shared/contract/result.ts';
import { cellReader } from './cellReader.ts';
import { decodeText } from './decodeText.ts';
import type { SheetRow, WorkbookCell, WorkbookContent } from './workbookContent.ts';
import { refusal, tooManyRows, workbookLimits } from './workbookRefusals.ts';

const separators = [',', '\t', ';'] as const;
type Separator = (typeof separators)[number];

/** Records by which the separator is found; titles and notes above a table are fewer. */
const examined = 30;
/** Excel's own limit for one row. */
const widestRecord = 16_384;
/** What a sheet is called that has no name. */
const sheetName = '文本表格';

/**
 * Reads a table in a text file (.csv or .txt; RFC 4180, with tabs or semicolons too). Every cell is text, whatever it
 * looks like: 4.39981E+17 was damaged before it got here, and what begins with = is no formula. Two ways in which
 * spreadsheets keep digits as text, ="439981…" and '439981…, are taken as the text they mean.
 * @throws AppError refused
 */
export function readTextTable(file: Buffer): WorkbookContent {
  const text = decodeText(file);
  // A heading and nothing below it is no table; neither are the first bytes of some other file.
  if (!/[\r\n]/u.test(text)) throw refusal('unknown');
  const read = cellReader({ date1904: false });
  const rows: SheetRow[] = [];
  let cells = 0;
  let filledCells = 0;
  readRecords(text, findSeparator(text), (record, number) => {
    const kept: (WorkbookCell | null)[] = [];
    cells += record.length;
    record.slice(0, workbookLimits.columns).forEach((field, column) => {
      const cell = read.text(meantText(field));
      if (cell === null) return;
      while (kept.length < column) kept.push(null);
      kept.push(cell);
      filledCells += 1;
    });
    if (cells > workbookLimits.cells || filledCells > workbookLimits.filledCells) throw refusal('rangeTooLarge');
    if (kept.length === 0) return true;
    if (number > workbookLimits.lastRow) throw tooManyRows();
    rows.push({ row: number, cells: kept });
    return true;
  });
  return { sheets: [{ name: sheetName, hidden: false, rows, merges: [] }] };
}

/** The separator by which the first records fall into most columns, all the same number; a comma where none does. */
function findSeparator(text: string): Separator {
  let best: { separator: Separator; score: number } = { separator: ',', score: 0 };
  for (const separator of separators) {
    const widths = new Map<number, number>();
    try {
      readRecords(text, separator, (record, number) => {
        if (record.length > 1) widths.set(record.length, (widths.get(record.length) ?? 0) + 1);
        return number < examined;
      });
    } catch (error) {
      // Quotes that do not close with this separator may close with another.
      if (!(error instanceof AppError)) throw error;
    }
    const score = Math.max(0, ...[...widths].map(([width, times]) => (width - 1) * times));
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/**
 * Walks through the records of a text; a line break inside quotes belongs to its field.
 * @param visit gets the fields of a record and its number, from 1, and says whether to go on
 * @throws AppError refused: a quote that never closes, or a record that no table has
 */
function readRecords(
  text: string,
  separator: Separator,
  visit: (record: readonly string[], number: number) => boolean,
): void {
  const plainEnd = new RegExp(`[${separator}\r\n]`, 'gu');
  let record: string[] = [];
  let number = 1;
  for (let at = 0; at <= text.length; ) {
    const { field, end } = readField(at);
    record.push(field);
    if (record.length > widestRecord) throw refusal('rangeTooLarge');
    at = end + 1;
    if (text[end] === separator) continue;
    // What follows the last line break is no record.
    if (end >= text.length && record.length === 1 && field === '') return;
    if (!visit(record, number)) return;
    if (text[end] === '\r' && text[at] === '\n') at += 1;
    record = [];
    number += 1;
  }

  function readField(start: number): { field: string; end: number } {
    // ="…" is written bare by programs that do not quote it.
    const bare = text.startsWith('="', start);
    const quoted = bare || text[start] === '"';
    let field = bare ? '=' : '';
    let at = start;
    if (quoted) {
      const opening = bare ? start + 1 : start;
      const closing = closingQuote(opening);
      const inside = text.slice(opening + 1, closing);
      field = bare ? text.slice(start, closing + 1) : unescaped(inside);
      at = closing + 1;
    }
    plainEnd.lastIndex = at;
    const end = plainEnd.exec(text)?.index ?? text.length;
    return { field: field + text.slice(at, end), end };
  }

  function closingQuote(opening: number): number {
    for (let at = text.indexOf('"', opening + 1); at !== -1; at = text.indexOf('"', at + 2)) {
      if (text[at + 1] !== '"') return at;
    }
    throw new AppError(
      'refused',
      `第${number}行有一个引号没有结尾，请用记事本打开文件改正，或向填表单位索取“.xlsx”表格`,
    );
  }
}

/** Two quotes are one. Sign by sign: replacing makes an object for each pair, of which a hostile file has millions. */
function unescaped(text: string): string {
  if (!text.includes('"')) return text;
  const units = new Uint16Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += text[at] === '"' ? 2 : 1) {
    units[length] = text.charCodeAt(at);
    length += 1;
  }
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}

/** Takes off what a spreadsheet puts around digits so that they stay text. */
function meantText(field: string): string {
  const wrapped = /^="((?:[^"]|"")*)"\s*$/u.exec(field)?.[1];
  if (wrapped !== undefined) return unescaped(wrapped);
  // The apostrophe also stands before what would pass for a formula; elsewhere it belongs to the text.
  return /^'[\d=+\-@＝＋－＠]/u.test(field) ? field.slice(1) : field;
}

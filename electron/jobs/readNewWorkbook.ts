import { type CellObject, type ParsedWorkbook, parse_zip, type WorkSheet } from '@e965/xlsx';
import { builtInFormats } from './builtInFormats.ts';
import { type CellReader, cellReader } from './cellReader.ts';
import { checkWorkbookFile } from './checkWorkbookFile.ts';
import type { WorksheetRows } from './readWorksheetRows.ts';
import type { PlainCell, PlainRow } from './splitPlainRows.ts';
import type { SheetContent, SheetRow, WorkbookCell, WorkbookContent } from './workbookContent.ts';
import { refusal, workbookLimits } from './workbookRefusals.ts';

/**
 * Reads the cells of an .xlsx.
 * @throws AppError refused
 */
export async function readNewWorkbook(file: Buffer): Promise<WorkbookContent> {
  const { parts, worksheets } = await checkWorkbookFile(file);
  const workbook = parse(defineBuiltInFormats(parts), worksheets);
  // The parser keeps each shared text as it stands in the file, too, which is more than all cells take.
  for (const text of workbook.Strings) text.r = '';
  const read = cellReader({ date1904: workbook.Workbook?.WBProps?.date1904 === true });
  const inFile = [...worksheets.values()];
  const sheets = workbook.SheetNames.flatMap((name, index): SheetContent[] => {
    const sheet = Object.hasOwn(workbook.Sheets, name) ? workbook.Sheets[name] : undefined;
    const worksheet = sheet === undefined ? undefined : inFile[takeMark(sheet)];
    if (sheet === undefined || worksheet === undefined) return [];
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const plain = readPlainRows(worksheet.plain, workbook, read);
    if (plain === undefined) return [];
    return [{ name, hidden, rows: inOrder(plain, readRows(sheet, read)), merges: worksheet.merges }];
  });
  return { sheets };
}

/** Below the last row that may hold something a number is put that tells which part of the file the parser made the sheet of. */
const markedRow = workbookLimits.lastRow + 1;

/** A worksheet as the parser gets it: the rows that are left, and the mark. */
function markedWorksheet({ left }: WorksheetRows, mark: number): string {
  const row = `<row r="${markedRow}"><c r="A${markedRow}"><v>${mark}</v></c></row>`;
  return `<worksheet><sheetData>${left}${row}</sheetData></worksheet>`;
}

/** The number in the marked row, which is taken out; -1 where there is none. */
function takeMark(sheet: WorkSheet): number {
  const data = sheet['!data'] ?? [];
  const [cell] = data[markedRow - 1] ?? [];
  if (cell === undefined) return -1;
  delete data[markedRow - 1];
  return Number(cell.v);
}

/** Undefined when a cell names a text that is not there: no sheet can be made of that. */
function readPlainRows(rows: PlainRow[], workbook: ParsedWorkbook, read: CellReader): SheetRow[] | undefined {
  const { Strings: texts, Styles: styles, SSF: formats } = workbook;
  const formatOf = (style: number | undefined): string =>
    formats[(style === undefined ? undefined : styles.CellXf?.[style]?.numFmtId) ?? 0] ?? 'General';
  const contentOf = (cell: PlainCell): WorkbookCell | null => {
    switch (cell.kind) {
      case 'ownText':
        return read.text(cell.text);
      case 'text':
        return read.text(String(texts[cell.value]?.t ?? ''));
      case 'number':
        return read.number(cell.value, formatOf(cell.style));
      case 'boolean':
        return read.boolean(cell.value === 1);
    }
  };
  if (rows.some(({ cells }) => cells.some((cell) => cell.kind === 'text' && cell.value >= texts.length))) {
    return undefined;
  }
  return rows.flatMap(({ row, cells }, index) => {
    const kept: (WorkbookCell | null)[] = [];
    for (const cell of cells) {
      const content = cell.column >= workbookLimits.columns ? null : contentOf(cell);
      if (content === null) continue;
      while (kept.length < cell.column) kept.push(null);
      kept.push(content);
    }
    // As with the parser's cells, there is no room for both.
    rows[index] = { row, cells: [] };
    return kept.length > 0 ? [{ row, cells: kept }] : [];
  });
}

function inOrder(plain: SheetRow[], others: readonly SheetRow[]): SheetRow[] {
  if (plain.length === 0 || others.length === 0) return [...plain, ...others];
  return [...plain, ...others].sort((one, other) => one.row - other.row);
}

/**
 * Writes the built-in formats into the styles: the parser knows those of the English program alone, and would take a
 * date in one of the Chinese edition for a plain number. What the file defines itself follows and holds.
 */
function defineBuiltInFormats(parts: ReadonlyMap<string, string>): Map<string, string> {
  const definitions = (prefix: string): string => {
    const list = Object.entries(builtInFormats).map(
      ([id, code]) => `<${prefix}numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
    );
    return Buffer.from(list.join('')).toString('latin1');
  };
  return new Map(
    [...parts].map(([name, styles]) => {
      if (name.toLowerCase() !== 'xl/styles.xml') return [name, styles];
      const own = styles.replace(
        /<((?:\w{1,20}:)?)numFmts(?:\s[^<>]*)?(?<!\/)>/u,
        (tag, prefix: string) => tag + definitions(prefix),
      );
      const completed =
        own !== styles
          ? own
          : styles.replace(
              /<((?:\w{1,20}:)?)styleSheet(?:\s[^<>]*)?(?<!\/)>/u,
              (tag, prefix: string) => `${tag}<${prefix}numFmts>${definitions(prefix)}</${prefix}numFmts>`,
            );
      return [name, completed];
    }),
  );
}

function parse(parts: ReadonlyMap<string, string>, worksheets: ReadonlyMap<string, WorksheetRows>): ParsedWorkbook {
  let again = false;
  const others = [...parts].map(([name, content]) => ({ name, asBinary: () => content }));
  const marked = [...worksheets].map(([name, rows], mark) => {
    // By a part of this name the parser recognises files of one program; it reads it for that, too.
    let readings = name.toLowerCase() === 'xl/worksheets/sheet.xml' ? 2 : 1;
    return {
      name,
      /** A list of sheets that names one part again and again would have it parsed, and kept, each time. */
      asBinary: () => {
        if (readings === 0) again = true;
        if (again) return '';
        readings -= 1;
        return markedWorksheet(rows, mark);
      },
    };
  });
  const files = [...others, ...marked];
  const workbook = parseParts(files);
  if (again) throw refusal('structure');
  return workbook;
}

function parseParts(files: Parameters<typeof parse_zip>[0]['FileIndex']): ParsedWorkbook {
  try {
    return parse_zip(
      { FullPaths: files.map(({ name }) => name), FileIndex: files },
      { dense: true, cellFormula: true, cellNF: true, cellText: false, cellHTML: false, cellStyles: false },
    );
  } catch {
    throw refusal('damaged');
  }
}

function readRows(sheet: WorkSheet, read: CellReader): SheetRow[] {
  const rows: SheetRow[] = [];
  const data = sheet['!data'] ?? [];
  // Only cells that exist are visited: the declared range of a sheet may be far larger than what it holds.
  data.forEach((cells, index) => {
    const kept: (WorkbookCell | null)[] = [];
    cells?.forEach((cell, column) => {
      const content = cell === undefined || column >= workbookLimits.columns ? null : readCell(cell, read);
      if (content === null) return;
      while (kept.length < column) kept.push(null);
      kept.push(content);
    });
    if (kept.length > 0) rows.push({ row: index + 1, cells: kept });
    // The parser's cells are far larger than ours, and a large sheet does not have room for both.
    data[index] = [];
  });
  return rows;
}

function readCell(cell: CellObject, read: CellReader): WorkbookCell | null {
  if (cell.f !== undefined || cell.F !== undefined) return read.formula(cell.f ?? '');
  switch (cell.t) {
    case 's':
      return read.text(String(cell.v ?? ''));
    case 'n':
      return read.number(Number(cell.v), typeof cell.z === 'string' ? cell.z : 'General');
    case 'b':
      return read.boolean(cell.v === true);
    case 'e':
      return read.error(Number(cell.v));
    default:
      return null;
  }
}

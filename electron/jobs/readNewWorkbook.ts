import { type CellObject, type ParsedWorkbook, parse_zip, type WorkSheet } from '@e965/xlsx';
import { builtInFormats } from './builtInFormats.ts';
import { type CellReader, cellReader } from './cellReader.ts';
import { type CheckedWorkbook, checkWorkbookFile } from './checkWorkbookFile.ts';
import type { PlainCell, PlainRow } from './splitPlainRows.ts';
import type { MergedRange, SheetContent, SheetRow, WorkbookCell, WorkbookContent } from './workbookContent.ts';
import { refusal, tooManySheets, workbookLimits } from './workbookRefusals.ts';

/**
 * Reads the cells of an .xlsx.
 * @throws AppError refused
 */
export async function readNewWorkbook(file: Buffer): Promise<WorkbookContent> {
  const { parts, aside } = setPlainRowsAside(await checkWorkbookFile(file));
  const workbook = parse(defineBuiltInFormats(parts));
  if (workbook.SheetNames.length > workbookLimits.sheets) throw tooManySheets();
  const read = cellReader({ date1904: workbook.Workbook?.WBProps?.date1904 === true });
  const sheets = workbook.SheetNames.flatMap((name, index): SheetContent[] => {
    const sheet = Object.hasOwn(workbook.Sheets, name) ? workbook.Sheets[name] : undefined;
    if (sheet === undefined) return [];
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const plain = readPlainRows(aside[takeMark(sheet)] ?? [], workbook, read);
    if (plain === undefined) return [];
    return [{ name, hidden, rows: inOrder(plain, readRows(sheet, read)), merges: readMerges(sheet) }];
  });
  return { sheets };
}

/** Below the last row that may hold something a number is put that tells which part of the file the parser made the sheet of. */
const markedRow = workbookLimits.lastRow + 1;

/** The parts for the parser, and the plain rows that it need not see. */
function setPlainRowsAside({ parts, split }: CheckedWorkbook): {
  readonly parts: ReadonlyMap<string, Buffer>;
  readonly aside: readonly (readonly PlainRow[])[];
} {
  const splits = [...split];
  const marked = splits.map(([name, { before, after }], mark): [string, Buffer] => {
    const row = `<row r="${markedRow}"><c r="A${markedRow}"><v>${mark}</v></c></row>`;
    return [name, Buffer.from(`${before}${row}${after}`, 'latin1')];
  });
  return { parts: new Map([...parts, ...marked]), aside: splits.map(([, { plain }]) => plain) };
}

/** The number in the marked row, which is taken out; -1 where nothing was set aside. */
function takeMark(sheet: WorkSheet): number {
  const data = sheet['!data'] ?? [];
  const [cell] = data[markedRow - 1] ?? [];
  if (cell === undefined) return -1;
  delete data[markedRow - 1];
  return Number(cell.v);
}

/** Undefined when a cell names a text that is not there: no sheet can be made of that. */
function readPlainRows(rows: readonly PlainRow[], workbook: ParsedWorkbook, read: CellReader): SheetRow[] | undefined {
  const { Strings: texts, Styles: styles, SSF: formats } = workbook;
  const formatOf = (style: number | undefined): string =>
    formats[(style === undefined ? undefined : styles.CellXf?.[style]?.numFmtId) ?? 0] ?? 'General';
  const contentOf = ({ kind, value, style }: PlainCell): WorkbookCell | null => {
    switch (kind) {
      case 'text':
        return read.text(String(texts[value]?.t ?? ''));
      case 'number':
        return read.number(value, formatOf(style));
      case 'boolean':
        return read.boolean(value === 1);
    }
  };
  if (rows.some(({ cells }) => cells.some(({ kind, value }) => kind === 'text' && value >= texts.length))) {
    return undefined;
  }
  return rows.flatMap(({ row, cells }) => {
    const kept: (WorkbookCell | null)[] = [];
    for (const cell of cells) {
      const content = cell.column >= workbookLimits.columns ? null : contentOf(cell);
      if (content === null) continue;
      while (kept.length < cell.column) kept.push(null);
      kept.push(content);
    }
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
function defineBuiltInFormats(parts: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const definitions = (prefix: string): string =>
    Object.entries(builtInFormats)
      .map(([id, code]) => `<${prefix}numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
      .join('');
  return new Map(
    [...parts].map(([name, part]) => {
      if (name.toLowerCase() !== 'xl/styles.xml') return [name, part];
      const styles = part.toString();
      const own = styles.replace(
        /<(\w{0,20}:?)numFmts(?:\s[^<>]*)?(?<!\/)>/u,
        (tag, prefix: string) => tag + definitions(prefix),
      );
      const completed =
        own !== styles
          ? own
          : styles.replace(
              /<(\w{0,20}:?)styleSheet(?:\s[^<>]*)?(?<!\/)>/u,
              (tag, prefix: string) => `${tag}<${prefix}numFmts>${definitions(prefix)}</${prefix}numFmts>`,
            );
      return [name, Buffer.from(completed)];
    }),
  );
}

function parse(parts: ReadonlyMap<string, Buffer>): ParsedWorkbook {
  const names = [...parts.keys()];
  try {
    return parse_zip(
      {
        FullPaths: names,
        FileIndex: [...parts].map(([name, content]) => ({ name, type: 2, content })),
      },
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

function readMerges(sheet: WorkSheet): MergedRange[] {
  return (sheet['!merges'] ?? []).map(({ s, e }) => ({
    firstRow: s.r + 1,
    lastRow: e.r + 1,
    firstColumn: s.c,
    lastColumn: e.c,
  }));
}

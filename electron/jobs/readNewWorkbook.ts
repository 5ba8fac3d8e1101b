import { type CellObject, parse_zip, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { builtInFormats } from './builtInFormats.ts';
import { type CellReader, cellReader } from './cellReader.ts';
import { checkWorkbookFile } from './checkWorkbookFile.ts';
import type { MergedRange, SheetContent, SheetRow, WorkbookCell, WorkbookContent } from './workbookContent.ts';
import { refusal, tooManySheets, workbookLimits } from './workbookRefusals.ts';

/**
 * Reads the cells of an .xlsx.
 * @throws AppError refused
 */
export async function readNewWorkbook(file: Buffer): Promise<WorkbookContent> {
  const workbook = parse(defineBuiltInFormats(await checkWorkbookFile(file)));
  if (workbook.SheetNames.length > workbookLimits.sheets) throw tooManySheets();
  const cells = cellReader({ date1904: workbook.Workbook?.WBProps?.date1904 === true });
  const sheets = workbook.SheetNames.flatMap((name, index): SheetContent[] => {
    const sheet = Object.hasOwn(workbook.Sheets, name) ? workbook.Sheets[name] : undefined;
    if (sheet === undefined) return [];
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    return [{ name, hidden, rows: readRows(sheet, cells), merges: readMerges(sheet) }];
  });
  return { sheets };
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

function parse(parts: ReadonlyMap<string, Buffer>): WorkBook {
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

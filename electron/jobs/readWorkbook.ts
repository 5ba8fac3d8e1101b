import { type CellObject, parse_zip, SSF, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { AppError } from '../../shared/contract/result.ts';
import { joinDate } from '../../shared/rules/calendarDate.ts';
import { checkWorkbookFile } from './checkWorkbookFile.ts';
import type { MergedRange, SheetContent, SheetRow, WorkbookCell, WorkbookContent } from './workbookContent.ts';

/** Excel's own limit for one cell, and what a register of people could ever need for a whole workbook. */
const limits = { cellCharacters: 32_767, totalCharacters: 20_000_000, columns: 256, sheets: 100 };

const damaged = '文件已损坏或不完整，请在原电脑用WPS或Excel打开并另存为“.xlsx”后再导入';
const tooMuchText = '表格里的文字过多，请分成几个文件后再导入';

/**
 * Reads the cells of a workbook that may be hostile. Nothing is calculated and no stored result of a formula is used.
 * @throws AppError refused
 */
export async function readWorkbook(file: Uint8Array): Promise<WorkbookContent> {
  const parts = await checkWorkbookFile(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  const workbook = parse(parts);
  if (workbook.SheetNames.length > limits.sheets) {
    throw new AppError('refused', `工作表超过${limits.sheets}张，请只留下要导入的那张后再导入`);
  }
  const reader = cellReader(workbook.Workbook?.WBProps?.date1904 === true);
  const sheets = workbook.SheetNames.flatMap((name, index): SheetContent[] => {
    const sheet = Object.hasOwn(workbook.Sheets, name) ? workbook.Sheets[name] : undefined;
    if (sheet === undefined) return [];
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    return [{ name, hidden, rows: readRows(sheet, reader), merges: readMerges(sheet) }];
  });
  if (sheets.every((sheet) => sheet.rows.length === 0)) {
    throw new AppError('refused', '表格里没有内容，请核对后重新选择');
  }
  return { sheets };
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
    throw new AppError('refused', damaged);
  }
}

function readRows(sheet: WorkSheet, read: (cell: CellObject) => WorkbookCell | null): SheetRow[] {
  const rows: SheetRow[] = [];
  // Only cells that exist are visited: the declared range of a sheet may be far larger than what it holds.
  (sheet['!data'] ?? []).forEach((cells, index) => {
    const kept: (WorkbookCell | null)[] = [];
    cells?.forEach((cell, column) => {
      const content = cell === undefined || column >= limits.columns ? null : read(cell);
      if (content === null) return;
      while (kept.length < column) kept.push(null);
      kept.push(content);
    });
    if (kept.length > 0) rows.push({ row: index + 1, cells: kept });
  });
  return rows;
}

function readMerges(sheet: WorkSheet): MergedRange[] {
  return (sheet['!merges'] ?? []).map(({ s, e }) => ({
    firstRow: s.r + 1,
    lastRow: e.r + 1,
    firstColumn: s.c,
    lastColumn: e.c,
  }));
}

function cellReader(date1904: boolean): (cell: CellObject) => WorkbookCell | null {
  const dateFormats = new Map<string, boolean>();
  const isDateFormat = (format: string): boolean => {
    const known = dateFormats.get(format);
    if (known !== undefined) return known;
    const found = Boolean(SSF.is_date(format));
    dateFormats.set(format, found);
    return found;
  };
  let characters = 0;
  return (cell) => {
    const content = read(cell);
    if (content === null || content.text.trim() === '') return null;
    characters += content.text.length;
    if (content.text.length > limits.cellCharacters || characters > limits.totalCharacters) {
      throw new AppError('refused', tooMuchText);
    }
    return content;
  };

  function read(cell: CellObject): WorkbookCell | null {
    if (cell.f !== undefined || cell.F !== undefined) return { kind: 'formula', text: `=${cell.f ?? ''}` };
    switch (cell.t) {
      case 's':
        return { kind: 'text', text: String(cell.v ?? '') };
      case 'n':
        return readNumber(Number(cell.v), typeof cell.z === 'string' ? cell.z : 'General');
      case 'b':
        return { kind: 'boolean', text: cell.v === true ? '是' : '否' };
      case 'e':
        return { kind: 'error', text: errorNames.get(Number(cell.v)) ?? '#N/A' };
      default:
        return null;
    }
  }

  function readNumber(value: number, format: string): WorkbookCell | null {
    if (!Number.isFinite(value)) return null;
    // Excel allows 255 characters in a format; a longer one is nobody's work.
    if (format === 'General' || format === '@' || format.length > 255) return { kind: 'number', text: String(value) };
    if (isDateFormat(format)) {
      const day = value >= 1 ? (SSF.parse_date_code(value, { date1904 }) as { y: number; m: number; d: number }) : null;
      // A number below one is a time of day, and Excel counts a day 0 that no calendar has.
      return day && day.d > 0
        ? { kind: 'date', text: joinDate(day.y, day.m, day.d) }
        : { kind: 'number', text: shown(value, format) };
    }
    // A format of digits such as 000000 holds leading zeros; others (1.0E+17, thousands) hide the number itself.
    return { kind: 'number', text: /^0+$/u.test(format) ? shown(value, format) : String(value) };
  }
}

function shown(value: number, format: string): string {
  try {
    return SSF.format(format, value);
  } catch {
    return String(value);
  }
}

/** BIFF error codes and how Excel shows them. */
const errorNames = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
]);

import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { plainHeading } from '../../../shared/registers/plainHeading.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { MergedRange, SheetContent, SheetRow, WorkbookCell } from '../../jobs/workbookContent.ts';
import { type ColumnTarget, headingMatcher } from './columnTargets.ts';
import { statedValues } from './statedValues.ts';

/** Heading rows stand below a title and a line about the unit; nobody puts twenty lines above a table. */
const searchedRows = 20;
/** 基本情况 over 姓名, over 曾用名: three levels are the most that paper forms print. */
const deepestHeading = 3;

export interface TableColumn {
  /** From 0, as the sheet counts. */
  readonly index: number;
  readonly letter: string;
  readonly heading: string;
  readonly target: string | null;
}

export interface TableRow {
  readonly row: number;
  /** In the order of the table's columns; null where nothing stands. */
  readonly cells: readonly (WorkbookCell | null)[];
  /** Where a cell really stands whose merged range began in a row above, by its place among the cells. */
  readonly addresses: ReadonlyMap<number, string>;
}

/** A table found on a sheet. */
export interface Table {
  /** Last row of the heading, from 1. */
  readonly headingRow: number;
  /** How many headings the register knows. */
  readonly matches: number;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Rows with content that are no row of the table: titles, notes, totals, headings printed again. */
  readonly skippedRows: readonly number[];
  /** Values that the lines around the table state once for all rows. */
  readonly stated: Readonly<Record<string, FieldValue>>;
}

/** Finds the register's table on a sheet by its headings, or returns undefined when there is none. */
export function readTable(sheet: SheetContent, register: Register, context: FieldContext): Table | undefined {
  const match = headingMatcher(register);
  const heading = findHeading(sheet, match);
  if (heading === undefined) return undefined;

  const dataRows = sheet.rows.filter((row) => row.row > heading.lastRow);
  const columns = tableColumns(heading, dataRows);
  const targeted = columns.filter((column) => column.target !== null);
  const isNote = noteDetector(sheet.merges, targeted);
  const mergedCell = fillDown(sheet.merges, heading.lastRow);

  const rows: TableRow[] = [];
  const around = sheet.rows.filter((row) => row.row < heading.firstRow);
  for (const row of dataRows) {
    const merged = mergedCell(row);
    if (isNote(row)) {
      around.push(row);
      continue;
    }
    rows.push(tableRow(row, columns, merged));
  }
  return {
    headingRow: heading.lastRow,
    matches: targeted.length,
    columns,
    rows,
    skippedRows: around.map((row) => row.row),
    stated: statedValues(around.map(lineText), register, context),
  };
}

function tableRow(row: SheetRow, columns: readonly TableColumn[], merged: MergedCells): TableRow {
  const cells = columns.map(({ index }) => row.cells[index] ?? merged.get(index)?.cell ?? null);
  if (merged.size === 0) return { row: row.row, cells, addresses: noAddresses };
  const addresses = columns.flatMap(({ index }, place) => {
    const above = row.cells[index] ? undefined : merged.get(index);
    return above === undefined ? [] : [[place, above.address] as const];
  });
  return { row: row.row, cells, addresses: new Map(addresses) };
}

/** Of a row without such cells. */
const noAddresses: TableRow['addresses'] = new Map();

interface Heading {
  readonly firstRow: number;
  readonly lastRow: number;
  /** Text and target by column index. */
  readonly columns: ReadonlyMap<number, { readonly heading: string; readonly target: ColumnTarget | undefined }>;
  readonly matches: number;
}

function findHeading(sheet: SheetContent, match: (heading: string) => ColumnTarget | undefined): Heading | undefined {
  const rows = new Map(sheet.rows.map((row) => [row.row, row]));
  let best: Heading | undefined;
  for (const row of sheet.rows) {
    if (row.row > searchedRows) break;
    const single = headingAt(rows, sheet.merges, row.row, 1, match);
    // A title merged downwards has no known heading of its own and must not swallow the rows below it.
    const below = single.matches > 0 ? spannedRows(sheet.merges, row.row) : 1;
    const deeper = [...new Set([below, 2])]
      .filter((depth) => depth > 1 && single.matches > 0)
      .map((depth) => ({ depth, heading: headingAt(rows, sheet.merges, row.row, depth, match) }))
      .filter(({ depth, heading }) => depth === below || heading.matches > single.matches);
    for (const candidate of [single, ...deeper.map(({ heading }) => heading)]) {
      const known = candidate.matches >= 3 || candidate.matches * 2 >= candidate.columns.size;
      if (candidate.matches < 2 || !known) continue;
      const sameStart = best?.firstRow === candidate.firstRow && candidate.matches >= best.matches;
      if (best === undefined || candidate.matches > best.matches || sameStart) best = candidate;
    }
  }
  return best;
}

/** How many rows the heading that starts here covers, judged by cells merged downwards. */
function spannedRows(merges: readonly MergedRange[], row: number): number {
  const depths = merges
    .filter((merge) => merge.firstRow === row)
    .map((merge) => merge.lastRow - merge.firstRow + 1)
    .filter((depth) => depth <= deepestHeading);
  return Math.max(1, ...depths);
}

function headingAt(
  rows: ReadonlyMap<number, SheetRow>,
  merges: readonly MergedRange[],
  firstRow: number,
  depth: number,
  match: (heading: string) => ColumnTarget | undefined,
): Heading {
  const levels = Array.from({ length: depth }, (_, level) => headingLevel(rows, merges, firstRow + level));
  const width = Math.max(...levels.map((level) => level.length));
  const columns = new Map<number, { heading: string; target: ColumnTarget | undefined }>();
  const filled = new Set<string>();
  for (let index = 0; index < width; index += 1) {
    const parts = [...new Set(levels.map((level) => level[index] ?? '').filter((part) => part !== ''))];
    if (parts.length === 0) continue;
    // 监护人 over 姓名 is 监护人姓名; 基本情况 over 姓名 is 姓名.
    const wanted = [parts.join(''), ...(parts.length > 1 ? [parts.at(-1) ?? ''] : [])];
    const target = wanted.map(match).find((found) => found !== undefined);
    const free = target?.fills.every((key) => !filled.has(key)) === true;
    if (free) for (const key of target.fills) filled.add(key);
    columns.set(index, {
      heading: parts.map((part) => part.replace(/\s+/gu, '')).join(' '),
      target: free ? target : undefined,
    });
  }
  const matches = [...columns.values()].filter((column) => column.target !== undefined).length;
  return { firstRow, lastRow: firstRow + depth - 1, columns, matches };
}

/** The texts of one heading row by column; a merged cell's text stands in every column it covers. */
function headingLevel(
  rows: ReadonlyMap<number, SheetRow>,
  merges: readonly MergedRange[],
  row: number,
): readonly string[] {
  const texts = (rows.get(row)?.cells ?? []).map((cell) => cell?.text.trim() ?? '');
  for (const merge of merges) {
    if (merge.firstRow > row || merge.lastRow < row) continue;
    const text = rows.get(merge.firstRow)?.cells[merge.firstColumn]?.text.trim() ?? '';
    for (let index = merge.firstColumn; index <= Math.min(merge.lastColumn, 255); index += 1) texts[index] = text;
  }
  return Array.from(texts, (text) => text ?? '');
}

function tableColumns(heading: Heading, dataRows: readonly SheetRow[]): TableColumn[] {
  const used = new Set(heading.columns.keys());
  for (const row of dataRows) {
    row.cells.forEach((cell, index) => {
      if (cell !== null) used.add(index);
    });
  }
  return [...used]
    .sort((left, right) => left - right)
    .map((index) => {
      const column = heading.columns.get(index);
      return {
        index,
        letter: columnLetter(index),
        heading: column?.heading ?? '',
        target: column?.target?.target ?? null,
      };
    });
}

/** A, Z, AA: the column's name in a spreadsheet. */
export function columnLetter(index: number): string {
  const before = Math.floor(index / 26);
  return (before > 0 ? columnLetter(before - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** What stands at the top of the merged ranges that a row lies in, by column. */
type MergedCells = ReadonlyMap<
  number,
  { readonly lastRow: number; readonly cell: WorkbookCell; readonly address: string }
>;

/** Cells of columns that are merged downwards, such as one village's name beside all its children. */
function fillDown(merges: readonly MergedRange[], headingRow: number): (row: SheetRow) => MergedCells {
  const starts = new Map<number, MergedRange[]>();
  for (const merge of merges) {
    if (merge.firstRow <= headingRow || merge.lastRow === merge.firstRow || merge.firstColumn !== merge.lastColumn) {
      continue;
    }
    starts.set(merge.firstRow, [...(starts.get(merge.firstRow) ?? []), merge]);
  }
  const open = new Map<number, { lastRow: number; cell: WorkbookCell; address: string }>();
  return (row) => {
    for (const merge of starts.get(row.row) ?? []) {
      const cell = row.cells[merge.firstColumn];
      if (!cell) continue;
      const address = `${columnLetter(merge.firstColumn)}${row.row}`;
      open.set(merge.firstColumn, { lastRow: merge.lastRow, cell, address });
    }
    for (const [column, { lastRow }] of open) if (lastRow < row.row) open.delete(column);
    return open;
  };
}

/** Tells titles, notes, totals, signatures and repeated headings from rows about somebody. */
function noteDetector(merges: readonly MergedRange[], targeted: readonly TableColumn[]): (row: SheetRow) => boolean {
  const wide = new Set(
    merges.filter((merge) => merge.lastColumn - merge.firstColumn >= 2).map((merge) => merge.firstRow),
  );
  const headings = new Map(targeted.map((column) => [column.index, plainHeading(column.heading)]));
  return (row) => {
    const own = row.cells.filter((cell) => cell !== null).map((cell) => cell.text.trim());
    const entered = targeted.filter((column) => row.cells[column.index]);
    // Rows that are only numbered in advance hold nothing either.
    if (entered.length === 0) return true;
    const first = plainHeading(own[0] ?? '');
    if (/^(?:合计|总计|小计|共计|累计)/u.test(first)) return true;
    if (own.length === 1) {
      if (wide.has(row.row) || first.length > 30) return true;
      if (/^(?:注|说明|备注|附|填表|制表|审核|填报|单位|负责人|联系)/u.test(first)) return true;
    }
    if (own.every((text) => /^[^:：]{1,12}[:：]/u.test(text) || /^\d{4}年\d{1,2}月/u.test(text))) return true;
    const repeats = (column: TableColumn): boolean =>
      plainHeading(row.cells[column.index]?.text ?? '') === headings.get(column.index);
    // A row that repeats the heading does so in one of its first cells too.
    if (!entered.slice(0, 2).some(repeats)) return false;
    const repeated = entered.filter(repeats);
    return repeated.length >= 2 && repeated.length * 2 >= entered.length;
  };
}

function lineText(row: SheetRow): string {
  return row.cells
    .filter((cell) => cell !== null)
    .map((cell) => cell.text)
    .join('  ');
}

import { strToU8, unzipSync } from 'fflate';
import { Format, FormatAlign, FormatBorder, Workbook, type Worksheet } from 'wasm-xlsxwriter';
import { textWidth } from '../../shared/forms/breakLines.ts';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import type { SheetPage } from '../../shared/forms/layoutSheet.ts';
import { cellText, runningText } from './cellText.ts';
import {
  type DocumentCell,
  type DocumentLine,
  type DocumentPage,
  type DocumentTable,
  type DocumentText,
  documentPages,
} from './documentPages.ts';
import { fonts } from './documentSettings.ts';
import type { Report } from './jobs.ts';
import { neutralArchive, neutralProperties } from './neutralArchive.ts';
import { sheetNames } from './sheetNames.ts';
import { writtenText } from './writtenSegment.ts';

/** Pages for a workbook, those of each record together, and the line that each sheet of paper carries below them. */
export interface SheetWorkbookPlan {
  readonly records: readonly (readonly SheetPage[])[];
  /** Of the worksheet of a single record; those of several are numbered. */
  readonly name: string;
  readonly foot: string | null;
}

const paperA4 = 9;
const mmPerInch = 25.4;
/** Excel counts widths and heights in pixels of this size, in mm. */
const pixel = mmPerInch / 96;
/** The highest row of Excel has 546 pixels; a higher one is made of several. */
const highestRow = 540;
/** Excel's own limit for one cell. */
const cellCharacters = 32_767;
/** Height of a line of 仿宋 in Excel, of its size; a row is at least so high that all lines of its cells are seen. */
const lineOfFont = 1.3;
const verticalLineOfFont = 1.45;
/** A gap of less is no row of its own, in mm. */
const leastGap = 1;
/** In mm from the edges of the paper. */
const margins = { bottom: 9, header: 7, footer: 4.2 };
const footSize = 7;
/** At the sides of a page without a table, in mm. */
const textMargin = 15;
/** Excel counts columns in digits of the workbook's usual font; that of Chinese Excel is found on every computer here. In pixels. */
const usualFont = { name: '宋体', size: 11, rowHeight: 18, columnWidth: 72 };

/**
 * Writes laid-out pages as an .xlsx: real cells and merges in the measures of the form, every cell a text (format `@`), each
 * page a worksheet that prints on one sheet of A4, because pages differ in their columns and a clerk finds and prints a child
 * by its tab. A register is one worksheet as long as its rows, with a repeated head row. Nothing in it says who wrote it and
 * when, except the foot.
 */
export function writeSheetWorkbook(plan: SheetWorkbookPlan, report: Report = () => undefined): Uint8Array {
  const pages = plan.records.flatMap((record, index) =>
    documentPages(record).map((page, at) => ({ page, name: pageName(plan, index, at) })),
  );
  const names = sheetNames(pages.map(({ name }) => name));
  const formats = createFormats();
  const workbook = new Workbook();
  const usual = new Format().setFontName(usualFont.name).setFontSize(usualFont.size);
  try {
    workbook.setDefaultFormat(usual, usualFont.rowHeight, usualFont.columnWidth);
    pages.forEach(({ page }, index) => {
      writePage(workbook.addWorksheet().setName(names[index] ?? ''), page, { formats, foot: plan.foot });
      report({ done: index + 1, total: pages.length });
    });
    const parts = unzipSync(workbook.saveToBufferSync());
    parts['docProps/core.xml'] = strToU8(neutralProperties);
    return neutralArchive(parts);
  } finally {
    usual.free();
    formats.free();
    workbook.free();
  }
}

/** 失亲排查表, 失亲排查表-2; of several records 001, 001-2: the tab names nobody. */
function pageName({ records, name }: SheetWorkbookPlan, record: number, page: number): string {
  const running = String(record + 1).padStart(Math.max(3, String(records.length).length), '0');
  return `${records.length === 1 ? name : running}${page === 0 ? '' : `-${page + 1}`}`;
}

type Look = Pick<DocumentText, 'font' | 'size' | 'align'> & {
  readonly ruled: boolean;
  readonly vertical: boolean;
};

/** Formats by what they look like; a workbook holds few of them. */
interface Formats {
  of(look: Look): Format;
  free(): void;
}

function createFormats(): Formats {
  const made = new Map<string, Format>();
  return {
    of({ font, size, align, ruled, vertical }) {
      const points = Math.floor(size * 2 + 1e-6) / 2;
      const key = [font, points, align, ruled, vertical].join(' ');
      const known = made.get(key);
      if (known) return known;
      const format = new Format()
        .setNumFormat('@')
        .setFontName(fonts[font])
        .setFontSize(points)
        .setAlign({ left: FormatAlign.Left, center: FormatAlign.Center, right: FormatAlign.Right }[align])
        .setAlign(FormatAlign.VerticalCenter);
      if (ruled) format.setBorder(FormatBorder.Thin);
      if (vertical) format.setRotation(verticalText);
      else format.setTextWrap();
      made.set(key, format);
      return format;
    },
    free: () => {
      for (const format of made.values()) format.free();
    },
  };
}

/** Excel's word for hanzi one below the other. */
const verticalText = 270;

interface PagePlace {
  readonly formats: Formats;
  readonly foot: string | null;
}

/** Rows and columns of a worksheet in the making; edges in mm. */
interface Grid {
  readonly sheet: Worksheet;
  readonly formats: Formats;
  /** Left edges of the columns and the right edge of the last. */
  readonly edges: readonly number[];
  /** Adds a row and gives its number. */
  addRow(height: number): number;
}

function writePage(sheet: Worksheet, page: DocumentPage, { formats, foot }: PagePlace): void {
  const edges = columnEdges(page);
  pixels(edges).forEach((width, column) => {
    sheet.setColumnWidthPixels(column, width).free();
  });
  let rows = 0;
  const grid: Grid = {
    sheet,
    formats,
    edges,
    addRow(height) {
      sheet.setRowHeightPixels(rows, Math.round(height / pixel)).free();
      rows += 1;
      return rows - 1;
    },
  };
  let heading: { readonly first: number; readonly last: number } | undefined;
  page.parts.forEach((part, index) => {
    if (index > 0 && part.gap >= leastGap) grid.addRow(part.gap);
    if (part.kind === 'line') {
      writeLine(grid, part);
      return;
    }
    const first = rows;
    const headEnd = writeTable(grid, part);
    // The line above names the village or the township: it is repeated with the head row.
    const above = page.parts[index - 1]?.kind === 'line' && part.gap < leastGap ? 1 : 0;
    if (part.headRows > 0) heading = { first: first - above, last: headEnd };
  });
  if (page.running !== null && heading !== undefined) {
    sheet.setRepeatRows(heading.first, heading.last).free();
    sheet.setFreezePanes(heading.last + 1, 0).free();
  }
  setUpPrint(sheet, page, foot);
}

function setUpPrint(sheet: Worksheet, page: DocumentPage, foot: string | null): void {
  const { running } = page;
  const left = (columnEdges(page)[0] ?? 0) / mmPerInch;
  const head = running?.first ?? [];
  sheet.setPaperSize(paperA4).free();
  (page.width > page.height ? sheet.setLandscape() : sheet.setPortrait()).free();
  sheet.setPrintFitToPages(1, running === null ? 1 : 0).free();
  sheet.setPrintCenterHorizontally(true).free();
  sheet.setScreenGridlines(false).free();
  const bottom = running === null || foot === null ? margins.bottom : margins.bottom + 4;
  sheet
    .setMargins(
      left,
      left,
      Math.max(page.top, margins.header) / mmPerInch,
      bottom / mmPerInch,
      margins.header / mmPerInch,
      margins.footer / mmPerInch,
    )
    .free();
  if (head.length > 0) {
    const size = Math.floor(head[0]?.size ?? footSize);
    sheet.setHeader(`&L&${size}${runningText(head.map(textOf).join('　'))}`).free();
  }
  const lines = [
    ...(running?.pageNumber ? [`&${Math.floor(running.pageNumber.size)}第&P页　共&N页`] : []),
    ...(foot === null ? [] : [`&${footSize}${runningText(foot)}　第&P页共&N页`]),
  ];
  if (lines.length > 0) sheet.setFooter(`&C${lines.join('\n')}`).free();
}

/** Where the columns of a page's tables begin and end, from left to right. */
function columnEdges({ parts, width }: DocumentPage): number[] {
  const ruled = parts.flatMap((part) => (part.kind === 'table' ? tableEdges(part) : []));
  const edges = ruled.length > 0 ? ruled : [textMargin, width - textMargin];
  return edges
    .sort((one, other) => one - other)
    .filter((edge, index, all) => edge - (all[index - 1] ?? -1) > pixel / 2);
}

function tableEdges({ x, columns }: DocumentTable): number[] {
  let edge = x;
  return [x, ...columns.map((width) => (edge += width))];
}

/** Distances of edges in whole pixels, so rounded that no error adds up. */
function pixels(edges: readonly number[]): number[] {
  const [first = 0] = edges;
  const whole = edges.map((edge) => Math.round((edge - first) / pixel));
  return whole.slice(1).map((edge, index) => edge - (whole[index] ?? 0));
}

/** The edge that is nearest. */
function edgeAt(edges: readonly number[], x: number): number {
  let nearest = 0;
  edges.forEach((edge, index) => {
    if (Math.abs(edge - x) < Math.abs((edges[nearest] ?? 0) - x)) nearest = index;
  });
  return nearest;
}

/** Texts beside each other, each in cells of its own where an edge lies between them; else in one, apart by spaces. */
function writeLine(grid: Grid, line: DocumentLine): void {
  const { edges } = grid;
  const least = line.texts.reduce((most, text) => Math.max(most, heightOf(text)), 0);
  const row = grid.addRow(Math.max(line.height, least));
  const last = edges.length - 1;
  if (line.dashed) {
    const width = (edges[last] ?? 0) - (edges[0] ?? 0);
    const text = cutText(line.texts, width);
    put(grid, { row, lastRow: row, from: 0, to: last - 1 }, text, { ...cutLook, ruled: false, vertical: false });
    return;
  }
  const between = line.texts.slice(1).map((text, index) => {
    const before = line.texts[index];
    const end = before === undefined ? 0 : before.x + before.width;
    return edges.findLastIndex((edge) => edge >= end - leastGap && edge <= text.x + leastGap);
  });
  const bounds = [0, ...between, last];
  const apart = bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0));
  const place = (text: string, look: DocumentText, from: number, to: number): void => {
    const align = isAtRight(look, edges) ? 'right' : look.align;
    put(grid, { row, lastRow: row, from, to: to - 1 }, text, { ...look, align, ruled: false, vertical: false });
  };
  if (apart) {
    line.texts.forEach((text, index) => {
      place(textOf(text), text, bounds[index] ?? 0, bounds[index + 1] ?? last);
    });
    return;
  }
  const [first] = line.texts;
  if (first === undefined) return;
  let end = edges[0] ?? 0;
  const joined = line.texts
    .map((text) => {
      const white = Math.max(0, Math.round((text.x - end) / (text.size * mmPerPoint)));
      end = text.x + text.width;
      return '　'.repeat(white) + textOf(text);
    })
    .join('');
  place(joined, { ...first, align: 'left', x: edges[0] ?? 0, width: 0 }, 0, last);
}

const cutLook = { font: 'body', size: 10.5, align: 'center' } as const;

/** A line to cut along, of strokes that are an em long with the blank behind them. */
function cutText(texts: readonly DocumentText[], width: number): string {
  const said = texts.map(textOf).join('　');
  const strokes = '- '.repeat(Math.max(0, Math.floor((width / mmPerPoint / cutLook.size - textWidth(said)) / 2) - 1));
  return `${strokes}${said} ${strokes}`.trim();
}

/** Set to the right edge, and not over the whole width. */
function isAtRight(text: DocumentText, edges: readonly number[]): boolean {
  const [left = 0, right = left] = [edges[0], edges.at(-1)];
  return text.align === 'left' && text.x > left + leastGap && Math.abs(text.x + text.width - right) < leastGap;
}

/** Height in mm that the lines of a text need in Excel, which sets hanzi below each other wider apart. */
function heightOf({ lineCount, size }: DocumentText, line = lineOfFont): number {
  return lineCount * size * line * mmPerPoint;
}

/** Writes a table and gives the last row of its head. */
function writeTable(grid: Grid, table: DocumentTable): number {
  const own = tableEdges(table).map((edge) => edgeAt(grid.edges, edge));
  const heights = roomyHeights(table);
  const rows = heights.map((height) => {
    const parts = Math.max(1, Math.ceil(height / pixel / highestRow));
    const numbers = Array.from({ length: parts }, () => grid.addRow(height / parts));
    return { first: numbers[0] ?? 0, last: numbers.at(-1) ?? 0 };
  });
  for (const cell of table.cells) {
    const range = {
      row: rows[cell.row]?.first ?? 0,
      lastRow: rows[cell.row + cell.rows - 1]?.last ?? 0,
      from: own[cell.column] ?? 0,
      to: (own[cell.column + cell.columns] ?? 0) - 1,
    };
    put(grid, range, textOf(cell), { ...cell, ruled: true });
  }
  return rows[table.headRows - 1]?.last ?? 0;
}

/** Heights of rows in which Excel shows all lines of every cell: it neither clips nor sets lines closer. */
function roomyHeights({ rowHeights, cells }: DocumentTable): number[] {
  const heights = [...rowHeights];
  const room = ({ row, rows }: DocumentCell): number =>
    heights.slice(row, row + rows).reduce((sum, height) => sum + height, 0);
  for (const cell of cells) {
    const lacking = heightOf(cell, cell.vertical ? verticalLineOfFont : lineOfFont) + 1 - room(cell);
    const last = cell.row + cell.rows - 1;
    if (lacking > 0) heights[last] = (heights[last] ?? 0) + lacking;
  }
  return heights;
}

interface Range {
  readonly row: number;
  readonly lastRow: number;
  readonly from: number;
  readonly to: number;
}

// The library hands out a new handle from every call; each is freed at once.
function put({ sheet, formats }: Grid, { row, lastRow, from, to }: Range, text: string, look: Look): void {
  const format = formats.of(look);
  if (row === lastRow && from === to) sheet.writeStringWithFormat(row, from, text, format).free();
  else sheet.mergeRange(row, from, lastRow, to, text, format).free();
}

function textOf({ segments }: DocumentText): string {
  return cellText(segments.map(writtenText).join('')).slice(0, cellCharacters);
}

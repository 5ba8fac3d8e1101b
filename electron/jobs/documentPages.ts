import { joinLines, type Segment } from '../../shared/forms/breakLines.ts';
import type { PlacedCell, PlacedTable, PlacedText, SheetPage } from '../../shared/forms/layoutSheet.ts';

/**
 * A page as Word and Excel hold it: lines and tables below each other, each text in one piece. A register is one such page
 * however many sheets of paper its rows take.
 */
export interface DocumentPage {
  readonly kind: SheetPage['kind'];
  /** Of the paper, in mm. */
  readonly width: number;
  readonly height: number;
  /** In mm from the top of the paper to the first part. */
  readonly top: number;
  readonly parts: readonly DocumentPart[];
  /** What each sheet of paper repeats; null for a page that is one sheet of paper. */
  readonly running: RunningTexts | null;
}

/** What stands on every sheet of paper of a register besides the head row. */
export interface RunningTexts {
  /** In mm from the top of the paper. */
  readonly top: number;
  readonly first: readonly DocumentText[];
  readonly further: readonly DocumentText[];
  /** Where 第1页　共3页 stands, in mm from the bottom of the paper; null for none. */
  readonly pageNumber: { readonly bottom: number; readonly size: number } | null;
}

export type DocumentPart = DocumentLine | DocumentTable;

/** Texts beside each other. */
export interface DocumentLine {
  readonly kind: 'line';
  /** White above, in mm. */
  readonly gap: number;
  /** In mm. */
  readonly height: number;
  readonly texts: readonly DocumentText[];
  /** That the page is cut along it. */
  readonly dashed: boolean;
}

/** A text in one piece. Measures in mm from the left edge of the paper, sizes in points. */
export interface DocumentText {
  readonly x: number;
  readonly width: number;
  readonly align: PlacedText['align'];
  readonly font: PlacedText['font'];
  readonly size: number;
  readonly leading: number;
  readonly segments: readonly Segment[];
  /** How many lines the layout broke it into, and the width of the longest in em. */
  readonly lineCount: number;
  readonly longest: number;
}

/** A ruled table; the measures of columns and rows in mm. */
export interface DocumentTable {
  readonly kind: 'table';
  readonly gap: number;
  readonly x: number;
  readonly columns: readonly number[];
  readonly rowHeights: readonly number[];
  /** Rows at its top that each sheet of paper repeats. */
  readonly headRows: number;
  /** Rows that are higher than a sheet of paper. */
  readonly brokenRows: ReadonlySet<number>;
  readonly cells: readonly DocumentCell[];
}

/** A cell at its place, which counts from 0. */
export interface DocumentCell extends DocumentText {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly height: number;
  readonly vertical: boolean;
  readonly padding: number;
}

/** Laid-out pages as Word and Excel hold them. */
export function documentPages(pages: readonly SheetPage[]): DocumentPage[] {
  const runs: SheetPage[][] = [];
  for (const page of pages) {
    const before = runs.at(-1);
    if (page.tables[0]?.continues !== undefined && isRegister(page) && before !== undefined) before.push(page);
    else runs.push([page]);
  }
  return runs.map(documentPage);
}

/** Rows of a register may stand on any sheet of paper; a form keeps its own pages. */
function isRegister({ texts }: SheetPage): boolean {
  return texts.some(({ running }) => running === 'head');
}

function documentPage(run: readonly SheetPage[]): DocumentPage {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a document page is made of pages');
  const running = runningTexts(run);
  const standing = ({ texts }: SheetPage): readonly PlacedText[] =>
    running === null ? texts : texts.filter((text) => text.running === undefined);
  const placed: Placed[] = [
    ...standing(first).map((text) => placedText(text, first.dottedLines)),
    ...bareDottedLines(first),
    ...first.tables.map((table, index): Placed => {
      const joined = index === 0 ? joinTables(run.flatMap(({ tables }) => tables.slice(0, 1))) : table;
      return { ...extentOf(table), table: joined };
    }),
  ];
  if (run.length === 1) return { ...paperOf(first, first.kind), ...flow(placed, running !== null), running };
  // Of a register that goes on, what stands below its rows stands on its last sheet of paper.
  const above = flow(placed, true);
  const lastTable = last.tables[0];
  const bottom = lastTable === undefined ? 0 : extentOf(lastTable).bottom;
  const below = flow(
    standing(last).map((text) => placedText(text)),
    true,
    bottom,
  );
  return { ...paperOf(first, first.kind), top: above.top, parts: [...above.parts, ...below.parts], running };
}

function paperOf({ width, height }: SheetPage, kind: SheetPage['kind']) {
  return { kind, width, height };
}

/** Something on a page with the room that it takes from top to bottom, in mm. */
type Placed = { readonly top: number; readonly bottom: number } & (
  | { readonly text: PlacedText; readonly dashed: boolean }
  | { readonly dashed: true }
  | { readonly table: JoinedTable }
);

function placedText(text: PlacedText, dottedLines: SheetPage['dottedLines'] = []): Placed {
  const [top, bottom] = [text.y, text.y + text.height];
  return { top, bottom, text, dashed: dottedLines.some(({ y }) => y > top && y < bottom) };
}

/** Half the height of a line to cut along on which nothing is said, in mm. */
const halfLine = 2;

/** Lines to cut along on which nothing is said. */
function bareDottedLines({ dottedLines = [], texts }: SheetPage): Placed[] {
  const tops = new Set(dottedLines.map(({ y }) => y));
  for (const { y, height } of texts) for (const top of tops) if (top > y && top < y + height) tops.delete(top);
  return [...tops].map((y) => ({ top: y - halfLine, bottom: y + halfLine, dashed: true }));
}

function extentOf({ cells, rowHeights }: PlacedTable): { readonly top: number; readonly bottom: number } {
  const top = cells.reduce((least, cell) => Math.min(least, cell.y), Number.POSITIVE_INFINITY);
  return { top, bottom: top + rowHeights.reduce((sum, height) => sum + height, 0) };
}

/** Tops of texts that differ by less stand on one line, in mm. */
const sameLine = 0.3;

/**
 * Lines and tables from top to bottom.
 * @param repeats whether head rows of tables are repeated
 * @param from where the part above ends; else the first begins the page
 */
function flow(
  placed: readonly Placed[],
  repeats: boolean,
  from?: number,
): { readonly top: number; readonly parts: DocumentPart[] } {
  const inOrder = [...placed].sort((one, other) => one.top - other.top);
  const top = inOrder[0]?.top ?? 0;
  const parts: DocumentPart[] = [];
  let end = from ?? top;
  for (let index = 0; index < inOrder.length; ) {
    const here = inOrder[index];
    if (here === undefined) break;
    if ('table' in here) {
      parts.push(documentTable(here.table, Math.max(0, here.top - end), repeats));
      end = Math.max(end, here.bottom);
      index += 1;
      continue;
    }
    const beside = inOrder.slice(index).filter((each) => !('table' in each) && each.top - here.top < sameLine);
    const texts = beside.flatMap((each) => ('text' in each ? [each.text] : [])).sort((one, other) => one.x - other.x);
    index += beside.length;
    const next = inOrder[index]?.top ?? Number.POSITIVE_INFINITY;
    const bottom = Math.min(Math.max(...beside.map((each) => each.bottom)), next);
    parts.push({
      kind: 'line',
      gap: Math.max(0, here.top - end),
      height: bottom - here.top,
      texts: texts.map((text) => documentText(text)),
      dashed: beside.some((each) => 'dashed' in each && each.dashed),
    });
    end = Math.max(end, bottom);
  }
  return { top, parts };
}

function documentText(text: PlacedText): DocumentText {
  const { x, width, align, font, size, leading, lines } = text;
  return {
    x,
    width,
    align,
    font,
    size,
    leading,
    segments: joinLines(lines),
    lineCount: lines.length,
    longest: lines.reduce((most, line) => Math.max(most, line.width), 0),
  };
}

interface JoinedTable extends PlacedTable {
  readonly brokenRows?: ReadonlySet<number>;
}

/** The tables of a register's pages as one: without the repeated head rows, and with cut rows in one piece. */
function joinTables(tables: readonly PlacedTable[]): JoinedTable {
  const [first, ...others] = tables;
  if (first === undefined) throw new Error('a page of a register holds a table');
  if (others.length === 0) return first;
  const rowHeights = [...first.rowHeights];
  const rows: PlacedCell[][] = [];
  for (const cell of first.cells) rowAt(rows, cell.row).push(cell);
  const brokenRows = new Set<number>();
  for (const { headRows = 0, cells, rowHeights: heights, continues } of others) {
    const shift = rowHeights.length - headRows - (continues === 'cut' ? 1 : 0);
    heights.slice(headRows).forEach((height, index) => {
      const row = shift + headRows + index;
      if (row < rowHeights.length) brokenRows.add(row);
      rowHeights[row] = (rowHeights[row] ?? 0) + height;
    });
    for (const cell of cells) {
      if (cell.row < headRows) continue;
      const row = rowAt(rows, shift + cell.row);
      const before = row.findIndex(({ column }) => column === cell.column);
      const began = row[before];
      if (began === undefined) row.push({ ...cell, row: shift + cell.row });
      else if (!cell.repeated) row[before] = { ...began, lines: [...began.lines, ...cell.lines] };
    }
  }
  const cells = rows.flat().map((cell) => ({ ...cell, height: rowHeights[cell.row] ?? cell.height }));
  return { ...first, rowHeights, cells, brokenRows };
}

function rowAt(rows: PlacedCell[][], index: number): PlacedCell[] {
  const row = rows[index] ?? [];
  rows[index] = row;
  return row;
}

function documentTable(table: JoinedTable, gap: number, repeats: boolean): DocumentTable {
  return {
    kind: 'table',
    gap,
    x: table.cells.reduce((least, cell) => Math.min(least, cell.x), Number.POSITIVE_INFINITY),
    columns: table.columns,
    rowHeights: table.rowHeights,
    headRows: repeats ? (table.headRows ?? 0) : 0,
    brokenRows: table.brokenRows ?? new Set(),
    cells: table.cells.map((cell) => {
      const { row, column, rows, columns, height, vertical, padding } = cell;
      return { ...documentText(cell), row, column, rows, columns, height, vertical, padding };
    }),
  };
}

function runningTexts(run: readonly SheetPage[]): RunningTexts | null {
  const [first, second = first] = run;
  if (first === undefined || second === undefined || !isRegister(first)) return null;
  const heads = ({ texts }: SheetPage) => texts.filter(({ running }) => running === 'head');
  const number = first.texts.find(({ running }) => running === 'pageNumber');
  const texts = (page: SheetPage) => heads(page).map((text) => documentText(text));
  return {
    top: heads(first).reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY),
    first: texts(first),
    further: texts(second),
    pageNumber: number === undefined ? null : { bottom: first.height - number.y - number.height, size: number.size },
  };
}

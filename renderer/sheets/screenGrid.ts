import type { GridCell, Sheet } from '../../shared/forms/sheet.ts';
import { cutLines } from './entryPlan.ts';
import { mm } from './sheetScale.ts';

/** A row of the screen that the paper does not have; `below` is the printed row under which it stands, from 0. */
export type Band = { readonly below: number } & (
  | { readonly kind: 'surplus'; readonly group: string; readonly times: number }
  | { readonly kind: 'page'; readonly page: number }
  /** It stands in the place of a row that is not part of the grid. */
  | { readonly kind: 'cut'; readonly title: string }
);

/** The rows of the screen that the paper does not have: further members, the edges of pages, and lines to cut along. */
export function bandsOf(sheet: Sheet): Band[] {
  let row = -1;
  const surplus = sheet.rows.flatMap(({ repeat }): Band[] => {
    row += repeat?.times ?? 1;
    return repeat ? [{ kind: 'surplus', ...repeat, below: row }] : [];
  });
  let printed = 0;
  const pages = sheet.pageGrids.slice(0, -1).map(({ tables, cuts }, index): Band => {
    printed += cuts.length;
    for (const { rowHeights, repeatedRows } of tables) printed += rowHeights.length - repeatedRows;
    return { kind: 'page', page: index + 2, below: printed - 1 };
  });
  const cuts = cutLines(sheet).map((cut): Band => ({ kind: 'cut', title: cut.title, below: cut.row }));
  return [...surplus, ...cuts, ...pages].toSorted((one, other) => one.below - other.below);
}

/** The grid line of the screen, from 1, at which a printed row begins. */
function screenRow(bands: readonly Band[], row: number): number {
  return row + 1 + bands.filter((band) => band.below < row).length;
}

/** The grid lines of the screen between which a cell stands. */
export function screenSpan(bands: readonly Band[], { row, cell }: GridCell): string {
  return `${screenRow(bands, row)} / ${screenRow(bands, row + cell.rows - 1) + 1}`;
}

/** The grid line of the screen, from 1, at which a band begins. */
export function bandRow(bands: readonly Band[], band: Band): number {
  return band.below + 2 + bands.indexOf(band);
}

/** The rows of the screen as tracks of a grid, from the top. */
export function screenRows(sheet: Sheet, bands: readonly Band[]): string[] {
  return sheet.rowHeights.flatMap((height, row) => {
    const below = bands.filter((band) => band.below === row);
    const isCut = below.some(({ kind }) => kind === 'cut');
    return [isCut ? '0' : `minmax(${mm(height)}, auto)`, ...below.map(() => 'auto')];
  });
}

/** The bands that the cursor comes to behind a cell: it is the last one that begins at or above their row. */
export function bandsBehind(sheet: Sheet, bands: readonly Band[], index: number): readonly Band[] {
  const [placed, next] = [sheet.cells[index], sheet.cells[index + 1]];
  if (!placed) return [];
  return bands.filter(({ below }) => placed.row <= below && (next === undefined || next.row > below));
}

/** The first column of the grid that no cell spans across the edge of two pages; labels down the side do. */
export function bandStart(sheet: Sheet, below: number): number {
  const across = sheet.cells.filter(({ row, cell }) => row <= below && row + cell.rows - 1 > below);
  let column = 0;
  for (const { column: start, cell } of across.toSorted((one, other) => one.column - other.column)) {
    if (start === column) column += cell.columns;
  }
  return column;
}

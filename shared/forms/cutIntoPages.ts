import { type GridCell, type GridTable, type PageCell, type PageGrid, portrait, type SheetRow } from './sheet.ts';

interface GridToCut {
  /** The rows as printed, repeating rows written out. */
  readonly rows: readonly SheetRow[];
  readonly cells: readonly GridCell[];
  /** How many pages the form takes. */
  readonly pages: number;
  /** Height in mm of the small print below the foot. */
  readonly notesHeight: number;
  /** Sets the text of a label again that a page shows fewer rows of. */
  readonly setCell: (cell: GridCell) => GridCell;
  readonly fail: (problem: string) => never;
}

/** A page that another follows bears neither foot nor notes, so its grid may be so much higher, in mm. */
const roomOfFoot = 8;
/** What a better break is worth, in mm of white paper: a label that is not cut, and a last page that is not signatures alone. */
const wholeLabel = 60;
const fullerLastPage = 100;
const leastLastPage = 45;

/**
 * Cuts a grid into pages between rows that no cell to fill spans. A label down the side of the rows is cut and said again; a row
 * of headings stays with the row below it. Rows `onEveryPage` stand at the head of each further page.
 */
export function cutIntoPages(grid: GridToCut): PageGrid[] {
  const { rows, fail } = grid;
  const heights = rows.map((row) => row.height);
  const tops = sums(heights);
  const height = (from: number, to: number): number => (tops[to] ?? 0) - (tops[from] ?? 0);
  const kept = rows.flatMap((row, index) => (row.onEveryPage ? [index] : []));
  const lastRoom = portrait.usableHeight - grid.notesHeight;
  const pages: PageGrid[] = [];
  let from = 0;
  for (;;) {
    const repeated = pages.length === 0 ? [] : kept.filter((row) => row < from);
    const above = repeated.reduce((sum, row) => sum + (heights[row] ?? 0), 0);
    const all = height(from, rows.length);
    const place = (to: number): PageGrid =>
      pageGrid(grid, { repeated, rows: [...repeated, ...Array.from({ length: to - from }, (_, at) => from + at)] });
    if (above + all <= lastRoom) {
      pages.push(place(rows.length));
      break;
    }
    const to = bestBreak(grid, {
      from,
      room: portrait.usableHeight + roomOfFoot - above,
      heightTo: (row) => height(from, row),
      all,
    });
    if (to === undefined) return fail(`rows are ${above + all} mm high, the page has ${lastRoom}`);
    pages.push(place(to));
    from = to;
  }
  if (pages.length !== grid.pages) {
    fail(`rows are ${height(0, rows.length)} mm high and take ${pages.length} pages, ${grid.pages} declared`);
  }
  return pages;
}

interface Rest {
  readonly from: number;
  readonly room: number;
  readonly heightTo: (row: number) => number;
  readonly all: number;
}

/** The row before which the next page begins: the page is full, unless an earlier row is the better place. */
function bestBreak({ rows, cells }: GridToCut, { from, room, heightTo, all }: Rest): number | undefined {
  let [best, most] = [undefined as number | undefined, Number.NEGATIVE_INFINITY];
  for (let row = from + 1; row < rows.length && heightTo(row) <= room; row += 1) {
    const across = cells.filter((placed) => placed.row < row && row < placed.row + placed.cell.rows);
    if (across.some((placed) => placed.printed === null)) continue;
    const above = cells.filter((placed) => placed.row === row - 1);
    const isHeading = above.length > 1 && above.every((placed) => placed.printed !== null);
    if (isHeading) continue;
    const worth =
      heightTo(row) - (across.length > 0 ? wholeLabel : 0) - (all - heightTo(row) < leastLastPage ? fullerLastPage : 0);
    if (worth > most) [best, most] = [row, worth];
  }
  return best;
}

/** The page that shows the given rows; those at its head may stand on the page before as well. */
function pageGrid(
  grid: GridToCut,
  shown: { readonly repeated: readonly number[]; readonly rows: readonly number[] },
): PageGrid {
  const { repeated, rows } = shown;
  const heightOf = (row: number): number => grid.rows[row]?.height ?? 0;
  const tops = sums(rows.map(heightOf));
  const top = (index: number): number => tops[index] ?? 0;
  const cuts = rows.flatMap((row, index) => {
    const cut = grid.rows[row]?.cut;
    return cut === undefined ? [] : [{ y: top(index), height: heightOf(row), cut, index }];
  });
  const bounds = [-1, ...cuts.map(({ index }) => index), rows.length];
  const tables = bounds.slice(1).flatMap((end, at): GridTable[] => {
    const begin = (bounds[at] ?? -1) + 1;
    if (end === begin) return [];
    const cells = grid.cells.flatMap((placed): PageCell[] => {
      const covered = rows.flatMap((row, index) =>
        index >= begin && index < end && row >= placed.row && row < placed.row + placed.cell.rows ? [index] : [],
      );
      const [first] = covered;
      if (first === undefined) return [];
      const last = covered.at(-1) ?? first;
      const whole = covered.length === placed.cell.rows;
      if (!whole && placed.printed === null) {
        return grid.fail(`row ${placed.row + 1}: a cell to fill in goes beyond the rows on every page`);
      }
      const onPage = {
        ...placed,
        cell: { ...placed.cell, rows: covered.length },
        row: first - begin,
        y: top(first),
        height: Math.round((top(last + 1) - top(first)) * 1000) / 1000,
      };
      const isRepeated = first < repeated.length || placed.row < (rows[first] ?? 0);
      return [{ ...(whole ? onPage : grid.setCell(onPage)), repeated: isRepeated }];
    });
    return [
      {
        cells,
        rowHeights: rows.slice(begin, end).map(heightOf),
        repeatedRows: Math.max(0, Math.min(end, repeated.length) - begin),
      },
    ];
  });
  return { height: top(rows.length), tables, cuts: cuts.map(({ y, height, cut }) => ({ y, height, cut })) };
}

/** 0, a, a+b, …: rounded to micrometres, since decimals do not add up. */
export function sums(sizes: readonly number[]): number[] {
  let total = 0;
  return [0, ...sizes.map((size) => (total = Math.round((total + size) * 1000) / 1000))];
}

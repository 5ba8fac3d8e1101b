import type { MergedRange, SheetContent, WorkbookCell, WorkbookContent } from './workbookContent.ts';

const kinds = [
  'text',
  'number',
  'date',
  'boolean',
  'error',
  'formula',
] as const satisfies readonly WorkbookCell['kind'][];

/**
 * A workbook's content as it crosses from the worker: a few long arrays are copied in a hundredth of the time that
 * hundreds of thousands of cells take one by one, most of it in the thread that serves the window. Cells that are alike
 * cross once.
 */
export interface PackedWorkbook {
  readonly sheets: readonly {
    readonly name: string;
    readonly hidden: boolean;
    readonly merges: readonly MergedRange[];
    /** Two numbers a row: its own, and how many places for cells it has. */
    readonly rows: Uint32Array;
    /** Places of all rows one after the other: 0 where nothing stands, else a cell counted from 1. */
    readonly places: Uint32Array;
  }[];
  /** Of each distinct cell: its kind, the length of its text, and the text. */
  readonly cellKinds: Uint8Array;
  readonly textLengths: Uint32Array;
  readonly texts: string;
}

/** Packs what `unpackWorkbook` gives back. */
export function packWorkbook({ sheets }: WorkbookContent): PackedWorkbook {
  const cellKinds: number[] = [];
  const texts: string[] = [];
  const numbers = kinds.map(() => new Map<string, number>());
  const place = (cell: WorkbookCell | null): number => {
    if (cell === null) return 0;
    const kind = kinds.indexOf(cell.kind);
    const known = numbers[kind]?.get(cell.text);
    if (known !== undefined) return known;
    const number = cellKinds.push(kind);
    texts.push(cell.text);
    numbers[kind]?.set(cell.text, number);
    return number;
  };
  const packed = sheets.map(({ name, hidden, merges, rows }) => ({
    name,
    hidden,
    merges,
    rows: Uint32Array.from(rows.flatMap(({ row, cells }) => [row, cells.length])),
    places: packPlaces(rows, place),
  }));
  return {
    sheets: packed,
    cellKinds: Uint8Array.from(cellKinds),
    textLengths: Uint32Array.from(texts, (text) => text.length),
    texts: texts.join(''),
  };
}

function packPlaces(rows: SheetContent['rows'], place: (cell: WorkbookCell | null) => number): Uint32Array {
  const places = new Uint32Array(rows.reduce((sum, { cells }) => sum + cells.length, 0));
  let at = 0;
  for (const { cells } of rows) {
    for (const cell of cells) {
      places[at] = place(cell);
      at += 1;
    }
  }
  return places;
}

/** The content that was packed; cells that are alike are one object. */
export function unpackWorkbook({ sheets, cellKinds, textLengths, texts }: PackedWorkbook): WorkbookContent {
  const cells: (WorkbookCell | null)[] = [null];
  let at = 0;
  textLengths.forEach((length, index) => {
    cells.push({ kind: kinds[cellKinds[index] ?? 0] ?? 'text', text: texts.slice(at, at + length) });
    at += length;
  });
  return {
    sheets: sheets.map(({ name, hidden, merges, rows, places }) => {
      const unpacked: { row: number; cells: (WorkbookCell | null)[] }[] = [];
      let from = 0;
      for (let index = 0; index < rows.length; index += 2) {
        const width = rows[index + 1] ?? 0;
        const kept: (WorkbookCell | null)[] = [];
        for (let column = 0; column < width; column += 1) kept.push(cells[places[from + column] ?? 0] ?? null);
        unpacked.push({ row: rows[index] ?? 0, cells: kept });
        from += width;
      }
      return { name, hidden, rows: unpacked, merges };
    }),
  };
}

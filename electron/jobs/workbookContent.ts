/**
 * One cell as it matters to an import. `text` is what a clerk would read: a number in full, a date as YYYY-MM-DD. A
 * formula's stored result is not taken over; its text is the formula.
 */
export interface WorkbookCell {
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formula';
  readonly text: string;
}

/** A merged range; rows from 1, columns from 0, both ends included. */
export interface MergedRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** A row with something in it. `row` is the sheet's own number, from 1. */
export interface SheetRow {
  readonly row: number;
  /** By column, from 0; null where nothing stands. */
  readonly cells: readonly (WorkbookCell | null)[];
}

export interface SheetContent {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
  readonly merges: readonly MergedRange[];
}

export interface WorkbookContent {
  readonly sheets: readonly SheetContent[];
}

/** A workbook to be written: what stands where and what is marked. How it looks is the writer's matter. */
export interface WorkbookPlan {
  /** At least one. */
  readonly sheets: readonly SheetPlan[];
}

export interface SheetPlan {
  /** Shown on the tab. The writer makes it legal and different from those before it. */
  readonly name: string;
  /** Lines above the heading, one row each over the whole width; the first is the title. An empty one keeps its row free. */
  readonly above: readonly string[];
  readonly columns: readonly ColumnPlan[];
  /** By column. A row may be shorter than the heading. */
  readonly rows: readonly (readonly PlannedCell[])[];
  /** How the page lies when the sheet is printed. */
  readonly landscape: boolean;
  /** Small, below every printed page, beside its number. */
  readonly foot: string;
}

export interface ColumnPlan {
  readonly heading: string;
  /** In half-width characters, up to 255; 20 holds an ID number, 10 a name. */
  readonly width: number;
}

/** A text as it is to be read; also what looks like a number, a date or a formula is a text. */
export type PlannedCell = string | MarkedCell;

export interface MarkedCell {
  readonly text: string;
  readonly tone: MarkTone;
  /** Shown in a note at the cell. */
  readonly reason: string;
}

/** What is said of a cell: it is wrong, it should be looked at, or another value is proposed. */
export type MarkTone = 'error' | 'warning' | 'proposal';

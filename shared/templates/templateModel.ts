import { z } from 'zod';

/**
 * A form of a bureau as the program shows it: parts in reading order, of paragraphs and tables. Lengths are points. Addresses say
 * where something stands in the file and are the same each time that the file is read.
 */

const span = z.strictObject({
  /** Characters of the paragraph's text, as UTF-16 counts them. */
  from: z.int(),
  to: z.int(),
  bold: z.boolean(),
  underlined: z.boolean(),
  size: z.number(),
});

const paragraph = z.strictObject({
  kind: z.literal('paragraph'),
  address: z.string(),
  /** Line breaks and tabs included. */
  text: z.string(),
  align: z.enum(['left', 'center', 'right', 'justify']),
  /** Size of the letters of what will be written into an empty one. */
  size: z.number(),
  /** Cover the whole text, in order. */
  spans: z.array(span),
});
export type TemplateParagraph = z.infer<typeof paragraph>;

/** A table: its cells say where they begin and how many columns and rows they take; what a merge covers is no cell. */
export interface TemplateTable {
  readonly kind: 'table';
  readonly address: string;
  /** Widths. */
  readonly columns: readonly number[];
  /** Heights; null: as high as its text. Rows without cells count too. */
  readonly rows: readonly (number | null)[];
  readonly cells: readonly TemplateCell[];
}

export interface TemplateCell {
  readonly address: string;
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** Whether lines are drawn around it. */
  readonly lines: boolean;
  readonly vertical: boolean;
  readonly align: 'top' | 'center' | 'bottom';
  /** Tables inside a cell are rare, and there. */
  readonly blocks: readonly TemplateBlock[];
}

export type TemplateBlock = TemplateParagraph | TemplateTable;

const cell: z.ZodType<TemplateCell> = z.strictObject({
  address: z.string(),
  row: z.int(),
  column: z.int(),
  rowSpan: z.int(),
  columnSpan: z.int(),
  lines: z.boolean(),
  vertical: z.boolean(),
  align: z.enum(['top', 'center', 'bottom']),
  get blocks() {
    return z.array(block);
  },
});

const table: z.ZodType<TemplateTable> = z.strictObject({
  kind: z.literal('table'),
  address: z.string(),
  columns: z.array(z.number()),
  rows: z.array(z.number().nullable()),
  cells: z.array(cell),
});

const block: z.ZodType<TemplateBlock> = z.union([paragraph, table]);

export const templateModel = z.strictObject({
  format: z.enum(['docx', 'xlsx']),
  /** Of a page, or null for a workbook. */
  page: z.strictObject({ width: z.number(), height: z.number(), margins: z.array(z.number()).length(4) }).nullable(),
  parts: z.array(
    z.strictObject({
      address: z.string(),
      kind: z.enum(['header', 'body', 'footer', 'sheet']),
      /** 正文, 页眉, 页脚, or the name of the sheet. */
      title: z.string(),
      blocks: z.array(block),
    }),
  ),
  /** What the program leaves as it is and cannot fill, in sentences. */
  notices: z.array(z.string()),
});
export type TemplateModel = z.infer<typeof templateModel>;
export type TemplatePart = TemplateModel['parts'][number];

/**
 * How a place is filled: the whole of an empty cell; a gap of underscores or blanks; the end of a text, behind its colon; a
 * {{word}}; the three gaps of ____年__月__日; one box or several.
 */
export const placeKinds = ['cell', 'gap', 'end', 'placeholder', 'date', 'ticks'] as const;

const textRange = z.strictObject({
  /** Address of the paragraph. */
  paragraph: z.string(),
  from: z.int(),
  to: z.int(),
});

/** Somewhere in the form where something can be written. */
export const templatePlace = z.strictObject({
  address: z.string(),
  kind: z.enum(placeKinds),
  /** Which characters are replaced. Of ticks: from the first box to the end of the last option. */
  range: textRange,
  /** The cell that it stands in, or null outside of tables. */
  cell: z.string().nullable(),
  /** What the form calls it, as printed; empty when nothing says so. */
  label: z.string(),
  /** What stands above it when the label stands to its left; empty otherwise. */
  labelAbove: z.string(),
  /** The block that it belongs to, such as 监护人情况; empty when there is none. */
  section: z.string(),
  /** The boxes of ticks, in order, with the characters to be replaced and the option's words. */
  boxes: z.array(z.strictObject({ ...textRange.shape, text: z.string() })),
  /** The rows whose first row it stands in: what is decided for it holds for all of them. */
  rows: z.string().nullable(),
});
export type TemplatePlace = z.infer<typeof templatePlace>;

/** A head row with empty rows below it. */
export const templateRows = z.strictObject({
  address: z.string(),
  /** Address of the table, the rows in it counted from 0. */
  table: z.string(),
  headRow: z.int(),
  firstRow: z.int(),
  count: z.int(),
  section: z.string(),
});
export type TemplateRows = z.infer<typeof templateRows>;

/** What the form is read as. */
export const templateContent = z.strictObject({
  model: templateModel,
  places: z.array(templatePlace),
  rows: z.array(templateRows),
});
export type TemplateContent = z.infer<typeof templateContent>;

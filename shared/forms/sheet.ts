import type { RecordShape } from '../registers/register.ts';
import type { TickStyle } from './breakLines.ts';
import type { FittedText } from './fitText.ts';

/** A place for the pen, underlined, `width` em wide. */
export interface Blank {
  readonly kind: 'blank';
  readonly width: number;
}

/**
 * The value of a field of the record, or of the member's row inside repeating rows. `about.name` is a field of the record
 * that this one is about: printed, and not entered on the form.
 */
export interface ValuePart<Field extends string = string> {
  readonly kind: 'value';
  readonly field: Field;
  /** What is printed instead while there is no value; nothing in a cell, a line or a date to fill in elsewhere. */
  readonly empty: readonly (string | Blank)[];
}

/** A box of a choice field. It is ticked when the value holds one of its codes; ticking it stores `sets`. */
export interface TickPart {
  readonly kind: 'tick';
  readonly field: string;
  readonly style: TickStyle;
  readonly text: string;
  readonly codes: readonly string[];
  readonly sets: string;
}

/** A box for the pen alone: printed hollow, bound to no field. For what is not to be stored (forms.md 13.6). */
export interface PenTickPart {
  readonly kind: 'penTick';
  readonly style: TickStyle;
  readonly text: string;
}

/** Text printed only when the values beside it are there, such as the stroke between class and grade. */
export interface JoinPart {
  readonly kind: 'join';
  readonly text: string;
}

/** The office's township, as its settings name it. */
export interface OfficePart {
  readonly kind: 'office';
  readonly setting: 'township';
  readonly empty: readonly (string | Blank)[];
}

/** Text printed only where matter of this kind is sealed of the record, for whom the law lets know so much (forms.md 13.6). */
export interface SealedPart {
  readonly kind: 'sealed';
  /** Key of the sealed group. */
  readonly matter: string;
  readonly text: string;
}

/** What stands in a cell or a line, from left to right. A plain string is printed as it is. */
export type Part = string | Blank | ValuePart | TickPart | PenTickPart | JoinPart | OfficePart | SealedPart;

/** A cell of the grid, `columns` wide and `rows` high; cells that it covers in the rows below are not repeated there. */
export interface Cell {
  readonly columns: number;
  readonly rows: number;
  readonly parts: readonly Part[];
  readonly align: 'left' | 'center';
  /** One hanzi below the other. */
  readonly vertical: boolean;
  /** In repeating rows: which of them it is, from 1. It has no parts of its own. */
  readonly rowNumber?: true;
}

/** One printed row, `height` mm high. */
export interface SheetRow {
  readonly height: number;
  readonly cells: readonly Cell[];
  /** Rows for the members of a group: the same cells `times` times, the rest continues on an attached sheet. */
  readonly repeat?: { readonly group: string; readonly times: number };
  /** Printed again at the head of every further page: who the form is about. */
  readonly onEveryPage?: true;
  /** A row without cells, where the page is cut in two after it is filled in. */
  readonly cut?: CutLine;
}

/** A dotted line across the page, and the title of the part below it. */
export interface CutLine {
  /** What stands on the line, so that both halves bear it when they are cut apart: the number, the place of the seal (骑缝章). */
  readonly across: readonly Part[];
  readonly title: string;
}

/** Where a form comes from. Shown in the list of forms, never printed. */
export interface SheetSource {
  /** The office's own documents, a public one, or this program's reconstruction after the same rules. */
  readonly kind: 'seed' | 'public' | 'reconstruction';
  /** One sentence for the clerk: what is as issued, and what is drawn after it. */
  readonly text: string;
}

/** A line outside the grid. Its items stay whole as long as they fit on a line. */
export interface SheetLine {
  readonly align: 'left' | 'right' | 'spread';
  readonly items: readonly (readonly Part[])[];
}

/** An official form as data: rows of cells with their spans, in millimetres. */
export interface SheetDeclaration {
  /** The form's number, such as F01. */
  readonly key: string;
  /** The exact title, as the document that orders the form prints it. */
  readonly title: string;
  /** What the office calls it, in names of files. */
  readonly shortTitle: string;
  /** What its entries are: records of a register, or a paper. */
  readonly register: RecordShape;
  readonly source: SheetSource;
  /** Pages that it takes, 1 unless told. Its grid is then cut between rows, and the rows `onEveryPage` are repeated. */
  readonly pages?: number;
  /** Widths in mm; together the usable width of the page. */
  readonly columns: readonly number[];
  /** Fields that the form has no place for and that are entered with it, such as the village it comes from; none unless told. */
  readonly beside?: readonly string[];
  /** Above the grid; nothing unless told. */
  readonly head?: SheetLine;
  readonly rows: readonly SheetRow[];
  /** Below the grid: signatures, seals and dates; nothing unless told. */
  readonly foot?: SheetLine;
  /** Small print below the foot. */
  readonly notes?: readonly string[];
  /** Fields that say on an attached sheet whose it is; the name and the number of the record unless told. */
  readonly identity?: readonly string[];
}

/** A declared form that passed its checks, with its cells placed. */
export interface Sheet extends SheetDeclaration {
  readonly beside: readonly string[];
  readonly head: SheetLine;
  readonly foot: SheetLine;
  /** The whole grid, as it is entered on the screen. */
  readonly cells: readonly GridCell[];
  /** Of the rows as printed, repeating rows written out; in mm. */
  readonly rowHeights: readonly number[];
  readonly gridHeight: number;
  /** The grid as it is printed, cut into pages. */
  readonly pageGrids: readonly PageGrid[];
}

/** What one page shows of a grid; measures in mm from the upper left corner of the page's own grid. */
export interface PageGrid {
  readonly height: number;
  /** One ruled table, or two where a dotted line parts them. */
  readonly tables: readonly GridTable[];
  readonly cuts: readonly { readonly y: number; readonly height: number; readonly cut: CutLine }[];
}

/** Rows of a page between its cut lines. Row numbers of its cells count from 0 within it. */
export interface GridTable {
  readonly cells: readonly PageCell[];
  readonly rowHeights: readonly number[];
  /** How many rows at its top are those `onEveryPage`, printed before. */
  readonly repeatedRows: number;
}

/** A cell on a page. */
export interface PageCell extends GridCell {
  /** That the page before shows it as well: a row `onEveryPage`, or a label whose rows go on. */
  readonly repeated: boolean;
}

/** A cell at its place in the grid; row and column count from 0, measures in mm from the grid's upper left corner. */
export interface GridCell {
  readonly cell: Cell;
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The member this cell is about, inside repeating rows. */
  readonly member: { readonly group: string; readonly index: number } | null;
  /** The text of a cell that no record changes, set once; null where something is filled in. */
  readonly printed: FittedText | null;
}

/** A sheet of paper, in mm, and the part of its width that is printed on. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly usableWidth: number;
}

/** A4 portrait. Title and head line stand above the grid, the foot below it. */
export const portrait = { width: 210, height: 297, left: 15, usableWidth: 180, usableHeight: 237 } as const;

/** A4 landscape, for registers. */
export const landscape = { width: 297, height: 210, left: 15, usableWidth: 267 } as const satisfies Paper;

/** Twelve equal columns of 15 mm, the usual grid. */
export const twelveColumns: readonly number[] = Array.from({ length: 12 }, () => 15);

/** A printed label. */
export function label(text: string, columns: number, rows = 1): Cell {
  return { columns, rows, parts: [text], align: 'center', vertical: false };
}

/** A printed label (竖排) down the side of several rows. */
export function verticalLabel(text: string, columns: number, rows: number): Cell {
  return { columns, rows, parts: [text], align: 'center', vertical: true };
}

/** The number of a repeating row, from 1. */
export function rowNumber(columns: number): Cell {
  return { columns, rows: 1, parts: [], align: 'center', vertical: false, rowNumber: true };
}

/** A cell for short values, centred. */
export function entry(parts: Part | readonly Part[], columns: number, rows = 1): Cell {
  return { columns, rows, parts: isList(parts) ? parts : [parts], align: 'center', vertical: false };
}

/** A label and the value it asks for beside it; addresses and sentences are set from the left. */
export function labelled(
  text: string,
  labelColumns: number,
  field: string,
  columns: number,
  align: Cell['align'] = 'center',
): readonly [Cell, Cell] {
  return [label(text, labelColumns), { ...entry(value(field), columns), align }];
}

/** A cell for sentences and rows of boxes, set from the left. */
export function wideEntry(parts: Part | readonly Part[], columns: number, rows = 1): Cell {
  return { ...entry(parts, columns, rows), align: 'left' };
}

function isList(parts: Part | readonly Part[]): parts is readonly Part[] {
  return Array.isArray(parts);
}

/** The value of a field. */
export function value<Field extends string>(field: Field, empty: ValuePart['empty'] = []): ValuePart<Field> {
  return { kind: 'value', field, empty };
}

/** A day, or ____年__月__日 for the pen. */
export function dateValue<Field extends string>(field: Field): ValuePart<Field> {
  return value(field, [blank(2.5), '年', blank(1.5), '月', blank(1.5), '日']);
}

/** A day in a cell of 30 mm, where the blanks for the pen have to be short. */
export function narrowDate<Field extends string>(field: Field): ValuePart<Field> {
  return value(field, [blank(1.5), '年', blank(1), '月', blank(1), '日']);
}

/** A time of day, or __时__分 for the pen. */
export function timeValue<Field extends string>(field: Field): ValuePart<Field> {
  return value(field, [blank(1.5), '时', blank(1.5), '分']);
}

/** A place for the pen. */
export function blank(width: number): Blank {
  return { kind: 'blank', width };
}

/** Room for the pen inside a cell, `width` em wide, without a line below it. */
export function penRoom(width: number): string {
  return '　'.repeat(width);
}

/** A day inside a cell that is dated by hand. */
export const penDate = `${penRoom(4)}年${penRoom(2)}月${penRoom(2)}日`;

/** Text between two values. */
export function join(text: string): JoinPart {
  return { kind: 'join', text };
}

/** The office's township. */
export function township(): OfficePart {
  return { kind: 'office', setting: 'township', empty: [blank(4.5)] };
}

/** What one box of a group says and stands for: `小学` alone, or with the codes it stands for and the one it stores. */
export interface TickOption {
  readonly text: string;
  readonly codes: readonly string[];
  readonly sets: string;
}

/** Boxes of one field with the same text between them. */
export function ticks(field: string, style: TickStyle, between: string, options: readonly TickOption[]): Part[] {
  return options.flatMap((option, index): Part[] => {
    const tick: TickPart = { kind: 'tick', field, style, ...option };
    return index === 0 ? [tick] : [between, tick];
  });
}

/** Boxes for the pen alone, with the same text between them. */
export function penTicks(style: TickStyle, between: string, texts: readonly string[]): Part[] {
  return texts.flatMap((text, index): Part[] => {
    const tick: PenTickPart = { kind: 'penTick', style, text };
    return index === 0 ? [tick] : [between, tick];
  });
}

/** 依法封存 in the place of what is sealed. */
export function sealedMark(matter: string): SealedPart {
  return { kind: 'sealed', matter, text: '（本栏内容依法封存）' };
}

/** Where a photograph is glued. */
export function photo(columns: number, rows: number): Cell {
  return label('照片', columns, rows);
}

/** A box that stands for one code. */
export function option(text: string, code: string): TickOption {
  return { text, codes: [code], sets: code };
}

import { type BreakableText, breakableText, breakLines, type Line, type Segment, textWidth } from './breakLines.ts';
import { balanced, emAcross, leastSize, mmPerPoint } from './fitText.ts';
import { type Blank, landscape, type SheetLine, type ValuePart } from './sheet.ts';

/** Sizes of text in a register, in points, from the usual one down to the least. */
const registerSizes = [10.5, 10, 9.5, leastSize] as const;
/** Distance of lines as a multiple of the size. */
const registerLeading = 1.2;

/**
 * White between text and the lines of its cell, in mm. Centred text may come close to them, so that 1000 stands on one line
 * of a column of 8 mm.
 */
export const registerPadding = { center: 0.4, left: 0.7, vertical: 0.25 } as const;
/** Height of a row that needs no more, in mm: two lines of the usual size. */
export const leastRowHeight = 9.5;
const usualHeadHeight = 11;

/** The column that counts the rows from 1. Its values are the layout's, not the caller's. */
export const rowNumber = 'no';

/** One column of a register; `value` names the text of a row that stands in it. */
export interface RegisterColumn<Key extends string = string> {
  /** As printed; a line break may be set in it. */
  readonly heading: string;
  /** In mm; together the columns are as wide as the page. */
  readonly width: number;
  readonly value: Key;
  readonly align: 'left' | 'center';
  /** The largest size in points, where a usual value would need a smaller one in every other row. */
  readonly largest?: (typeof registerSizes)[number];
}

/** What the line at the end of a register is filled in with; room for the pen where nothing is given. */
export type RegisterFootKey = 'unit' | 'filled_by' | 'reviewed_by' | 'filled_on';

/** What stands in the line at the end of a register. */
export type RegisterFootPart = string | Blank | ValuePart<RegisterFootKey>;

/** A register (台账) on A4 landscape as data: one row for each record, the head row on each page. */
export interface RegisterSheetDeclaration<Key extends string> {
  /** The form's number, such as F08. */
  readonly key: string;
  readonly title: string;
  /** How the paper is to be kept; small, at the head of every page. */
  readonly notice: string;
  /** Before the name of the area above the table, and after the number of rows: `村（社区）：` and `名`. */
  readonly area: string;
  readonly measure: string;
  readonly columns: readonly RegisterColumn<Key>[];
  /** Of the head row, in mm; 11 unless told. */
  readonly headHeight?: number;
  /** After the last row, with room for the seal. */
  readonly foot: Pick<SheetLine, 'align'> & { readonly items: readonly (readonly RegisterFootPart[])[] };
}

/** Text of a register's cell: its size in points and its lines. */
export interface RegisterText {
  readonly size: number;
  readonly lines: readonly Line[];
}

/** A declared register that passed its checks, with its head row set. */
export interface RegisterSheet<Key extends string> extends RegisterSheetDeclaration<Key> {
  readonly head: { readonly height: number; readonly texts: readonly RegisterText[] };
}

/**
 * Checks a register once, when the program starts, and sets its head row: the columns are as wide as the page, each value
 * has one column, and every heading fits the head row without a word cut.
 * @throws Error naming the register and the column.
 */
export function defineRegisterSheet<const Key extends string>(
  declaration: RegisterSheetDeclaration<Key>,
): RegisterSheet<Key> {
  const { key, columns, headHeight = usualHeadHeight } = declaration;
  const fail = (problem: string): never => {
    throw new Error(`${key}: ${problem}`);
  };
  const width = Math.round(columns.reduce((sum, column) => sum + column.width, 0) * 1000) / 1000;
  if (width !== landscape.usableWidth) fail(`columns are ${width} mm wide, the page has ${landscape.usableWidth}`);
  const values = columns.map((column) => column.value);
  const double = values.find((value, index) => values.indexOf(value) !== index);
  if (double !== undefined) fail(`${double} stands in two columns`);
  const texts = columns.map(({ heading, width: columnWidth }) => {
    const box: RegisterBox = { width: columnWidth, height: headHeight, padding: registerPadding.center };
    const segments: Segment[] = [{ kind: 'text', text: heading }];
    const fitted = fitWhole(breakableText(segments), box, registerSizes[0]);
    if (!fitted) return fail(`“${heading}” does not fit its column of ${columnWidth} mm`);
    return balancedText(segments, fitted, box);
  });
  return { ...declaration, head: { height: headHeight, texts } };
}

/** Distance of the lines of a size in a register, in points. */
export function leadingOf(size: number): number {
  return size * registerLeading;
}

/** The height that text needs in a row of a register, in mm. */
export function heightOf({ size, lines }: RegisterText): number {
  return lines.length * leadingOf(size) * mmPerPoint + 2 * registerPadding.vertical;
}

/**
 * Sets the text of a cell as large as a row of the least height allows, with no word or number cut; what that cannot hold
 * is set at the least size on as many lines as it takes, and the row grows. Nothing is left out.
 */
export function setRegisterText(
  text: string,
  column: Pick<RegisterColumn, 'width' | 'align' | 'largest'>,
): RegisterText {
  const { width, align, largest = registerSizes[0] } = column;
  const box: RegisterBox = { width, height: leastRowHeight, padding: registerPadding[align] };
  const across = emAcross(box, leastSize);
  const segments = breakableNumbers(text, across);
  const breakable = breakableText(segments);
  const fitted = fitWhole(breakable, box, largest) ?? { size: leastSize, lines: breakLines(breakable, across) };
  return align === 'center' ? balancedText(segments, fitted, box) : fitted;
}

interface RegisterBox {
  readonly width: number;
  readonly height: number;
  readonly padding: number;
}

/** Numbers wider than the column (`across` em) may be broken behind their hyphens and strokes, rather than anywhere. */
function breakableNumbers(text: string, across: number): Segment[] {
  if (textWidth(text) <= across) return [{ kind: 'text', text }];
  return text
    .split(/([\w\-/]+)/u)
    .flatMap((piece, index) => (index % 2 === 1 && textWidth(piece) > across ? piece.split(/(?<=[-/])/u) : [piece]))
    .map((piece) => ({ kind: 'text', text: piece }));
}

/** Text in the largest size at which the box holds it all with no word cut, or undefined. */
function fitWhole(text: BreakableText, box: RegisterBox, largest: number): RegisterText | undefined {
  for (const size of registerSizes) {
    const across = emAcross(box, size);
    if (size > largest || text.atoms.some((atom) => atom.width > across)) continue;
    const fitted = { size, lines: breakLines(text, across) };
    if (heightOf(fitted) <= box.height) return fitted;
  }
  return undefined;
}

/** Lines about equally long, so that centred text of several lines does not end in a single hanzi. */
function balancedText(segments: readonly Segment[], fitted: RegisterText, box: RegisterBox): RegisterText {
  if (fitted.lines.length === 1) return fitted;
  const { lines } = balanced(segments, { ...fitted, leading: leadingOf(fitted.size), complete: true }, box);
  return { size: fitted.size, lines };
}

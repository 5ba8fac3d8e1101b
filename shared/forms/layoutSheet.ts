import type { OfficeSettings } from '../contract/methods.ts';
import type { FieldContext } from '../fields/kinds.ts';
import { type RecordValues, shownFields, shownValues } from '../registers/register.ts';
import type { Line } from './breakLines.ts';
import { balanced, cellPadding, fitText } from './fitText.ts';
import { type ContinuedText, labelOf, layoutAttachments, type SurplusMembers } from './layoutAttachments.ts';
import { headHeight, layoutLine, lineItems, pageTops, titleText } from './layoutLine.ts';
import { type PartSource, partSegments } from './partSegments.ts';
import { type GridCell, portrait, type Sheet } from './sheet.ts';

/** A box of text at its place on the page. Measures are mm from the page's upper left corner, sizes points. */
export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly font: 'title' | 'body';
  readonly size: number;
  /** Distance of the lines in points; together they stand in the middle of the box's height. */
  readonly leading: number;
  readonly align: 'left' | 'center' | 'right';
  readonly lines: readonly Line[];
  /** That it stands on every page of a register, so that a document of its rows says it in head or foot of the page. */
  readonly running?: 'head' | 'pageNumber';
}

/** A cell with lines around it. Row and column count from 0 within its table. */
export interface PlacedCell extends PlacedText {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly vertical: boolean;
  /** White between the text and the lines beside it, in mm. */
  readonly padding: number;
  /** That it says again what stands on the page before, as the number of a row that goes on. */
  readonly repeated?: boolean;
}

/** A ruled table on a page: the form's grid, a table of the attached sheet, or the rows of a register. */
export interface PlacedTable {
  readonly columns: readonly number[];
  readonly rowHeights: readonly number[];
  readonly cells: readonly PlacedCell[];
  /** How many rows at its top each page repeats: the head row of a register. */
  readonly headRows?: number;
  /** That it goes on from the page before: with its next row, or within a row that was cut. */
  readonly continues?: 'row' | 'cut';
}

/** One printed page. PDF, Word, Excel and tests all read this. */
export interface SheetPage {
  readonly kind: 'sheet' | 'attachment';
  readonly width: number;
  readonly height: number;
  /** Title, head line, foot line and notes. */
  readonly texts: readonly PlacedText[];
  readonly tables: readonly PlacedTable[];
}

/** What a sheet is filled with. */
export interface SheetContent {
  readonly values: RecordValues;
  /** The record that `values` are about; null or left out where there is none, or the form stays blank. */
  readonly about?: RecordValues | null;
  readonly office: OfficeSettings | null;
  readonly context: FieldContext;
}

const titleSize = 22;
/** A sheet with room to spare moves down by a fifth of it, up to this, so that it does not hang at the top. */
const mostDescent = 14;
const pageBottom = 289;
const footGap = 2;

/** Where the grid of a sheet begins, in mm from the top of the page. */
export function gridTopOf(sheet: Sheet): number {
  return pageTops.grid + descentOf(sheet);
}

function descentOf(sheet: Sheet): number {
  return Math.min(mostDescent, (portrait.usableHeight - sheet.gridHeight) / 5);
}

/**
 * Lays one record out on its form: the form's page, and attached sheets for what it cannot hold. All line breaks are
 * decided here by arithmetic, so every rendering shows the same lines and no text is ever clipped.
 */
export function layoutSheet(sheet: Sheet, content: SheetContent): SheetPage[] {
  const source: PartSource = {
    ...content,
    fields: shownFields(sheet.register),
    values: shownValues(sheet.register, content.values, content.context, content.about),
  };
  const top = gridTopOf(sheet);
  const continued: ContinuedText[] = [];
  const cells = sheet.cells.map((placed) => {
    const { cell, member } = placed;
    const from = member === null ? source : memberSource(sheet, content, member);
    if (placed.printed) return toPlacedCell(placed, placed.printed, portrait.left, top);
    const text = partSegments(cell.parts, from);
    const fitted = fitText(text, placed);
    if (!fitted.complete) continued.push({ label: labelOf(placed, sheet), text });
    const even = cell.align === 'center' && fitted.complete ? balanced(text, fitted, placed) : fitted;
    return toPlacedCell(placed, even, portrait.left, top);
  });
  const gridBottom = top + sheet.gridHeight;
  const surplus = surplusMembers(sheet, content.values);
  const note = surplus
    .map(({ group, members, times }) => `${group.label}共${members.length}人，第${times + 1}人起见附页。`)
    .join('');
  const descent = descentOf(sheet);
  const footTop = gridBottom + footGap + (note === '' ? 0 : 5) + descent / 3;
  const page: SheetPage = {
    kind: 'sheet',
    width: portrait.width,
    height: portrait.height,
    texts: [
      titleText(sheet.title, pageTops.title + descent, titleSize, portrait),
      ...layoutLine(lineItems(sheet.head, source), sheet.head.align, pageTops.head + descent, headHeight, portrait),
      ...(note === '' ? [] : layoutLine([[{ kind: 'text', text: note }]], 'left', gridBottom + footGap, 5, portrait)),
      ...layoutLine(lineItems(sheet.foot, source), sheet.foot.align, footTop, pageBottom - footTop, portrait),
    ],
    tables: [{ columns: sheet.columns, rowHeights: sheet.rowHeights, cells }],
  };
  return [page, ...layoutAttachments(sheet, source, continued, surplus)];
}

function memberSource(sheet: Sheet, content: SheetContent, member: { group: string; index: number }): PartSource {
  return {
    ...content,
    fields: sheet.register.rows[member.group]?.fields ?? {},
    values: content.values.rows[member.group]?.[member.index] ?? {},
  };
}

function toPlacedCell(
  placed: GridCell,
  fitted: { readonly size: number; readonly leading: number; readonly lines: readonly Line[] },
  left: number,
  top: number,
): PlacedCell {
  const { cell, row, column, width, height } = placed;
  return {
    x: left + placed.x,
    y: top + placed.y,
    width,
    height,
    font: 'body',
    size: fitted.size,
    leading: fitted.leading,
    align: cell.align,
    lines: fitted.lines,
    row,
    column,
    rows: cell.rows,
    columns: cell.columns,
    vertical: cell.vertical,
    padding: cellPadding.horizontal,
  };
}

/** The groups with more members than the form has rows for. */
function surplusMembers(sheet: Sheet, values: RecordValues): SurplusMembers[] {
  return sheet.rows.flatMap(({ repeat }) => {
    const group = repeat && sheet.register.rows[repeat.group];
    const members = (repeat && values.rows[repeat.group]) ?? [];
    return group && members.length > repeat.times ? [{ key: repeat.group, group, times: repeat.times, members }] : [];
  });
}

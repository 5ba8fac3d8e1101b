import type { OfficeSettings } from '../contract/methods.ts';
import type { FieldContext } from '../fields/kinds.ts';
import { type RecordValues, shownFields, shownValues } from '../registers/register.ts';
import { breakableText, breakLines, type Line } from './breakLines.ts';
import { balanced, cellPadding, fitText, mmPerPoint } from './fitText.ts';
import { type ContinuedText, countedIn, labelOf, layoutAttachments, type SurplusMembers } from './layoutAttachments.ts';
import { headHeight, layoutLine, layoutNotes, lineItems, pageTops, titleHeight, titleText } from './layoutLine.ts';
import { type PartSource, partSegments } from './partSegments.ts';
import { type CutLine, type PageCell, type PageGrid, portrait, type Sheet } from './sheet.ts';

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
  /** Where the page is cut in two; across it, in mm. */
  readonly dottedLines?: readonly DottedLine[];
}

/** A line to cut along, in mm from the page's upper left corner. */
export interface DottedLine {
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

/** What a sheet is filled with. */
export interface SheetContent {
  readonly values: RecordValues;
  /** The record that `values` are about; null or left out where there is none, or the form stays blank. */
  readonly about?: RecordValues | null;
  readonly office: OfficeSettings | null;
  readonly context: FieldContext;
  /** How ID numbers are printed; in full when left out. */
  readonly numbers?: 'masked' | 'full';
  /** Which kinds of sealed matter the record has, as far as whoever prints may know; none when left out. */
  readonly sealed?: readonly string[];
}

const titleSize = 22;
/** A sheet with room to spare moves down by a fifth of it, up to this, so that it does not hang at the top. */
const mostDescent = 14;
const pageBottom = 289;
const footGap = 2;
/** Where the number of a page stands, and the room that it takes from the foot, in mm. */
const pageNumber = { top: 281, room: 9 } as const;

/** A form of one page with room to spare stands a little lower; by so many mm. */
function descentOf(sheet: Sheet, notesHeight: number): number {
  if (sheet.pageGrids.length > 1) return 0;
  return Math.min(mostDescent, (portrait.usableHeight - sheet.gridHeight - notesHeight) / 5);
}

/**
 * Lays one record out on its form: the form's pages, and attached sheets for what they cannot hold. All line breaks are
 * decided here by arithmetic, so every rendering shows the same lines and no text is ever clipped.
 */
export function layoutSheet(sheet: Sheet, content: SheetContent): SheetPage[] {
  const source: PartSource = {
    ...content,
    fields: shownFields(sheet.register),
    values: shownValues(sheet.register, content.values, content.context, content.about),
  };
  const continued: ContinuedText[] = [];
  const place = (placed: PageCell, top: number): PlacedCell => {
    if (placed.printed) return toPlacedCell(placed, placed.printed, top);
    const { cell, member } = placed;
    const text = partSegments(cell.parts, member === null ? source : memberSource(sheet, content, member));
    const fitted = fitText(text, placed);
    if (!fitted.complete && !placed.repeated) continued.push({ label: labelOf(placed, sheet), text });
    const even = cell.align === 'center' && fitted.complete ? balanced(text, fitted, placed) : fitted;
    return toPlacedCell(placed, even, top);
  };
  const surplus = surplusMembers(sheet, content.values);
  const notesHeight = layoutNotes(sheet.notes ?? [], 0).height;
  const descent = descentOf(sheet, notesHeight);
  const count = sheet.pageGrids.length;
  const pages = sheet.pageGrids.map((grid, index): SheetPage => {
    const top = (index === 0 ? pageTops.grid : pageTops.furtherGrid) + descent;
    const gridBottom = top + grid.height;
    const cuts = grid.cuts.map((each) => layoutCut(each, top, source));
    const below = { gridBottom, descent, notesHeight, room: pageBottom - (count > 1 ? pageNumber.room : 0) };
    return {
      kind: 'sheet',
      width: portrait.width,
      height: portrait.height,
      texts: [
        ...layoutHead(sheet, index === 0 ? source : null, top, descent),
        ...cuts.flatMap(({ texts }) => texts),
        ...(index === count - 1 ? layoutFoot(sheet, source, surplus, below) : []),
        ...(count > 1 ? pageNumberText(index + 1, count) : []),
      ],
      tables: grid.tables.map(
        (table): PlacedTable => ({
          columns: sheet.columns,
          rowHeights: table.rowHeights,
          cells: table.cells.map((cell) => place(cell, top)),
          ...(table.repeatedRows > 0 ? { headRows: table.repeatedRows } : {}),
          ...(index > 0 ? { continues: 'row' } : {}),
        }),
      ),
      ...(cuts.length > 0 ? { dottedLines: cuts.flatMap(({ lines }) => lines) } : {}),
    };
  });
  return [...pages, ...layoutAttachments(sheet, source, continued, surplus)];
}

/** Title and head line; the line on the first page only. One that takes two lines moves both up, away from the grid. */
function layoutHead(sheet: Sheet, source: PartSource | null, gridTop: number, descent: number): PlacedText[] {
  const { title, head } = sheet;
  const items = source === null ? [] : lineItems(head, source);
  const line = layoutLine(items, head.align, pageTops.head + descent, headHeight, portrait);
  const lift = Math.max(0, ...line.map((text) => text.y + text.height - gridTop));
  return [titleText(title, pageTops.title + descent, titleSize, portrait), ...line].map((text) => ({
    ...text,
    y: text.y - lift,
  }));
}

/** What stands below the grid: which members follow on an attached sheet, signatures and seals, and small print. */
function layoutFoot(
  sheet: Sheet,
  source: PartSource,
  surplus: readonly SurplusMembers[],
  page: { readonly gridBottom: number; readonly descent: number; readonly notesHeight: number; readonly room: number },
): PlacedText[] {
  const note = surplus
    .map(
      ({ group, members, times }) =>
        `${group.label}共${members.length}${countedIn(group)}，第${times + 1}${countedIn(group)}起见附页。`,
    )
    .join('');
  const noteTop = page.gridBottom + footGap;
  const footTop = noteTop + (note === '' ? 0 : 5) + page.descent / 3;
  const footRoom = page.room - footTop - page.notesHeight;
  const foot = layoutLine(lineItems(sheet.foot, source), sheet.foot.align, footTop, footRoom, portrait);
  const notesTop = Math.max(footTop, ...foot.map((text) => text.y + text.height + 1));
  return [
    ...(note === '' ? [] : layoutLine([[{ kind: 'text', text: note }]], 'left', noteTop, 5, portrait)),
    ...foot,
    ...layoutNotes(sheet.notes ?? [], notesTop).texts,
  ];
}

/** The number of a page of a form that has several. */
function pageNumberText(page: number, count: number): PlacedText[] {
  const text = `第${page}页，共${count}页`;
  return layoutLine([[{ kind: 'text', text }]], 'right', pageNumber.top, 6, portrait).map((placed) => ({
    ...placed,
    running: 'pageNumber',
  }));
}

const cutTextSize = 10.5;
const cutTitleSize = 16;
/** Height in mm of the text on a cut line, and its distance from the line to both sides. */
const cutTextHeight = 6;
const cutTextMargin = 2;
/** How long the line is at least beside the text, in mm. */
const leastDashes = 8;

/**
 * What stands on a cut line. A value too long for it stands in the cells of both halves all the same: the line then leaves its
 * place to the pen.
 */
function lineAcross(cut: CutLine, source: PartSource): Line | undefined {
  const set = (values: PartSource['values']): Line | undefined =>
    breakLines(breakableText(partSegments(cut.across, { ...source, values })), Number.POSITIVE_INFINITY)[0];
  const line = set(source.values);
  const room = (portrait.usableWidth - 2 * (cutTextMargin + leastDashes)) / (cutTextSize * mmPerPoint);
  return line !== undefined && line.width > room ? set({}) : line;
}

/** A dotted line, broken for what stands on it, and the title of what follows below. */
function layoutCut(
  { y, height, cut }: PageGrid['cuts'][number],
  top: number,
  source: PartSource,
): { readonly texts: readonly PlacedText[]; readonly lines: readonly DottedLine[] } {
  const middle = top + y + height / 3;
  const [left, right] = [portrait.left, portrait.left + portrait.usableWidth];
  const titleTop = top + y + height - titleHeight;
  const title = cut.title === '' ? [] : [titleText(cut.title, titleTop, cutTitleSize, portrait)];
  const line = lineAcross(cut, source);
  const width = (line?.width ?? 0) * cutTextSize * mmPerPoint;
  if (line === undefined || width === 0) return { texts: title, lines: [{ x1: left, x2: right, y: middle }] };
  const x = portrait.left + (portrait.usableWidth - width) / 2;
  const across: PlacedText = {
    x,
    y: middle - cutTextHeight / 2,
    width,
    height: cutTextHeight,
    font: 'body',
    size: cutTextSize,
    leading: cutTextSize * 1.2,
    align: 'center',
    lines: [line],
  };
  return {
    texts: [across, ...title],
    lines: [
      { x1: left, x2: x - cutTextMargin, y: middle },
      { x1: x + width + cutTextMargin, x2: right, y: middle },
    ],
  };
}

function memberSource(sheet: Sheet, content: SheetContent, member: { group: string; index: number }): PartSource {
  return {
    ...content,
    fields: sheet.register.rows[member.group]?.fields ?? {},
    values: content.values.rows[member.group]?.[member.index] ?? {},
  };
}

function toPlacedCell(
  placed: PageCell,
  fitted: { readonly size: number; readonly leading: number; readonly lines: readonly Line[] },
  top: number,
): PlacedCell {
  const { cell, row, column, width, height } = placed;
  return {
    x: portrait.left + placed.x,
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
    ...(placed.repeated ? { repeated: true } : {}),
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

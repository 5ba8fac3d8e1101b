import type { OfficeSettings } from '../contract/methods.ts';
import type { FieldContext } from '../fields/kinds.ts';
import type { RecordValues, Values } from '../registers/register.ts';
import { breakableText, breakLines, type Line, type Segment, segmentWidth } from './breakLines.ts';
import { balanced, emAcross, fitText, leastSize, mmPerPoint, textSizes } from './fitText.ts';
import { type PartSource, partSegments, printedValue } from './partSegments.ts';
import { type GridCell, portrait, type Sheet, type SheetLine } from './sheet.ts';

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
}

/** A cell with lines around it. Row and column count from 0 within its table. */
export interface PlacedCell extends PlacedText {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly vertical: boolean;
}

/** A ruled table on a page: the form's grid, or a table of the attached sheet. */
export interface PlacedTable {
  readonly columns: readonly number[];
  readonly rowHeights: readonly number[];
  readonly cells: readonly PlacedCell[];
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
  readonly office: OfficeSettings | null;
  readonly context: FieldContext;
}

const titleSize = 22;
/** Where things stand on a page whose grid is as high as the page holds, in mm from the top. */
const titleTop = 13;
const titleHeight = 12;
const headTop = 26;
const headHeight = 7;
const gridTop = 34;
/** A sheet with room to spare moves down by a fifth of it, up to this, so that it does not hang at the top. */
const mostDescent = 14;
const pageBottom = 289;
const footGap = 2;

/** Where the grid of a sheet begins, in mm from the top of the page. */
export function gridTopOf(sheet: Sheet): number {
  return gridTop + descentOf(sheet);
}

function descentOf(sheet: Sheet): number {
  return Math.min(mostDescent, (portrait.usableHeight - sheet.gridHeight) / 5);
}

/**
 * Lays one record out on its form: the form's page, and attached sheets for what it cannot hold. All line breaks are
 * decided here by arithmetic, so every rendering shows the same lines and no text is ever clipped.
 */
export function layoutSheet(sheet: Sheet, content: SheetContent): SheetPage[] {
  const source: PartSource = { ...content, fields: sheet.register.fields, values: content.values.fields };
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
  const noteBottom = gridBottom + footGap + (note === '' ? 0 : 5);
  const descent = descentOf(sheet);
  const page: SheetPage = {
    kind: 'sheet',
    width: portrait.width,
    height: portrait.height,
    texts: [
      titleText(sheet.title, titleTop + descent, titleSize),
      ...layoutLine(lineItems(sheet.head, source), sheet.head.align, headTop + descent, headHeight),
      ...(note === '' ? [] : layoutLine([[{ kind: 'text', text: note }]], 'left', gridBottom + footGap, 5)),
      ...layoutLine(lineItems(sheet.foot, source), sheet.foot.align, noteBottom + descent / 3, pageBottom - noteBottom),
    ],
    tables: [{ columns: sheet.columns, rowHeights: sheet.rowHeights, cells }],
  };
  return [page, ...layoutAttachments(sheet, source, continued, surplus)];
}

interface ContinuedText {
  readonly label: string;
  readonly text: readonly Segment[];
}

function memberSource(sheet: Sheet, content: SheetContent, member: { group: string; index: number }): PartSource {
  return {
    ...content,
    fields: sheet.register.rows[member.group]?.fields ?? {},
    values: content.values.rows[member.group]?.[member.index] ?? {},
  };
}

/** The name of a cell on the attached sheet: the labels of its fields, with the member's number. */
function labelOf({ cell, member }: GridCell, sheet: Sheet): string {
  const group = member === null ? undefined : sheet.register.rows[member.group];
  const fields = group?.fields ?? sheet.register.fields;
  const labels = cell.parts.flatMap((part) =>
    typeof part === 'object' && part.kind === 'value' ? [fields[part.field]?.label ?? part.field] : [],
  );
  const before = group === undefined || member === null ? '' : `${group.label}第${member.index + 1}人`;
  return `${before}${labels.join('、')}`;
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
  };
}

function titleText(title: string, y: number, largest: number): PlacedText {
  const segments: Segment[] = [{ kind: 'text', text: title }];
  const size = Math.min(
    largest,
    portrait.usableWidth / mmPerPoint / segments.reduce((sum, s) => sum + segmentWidth(s), 0),
  );
  return {
    x: portrait.left,
    y,
    width: portrait.usableWidth,
    height: titleHeight,
    font: 'title',
    size,
    leading: size * 1.2,
    align: 'center',
    lines: breakLines(breakableText(segments), Number.POSITIVE_INFINITY),
  };
}

function lineItems(line: SheetLine, source: PartSource): Segment[][] {
  return line.items.map((item) => partSegments(item, source));
}

/** Blank between items of a line that do not share it evenly, in em. */
const itemGap = 1;

/**
 * Sets items on one line as large as it allows; items that need more than a line at the least size go on several lines, and
 * one that is wider than the page is broken. `room` is the height in mm that may be used.
 */
function layoutLine(items: readonly Segment[][], align: SheetLine['align'], y: number, room: number): PlacedText[] {
  const widths = items.map((item) => item.reduce((sum, segment) => sum + segmentWidth(segment), 0));
  const total = widths.reduce((sum, width) => sum + width, 0) + itemGap * Math.max(0, items.length - 1);
  const across = (size: number): number => portrait.usableWidth / (size * mmPerPoint);
  const size = textSizes.find((candidate) => candidate <= 11 && total <= across(candidate));
  if (size === undefined) return stackItems(items, widths, y, room);
  const slack = across(size) - total;
  const gap = itemGap + (align === 'spread' && items.length > 1 ? slack / (items.length - 1) : 0);
  let x = align === 'right' ? slack : 0;
  return items.map((item, index) => {
    const width = widths[index] ?? 0;
    const placed = lineText(breakLines(breakableText(item), Number.POSITIVE_INFINITY), size, x, y, width);
    x += width + gap;
    return placed;
  });
}

function stackItems(items: readonly Segment[][], widths: readonly number[], y: number, room: number): PlacedText[] {
  const set = (size: number): PlacedText[] => {
    const across = portrait.usableWidth / (size * mmPerPoint);
    const texts: PlacedText[] = [];
    let [x, top] = [0, y];
    const height = size * 1.6 * mmPerPoint;
    items.forEach((item, index) => {
      const width = widths[index] ?? 0;
      if (x > 0 && x + width > across) [x, top] = [0, top + height];
      const lines = breakLines(breakableText(item), across);
      lines.forEach((line, number) => {
        if (number > 0) [x, top] = [0, top + height];
        texts.push(lineText([line], size, x, top, line.width));
        x += line.width + itemGap;
      });
    });
    return texts;
  };
  const easy = set(10.5);
  return (easy.at(-1)?.y ?? y) + 6 - y <= room ? easy : set(leastSize);
}

/** A line outside tables, 6 mm high; x and width in em of its size. */
function lineText(lines: readonly Line[], size: number, x: number, y: number, width: number): PlacedText {
  const mm = size * mmPerPoint;
  return {
    x: portrait.left + x * mm,
    y,
    width: width * mm,
    height: 6,
    font: 'body',
    size,
    leading: size * 1.2,
    align: 'left',
    lines,
  };
}

// Attached sheets -----------------------------------------------------------------------------------------------------

const attachmentTitleSize = 18;
const attachmentTextSize = 10.5;
const attachmentLeading = attachmentTextSize * 1.4;
const attachmentTop = gridTop;
const attachmentBottom = 279;
/** White above and below the text of a row, in mm, both together. */
const rowMargin = 2.4;
const leastRowHeight = 8;

interface SurplusMembers {
  readonly key: string;
  readonly group: { readonly label: string; readonly fields: PartSource['fields'] };
  readonly times: number;
  readonly members: readonly Values[];
}

/** The groups with more members than the form has rows for. */
function surplusMembers(sheet: Sheet, values: RecordValues): SurplusMembers[] {
  return sheet.rows.flatMap(({ repeat }) => {
    const group = repeat && sheet.register.rows[repeat.group];
    const members = (repeat && values.rows[repeat.group]) ?? [];
    return group && members.length > repeat.times ? [{ key: repeat.group, group, times: repeat.times, members }] : [];
  });
}

/** A table of the attached sheet before it is cut into pages. */
interface FlowTable {
  readonly columns: readonly number[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly (readonly Segment[])[])[];
}

function layoutAttachments(
  sheet: Sheet,
  source: PartSource,
  continued: readonly ContinuedText[],
  surplus: readonly SurplusMembers[],
): SheetPage[] {
  const tables: FlowTable[] = [];
  if (continued.length > 0) {
    tables.push({
      columns: [40, portrait.usableWidth - 40],
      head: ['栏目', '全文'],
      rows: continued.map(({ label, text }) => [[{ kind: 'text', text: label }], text]),
    });
  }
  for (const rows of surplus) tables.push(memberTable(sheet, source, rows));
  const pages = flowTables(tables);
  return pages.map((placed, index) => ({
    kind: 'attachment',
    width: portrait.width,
    height: portrait.height,
    texts: [
      titleText(`${sheet.title}（附页）`, titleTop, attachmentTitleSize),
      ...layoutLine(identityItems(sheet, source), 'left', headTop, headHeight),
      ...layoutLine([[{ kind: 'text', text: `附页第${index + 1}页，共${pages.length}页` }]], 'right', 281, 6),
    ],
    tables: placed,
  }));
}

/** Whose sheet it is, so that a loose page finds back: the record's name and its number. */
function identityItems(sheet: Sheet, source: PartSource): Segment[][] {
  const keys = [sheet.register.nameField, ...(sheet.register.uniqueField ? [sheet.register.uniqueField] : [])];
  return keys.flatMap((key): Segment[][] => {
    const text = printedValue(source, key);
    const label = source.fields[key]?.label ?? key;
    return text === null ? [] : [[{ kind: 'text', text: `${label}：${text}` }]];
  });
}

/** Members beyond the printed rows, in the columns of those rows; the first column numbers them. */
function memberTable(sheet: Sheet, source: PartSource, { key, group, times, members }: SurplusMembers): FlowTable {
  const cells = sheet.cells.filter(({ member }) => member?.group === key && member.index === 0);
  const width = cells.reduce((sum, { width: cellWidth }) => sum + cellWidth, 0);
  const labels = cells.map((placed) => labelOf({ ...placed, member: { group: key, index: 0 } }, sheet));
  return {
    columns: [portrait.usableWidth - width, ...cells.map((placed) => placed.width)],
    head: ['序号', ...labels.map((label) => label.replace(`${group.label}第1人`, ''))],
    rows: members
      .slice(times)
      .map((values, index) => [
        [{ kind: 'text', text: String(times + index + 1) }],
        ...cells.map(({ cell }) => partSegments(cell.parts, { ...source, fields: group.fields, values })),
      ]),
  };
}

/** Cuts tables into pages. The head row is repeated; a row that no page holds is cut between its lines. */
function flowTables(tables: readonly FlowTable[]): PlacedTable[][] {
  const pages: PlacedTable[][] = [];
  let page: PlacedTable[] = [];
  let y = attachmentTop;
  const room = (): number => attachmentBottom - y;
  const endPage = (): void => {
    pages.push(page);
    page = [];
    y = attachmentTop;
  };
  for (const table of tables) {
    const setRow = (row: readonly (readonly Segment[])[]): Line[][] =>
      row.map((text, column) =>
        breakLines(breakableText(text), emAcross({ width: table.columns[column] ?? 0, height: 0 }, attachmentTextSize)),
      );
    const head = setRow(table.head.map((text) => [{ kind: 'text', text }]));
    let placed: Line[][][] = [];
    const endTable = (): void => {
      if (placed.length > 0) page.push(toTable(table.columns, [head, ...placed], y));
      y += placed.length > 0 ? [head, ...placed].reduce((sum, row) => sum + rowHeight(row), 0) + 6 : 0;
      placed = [];
    };
    const used = (): number => [head, ...placed].reduce((sum, row) => sum + rowHeight(row), 0);
    const wholePage = attachmentBottom - attachmentTop - rowHeight(head);
    for (const row of table.rows.map(setRow)) {
      let rest = row;
      while (rest.some((lines) => lines.length > 0)) {
        const free = room() - used();
        const lineCount = Math.floor((free - rowMargin) / (attachmentLeading * mmPerPoint));
        const height = rowHeight(rest);
        if (height <= free + 1e-9) {
          placed.push(rest);
          rest = [];
        } else if ((height <= wholePage || lineCount < 3) && (placed.length > 0 || page.length > 0)) {
          endTable();
          endPage();
        } else {
          placed.push(rest.map((lines) => lines.slice(0, lineCount)));
          rest = rest.map((lines) => lines.slice(lineCount));
          endTable();
          endPage();
        }
      }
    }
    endTable();
  }
  if (page.length > 0) endPage();
  return pages;
}

function rowHeight(row: readonly (readonly Line[])[]): number {
  const lines = Math.max(...row.map((cell) => cell.length));
  return Math.max(leastRowHeight, lines * attachmentLeading * mmPerPoint + rowMargin);
}

function toTable(
  columns: readonly number[],
  rows: readonly (readonly (readonly Line[])[])[],
  top: number,
): PlacedTable {
  const rowHeights = rows.map(rowHeight);
  let y = top;
  const cells = rows.flatMap((row, rowIndex) => {
    const height = rowHeights[rowIndex] ?? 0;
    let x: number = portrait.left;
    const placed = row.map((lines, column): PlacedCell => {
      const width = columns[column] ?? 0;
      const cell: PlacedCell = {
        x,
        y,
        width,
        height,
        font: 'body',
        size: attachmentTextSize,
        leading: attachmentLeading,
        align: rowIndex === 0 || column === 0 || width < 40 ? 'center' : 'left',
        lines,
        row: rowIndex,
        column,
        rows: 1,
        columns: 1,
        vertical: false,
      };
      x += width;
      return cell;
    });
    y += height;
    return placed;
  });
  return { columns, rowHeights, cells };
}

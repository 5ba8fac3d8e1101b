import { type Line, type Segment, textWidth } from './breakLines.ts';
import {
  heightOf,
  leadingOf,
  leastRowHeight,
  type RegisterColumn,
  type RegisterFootKey,
  type RegisterFootPart,
  type RegisterSheet,
  type RegisterText,
  registerPadding,
  rowNumber,
  setRegisterText,
} from './defineRegisterSheet.ts';
import { mmPerPoint } from './fitText.ts';
import { layoutLine, titleText } from './layoutLine.ts';
import type { PlacedCell, PlacedTable, PlacedText, SheetPage } from './layoutSheet.ts';
import { emptySegments } from './partSegments.ts';
import { printableText } from './printableText.ts';
import { landscape } from './sheet.ts';
import { finish, type Steps } from './steps.ts';

/** One row: the text of each column but the number, empty where there is none. Days are written 2026年11月21日. */
export type RegisterRow<Key extends string> = Readonly<Record<Exclude<Key, typeof rowNumber>, string>>;

/** What a register says besides its rows. */
export interface RegisterContent {
  /** The village the list is about, or 全镇: a name that one line holds. */
  readonly area: string;
  /** What the line at the end is filled in with. */
  readonly foot: Readonly<Partial<Record<RegisterFootKey, string>>>;
  /** What stands for the number of rows above the table; their number when it is left out. */
  readonly count?: string;
}

/** The line of sums (合计) after the rows; it has no number and is not counted. */
export interface RegisterTotal<Key extends string> {
  readonly total?: RegisterRow<Key>;
}

/** Where things stand, in mm from the top of the page. Only the first page has title and area line. */
const tops = { notice: 7, title: 12, area: 25, firstTable: 32, table: 14, pageNumber: 199 } as const;
const tableBottom = 196;
const titleSize = 22;
const noticeSize = 9;
/** A township seal is 42 mm across and may reach over its neighbours (forms.md 0.1). */
const footHeight = 26;
/** The line stands low in its room, so that the seal stays off the last row. */
const footLineDescent = 12;
/** A row is cut only where the page has room for so much of it, in mm; otherwise it begins on the next page. */
const leastCut = 20;

/**
 * Lays rows out as a register: numbered from 1 without a restart, the head row on each page, rows as high as their text
 * needs. A row stands whole on a page unless no page holds it; then it is cut between its lines and goes on under its
 * number. The last page holds the line for signatures and the seal, always below a row.
 */
export function layoutRegister<Key extends string>(
  sheet: RegisterSheet<Key>,
  rows: readonly RegisterRow<Key>[],
  content: RegisterContent & RegisterTotal<Key>,
): SheetPage[] {
  return finish(layoutRegisterInSteps(sheet, rows, content));
}

/** The same in steps: a row is set or a page is placed in each. Thousands of rows take seconds. */
export function* layoutRegisterInSteps<Key extends string>(
  sheet: RegisterSheet<Key>,
  rows: readonly RegisterRow<Key>[],
  content: RegisterContent & RegisterTotal<Key>,
): Steps<SheetPage[]> {
  const pages = paginate(yield* setRows(sheet, rows, content.total), sheet.head.height);
  const area = `${sheet.area}${printableText(content.area)}`;
  const laidOut: SheetPage[] = [];
  for (const [index, placed] of pages.entries()) {
    yield;
    const [first, last] = [index === 0, index === pages.length - 1];
    const top = first ? tops.firstTable : tops.table;
    const table = {
      ...(rows.length === 0 ? emptyTable(sheet, top) : tableOf(sheet, placed, top)),
      headRows: 1,
      ...(first ? {} : ({ continues: placed[0]?.continued ? 'cut' : 'row' } as const)),
    };
    const bottom = top + table.rowHeights.reduce((sum, height) => sum + height, 0);
    laidOut.push({
      kind: 'sheet',
      width: landscape.width,
      height: landscape.height,
      texts: [
        { ...smallText(sheet.notice, tops.notice, 'left'), running: 'head' },
        ...(first
          ? [
              titleText(sheet.title, tops.title, titleSize, landscape),
              ...layoutLine([textItem(area)], 'left', tops.area, 6, landscape),
              ...layoutLine(
                [textItem(`共${content.count ?? rows.length}${sheet.measure}`)],
                'right',
                tops.area,
                6,
                landscape,
              ),
            ]
          : [{ ...smallText(area, tops.notice, 'right'), running: 'head' } as const]),
        ...(last ? footTexts(sheet, content, bottom) : []),
        { ...smallText(`第${index + 1}页　共${pages.length}页`, tops.pageNumber, 'center'), running: 'pageNumber' },
      ],
      tables: [table],
    });
  }
  return laidOut;
}

/** A register without entries: as many numbered rows for the pen as one page holds, and room for their number. */
export function layoutBlankRegister<Key extends string>(
  sheet: RegisterSheet<Key>,
  foot: RegisterContent['foot'],
): SheetPage[] {
  const room = tableBottom - tops.firstTable - sheet.head.height - footHeight;
  const texts: Readonly<Record<string, string>> = Object.fromEntries(sheet.columns.map(({ value }) => [value, '']));
  const rows = Array.from({ length: Math.floor(room / leastRowHeight) }, () => texts);
  return layoutRegister(sheet, rows, { area: '', foot, count: '　　' });
}

/** A row ready to be placed: the text of its cells and the height they need. */
interface SetRow {
  /** What stands in the column that counts the rows. */
  readonly number: string;
  /** The rest of a row that began on the page before. */
  readonly continued: boolean;
  readonly texts: readonly RegisterText[];
  readonly height: number;
}

/** Sets the texts of all rows. Villages, classes and days come again and again, so each text of a column is set once. */
function* setRows<Key extends string>(
  sheet: RegisterSheet<Key>,
  rows: readonly RegisterRow<Key>[],
  total: RegisterRow<Key> | undefined,
): Steps<SetRow[]> {
  const known = sheet.columns.map(() => new Map<string, RegisterText>());
  const set: SetRow[] = [];
  for (const [index, row] of [...rows, ...(total === undefined ? [] : [total])].entries()) {
    yield;
    const number = index < rows.length ? String(index + 1) : '';
    const texts: Readonly<Record<string, string>> = { ...row, [rowNumber]: number };
    const cells = sheet.columns.map((column, at) => {
      const text = texts[column.value] ?? '';
      const seen = known[at]?.get(text);
      if (seen) return seen;
      const fresh = setRegisterText(dayOnTwoLines(printableText(text)), column);
      known[at]?.set(text, fresh);
      return fresh;
    });
    set.push(rowOf({ number, continued: false, texts: cells }));
  }
  return set;
}

function rowOf(row: Omit<SetRow, 'height'>): SetRow {
  return { ...row, height: Math.max(leastRowHeight, ...row.texts.map(heightOf)) };
}

/** No column of a day holds it on one line; so it breaks behind the year, not inside month and day. */
function dayOnTwoLines(text: string): string {
  return text.replace(/^(\d{4}年)(?=\d{1,2}月\d{1,2}日)/u, '$1\n');
}

/** Cuts rows into pages. */
function paginate(rows: readonly SetRow[], headHeight: number): SetRow[][] {
  const room = (top: number): number => tableBottom - top - headHeight;
  const wholePage = room(tops.table);
  const pages: SetRow[][] = [];
  let page: SetRow[] = [];
  let free = room(tops.firstTable);
  const endPage = (): void => {
    pages.push(page);
    page = [];
    free = wholePage;
  };
  rows.forEach((row, index) => {
    // The signatures stay with the last row.
    const below = index === rows.length - 1 ? footHeight : 0;
    let rest = row;
    while (rest.height + below > free) {
      const nextPageHolds = rest.height + below <= wholePage;
      if (page.length > 0 && (nextPageHolds || free < leastCut)) endPage();
      else {
        const [beginning, remainder] = cutRow(rest, free);
        page.push(beginning);
        endPage();
        rest = remainder;
      }
    }
    page.push(rest);
    free -= rest.height;
  });
  endPage();
  return pages;
}

/** Cuts a row between its lines at `room` mm, or before its last line when that is less. */
function cutRow(row: SetRow, room: number): readonly [SetRow, SetRow] {
  const lineHeight = ({ size }: RegisterText): number => leadingOf(size) * mmPerPoint;
  const height = Math.min(room, row.height - Math.max(...row.texts.map(lineHeight))) - 2 * registerPadding.vertical;
  const cut = row.texts.map((text) => {
    const count = Math.floor(height / lineHeight(text) + 1e-9);
    const { size, lines } = text;
    return [
      { size, lines: lines.slice(0, count) },
      { size, lines: lines.slice(count) },
    ] as const;
  });
  return [
    rowOf({ ...row, texts: cut.map(([beginning]) => beginning) }),
    rowOf({ ...row, continued: true, texts: cut.map(([, rest]) => rest) }),
  ];
}

/** The table of a page, its head row first. */
function tableOf<Key extends string>(sheet: RegisterSheet<Key>, rows: readonly SetRow[], top: number): PlacedTable {
  const { columns, head } = sheet;
  const headCells = placeRow(sheet, head.texts, { row: 0, y: top, height: head.height });
  let y = top + head.height;
  const cells = rows.flatMap(({ number, continued, texts, height }, index) => {
    const shown = columns.map((column, at) =>
      continued && column.value === rowNumber ? setRegisterText(`${number}\n续`, column) : (texts[at] ?? noText),
    );
    const placed = placeRow(sheet, shown, { row: index + 1, y, height });
    y += height;
    if (!continued) return placed;
    return placed.map((cell, at) => (columns[at]?.value === rowNumber ? { ...cell, repeated: true } : cell));
  });
  return {
    columns: columns.map((column) => column.width),
    rowHeights: [head.height, ...rows.map((row) => row.height)],
    cells: [...headCells, ...cells],
  };
}

const noText: RegisterText = { size: 10.5, lines: [] };

/** A register without rows says so itself, as a zero report (零报告) must. */
function emptyTable<Key extends string>(sheet: RegisterSheet<Key>, top: number): PlacedTable {
  const head = tableOf(sheet, [], top);
  const column = { width: landscape.usableWidth, align: 'center' } as const;
  const cell = placeCell(setRegisterText('无', column), {
    x: landscape.left,
    y: top + sheet.head.height,
    width: column.width,
    height: leastRowHeight,
    align: column.align,
    row: 1,
    column: 0,
    columns: sheet.columns.length,
  });
  return { ...head, rowHeights: [...head.rowHeights, leastRowHeight], cells: [...head.cells, cell] };
}

function placeRow<Key extends string>(
  sheet: RegisterSheet<Key>,
  texts: readonly RegisterText[],
  place: { readonly row: number; readonly y: number; readonly height: number },
): PlacedCell[] {
  let x: number = landscape.left;
  return sheet.columns.map(({ width, align }, column) => {
    const cell = placeCell(texts[column] ?? noText, {
      ...place,
      x,
      width,
      align: place.row === 0 ? 'center' : align,
      column,
      columns: 1,
    });
    x += width;
    return cell;
  });
}

function placeCell(
  { size, lines }: RegisterText,
  place: Pick<PlacedCell, 'x' | 'y' | 'width' | 'height' | 'row' | 'column' | 'columns'> &
    Pick<RegisterColumn, 'align'>,
): PlacedCell {
  return {
    ...place,
    font: 'body',
    size,
    leading: leadingOf(size),
    lines,
    rows: 1,
    vertical: false,
    padding: registerPadding[place.align],
  };
}

function textItem(text: string): Segment[] {
  return [{ kind: 'text', text }];
}

/** A line of the least size across the page. */
function smallText(text: string, y: number, align: PlacedText['align']): PlacedText {
  const lines: readonly Line[] = [{ segments: textItem(text), width: textWidth(text) }];
  return {
    x: landscape.left,
    y,
    width: landscape.usableWidth,
    height: 5,
    font: 'body',
    size: noticeSize,
    leading: noticeSize * 1.2,
    align,
    lines,
  };
}

/** The line for signatures, in the room for the seal. */
function footTexts<Key extends string>(
  { foot }: RegisterSheet<Key>,
  content: RegisterContent,
  bottom: number,
): PlacedText[] {
  const segmentsOf = (part: RegisterFootPart): Segment[] => {
    if (typeof part === 'string') return textItem(part);
    if (part.kind === 'blank') return [part];
    const text = content.foot[part.field] ?? '';
    return text === '' ? emptySegments(part.empty) : textItem(printableText(text));
  };
  const items = foot.items.map((item) => item.flatMap(segmentsOf));
  return layoutLine(items, foot.align, bottom + footLineDescent, footHeight - footLineDescent, landscape);
}

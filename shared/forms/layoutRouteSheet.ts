import type { RouteQuestion } from '../rules/routeQuestions.ts';
import { breakableText, breakLines, type Segment, textWidth } from './breakLines.ts';
import { balanced, cellPadding, fitText, mmPerPoint } from './fitText.ts';
import { layoutLine } from './layoutLine.ts';
import type { PlacedCell, PlacedTable, PlacedText, SheetPage } from './layoutSheet.ts';
import { printableText } from './printableText.ts';
import { portrait, twelveColumns } from './sheet.ts';

/** Title of the sheet, and its number in the register of prints: the small sibling of the visit's record, F16. */
export const routeSheetForm = { key: 'F16-1', title: '走访单' } as const;

/** What the head of a child's half page says; empty where nothing is known. */
export interface RoutePerson {
  readonly name: string;
  readonly sex: string;
  readonly age: string;
  readonly fileNumber: string;
  readonly village: string;
  readonly address: string;
  readonly guardian: string;
  readonly phone: string;
}

/** A child on a route sheet. */
export interface RouteStop {
  /** Place on the sheet, from 1. */
  readonly position: number;
  /** Null for a child that is in the registry no more: its place stays, so that the others keep theirs. */
  readonly person: RoutePerson | null;
  readonly questions: readonly RouteQuestion[];
}

/** 走访单2026-0003 第07户: finds the sheet, and the child on it. */
export function routeCode(sheet: string, position: number): string {
  return `${routeSheetForm.title}${sheet}　第${String(position).padStart(2, '0')}户`;
}

/** Half a page for each child, from its upper edge, in mm; between the two runs the line to cut along. */
const half = { tops: [9, 151], height: 131 } as const;
const cutAt = 145.5;
/** Within a half page: where the table begins, and the room of the line of signatures below it. */
const [tableTop, footRoom] = [14.5, 10];
const rowHeight = { fact: 8, question: 7, problem: 14 } as const;
const [titleSize, codeSize, noticeSize] = [16, 12, 10.5];
const notice = '内部资料　严格保密　注意保管';
/** Width in em to which a fact in the head is printed: of an address as long as the registry takes. */
const longestFact = 100;
/** Room for the pen behind 变了, in em. */
const penWidth = 12;

interface RowCell {
  readonly columns: number;
  readonly segments: readonly Segment[];
  readonly align: 'left' | 'center';
}

interface Row {
  readonly height: number;
  readonly cells: readonly RowCell[];
}

/**
 * The questions that fit a child's half page: those that come first are kept. The list is shortened, so nothing on the
 * paper is clipped; what is left out is asked at the next visit.
 */
export function questionsThatFit(person: RoutePerson, questions: readonly RouteQuestion[]): RouteQuestion[] {
  const head = sum(headRows(person).map(({ height }) => height));
  let room = half.height - tableTop - footRoom - head - rowHeight.problem;
  const fitting: RouteQuestion[] = [];
  for (const question of questions) {
    const { height } = questionRow(question, 0);
    if (height > room) continue;
    room -= height;
    fitting.push(question);
  }
  return fitting;
}

/**
 * Lays a route sheet out, two children a page, with questions that `questionsThatFit` let through.
 * @param sheet its number: 2026-0003
 */
export function layoutRouteSheet(sheet: string, stops: readonly RouteStop[]): SheetPage[] {
  const pages: SheetPage[] = [];
  for (let first = 0; first < stops.length; first += 2) {
    const halves = stops
      .slice(first, first + 2)
      .map((stop, index) => layoutStop(sheet, stop, half.tops[index] ?? half.tops[0]));
    pages.push({
      kind: 'sheet',
      width: portrait.width,
      height: portrait.height,
      texts: halves.flatMap(({ texts }) => texts),
      tables: halves.flatMap(({ table }) => table ?? []),
      dottedLines: [{ x1: portrait.left, x2: portrait.left + portrait.usableWidth, y: cutAt }],
    });
  }
  return pages;
}

function layoutStop(
  sheet: string,
  { position, person, questions }: RouteStop,
  top: number,
): { readonly texts: readonly PlacedText[]; readonly table: PlacedTable | null } {
  const head = [
    freeText(routeSheetForm.title, { size: titleSize, align: 'left', y: top, font: 'title' }),
    freeText(notice, { size: noticeSize, align: 'center', y: top }),
    freeText(routeCode(sheet, position), { size: codeSize, align: 'right', y: top }),
  ];
  if (person === null) {
    const gone = freeText('这名儿童已不在册，不用走访', { size: 12, align: 'left', y: top + tableTop });
    return { texts: [...head, gone], table: null };
  }
  const asked = [...headRows(person), ...questions.map((question, index) => questionRow(question, index + 1))];
  // What the questions leave free is for the pen.
  const rest = half.height - tableTop - footRoom - sum(asked.map(({ height }) => height));
  const table = placeRows([...asked, problemRow(rest)], top + tableTop);
  const foot = layoutLine(
    [
      [text('走访人（两人以上签名）：'), blank(16)],
      [text('走访日期：'), blank(4), text('年'), blank(2.5), text('月'), blank(2.5), text('日')],
    ],
    'spread',
    top + half.height - footRoom + 3,
    footRoom - 3,
    portrait,
  );
  return { texts: [...head, ...foot], table };
}

function headRows(person: RoutePerson): Row[] {
  const say = (value: string): Segment[] => (value === '' ? [] : [text(shortened(value))]);
  return [
    row(rowHeight.fact, [
      label('姓名', 1),
      middle(say(person.name), 3),
      label('性别', 1),
      middle(say(person.sex), 1),
      label('年龄', 1),
      middle(say(person.age), 1),
      label('档案号', 1),
      middle(say(person.fileNumber), 3),
    ]),
    row(rowHeight.fact, [
      label('村（社区）', 2),
      middle(say(person.village), 3),
      label('住址', 1),
      left(say(person.address), 6),
    ]),
    row(rowHeight.fact, [
      label('监护人', 2),
      middle(say(person.guardian), 3),
      label('电话', 1),
      middle(say(person.phone), 2),
      label('见到本人', 2),
      middle([box('是'), text('　'), box('否')], 2),
    ]),
  ];
}

/** A value that is longer than any in common characters; the number of the file says whose it is. */
function shortened(value: string): string {
  let width = 0;
  const kept = [...value].filter((character) => {
    width += textWidth(printableText(character));
    return width <= longestFact;
  });
  return kept.length === [...value].length ? value : `${kept.join('')}…`;
}

/** `number` 0 while only the height matters. */
function questionRow({ label: asked, known, options, several }: RouteQuestion, number: number): Row {
  const answer: Segment[] =
    known !== null
      ? [text(`${known}　`), box('属实'), text('　'), box('变了：'), blank(penWidth)]
      : (options ?? []).flatMap(({ label: option }, index) => [...(index > 0 ? [text('　')] : []), box(option)]);
  return row(rowHeight.question, [
    label(String(number), 1),
    label(several ? `${asked}（可多选）` : asked, 3),
    left(answer, 8),
  ]);
}

function problemRow(height: number): Row {
  return { height, cells: [label('发现问题', 2), left([], 10)] };
}

/** A row that is as high as its fullest cell needs at the least size of print, in steps of half a millimetre. */
function row(least: number, cells: readonly RowCell[]): Row {
  let height = least;
  const fits = (): boolean => cells.every((cell) => fitText(cell.segments, boxOf(cell, height)).complete);
  while (height < half.height && !fits()) height += 0.5;
  return { height, cells };
}

function boxOf({ columns }: RowCell, height: number): { readonly width: number; readonly height: number } {
  return { width: columns * columnWidth, height };
}

const [columnWidth = 15] = twelveColumns;

function placeRows(rows: readonly Row[], top: number): PlacedTable {
  let y = top;
  const cells = rows.flatMap((each, index) => {
    const placed = placeRow(each, index, y);
    y += each.height;
    return placed;
  });
  return { columns: twelveColumns, rowHeights: rows.map(({ height }) => height), cells };
}

function placeRow({ height, cells }: Row, index: number, y: number): PlacedCell[] {
  let column = 0;
  return cells.map((cell): PlacedCell => {
    const { columns, segments, align } = cell;
    const at = boxOf(cell, height);
    const fitted = fitText(segments, at);
    const { size, leading, lines } = align === 'center' ? balanced(segments, fitted, at) : fitted;
    const placed: PlacedCell = {
      x: portrait.left + column * columnWidth,
      y,
      ...at,
      font: 'body',
      size,
      leading,
      align,
      lines,
      row: index,
      column,
      rows: 1,
      columns,
      vertical: false,
      padding: cellPadding.horizontal,
    };
    column += columns;
    return placed;
  });
}

/** One line in the head of a half page. */
function freeText(
  content: string,
  { size, align, y, font = 'body' }: { size: number; align: PlacedText['align']; y: number; font?: PlacedText['font'] },
): PlacedText {
  const lines = breakLines(breakableText([text(content)]), Number.POSITIVE_INFINITY);
  const width = textWidth(content) * size * mmPerPoint;
  const slack = portrait.usableWidth - width;
  const x = portrait.left + (align === 'left' ? 0 : align === 'right' ? slack : slack / 2);
  return { x, y, width, height: tableTop - 3, font, size, leading: size * 1.2, align, lines };
}

function label(content: string, columns: number): RowCell {
  return middle([text(content)], columns);
}

function middle(segments: readonly Segment[], columns: number): RowCell {
  return { columns, segments, align: 'center' };
}

function left(segments: readonly Segment[], columns: number): RowCell {
  return { columns, segments, align: 'left' };
}

function text(content: string): Segment {
  return { kind: 'text', text: printableText(content) };
}

function box(content: string): Segment {
  return { kind: 'tick', style: '□', text: content, ticked: false };
}

function blank(width: number): Segment {
  return { kind: 'blank', width };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

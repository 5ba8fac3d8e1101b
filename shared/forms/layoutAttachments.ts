import { aboutPrefix, type RepeatingRows, shownFields, type Values } from '../registers/register.ts';
import { breakableText, breakLines, type Line, type Segment } from './breakLines.ts';
import { balanced, cellPadding, emAcross, mmPerPoint } from './fitText.ts';
import { layoutLine, pageTops, titleText } from './layoutLine.ts';
import type { PlacedCell, PlacedTable, PlacedText, SheetPage } from './layoutSheet.ts';
import { type PartSource, partSegments, printedValue } from './partSegments.ts';
import { type GridCell, portrait, type Sheet } from './sheet.ts';

/** A text that its cell shows only the beginning of. */
export interface ContinuedText {
  readonly label: string;
  readonly text: readonly Segment[];
}

const attachmentTitleSize = 18;
const attachmentTextSize = 10.5;
const attachmentLeading = attachmentTextSize * 1.4;
const attachmentTop = pageTops.grid;
/** Height in mm that the line saying whose sheet it is may take. */
const identityRoom = 18;
const attachmentBottom = 279;
/** White above and below the text of a row, in mm, both together. */
const rowMargin = 2.4;
const leastRowHeight = 8;

/** The members of a group that has more of them than the form has rows. */
export interface SurplusMembers {
  readonly key: string;
  readonly group: Pick<RepeatingRows, 'label' | 'fields'>;
  readonly times: number;
  readonly members: readonly Values[];
}

/** A table of the attached sheet before it is cut into pages. */
interface FlowTable {
  readonly columns: readonly number[];
  readonly align: readonly PlacedText['align'][];
  readonly head: readonly string[];
  readonly rows: readonly (readonly (readonly Segment[])[])[];
}

/** The attached sheets of a record: whole texts of cells that show only their beginning, then further members as rows. */
export function layoutAttachments(
  sheet: Sheet,
  source: PartSource,
  continued: readonly ContinuedText[],
  surplus: readonly SurplusMembers[],
): SheetPage[] {
  const tables: FlowTable[] = [];
  // Both halves of a form that is cut apart show the same.
  const isSame = (one: ContinuedText, other: ContinuedText): boolean => JSON.stringify(one) === JSON.stringify(other);
  const whole = continued.filter((text, index) => continued.findIndex((each) => isSame(each, text)) === index);
  if (whole.length > 0) {
    tables.push({
      columns: [40, portrait.usableWidth - 40],
      align: ['center', 'left'],
      head: ['栏目', '全文'],
      rows: whole.map(({ label, text }) => [[{ kind: 'text', text: label }], text]),
    });
  }
  for (const rows of surplus) tables.push(memberTable(sheet, source, rows));
  const identity = layoutLine(identityItems(sheet, source), 'left', pageTops.head, identityRoom, portrait);
  // A long name takes a second line; the tables then begin lower.
  const top = Math.max(attachmentTop, ...identity.map((text) => text.y + text.height + 1));
  const pages = flowTables(tables, top);
  return pages.map((placed, index) => ({
    kind: 'attachment',
    width: portrait.width,
    height: portrait.height,
    texts: [
      titleText(`${sheet.title}（附页）`, pageTops.title, attachmentTitleSize, portrait),
      ...identity,
      ...layoutLine([[{ kind: 'text', text: `附页第${index + 1}页，共${pages.length}页` }]], 'right', 281, 6, portrait),
    ],
    tables: placed,
  }));
}

/** Whose sheet it is, so that a loose page finds back: the name of the record, or of the one it is about, and its number. */
function identityItems(sheet: Sheet, source: PartSource): Segment[][] {
  const { register } = sheet;
  const [shape, prefix] = register.about ? [register.about, aboutPrefix] : [register, ''];
  const named = [shape.nameField, shape.uniqueField].flatMap((key) => (key === undefined ? [] : `${prefix}${key}`));
  return (sheet.identity ?? named).flatMap((key): Segment[][] => {
    const text = printedValue(source, key);
    const label = source.fields[key]?.label;
    return text === null || label === undefined ? [] : [[{ kind: 'text', text: `${label}：${text}` }]];
  });
}

/** The name of a cell on the attached sheet: the labels of its fields, with the member's number. */
export function labelOf({ cell, member }: GridCell, sheet: Sheet): string {
  const group = member === null ? undefined : sheet.register.rows[member.group];
  const fields = group?.fields ?? shownFields(sheet.register);
  const labels = cell.parts.flatMap((part) =>
    typeof part === 'object' && (part.kind === 'value' || part.kind === 'tick')
      ? [fields[part.field]?.label ?? part.field]
      : [],
  );
  const before = group === undefined || member === null ? '' : rowName(group, member.index);
  return `${before}${[...new Set(labels)].join('、')}`;
}

/** What the rows of a group are counted in: people, or rows of anything else. */
export function countedIn({ fields }: Pick<RepeatingRows, 'fields'>): '人' | '行' {
  return Object.values(fields).some(({ kind }) => kind.search === 'personName') ? '人' : '行';
}

/** 家庭主要成员第2人, 劝返记录第4行. */
function rowName(group: Pick<RepeatingRows, 'label' | 'fields'>, index: number): string {
  return `${group.label}第${index + 1}${countedIn(group)}`;
}

/** Room in mm for the number of a row. */
const numberWidth = 12;

/** Members beyond the printed rows, in the columns of those rows; the first column numbers them. */
function memberTable(sheet: Sheet, source: PartSource, { key, group, times, members }: SurplusMembers): FlowTable {
  const cells = sheet.cells.filter(
    ({ member, cell }) => member?.group === key && member.index === 0 && !cell.rowNumber,
  );
  const width = cells.reduce((sum, { width: cellWidth }) => sum + cellWidth, 0);
  // Rows as wide as the page leave no room for their numbers, so all columns give some.
  const scale = Math.min(1, (portrait.usableWidth - numberWidth) / width);
  const widths = cells.map((placed) => Math.floor(placed.width * scale * 10) / 10);
  const labels = cells.map((placed) => labelOf({ ...placed, member: { group: key, index: 0 } }, sheet));
  return {
    columns: [Math.round((portrait.usableWidth - widths.reduce((sum, each) => sum + each, 0)) * 10) / 10, ...widths],
    align: ['center', ...cells.map(({ cell }) => cell.align)],
    head: ['序号', ...labels.map((label) => label.replace(rowName(group, 0), ''))],
    rows: members
      .slice(times)
      .map((values, index) => [
        [{ kind: 'text', text: String(times + index + 1) }],
        ...cells.map(({ cell }) => partSegments(cell.parts, { ...source, fields: group.fields, values })),
      ]),
  };
}

/** Cuts tables into pages. The head row is repeated; a row that no page holds is cut between its lines. */
function flowTables(tables: readonly FlowTable[], top: number): PlacedTable[][] {
  const pages: PlacedTable[][] = [];
  let page: PlacedTable[] = [];
  let y = top;
  const room = (): number => attachmentBottom - y;
  const endPage = (): void => {
    pages.push(page);
    page = [];
    y = top;
  };
  for (const table of tables) {
    const setRow = (row: readonly (readonly Segment[])[]): Line[][] =>
      row.map((text, column) => setText(text, table.columns[column] ?? 0, table.align[column] ?? 'left'));
    const head = setRow(table.head.map((text) => [{ kind: 'text', text }]));
    let placed: Line[][][] = [];
    const endTable = (): void => {
      if (placed.length > 0) page.push(toTable(table, [head, ...placed], y));
      y += placed.length > 0 ? [head, ...placed].reduce((sum, row) => sum + rowHeight(row), 0) + 6 : 0;
      placed = [];
    };
    const used = (): number => [head, ...placed].reduce((sum, row) => sum + rowHeight(row), 0);
    const wholePage = attachmentBottom - top - rowHeight(head);
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

function setText(text: readonly Segment[], width: number, align: PlacedText['align']): Line[] {
  const box = { width, height: 0 };
  const lines = breakLines(breakableText(text), emAcross(box, attachmentTextSize));
  if (align !== 'center' || lines.length < 2) return lines;
  const set = { size: attachmentTextSize, leading: attachmentLeading, lines, complete: true };
  return [...balanced(text, set, box).lines];
}

function rowHeight(row: readonly (readonly Line[])[]): number {
  const lines = Math.max(...row.map((cell) => cell.length));
  return Math.max(leastRowHeight, lines * attachmentLeading * mmPerPoint + rowMargin);
}

function toTable(table: FlowTable, rows: readonly (readonly (readonly Line[])[])[], top: number): PlacedTable {
  const rowHeights = rows.map(rowHeight);
  let y = top;
  const cells = rows.flatMap((row, rowIndex) => {
    const height = rowHeights[rowIndex] ?? 0;
    let x: number = portrait.left;
    const placed = row.map((lines, column): PlacedCell => {
      const width = table.columns[column] ?? 0;
      const cell: PlacedCell = {
        x,
        y,
        width,
        height,
        font: 'body',
        size: attachmentTextSize,
        leading: attachmentLeading,
        align: rowIndex === 0 ? 'center' : (table.align[column] ?? 'left'),
        lines,
        row: rowIndex,
        column,
        rows: 1,
        columns: 1,
        vertical: false,
        padding: cellPadding.horizontal,
      };
      x += width;
      return cell;
    });
    y += height;
    return placed;
  });
  return { columns: table.columns, rowHeights, cells };
}

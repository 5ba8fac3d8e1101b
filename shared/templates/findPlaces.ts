import { findTextPlaces, plainLabel, type TextPlace } from './findTextPlaces.ts';
import type {
  TemplateBlock,
  TemplateCell,
  TemplateContent,
  TemplateModel,
  TemplateParagraph,
  TemplatePlace,
  TemplateRows,
  TemplateTable,
} from './templateModel.ts';

const longestLabel = 30;
/** Columns from which a head row with one empty row below it is a list all the same when its rows are numbered or named. */
const fewestColumns = 3;
const startsRows = /^(?:序号|序|编号|与(?:本人|儿童|未成年人|其|被监护人)?(?:的)?关系|与.{0,8}关系|称谓|关系)$/u;

/** Every place of a form that can be filled, in reading order, with what the form calls it. */
export function findPlaces(model: TemplateModel): Omit<TemplateContent, 'model'> {
  const places: TemplatePlace[] = [];
  const rows: TemplateRows[] = [];
  for (const part of model.parts) {
    for (const block of part.blocks) visit(block, places, rows);
  }
  return { places, rows };
}

function visit(block: TemplateBlock, places: TemplatePlace[], rows: TemplateRows[]): void {
  if (block.kind === 'paragraph') {
    places.push(...placesIn(block, findTextPlaces(block), { cell: null, label: '', labelAbove: '', section: '' }));
    return;
  }
  const grid = gridOf(block);
  const found = findRows(block, grid);
  rows.push(...found.map(({ cells: _, ...each }) => each));
  const first = new Map(found.flatMap((each) => (each.cells[0] ?? []).map((cell) => [cell, each] as const)));
  const later = new Set(found.flatMap((each) => each.cells.slice(1).flat()));
  for (const cell of block.cells) {
    if (later.has(cell)) continue;
    const inRows = first.get(cell);
    const around = aroundOf(block, grid, cell, inRows !== undefined);
    places.push(...placesInCell(cell, around, inRows?.address ?? null, grid));
    for (const inner of cell.blocks) if (inner.kind === 'table') visit(inner, places, rows);
  }
}

type Around = Pick<TemplatePlace, 'cell' | 'label' | 'labelAbove' | 'section'>;

function placesInCell(cell: TemplateCell, around: Around, rows: string | null, grid: Grid): TemplatePlace[] {
  const paragraphs = cell.blocks.filter((block) => block.kind === 'paragraph');
  const [firstParagraph] = paragraphs;
  if (isEmpty(cell)) {
    if (firstParagraph === undefined || !(cell.lines || rows !== null || isLabelled(grid, cell))) return [];
    return [
      {
        address: cell.address,
        kind: 'cell',
        range: { paragraph: firstParagraph.address, from: 0, to: firstParagraph.text.length },
        boxes: [],
        rows,
        ...around,
      },
    ];
  }
  const byParagraph = paragraphs.map((paragraph) => ({ paragraph, found: findTextPlaces(paragraph) }));
  // 填表人： with an empty cell beside it is a label, not a line to write on.
  const own = byParagraph.map(({ paragraph, found }) => ({
    paragraph,
    found: found.filter(({ kind }) => kind !== 'end' || !isBesideEmpty(grid, cell)),
  }));
  return joinedTicks(
    own.flatMap(({ paragraph, found }) => placesIn(paragraph, found, around)),
    around.label,
  );
}

/** Boxes on several lines of one cell are one choice, unless a line says what else it asks. */
function joinedTicks(places: readonly TemplatePlace[], label: string): TemplatePlace[] {
  const joined: TemplatePlace[] = [];
  for (const place of places) {
    const first = joined.findIndex(({ kind }) => kind === 'ticks');
    const known = joined[first];
    const continues = place.kind === 'ticks' && known !== undefined && (place.label === label || place.label === '');
    if (continues && isNextLine(known, place)) joined[first] = { ...known, boxes: [...known.boxes, ...place.boxes] };
    else joined.push(place);
  }
  return joined;
}

function isNextLine(known: TemplatePlace, place: TemplatePlace): boolean {
  return known.boxes.every(({ paragraph }) => paragraph !== place.range.paragraph);
}

function placesIn(paragraph: TemplateParagraph, found: readonly TextPlace[], around: Around): TemplatePlace[] {
  return found.map((place, index) => ({
    address: `${paragraph.address}#${index}`,
    kind: place.kind,
    range: { paragraph: paragraph.address, from: place.from, to: place.to },
    boxes: place.boxes.map((each) => ({ paragraph: paragraph.address, ...each })),
    rows: null,
    ...around,
    label: place.label || around.label,
    labelAbove: place.label === '' ? around.labelAbove : '',
  }));
}

type Grid = readonly (readonly (TemplateCell | undefined)[])[];

/** Which cell covers each column of each row. */
function gridOf(table: TemplateTable): Grid {
  const grid = table.rows.map(() => new Array<TemplateCell | undefined>(table.columns.length).fill(undefined));
  for (const cell of table.cells) {
    for (let row = cell.row; row < cell.row + cell.rowSpan; row += 1) {
      grid[row]?.fill(cell, cell.column, cell.column + cell.columnSpan);
    }
  }
  return grid;
}

function textOf(cell: TemplateCell | undefined): string {
  return cell?.blocks.map((block) => (block.kind === 'paragraph' ? block.text : '')).join('\n') ?? '';
}

function isEmpty(cell: TemplateCell): boolean {
  return cell.blocks.every((block) => block.kind === 'paragraph' && block.text.trim() === '');
}

/** The words of a cell when it can be a label: short, and nothing to be filled in itself. */
function labelOf(cell: TemplateCell | undefined): string {
  if (cell === undefined) return '';
  const label = plainLabel(textOf(cell));
  if (label.length > longestLabel) return '';
  const hasPlaces = cell.blocks.some(
    (block) => block.kind === 'paragraph' && findTextPlaces(block).some(({ kind }) => kind !== 'end'),
  );
  return hasPlaces ? '' : label;
}

function leftOf(grid: Grid, cell: TemplateCell): TemplateCell | undefined {
  return grid[cell.row]?.[cell.column - 1];
}

function aboveOf(grid: Grid, cell: TemplateCell): TemplateCell | undefined {
  return grid[cell.row - 1]?.[cell.column];
}

/** Beside a label; where a table draws lines, beside one that ends with a colon. */
function isLabelled(grid: Grid, cell: TemplateCell): boolean {
  const left = leftOf(grid, cell);
  if (/[：:]\s*$/u.test(textOf(left))) return true;
  return cell.row > 0 && labelOf(left) !== '' && !grid.some((row) => row.some((each) => each?.lines));
}

function isBesideEmpty(grid: Grid, cell: TemplateCell): boolean {
  const beside = grid[cell.row]?.[cell.column + cell.columnSpan];
  return beside !== undefined && isEmpty(beside);
}

/** A cell that names a block of rows: it is higher than what stands beside it. */
function isSection(cell: TemplateCell, beside: TemplateCell): boolean {
  return cell.rowSpan > beside.rowSpan && !isEmpty(cell);
}

function aroundOf(table: TemplateTable, grid: Grid, cell: TemplateCell, inRows: boolean): Around {
  const left = leftOf(grid, cell);
  const above = labelOf(aboveOf(grid, cell));
  const leftLabel = left === undefined || isSection(left, cell) ? '' : labelOf(left);
  const section = sectionOf(table, grid, cell);
  if (inRows) return { cell: cell.address, label: above, labelAbove: '', section: groupAbove(grid, cell) || section };
  // 父亲 beside and 姓名 above: both say what is asked.
  if (leftLabel !== '') return { cell: cell.address, label: leftLabel, labelAbove: above, section };
  // Text below a label of its own width is labelled by it; below a title of the whole table nothing is.
  const isTitle = (aboveOf(grid, cell)?.columnSpan ?? 0) > cell.columnSpan * 2;
  const sectionLabel =
    left !== undefined && isSection(left, cell) && !isAnyLabelBeside(grid, left) ? labelOf(left) : '';
  return { cell: cell.address, label: isTitle ? sectionLabel : above || sectionLabel, labelAbove: '', section };
}

/** Whether labels stand in the rows that a high cell names, or only what is to be filled in. */
function isAnyLabelBeside(grid: Grid, section: TemplateCell): boolean {
  for (let row = section.row; row < section.row + section.rowSpan; row += 1) {
    const beside = grid[row]?.[section.column + section.columnSpan];
    if (beside !== undefined && labelOf(beside) !== '') return true;
  }
  return false;
}

/** The block that a cell stands in: a high cell to its left, or a line over the whole width above. */
function sectionOf(table: TemplateTable, grid: Grid, cell: TemplateCell): string {
  for (let column = 0; column < cell.column; column += 1) {
    const left = grid[cell.row]?.[column];
    if (left !== undefined && isSection(left, cell)) return labelOf(left);
  }
  for (let row = cell.row - 1; row >= 0; row -= 1) {
    const across = grid[row]?.[0];
    if (across !== undefined && across.columnSpan === table.columns.length && row > 0) return labelOf(across);
  }
  return '';
}

/** 监护人 over 姓名 and 电话 in a head of two levels. */
function groupAbove(grid: Grid, cell: TemplateCell): string {
  const head = aboveOf(grid, cell);
  const group = head === undefined ? undefined : aboveOf(grid, head);
  if (head === undefined || group === undefined || group.columnSpan <= head.columnSpan) return '';
  // A label with its value beside it is a line of the form, no head over several columns.
  const isLabel = isBesideEmpty(grid, group) || (group.column === 0 && group.columnSpan > 6);
  return isLabel ? '' : labelOf(group);
}

interface FoundRows extends TemplateRows {
  /** The empty cells of each row. */
  readonly cells: readonly (readonly TemplateCell[])[];
}

/** Head rows with empty rows of the same columns below them. */
function findRows(table: TemplateTable, grid: Grid): FoundRows[] {
  const found: FoundRows[] = [];
  const byRow = table.rows.map((_, row) => table.cells.filter((cell) => cell.row === row && cell.rowSpan === 1));
  for (let row = 1; row < table.rows.length; row += 1) {
    const own = byRow[row] ?? [];
    const blanks = own.filter(isEmpty);
    if (blanks.length < fewestColumns || !own.every((cell) => isEmpty(cell) || isNumber(cell))) continue;
    const heads = own.map((cell) => aboveOf(grid, cell));
    if (!heads.every((head) => head !== undefined && labelOf(head) !== '' && head.columnSpan < table.columns.length))
      continue;
    let last = row;
    while (last + 1 < table.rows.length && isAlike(own, byRow[last + 1] ?? [])) last += 1;
    const isNamed = heads.some((head) => startsRows.test(labelOf(head)));
    if (last === row && !isNamed) continue;
    const [firstBlank] = blanks;
    if (firstBlank === undefined) continue;
    found.push({
      address: `${table.address}.rows${row}`,
      table: table.address,
      headRow: row - 1,
      firstRow: row,
      count: last - row + 1,
      section: sectionOf(table, grid, firstBlank),
      cells: Array.from({ length: last - row + 1 }, (_, index) =>
        blanks.map((cell) => (byRow[row + index] ?? []).find(({ column }) => column === cell.column) ?? cell),
      ),
    });
    row = last;
  }
  return found;
}

function isNumber(cell: TemplateCell): boolean {
  return /^\s*\d{1,4}\s*[.、]?\s*$/u.test(textOf(cell));
}

function isAlike(first: readonly TemplateCell[], other: readonly TemplateCell[]): boolean {
  return (
    first.length === other.length &&
    first.every((cell, index) => {
      const same = other[index];
      if (same?.column !== cell.column || same.columnSpan !== cell.columnSpan) return false;
      return isEmpty(cell) ? isEmpty(same) : isNumber(same);
    })
  );
}

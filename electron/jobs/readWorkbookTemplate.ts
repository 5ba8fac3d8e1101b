import type {
  TemplateCell,
  TemplateModel,
  TemplateParagraph,
  TemplatePart,
} from '../../shared/templates/templateModel.ts';
import type { CheckedTemplate } from './checkTemplateFile.ts';
import { childElement, childElements, type XmlElement } from './parseXml.ts';
import { templateLimits, templateRefusal } from './templateRefusals.ts';
import { type CellFormat, fontOf, workbookStyles } from './workbookStyles.ts';

/** Rows and columns from 1, all included. */
export interface CellRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A piece of a cell's text that one element holds. */
export interface CellTextPiece {
  readonly at: number;
  readonly text: string;
  readonly element: XmlElement;
}

/** Where the text of a cell stands: in the cell itself, or in the part of texts that cells share. */
export interface SourceText {
  readonly part: string;
  /** The `si` or `is` element. */
  readonly element: XmlElement;
  readonly pieces: readonly CellTextPiece[];
}

export interface SourceCell {
  readonly row: number;
  readonly column: number;
  readonly element: XmlElement;
  /** Missing when the cell is empty, or holds a number or a formula. */
  readonly text?: SourceText;
}

export interface SourceRow {
  readonly row: number;
  readonly element: XmlElement;
  readonly cells: readonly SourceCell[];
}

/** A visible sheet and where everything of it stands. */
export interface SourceSheet {
  readonly address: string;
  readonly part: string;
  /** Its element in the list of sheets, whose order counts hidden ones too. */
  readonly entry: XmlElement;
  readonly index: number;
  readonly name: string;
  readonly root: XmlElement;
  readonly data: XmlElement;
  readonly rows: readonly SourceRow[];
  readonly merges: readonly CellRange[];
}

export interface WorkbookTemplate {
  readonly model: TemplateModel;
  readonly sheets: readonly SourceSheet[];
}

/** Empty rows with lines below the last text that still belong to a form. */
const longestTail = 300;

/**
 * Reads the visible sheets of a checked workbook. What formulas compute is shown as it was saved and cannot be filled.
 * @throws AppError refused when there is more than a form can hold, or merges overlap
 */
export function readWorkbookTemplate(template: CheckedTemplate): WorkbookTemplate {
  const { main } = template;
  const relations = template.relations(main);
  const find = (type: string): string | undefined =>
    [...relations.values()].find((each) => each.type === type && template.parts.has(each.target))?.target;
  const stylesPart = find('styles');
  const format = workbookStyles(stylesPart === undefined ? undefined : template.xml(stylesPart).root);
  const shared = readSharedTexts(template, find('sharedStrings'));
  const list = childElement(template.xml(main).root, 'x:sheets');
  const entries = list === undefined ? [] : childElements(list, 'x:sheet');
  if (entries.length > templateLimits.sheets) throw templateRefusal('tooLong');
  const counts = { cells: 0, characters: 0 };
  const sheets: SourceSheet[] = [];
  const parts: TemplatePart[] = [];
  entries.forEach((entry, index) => {
    if (!['visible', undefined].includes(entry.attributes.get('state'))) return;
    const relation = relations.get(entry.attributes.get('r:id') ?? '');
    if (relation?.type !== 'worksheet' || relation.external || !template.parts.has(relation.target)) return;
    const name = entry.attributes.get('name') ?? '';
    const source = readSheet(template, { entry, index, name, part: relation.target, shared });
    sheets.push(source);
    parts.push(showSheet(source, format, counts));
  });
  if (sheets.length === 0) throw templateRefusal('noSheet');
  if (parts.every((part) => part.blocks.every((block) => block.kind === 'table' && block.cells.every(isBlank)))) {
    throw templateRefusal('empty');
  }
  return { model: { format: 'xlsx', page: null, parts, notices: [] }, sheets };
}

function isBlank(cell: TemplateCell): boolean {
  return cell.blocks.every((block) => block.kind === 'paragraph' && block.text.trim() === '');
}

function readSharedTexts(template: CheckedTemplate, part: string | undefined): SourceText[] {
  if (part === undefined) return [];
  return childElements(template.xml(part).root, 'x:si').map((element) => textIn(part, element));
}

/** Plain or rich text; the reading aids of East Asian text are none of it. */
function textIn(part: string, element: XmlElement): SourceText {
  const pieces: CellTextPiece[] = [];
  let at = 0;
  const holders = childElements(element).flatMap((child) =>
    child.name === 'x:t' ? [child] : child.name === 'x:r' ? childElements(child, 'x:t') : [],
  );
  for (const holder of holders) {
    const text = holder.children.map((child) => (child.kind === 'text' ? child.text : '')).join('');
    pieces.push({ at, text, element: holder });
    at += text.length;
  }
  return { part, element, pieces };
}

function readSheet(
  template: CheckedTemplate,
  of: {
    readonly entry: XmlElement;
    readonly index: number;
    readonly name: string;
    readonly part: string;
    readonly shared: readonly SourceText[];
  },
): SourceSheet {
  const { entry, index, name, part, shared } = of;
  const { root } = template.xml(part);
  const data = childElement(root, 'x:sheetData');
  if (data === undefined) throw templateRefusal('damaged');
  const rows: SourceRow[] = [];
  let lastRow = 0;
  for (const element of childElements(data, 'x:row')) {
    const row = Number(element.attributes.get('r') ?? lastRow + 1);
    if (!(Number.isSafeInteger(row) && row > lastRow)) throw templateRefusal('structure');
    lastRow = row;
    const cells: SourceCell[] = [];
    let lastColumn = 0;
    for (const cell of childElements(element, 'x:c')) {
      const reference = cell.attributes.get('r');
      const place = reference === undefined ? { row, column: lastColumn + 1 } : parseReference(reference);
      if (place?.row !== row || place.column <= lastColumn) throw templateRefusal('structure');
      lastColumn = place.column;
      const text = cellText(part, cell, shared);
      cells.push({ ...place, element: cell, ...(text === undefined ? {} : { text }) });
    }
    rows.push({ row, element, cells });
  }
  const list = childElement(root, 'x:mergeCells');
  const merges = (list === undefined ? [] : childElements(list, 'x:mergeCell')).map((merge) => {
    const range = parseRange(merge.attributes.get('ref') ?? '');
    if (range === undefined || range.right > templateLimits.columns || range.bottom > 20_000)
      throw templateRefusal('merges');
    return range;
  });
  if (merges.length > templateLimits.merges) throw templateRefusal('merges');
  return { address: `sheet${index + 1}`, part, entry, index, name, root, data, rows, merges };
}

function cellText(part: string, cell: XmlElement, shared: readonly SourceText[]): SourceText | undefined {
  if (childElement(cell, 'x:f') !== undefined) return undefined;
  const type = cell.attributes.get('t');
  if (type === 'inlineStr') {
    const inline = childElement(cell, 'x:is');
    return inline === undefined ? undefined : textIn(part, inline);
  }
  if (type !== 's') return undefined;
  return shared[Number(valueOfCell(cell))];
}

function valueOfCell(cell: XmlElement): string {
  const value = childElement(cell, 'x:v');
  return value?.children.map((child) => (child.kind === 'text' ? child.text : '')).join('') ?? '';
}

/** What a cell shows. A formula without a saved result is shown as one, so that nobody takes it for a blank. */
function shownText(cell: SourceCell): string {
  if (cell.text !== undefined) return cell.text.pieces.map(({ text }) => text).join('');
  if (childElement(cell.element, 'x:f') !== undefined) return valueOfCell(cell.element) || '（公式）';
  return cell.element.attributes.get('t') === 's' ? '' : valueOfCell(cell.element);
}

function showSheet(
  sheet: SourceSheet,
  format: (index: number) => CellFormat,
  counts: { cells: number; characters: number },
): TemplatePart {
  const cells = new Map(
    sheet.rows.flatMap((row) => row.cells.map((cell) => [key(cell.row, cell.column), cell] as const)),
  );
  const formatOf = (cell: SourceCell | undefined): CellFormat => format(Number(cell?.element.attributes.get('s') ?? 0));
  const used = usedRange(sheet, formatOf);
  if (used.bottom > templateLimits.rows || used.right > templateLimits.columns) throw templateRefusal('tooLong');
  counts.cells += used.bottom * used.right;
  if (counts.cells > templateLimits.cells) throw templateRefusal('tooLong');
  const covered = new Map<number, CellRange>();
  for (const merge of sheet.merges) {
    for (let row = merge.top; row <= merge.bottom; row += 1) {
      for (let column = merge.left; column <= merge.right; column += 1) {
        if (covered.has(key(row, column))) throw templateRefusal('merges');
        covered.set(key(row, column), merge);
      }
    }
  }
  const shown: TemplateCell[] = [];
  for (let row = 1; row <= used.bottom; row += 1) {
    for (let column = 1; column <= used.right; column += 1) {
      const merge = covered.get(key(row, column));
      if (merge !== undefined && (merge.top !== row || merge.left !== column)) continue;
      const cell = cells.get(key(row, column));
      const { bottom, right } = merge ?? { bottom: row, right: column };
      const look = formatOf(cell);
      const address = `${sheet.address}.${cellName(row, column)}`;
      const corner = formatOf(cells.get(key(bottom, right)));
      const text = paragraph(`${address}.0`, cell, look);
      counts.characters += text.text.length;
      if (counts.characters > templateLimits.characters) throw templateRefusal('tooLong');
      shown.push({
        address,
        row: row - 1,
        column: column - 1,
        rowSpan: bottom - row + 1,
        columnSpan: right - column + 1,
        lines: look.lines || corner.lines,
        vertical: look.vertical,
        align: look.verticalAlign,
        blocks: [text],
      });
    }
  }
  const table = {
    kind: 'table' as const,
    address: sheet.address,
    columns: columnWidths(sheet.root, used.right),
    rows: rowHeights(sheet, used.bottom),
    cells: shown,
  };
  return { address: sheet.address, kind: 'sheet', title: sheet.name, blocks: [table] };
}

function paragraph(address: string, cell: SourceCell | undefined, format: CellFormat): TemplateParagraph {
  const { bold, underlined, size, align } = format;
  const text = cell === undefined ? '' : shownText(cell);
  const pieces = cell?.text?.pieces ?? [];
  const rich = cell?.text === undefined ? [] : childElements(cell.text.element, 'x:r');
  const spans =
    rich.length === 0
      ? [{ from: 0, to: text.length, bold, underlined, size }]
      : pieces.map((piece) => {
          const run = rich.find((each) => each.from < piece.element.from && each.to >= piece.element.to);
          const own = childElement(run, 'x:rPr');
          const font = own === undefined ? { bold, underlined, size } : fontOf(own);
          return { from: piece.at, to: piece.at + piece.text.length, ...font };
        });
  return { kind: 'paragraph', address, text, align, size, spans: text === '' ? [] : spans };
}

/** Everything that has text, a merge or, below and beside those, lines. */
function usedRange(sheet: SourceSheet, formatOf: (cell: SourceCell) => CellFormat): { bottom: number; right: number } {
  let [bottom, right] = [0, 0];
  for (const { bottom: last, right: end } of sheet.merges) {
    bottom = Math.max(bottom, last);
    right = Math.max(right, end);
  }
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      if (shownText(cell) === '') continue;
      bottom = Math.max(bottom, cell.row);
      right = Math.max(right, cell.column);
    }
  }
  const text = bottom;
  for (const row of sheet.rows) {
    const ruled = row.cells.filter((cell) => formatOf(cell).lines);
    if (ruled.length === 0 || row.row > text + longestTail) continue;
    // A gap between the form and further lines ends the form.
    if (row.row <= bottom + 1) bottom = Math.max(bottom, row.row);
    for (const cell of ruled) if (cell.column <= right + 1) right = cell.column > right ? cell.column : right;
  }
  return { bottom, right };
}

/** Widths of columns: characters of the standard font, of seven pixels, and five for the margin (ECMA-376, 18.3.1.13). */
function columnWidths(root: XmlElement, last: number): number[] {
  const standard = Number(childElement(root, 'x:sheetFormatPr')?.attributes.get('defaultColWidth') ?? 8.43);
  const widths = new Array<number>(last).fill(inPoints(standard));
  const list = childElement(root, 'x:cols');
  for (const column of list === undefined ? [] : childElements(list, 'x:col')) {
    const from = Number(column.attributes.get('min') ?? 1);
    const to = Math.min(last, Number(column.attributes.get('max') ?? from));
    const width = isHidden(column) ? 0 : inPoints(Number(column.attributes.get('width') ?? standard));
    for (let index = Math.max(1, from); index <= to; index += 1) widths[index - 1] = width;
  }
  return widths;
}

function inPoints(characters: number): number {
  return Math.round((characters * 7 + 5) * 0.75 * 100) / 100;
}

function rowHeights(sheet: SourceSheet, last: number): (number | null)[] {
  const heights = new Array<number | null>(last).fill(null);
  for (const { row, element } of sheet.rows) {
    const height = Number(element.attributes.get('ht'));
    if (row <= last && height > 0) heights[row - 1] = isHidden(element) ? 0 : height;
  }
  return heights;
}

function isHidden({ attributes }: XmlElement): boolean {
  return ['1', 'true'].includes(attributes.get('hidden') ?? '');
}

function key(row: number, column: number): number {
  return row * 100_000 + column;
}

/** C4 is row 4, column 3. */
export function parseReference(reference: string): { row: number; column: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/u.exec(reference);
  if (!match) return undefined;
  const [, letters = '', digits = ''] = match;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column };
}

/** B2:D4, or one cell. */
export function parseRange(reference: string): CellRange | undefined {
  const [first = '', last = first] = reference.split(':');
  const [from, to] = [parseReference(first), parseReference(last)];
  if (from === undefined || to === undefined) return undefined;
  if (from.row > to.row || from.column > to.column || from.row < 1) return undefined;
  return { top: from.row, left: from.column, bottom: to.row, right: to.column };
}

/** The name of a cell: row 4, column 3 is C4. */
export function cellName(row: number, column: number): string {
  return `${columnLetters(column)}${row}`;
}

function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return `${rest === 0 ? '' : columnLetters(rest)}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}

import { AppError } from '../../shared/contract/result.ts';
import type { TemplateContent, TemplatePlace } from '../../shared/templates/templateModel.ts';
import { type AddedRows, attributeSplice, movedRow, moveRows } from './addSheetRows.ts';
import type { CheckedTemplate } from './checkTemplateFile.ts';
import { copyTemplateSheets, type FilledSheet, refuseUncopiable } from './copyTemplateSheets.ts';
import type { ChangedParts } from './fillDocument.ts';
import { applySplices, childElement, childElements, escapeXml, everyElement, type Splice, textOf } from './parseXml.ts';
import {
  cellName,
  parseReference,
  readWorkbookTemplate,
  type SourceCell,
  type SourceRow,
  type SourceSheet,
  type SourceText,
} from './readWorkbookTemplate.ts';
import { changesFor, type PlaceValue, type TemplateFilling, type TextChange, tickedBox } from './templateFilling.ts';
import { calculation, drawingsOf, movedDrawing, movedNames, tagName } from './workbookParts.ts';

type Content = Omit<TemplateContent, 'model'>;

/** What a cell gets: changes of its text, in its row of the template or in a copy of that row. */
interface CellChange {
  readonly row: number;
  readonly column: number;
  /** 0: the row itself; 1: its first copy. */
  readonly copy: number;
  readonly changes: readonly TextChange[];
}

/**
 * Fills a workbook by giving cells texts of their own; formats, widths, merges and everything else of its parts stays. A text is a
 * text whatever it begins with: no cell becomes a formula.
 */
export function createWorkbookFiller(template: CheckedTemplate, content: Content) {
  const workbook = readWorkbookTemplate(template);
  const formulas = workbook.sheets.flatMap(({ data }) =>
    [...everyElement(data)].filter(({ name }) => name === 'x:f').map(textOf),
  );
  const hasFormulas = formulas.length > 0;
  /** Sheets that a filling changes; the others stand in the workbook once. */
  const filled = workbook.sheets.filter((sheet) =>
    content.places.some((place) => sheetAddress(place.address) === sheet.address),
  );

  function filledSheet(sheet: SourceSheet, filling: TemplateFilling, more: readonly Splice[]): FilledSheet {
    const { source } = template.xml(sheet.part);
    const added = content.rows.flatMap(({ address, table, firstRow, count }): AddedRows[] => {
      const surplus = (filling.rows[address]?.length ?? 0) - count;
      return table === sheet.address && surplus > 0 ? [{ below: firstRow + count, count: surplus }] : [];
    });
    if (added.length > 0) refuseImmovable(template, sheet, hasFormulas);
    const { splices, rewritten } = rowSplices(template, sheet, cellChanges(sheet, content, filling), added);
    const text = applySplices(source, [...moveRows(source, sheet, added, rewritten), ...splices, ...more]);
    return { text, added };
  }

  /** One form. */
  function fill(filling: TemplateFilling): ChangedParts {
    const parts = new Map<string, Buffer>();
    const book = template.xml(template.main);
    const bookSplices = hasFormulas ? calculation(book.source, book.root) : [];
    for (const sheet of filled) {
      const { text, added } = filledSheet(sheet, filling, []);
      parts.set(sheet.part, Buffer.from(text));
      if (added.length === 0) continue;
      for (const drawing of drawingsOf(template, sheet)) parts.set(drawing, movedDrawing(template, drawing, added));
      bookSplices.push(...movedNames(book, sheet, added));
    }
    if (bookSplices.length > 0) parts.set(template.main, Buffer.from(applySplices(book.source, bookSplices)));
    return parts;
  }

  return {
    fill,

    /**
     * All forms in one workbook: each gets sheets of its own, named after its title.
     * @throws AppError invalid when the sheets refer to one another or hold tables
     */
    fillTogether(fillings: readonly TemplateFilling[]): ChangedParts {
      const [first, ...others] = fillings;
      if (first === undefined) return new Map();
      if (others.length === 0) return fill(first);
      refuseUncopiable(template, filled, formulas);
      return copyTemplateSheets({ template, filled, fillings, filledSheet, hasFormulas });
    },
  };
}

function sheetAddress(address: string): string {
  return address.split('.')[0] ?? '';
}

/** C4 of the place, whatever follows. */
function placeOf(address: string): { row: number; column: number } | undefined {
  return parseReference(address.split('.')[1]?.replace(/#.*$/u, '') ?? '');
}

function cellChanges(sheet: SourceSheet, content: Content, filling: TemplateFilling): CellChange[] {
  const byCell = new Map<string, CellChange & { changes: TextChange[] }>();
  const add = (paragraph: string, offset: number, copy: number, changes: readonly TextChange[]): void => {
    const place = placeOf(paragraph);
    if (place === undefined || changes.length === 0) return;
    const name = `${place.row + offset} ${place.column} ${copy}`;
    const known = byCell.get(name) ?? { row: place.row + offset, column: place.column, copy, changes: [] };
    known.changes.push(...changes);
    byCell.set(name, known);
  };
  const write = (place: TemplatePlace, value: PlaceValue | undefined, offset: number, copy: number): void => {
    if (value === undefined || sheetAddress(place.address) !== sheet.address) return;
    const text = textAt(sheet, place.range.paragraph);
    if (value.kind !== 'ticks') {
      add(place.range.paragraph, offset, copy, changesFor(place, value, text));
      return;
    }
    for (const index of value.ticked) {
      const box = place.boxes[index];
      if (box === undefined) continue;
      const old = textAt(sheet, box.paragraph).slice(box.from, box.to);
      add(box.paragraph, offset, copy, [{ from: box.from, to: box.to, text: tickedBox(old) }]);
    }
  };
  for (const place of content.places) if (place.rows === null) write(place, filling.values[place.address], 0, 0);
  for (const { address, count } of content.rows) {
    const columns = content.places.filter(({ rows }) => rows === address);
    (filling.rows[address] ?? []).forEach((entry, index) => {
      const offset = Math.min(index, count - 1);
      for (const place of columns) write(place, entry[place.address], offset, Math.max(0, index - count + 1));
    });
  }
  return [...byCell.values()].toSorted(
    (left, right) => left.row - right.row || left.copy - right.copy || left.column - right.column,
  );
}

function textAt(sheet: SourceSheet, paragraph: string): string {
  const place = placeOf(paragraph);
  const row = sheet.rows.find((each) => each.row === place?.row);
  const cell = row?.cells.find((each) => each.column === place?.column);
  return cell?.text?.pieces.map(({ text }) => text).join('') ?? '';
}

/** Rows with their new texts, and copies of rows; other numbers of rows that only move are left to `moveRows`. */
function rowSplices(
  template: CheckedTemplate,
  sheet: SourceSheet,
  changes: readonly CellChange[],
  added: readonly AddedRows[],
): { readonly splices: Splice[]; readonly rewritten: ReadonlySet<number> } {
  const { source } = template.xml(sheet.part);
  const rewritten = new Set(
    [...changes.map(({ row }) => row), ...added.map(({ below }) => below)].toSorted((left, right) => left - right),
  );
  const splices = [...rewritten].map((number): Splice => {
    const row = sheet.rows.find((each) => each.row === number);
    const copies = added.find(({ below }) => below === number)?.count ?? 0;
    const to = movedRow(number, added);
    const text = Array.from({ length: copies + 1 }, (_, copy) => {
      const own = changes.filter((change) => change.row === number && change.copy === copy);
      return row === undefined ? newRow(source, sheet, to + copy, own) : rowText(template, sheet, row, to + copy, own);
    }).join('');
    if (row !== undefined) return { from: row.element.from, to: row.element.to, text };
    const at = sheet.rows.find((each) => each.row > number)?.element.from ?? sheet.data.closeStart;
    return { from: at, to: at, text };
  });
  return { splices, rewritten };
}

/** A row under a number, with the cells that change; cells that the file leaves out stand in their order. */
function rowText(
  template: CheckedTemplate,
  sheet: SourceSheet,
  row: SourceRow,
  number: number,
  changes: readonly CellChange[],
): string {
  const { source } = template.xml(sheet.part);
  const { element } = row;
  const splices: Splice[] = attributeSplice(source, element, 'r', String(number));
  for (const cell of row.cells) {
    const change = changes.find(({ column }) => column === cell.column);
    const name = cellName(number, cell.column);
    if (change === undefined) splices.push(...attributeSplice(source, cell.element, 'r', name));
    else splices.push(changedCell(template, sheet, cell, name, change.changes));
  }
  const style = element.attributes.get('s');
  const missing = changes.filter(({ column }) => row.cells.every((cell) => cell.column !== column));
  const before = new Map<SourceCell | undefined, string>();
  for (const { column, changes: own } of missing) {
    const next = row.cells.find((cell) => cell.column > column);
    const text = newCell(prefixOf(source, sheet), cellName(number, column), style ?? columnStyle(sheet, column), own);
    before.set(next, `${before.get(next) ?? ''}${text}`);
  }
  for (const [next, text] of before) {
    if (next !== undefined) splices.push({ from: next.element.from, to: next.element.from, text });
    else if (element.openEnd < element.to) splices.push({ from: element.closeStart, to: element.closeStart, text });
    else splices.push({ from: element.to - 2, to: element.to, text: `>${text}</${prefixOf(source, sheet)}row>` });
  }
  return applySplices(source, splices, element.from, element.to);
}

function newRow(source: string, sheet: SourceSheet, number: number, changes: readonly CellChange[]): string {
  const prefix = prefixOf(source, sheet);
  const cells = changes.map(({ column, changes: own }) =>
    newCell(prefix, cellName(number, column), columnStyle(sheet, column), own),
  );
  return `<${prefix}row r="${number}">${cells.join('')}</${prefix}row>`;
}

function newCell(prefix: string, name: string, style: string | undefined, changes: readonly TextChange[]): string {
  const format = style === undefined ? '' : ` s="${escapeXml(style)}"`;
  const text = escapeXml(changes.map((change) => change.text).join(''));
  return `<${prefix}c r="${name}"${format} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${text}</${prefix}t></${prefix}is></${prefix}c>`;
}

/** The style that a column gives to cells that the file leaves out. */
function columnStyle(sheet: SourceSheet, column: number): string | undefined {
  const list = childElement(sheet.root, 'x:cols');
  const found = (list === undefined ? [] : childElements(list, 'x:col')).find(
    ({ attributes }) => Number(attributes.get('min')) <= column && column <= Number(attributes.get('max')),
  );
  return found?.attributes.get('style');
}

/** The cell with its format and a text of its own; of a text that cells share, its runs and their formats are taken along. */
function changedCell(
  template: CheckedTemplate,
  sheet: SourceSheet,
  cell: SourceCell,
  name: string,
  changes: readonly TextChange[],
): Splice {
  const { source } = template.xml(sheet.part);
  const prefix = prefixOf(source, sheet);
  const { from, to, openEnd } = cell.element;
  const tag = source
    .slice(from, openEnd)
    .replace(/\s*\/?>$/u, '')
    .replace(/\st\s*=\s*(?:"[^"]*"|'[^']*')/u, '')
    .replace(/(\sr\s*=\s*["'])[^"']*/u, `$1${name}`);
  const inner = cell.text === undefined ? newText(prefix, changes) : changedText(template, prefix, cell.text, changes);
  return { from, to, text: `${tag} t="inlineStr"><${prefix}is>${inner}</${prefix}is></${prefix}c>` };
}

function newText(prefix: string, changes: readonly TextChange[]): string {
  const text = escapeXml(changes.map((change) => change.text).join(''));
  return `<${prefix}t xml:space="preserve">${text}</${prefix}t>`;
}

function changedText(
  template: CheckedTemplate,
  prefix: string,
  text: SourceText,
  changes: readonly TextChange[],
): string {
  const { source } = template.xml(text.part);
  const [first] = text.pieces;
  if (first === undefined) return newText(prefix, changes);
  const byPiece = new Map<SourceText['pieces'][number], TextChange[]>();
  for (const change of changes) {
    const touched = text.pieces.filter(({ at, text: own }) => change.from < at + own.length && change.to > at);
    const host = touched[0] ?? text.pieces.findLast(({ at }) => at <= change.from) ?? first;
    for (const piece of touched.length === 0 ? [host] : touched) {
      const from = Math.max(0, Math.min(piece.text.length, change.from - piece.at));
      const to = Math.max(from, Math.min(piece.text.length, change.to - piece.at));
      byPiece.set(piece, [...(byPiece.get(piece) ?? []), { from, to, text: piece === host ? change.text : '' }]);
    }
  }
  const splices = [...byPiece].flatMap(([piece, own]): Splice[] => {
    const { element } = piece;
    const tag = tagName(source, element);
    const written = escapeXml(applySplices(piece.text, own));
    return [{ from: element.from, to: element.to, text: `<${tag} xml:space="preserve">${written}</${tag}>` }];
  });
  // Reading aids would stand above text that they do not belong to.
  for (const aid of childElements(text.element)) {
    if (aid.name === 'x:rPh' || aid.name === 'x:phoneticPr') splices.push({ from: aid.from, to: aid.to, text: '' });
  }
  return applySplices(source, splices, text.element.openEnd, text.element.closeStart);
}

function prefixOf(source: string, sheet: SourceSheet): string {
  return tagName(source, sheet.data).slice(0, -'sheetData'.length);
}

/** What cannot follow when rows are added in the middle of a sheet. */
function refuseImmovable(template: CheckedTemplate, sheet: SourceSheet, hasFormulas: boolean): void {
  const types = [...template.relations(sheet.part).values()].map(({ type }) => type);
  const hindrance = hasFormulas
    ? '公式'
    : types.includes('table')
      ? '“套用表格格式”的区域'
      : types.includes('comments')
        ? '批注'
        : undefined;
  if (hindrance === undefined) return;
  throw new AppError('invalid', `表样里留的行不够，又有${hindrance}，不能自动加行，请在表样里多留空行后重新放入`);
}

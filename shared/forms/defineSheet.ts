import { codeTable } from '../codes/codeTable.ts';
import type { FieldContext } from '../fields/kinds.ts';
import { type Field, findField, type RecordShape, type Values } from '../registers/register.ts';
import { cutIntoPages, sums } from './cutIntoPages.ts';
import { balanced, continuedMark, type FittedText, fitText, fitVertical } from './fitText.ts';
import { layoutNotes } from './layoutLine.ts';
import { partSegments } from './partSegments.ts';
import {
  type GridCell,
  type Part,
  portrait,
  type Sheet,
  type SheetDeclaration,
  type SheetLine,
  type SheetRow,
  type ValuePart,
} from './sheet.ts';

type Fail = (problem: string) => never;

const emptyLine: SheetLine = { align: 'left', items: [] };

/**
 * Checks a form once, when the program starts, and places its cells: every row fills its columns, the page holds the grid,
 * printed text fits its cell, every cell to fill has room for 「（续附页）」, and values and boxes refer to declared fields
 * and codes of the register.
 * @throws Error naming the form and the place.
 */
export function defineSheet(declaration: SheetDeclaration): Sheet {
  const { key, register, columns } = declaration;
  const fail: Fail = (problem) => {
    throw new Error(`${key}: ${problem}`);
  };
  const width = sums(columns).at(-1) ?? 0;
  if (width !== portrait.usableWidth) fail(`columns are ${width} mm wide, the page has ${portrait.usableWidth}`);
  const rowHeights = printedRows(declaration).map((row) => row.height);
  const gridHeight = sums(rowHeights).at(-1) ?? 0;
  for (const { repeat, cells, cut } of declaration.rows) {
    for (const part of cut?.across ?? []) {
      checkPart(register, undefined, part, fail);
      // The line may be too short for it.
      if (isValue(part) && !inCells(declaration, part)) fail('what stands on a cut line stands in no cell');
    }
    const group = repeat?.group;
    if (group !== undefined && !Object.hasOwn(register.rows, group)) fail(`rows ${group} are not declared`);
    for (const part of cells.flatMap((cell) => cell.parts)) checkPart(register, group, part, fail);
  }
  const { beside = [], head = emptyLine, foot = emptyLine } = declaration;
  for (const part of [head, foot].flatMap((line) => line.items.flat())) {
    checkPart(register, undefined, part, fail);
  }
  for (const name of declaration.identity ?? []) {
    if (findField(register, name) === undefined) fail(`field ${name} is not declared`);
  }
  const cells = placeCells(declaration, fail);
  for (const cell of cells) checkRoom(cell, register, fail);
  const pageGrids = cutIntoPages({
    rows: printedRows(declaration),
    cells,
    pages: declaration.pages ?? 1,
    notesHeight: layoutNotes(declaration.notes ?? [], 0).height,
    setCell: (cell) => {
      const set = setClipped(cell);
      checkRoom(set, register, fail);
      return set;
    },
    fail,
  });
  return { ...declaration, beside, head, foot, cells, rowHeights, gridHeight, pageGrids };
}

/** Forms are checked before any office is known: what belongs to one office cannot be printed as boxes. */
const noOffice: FieldContext = { today: '2000-01-01', villages: codeTable('村（社区）', '本镇', []) };

function checkPart(register: RecordShape, group: string | undefined, part: Part, fail: Fail): void {
  if (typeof part === 'string' || (part.kind !== 'value' && part.kind !== 'tick')) return;
  const field = fieldOf(register, group, part.field) ?? fail(`field ${part.field} is not declared`);
  if (part.kind === 'value') return;
  const table = field.kind.options?.(noOffice) ?? fail(`${part.field} has no codes to tick`);
  for (const code of [...part.codes, part.sets]) if (!table.has(code)) fail(`${part.field} has no code ${code}`);
  if (!part.codes.includes(part.sets)) fail(`“${part.text}” stores a code it does not stand for`);
}

/** The field a part refers to: one of the record, or of a group inside repeating rows. */
export function fieldOf(register: RecordShape, group: string | undefined, key: string): Field | undefined {
  if (group === undefined) return findField(register, key);
  const fields = register.rows[group]?.fields;
  return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/**
 * Fields of a record that its form has no place for though they are entered with it: those that must be filled, those that
 * decide whether another must be, and those that the form names. In the order of the register's entry form.
 */
export function fieldsBesideSheet(sheet: Sheet, values: Values): string[] {
  const { fields, sections } = sheet.register;
  const held = new Set(
    [
      ...sheet.rows.filter((row) => row.repeat === undefined).flatMap((row) => row.cells.flatMap((cell) => cell.parts)),
      ...[sheet.head, sheet.foot].flatMap((line) => line.items.flat()),
    ].flatMap((part) =>
      typeof part === 'object' && (part.kind === 'value' || part.kind === 'tick') ? part.field : [],
    ),
  );
  const needed = (key: string, field: Field): boolean => {
    const [empty, filled] = [null, ''].map((value) => ({ ...values, [key]: value }));
    const decides = (other: Field): boolean => other.required(empty ?? values) !== other.required(filled ?? values);
    const mustBeEntered = field.required(values) && field.initially === undefined;
    return mustBeEntered || sheet.beside.includes(key) || Object.values(fields).some(decides);
  };
  return sections
    .flatMap((section) => section.fields)
    .filter((key) => {
      const field = fields[key];
      return field !== undefined && !held.has(key) && needed(key, field);
    });
}

function checkRoom(placed: GridCell, register: RecordShape, fail: Fail): void {
  const { cell, row } = placed;
  const empty = placed.printed ?? setEmpty(placed);
  const text = cell.parts.filter((part) => typeof part === 'string').join('');
  if (!empty.complete) fail(`row ${row + 1}: “${text}” does not fit its cell`);
  const mayContinue = cell.parts.some(isValue) && !holdsEveryCode(placed, register);
  if (mayContinue && !fitText([{ kind: 'text', text: continuedMark }], placed).complete) {
    fail(`row ${row + 1}: a cell of ${placed.width} × ${placed.height} mm has no room for ${continuedMark}`);
  }
}

function isValue(part: Part): part is ValuePart {
  return typeof part === 'object' && part.kind === 'value';
}

function inCells({ rows }: SheetDeclaration, { field }: ValuePart): boolean {
  const parts = rows
    .filter(({ repeat }) => repeat === undefined)
    .flatMap(({ cells }) => cells.flatMap((cell) => cell.parts));
  return parts.some((part) => isValue(part) && part.field === field);
}

/** Whether a cell shows one choice alone and has room for the longest, such as the points of a score. */
function holdsEveryCode(placed: GridCell, register: RecordShape): boolean {
  const [part, ...others] = placed.cell.parts;
  if (typeof part !== 'object' || part.kind !== 'value' || others.length > 0) return false;
  const kind = fieldOf(register, placed.member?.group, part.field)?.kind;
  const entries = kind?.multiple === false ? (kind.options?.(noOffice).entries ?? []) : [];
  return entries.length > 0 && entries.every(({ label: text }) => fitText([{ kind: 'text', text }], placed).complete);
}

/** A cell as it stands on a blank form. */
function setEmpty(placed: GridCell): FittedText {
  const { parts } = placed.cell;
  return fitText(partSegments(parts, { fields: {}, values: {}, office: null, context: noOffice }), placed);
}

function setPrinted(placed: GridCell): GridCell {
  const { parts, vertical } = placed.cell;
  const text = parts.join('');
  if (vertical) return { ...placed, printed: fitVertical(text, placed) };
  if (parts.some((part) => typeof part !== 'string')) return placed;
  const fitted = fitText([{ kind: 'text', text }], placed);
  // Labels stand in the middle in even lines; sentences fill theirs.
  const isEven = placed.cell.align === 'center';
  return { ...placed, printed: isEven ? balanced([{ kind: 'text', text }], fitted, placed) : fitted };
}

/** A label of which a page shows some rows; where these are too few for hanzi below each other, it is set in lines. */
function setClipped(placed: GridCell): GridCell {
  const set = setPrinted(placed);
  if (!placed.cell.vertical || set.printed?.complete) return set;
  return setPrinted({ ...placed, cell: { ...placed.cell, vertical: false } });
}

/** The rows as printed, repeating rows written out. */
function printedRows(sheet: SheetDeclaration): readonly (SheetRow & { readonly memberIndex: number })[] {
  return sheet.rows.flatMap((row) =>
    Array.from({ length: row.repeat?.times ?? 1 }, (_, memberIndex) => ({ ...row, memberIndex })),
  );
}

/** Places the cells of a grid; fails when a row does not fill its columns exactly or a span leaves the grid. */
function placeCells(sheet: SheetDeclaration, fail: Fail): GridCell[] {
  const rows = printedRows(sheet);
  const tops = sums(rows.map((row) => row.height));
  const lefts = sums(sheet.columns);
  const taken = rows.map(() => sheet.columns.map(() => false));
  const placed: GridCell[] = [];
  rows.forEach((printed, row) => {
    let column = 0;
    for (const declared of printed.cells) {
      const cell = declared.rowNumber ? { ...declared, parts: [String(printed.memberIndex + 1)] } : declared;
      while (taken[row]?.[column]) column += 1;
      const right = column + cell.columns;
      const bottom = row + cell.rows;
      if (cell.columns < 1 || cell.rows < 1 || right > sheet.columns.length || bottom > rows.length) {
        fail(`row ${row + 1} has a cell that leaves the grid`);
      }
      for (let y = row; y < bottom; y += 1) {
        for (let x = column; x < right; x += 1) {
          const line = taken[y];
          if (!line || line[x]) fail(`row ${row + 1} has cells that overlap`);
          line[x] = true;
        }
      }
      const at = (list: readonly number[], index: number): number => list[index] ?? 0;
      placed.push(
        setPrinted({
          cell,
          row,
          column,
          x: at(lefts, column),
          y: at(tops, row),
          width: at(lefts, right) - at(lefts, column),
          height: at(tops, bottom) - at(tops, row),
          member: printed.repeat ? { group: printed.repeat.group, index: printed.memberIndex } : null,
          printed: null,
        }),
      );
      column = right;
    }
    if (printed.cut === undefined && taken[row]?.includes(false)) fail(`row ${row + 1} does not fill its columns`);
  });
  return placed;
}

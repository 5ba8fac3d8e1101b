import type { GridCell, Part, PenTickPart, Sheet, TickPart } from '../../shared/forms/sheet.ts';
import { aboutPrefix, findView, type RecordShape } from '../../shared/registers/register.ts';

/** What stands at a place of a sheet, from left to right, as it is entered on the screen. */
export type EntryItem =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'office'; readonly setting: 'township' }
  /** A place for the pen, so many em wide. */
  | { readonly kind: 'blank'; readonly width: number }
  /** Boxes for the pen. */
  | { readonly kind: 'penTicks'; readonly parts: readonly (PenTickPart | string)[] }
  /** `source` says why it is printed and not entered; null for a value that is entered here. */
  | { readonly kind: 'value'; readonly field: string; readonly source: PrintedSource | null }
  | {
      readonly kind: 'ticks';
      readonly field: string;
      readonly parts: readonly (TickPart | string)[];
      readonly source: PrintedSource | null;
      /** Which group of boxes of this field it is; a form may part them. The first one is 1. */
      readonly number: number;
      /** Every code that has a box of this field somewhere on the sheet. */
      readonly boxed: readonly string[];
    };

/**
 * Why a value is printed: it belongs to the record that the entry is about, follows from other values, or is entered at an
 * earlier place of the same sheet.
 */
export type PrintedSource = 'about' | 'derived' | 'above';

/** Every place of a sheet with what stands there; a value is entered once, at its first place in paper order. */
export interface EntryPlan {
  readonly head: readonly (readonly EntryItem[])[];
  readonly cells: ReadonlyMap<GridCell, readonly EntryItem[]>;
  /** What stands on a line where the page is cut, by its row. */
  readonly cuts: ReadonlyMap<number, readonly EntryItem[]>;
  readonly foot: readonly (readonly EntryItem[])[];
}

/** Plans the entry of a sheet. */
export function planEntry(sheet: Sheet): EntryPlan {
  const shape = sheet.register;
  const everything = [
    ...sheet.head.items.flat(),
    ...sheet.cells.flatMap(({ cell }) => cell.parts),
    ...sheet.foot.items.flat(),
  ];
  const boxedCodes = (field: string): string[] =>
    everything.filter(isTick).flatMap((tick) => (tick.field === field ? tick.codes : []));
  const entered = new Set<string>();
  const groups = new Map<string, number>();
  /** Whether it is asked for here for the first time. */
  const isFirst = (name: string): boolean => {
    const first = !entered.has(name);
    entered.add(name);
    return first;
  };
  const plan = (parts: readonly Part[], prefix: string): EntryItem[] =>
    groupTicks(parts).flatMap((part): EntryItem[] => {
      if (typeof part === 'string') return [{ kind: 'text', text: part }];
      if (!Array.isArray(part)) {
        if (part.kind === 'blank') return [part];
        if (part.kind === 'join') return [{ kind: 'text', text: part.text }];
        // Said on paper alone.
        if (part.kind === 'sealed') return [];
        if (part.kind === 'office') return [{ kind: 'office', setting: part.setting }];
        const path = `${prefix}${part.field}`;
        const source = printedSource(shape, prefix, part.field) ?? (isFirst(path) ? null : 'above');
        return [{ kind: 'value', field: part.field, source }];
      }
      const ticks = part.filter(isTick);
      const [first] = ticks;
      if (first === undefined) return [{ kind: 'penTicks', parts: part.flatMap((each) => (isTick(each) ? [] : each)) }];
      const path = `${prefix}${first.field}`;
      const isNew = ticks.filter((tick) => isFirst(`${path} ${tick.text} ${tick.codes.join()}`)).length > 0;
      const source = printedSource(shape, prefix, first.field) ?? (isNew ? null : 'above');
      const number = (groups.get(path) ?? 0) + (source === null ? 1 : 0);
      groups.set(path, number);
      const boxes = part.filter((each) => typeof each === 'string' || isTick(each));
      return [{ kind: 'ticks', field: first.field, parts: boxes, source, number, boxed: boxedCodes(first.field) }];
    });
  const head = sheet.head.items.map((parts) => plan(parts, ''));
  const cuts = new Map<number, readonly EntryItem[]>();
  const cells = new Map<GridCell, readonly EntryItem[]>();
  const cutRows = cutLines(sheet);
  for (const placed of sheet.cells) {
    for (const { row, parts } of cutRows) if (row < placed.row && !cuts.has(row)) cuts.set(row, plan(parts, ''));
    const { member } = placed;
    const prefix = member === null ? '' : `${member.group}.${member.index}.`;
    cells.set(placed, placed.printed ? [] : plan(placed.cell.parts, prefix));
  }
  for (const { row, parts } of cutRows) if (!cuts.has(row)) cuts.set(row, plan(parts, ''));
  return { head, cells, cuts, foot: sheet.foot.items.map((parts) => plan(parts, '')) };
}

/** The rows where a sheet is cut in two, by their place among the printed rows, with what stands on the line and below it. */
export function cutLines(
  sheet: Sheet,
): { readonly row: number; readonly parts: readonly Part[]; readonly title: string }[] {
  let row = -1;
  return sheet.rows.flatMap(({ repeat, cut }) => {
    row += repeat?.times ?? 1;
    return cut === undefined ? [] : [{ row, parts: cut.across, title: cut.title }];
  });
}

/** Why a value is never entered on the sheet; null when it can be. */
function printedSource(shape: RecordShape, prefix: string, field: string): PrintedSource | null {
  if (prefix !== '') return null;
  if (field.startsWith(aboutPrefix)) return 'about';
  const view = findView(shape, field);
  return view !== undefined && view.write === undefined ? 'derived' : null;
}

type Box = TickPart | PenTickPart;
type GroupedPart = Exclude<Part, Box> | (Box | string)[];

/** Boxes of one field that follow each other, with the text between them, as one group for Tab and the arrows. */
function groupTicks(parts: readonly Part[]): GroupedPart[] {
  const grouped: GroupedPart[] = [];
  parts.forEach((part, index) => {
    const group = grouped.at(-1);
    const next = parts[index + 1];
    const box = isBox(part) ? part : typeof part === 'string' && isBox(next) ? next : undefined;
    const isOpen =
      Array.isArray(group) && box !== undefined && group.some((each) => isBox(each) && nameOf(each) === nameOf(box));
    if (isOpen && (typeof part === 'string' || isBox(part))) group.push(part);
    else grouped.push(isBox(part) ? [part] : part);
  });
  return grouped;
}

function isBox(part: Part | undefined): part is Box {
  return typeof part === 'object' && (part.kind === 'tick' || part.kind === 'penTick');
}

function isTick(part: Part): part is TickPart {
  return typeof part === 'object' && part.kind === 'tick';
}

/** Boxes of one field, or those for the pen, belong together. */
function nameOf(box: Box): string {
  return box.kind === 'tick' ? box.field : '';
}

import type { FieldKind, FieldValue } from '../../shared/fields/kinds.ts';
import type { TickPart } from '../../shared/forms/sheet.ts';

/** The value of a field after one of its boxes was pressed; a pressed box that was ticked is cleared. */
export function tickedValue(
  kind: FieldKind,
  value: FieldValue | null,
  tick: TickPart,
  ticked: boolean,
): FieldValue | null {
  if (kind.control === 'choices')
    return tickedCodes(kind, typeof value === 'object' ? (value ?? []) : [], tick, ticked);
  if (ticked) return null;
  return kind.decode(kind.sql === 'INTEGER' ? Number(tick.sets) : tick.sets);
}

function tickedCodes(
  kind: FieldKind,
  codes: readonly string[],
  tick: TickPart,
  ticked: boolean,
): readonly string[] | null {
  if (ticked) return listOrNull(codes.filter((code) => !tick.codes.includes(code)));
  const alone = (code: string): boolean => kind.exclusive?.includes(code) ?? false;
  // A code that stands alone clears the others, and they clear it.
  const kept = codes.filter((code) => !alone(code) && !alone(tick.sets));
  return listOrNull([...kept, tick.sets]);
}

function listOrNull(codes: readonly string[]): readonly string[] | null {
  return codes.length === 0 ? null : codes;
}

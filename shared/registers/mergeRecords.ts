import type { FieldContext, FieldValue } from '../fields/kinds.ts';
import { type Field, type RecordValues, type Register, type RowGroup, sharedKey, type Values } from './register.ts';

/** A record to be merged, and when it was last changed (ISO 8601, UTC). */
export interface MergeSource {
  readonly values: RecordValues;
  readonly updatedAt: string;
}

/** Whose value the merged record gets: that of the record that stays, that of the other, or the rows of both. */
export type MergeChoice = 'keep' | 'drop' | 'both';

/** A field or row group of two records side by side. */
export interface MergePart {
  /** Key of the field or row group. */
  readonly path: string;
  readonly label: string;
  readonly same: boolean;
  /** What can be chosen; a single one is settled. */
  readonly choices: readonly MergeChoice[];
  /**
   * The filled one of two; of two filled ones the one that says more than 其他, else that of the record changed last; the name
   * that stands beside the number of a certificate, where one record alone has it; rows of both.
   */
  readonly proposed: MergeChoice;
}

/** Every field and row group of two records, in the order of the entry form. */
export function mergeParts(
  register: Register,
  keep: MergeSource,
  drop: MergeSource,
  context: FieldContext,
): MergePart[] {
  const ordered = register.sections.flatMap((section) => section.fields);
  const rest = [...Object.keys(register.fields), ...Object.keys(register.rows)].filter((key) => !ordered.includes(key));
  return [...ordered, ...rest].flatMap((path): MergePart[] => {
    const field = register.fields[path];
    if (field) return [fieldPart(register, path, field, keep, drop, context)];
    const group = register.rows[path];
    return group ? [groupPart(path, group, keep, drop)] : [];
  });
}

/** The merged record by the choices made; what nobody chose is as proposed. What follows from other values is the caller's. */
export function mergeRecords(
  register: Register,
  keep: MergeSource,
  drop: MergeSource,
  choices: Readonly<Record<string, MergeChoice>>,
  context: FieldContext,
): RecordValues {
  const chosen = new Map(
    mergeParts(register, keep, drop, context).map(({ path, choices: possible, proposed }) => {
      const choice = choices[path];
      return [path, choice !== undefined && possible.includes(choice) ? choice : proposed] as const;
    }),
  );
  const sideOf = (path: string): RecordValues => (chosen.get(path) === 'drop' ? drop : keep).values;
  return {
    fields: Object.fromEntries(Object.keys(register.fields).map((key) => [key, sideOf(key).fields[key] ?? null])),
    rows: Object.fromEntries(
      Object.entries(register.rows).map(([key, group]) => [
        key,
        chosen.get(key) === 'both' ? unionOf(group, key, keep, drop) : (sideOf(key).rows[key] ?? []),
      ]),
    ),
  };
}

function fieldPart(
  register: Register,
  path: string,
  field: Field,
  keep: MergeSource,
  drop: MergeSource,
  context: FieldContext,
): MergePart {
  const { label } = field;
  const kept = keep.values.fields[path] ?? null;
  const dropped = drop.values.fields[path] ?? null;
  const same = sameValue(kept, dropped);
  // The file of the record that stays keeps its number.
  const isSettled = same || (path === register.numberField && kept !== null);
  const [keptIsVague, droppedIsVague] = [isVague(field, kept, context), isVague(field, dropped, context)];
  const documented = path === register.nameField ? documentedSide(register, keep, drop) : undefined;
  const saysMore = keptIsVague === droppedIsVague ? isNewer(drop, keep) : keptIsVague;
  const better = documented === undefined ? saysMore : documented === 'drop';
  const proposed = dropped === null || (kept !== null && !better) ? 'keep' : 'drop';
  return isSettled
    ? { path, label, same, choices: ['keep'], proposed: 'keep' }
    : { path, label, same, choices: ['keep', 'drop'], proposed };
}

/** Which record alone has the number of a certificate: its name was written down from there, the other's perhaps from hearing. */
function documentedSide(register: Register, keep: MergeSource, drop: MergeSource): 'keep' | 'drop' | undefined {
  const isDocumented = ({ values }: MergeSource): boolean =>
    (values.fields[register.uniqueField ?? ''] ?? null) !== null;
  if (isDocumented(keep) === isDocumented(drop)) return undefined;
  return isDocumented(drop) ? 'drop' : 'keep';
}

/** Whether a code only says that none of the table's own words fits. */
function isVague(field: Field, value: unknown, context: FieldContext): boolean {
  return field.kind.options?.(context).entries.some(({ code, label }) => code === value && label === '其他') ?? false;
}

function groupPart(path: string, group: RowGroup, keep: MergeSource, drop: MergeSource): MergePart {
  const { label } = group;
  const kept = keep.values.rows[path] ?? [];
  const dropped = drop.values.rows[path] ?? [];
  // Two entries of one father are the same to a reader, whichever of them the record names.
  if (sameValue(kept.map(withoutName), dropped.map(withoutName))) {
    return { path, label, same: true, choices: ['keep'], proposed: 'keep' };
  }
  const fits = unionOf(group, path, keep, drop).length <= group.maxRows;
  const single = kept.length === 0 ? 'drop' : dropped.length === 0 || !isNewer(drop, keep) ? 'keep' : 'drop';
  return {
    path,
    label,
    same: false,
    choices: fits ? ['keep', 'drop', 'both'] : ['keep', 'drop'],
    proposed: fits ? 'both' : single,
  };
}

/** The rows of both records, each person or thing once: those that stay in their order, then what the other has beside them. */
function unionOf(group: RowGroup, key: string, keep: MergeSource, drop: MergeSource): Values[] {
  const rows = [...(keep.values.rows[key] ?? [])];
  const standing = rows.length;
  for (const row of drop.values.rows[key] ?? []) {
    // Each row of the one record stands for one row of the other at most.
    const index = rows.findIndex((other, place) => place < standing && isSameRow(group, other, row));
    const found = rows[index];
    if (found) rows[index] = united(group, found, row, isNewer(drop, keep));
    else rows.push(row);
  }
  return rows;
}

/** Whether rows of two records of one person are about the same: the same stored person, or what identifies him agrees. */
function isSameRow({ fields, shared, sameBy }: RowGroup, one: Values, other: Values): boolean {
  const agree = (keys: readonly string[]): boolean =>
    keys.every((key) => (one[key] ?? null) !== null && sameValue(one[key], other[key]));
  if (shared) {
    if (agree([sharedKey])) return true;
    if (shared.identity.some(agree)) return true;
    const [strongest = []] = shared.identity;
    const contradict = strongest.some(
      (key) => (one[key] ?? null) !== null && (other[key] ?? null) !== null && !sameValue(one[key], other[key]),
    );
    return !contradict && sameBy !== undefined && agree(sameBy);
  }
  // Two blanks agree: neither of two categories has ended.
  return (sameBy ?? Object.keys(fields)).every((key) => sameValue(one[key] ?? null, other[key] ?? null));
}

/** One row of two: the filled value, and of two filled ones the newer. */
function united({ fields, shared }: RowGroup, kept: Values, dropped: Values, droppedIsNewer: boolean): Values {
  const row = Object.fromEntries(
    Object.keys(fields).map((key): [string, FieldValue | null] => {
      const [mine = null, theirs = null] = [kept[key], dropped[key]];
      return [key, mine === null || (theirs !== null && droppedIsNewer) ? theirs : mine];
    }),
  );
  const name = kept[sharedKey] ?? dropped[sharedKey] ?? null;
  return shared && name !== null ? { ...row, [sharedKey]: name } : row;
}

function isNewer(one: MergeSource, other: MergeSource): boolean {
  return one.updatedAt > other.updatedAt;
}

function withoutName(row: Values): Values {
  const { [sharedKey]: _, ...values } = row;
  return values;
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

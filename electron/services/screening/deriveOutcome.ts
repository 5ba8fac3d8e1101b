import type { ScreeningOutcome } from '../../../shared/contract/screeningOutcomes.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import type { Change } from '../registers/recordHistory.ts';
import { belongs, type ScreenedRegister } from './screenedRegister.ts';

/** A line of history since the round's time began, in the order they were written. */
export interface LineSince {
  /** Version 1 is the record's beginning. */
  readonly version: number;
  readonly changes: readonly Change[];
}

/** A record as it is now. */
export interface RecordNow {
  readonly values: RecordValues;
  /** Why it is in the recycle bin; null for one that is not. */
  readonly deletedReason: string | null;
}

/** What somebody said of a record in a round: seen, or why not. */
export interface Mark {
  readonly at: string;
  readonly by: string;
  /** Why the child was not seen; null when it was. */
  readonly note: string | null;
}

/** What the round finds, and why; the note is empty where the outcome says all. */
export interface Found {
  readonly outcome: ScreeningOutcome;
  readonly note: string;
}

/**
 * What a round of a village finds of a record, from the record as it is, its history since the round's time began, and
 * the mark. What came and went again in between, or was changed and changed back, did not happen. Undefined for a record
 * that was not in the village then and is not now.
 */
export function deriveOutcome(
  screened: ScreenedRegister,
  village: string,
  now: RecordNow,
  lines: readonly LineSince[],
  mark: Mark | undefined,
  context: FieldContext,
): Found | undefined {
  const { register } = screened;
  const existed = lines.every((line) => line.version > 1);
  // Deleting and restoring write lines without a change, each the opposite of the one before.
  const isTurned = lines.filter((line) => line.version > 1 && line.changes.length === 0).length % 2 === 1;
  const isDeleted = now.deletedReason !== null;
  const wasDeleted = isDeleted !== isTurned;
  const changes = netChanges(lines);
  const before = withValues(register, now.values, changes);
  const was = existed && !wasDeleted && belongs(screened, before, village);
  const is = !isDeleted && belongs(screened, now.values, village);
  if (was && !is) return { outcome: 'removed', note: whereTo(screened, now, village, context) };
  if (!is) return undefined;
  if (!was)
    return { outcome: 'new', note: existed ? whereFrom(screened, before, wasDeleted, village, context) : '新登记' };
  if (changes.size > 0) return { outcome: 'changed', note: labelsOf(register, changes) };
  if (mark !== undefined && mark.note === null) return { outcome: 'confirmed', note: '' };
  return { outcome: 'notSeen', note: mark?.note ?? '' };
}

/** The first value of each path that ended with another one. */
function netChanges(lines: readonly LineSince[]): Map<string, unknown> {
  const ends = new Map<string, { readonly first: unknown; last: unknown }>();
  for (const [path, before, after] of lines.flatMap((line) => line.changes)) {
    const known = ends.get(path);
    if (known) known.last = after;
    else ends.set(path, { first: before, last: after });
  }
  return new Map(
    [...ends]
      .filter(([, { first, last }]) => JSON.stringify(first) !== JSON.stringify(last))
      .map(([path, { first }]) => [path, first]),
  );
}

/** The fields as they were before; only village and status are asked for, so member rows stay. */
function withValues(register: Register, values: RecordValues, before: ReadonlyMap<string, unknown>): RecordValues {
  // The history was written by this program from checked values.
  const fields = [...before].filter(([path]) => Object.hasOwn(register.fields, path)) as [string, FieldValue | null][];
  return { ...values, fields: { ...values.fields, ...Object.fromEntries(fields) } };
}

function labelsOf(register: Register, changes: ReadonlyMap<string, unknown>): string {
  return [...changes.keys()].map((path) => (register.fields[path] ?? register.rows[path])?.label ?? path).join('、');
}

function whereFrom(
  screened: ScreenedRegister,
  before: RecordValues,
  wasDeleted: boolean,
  village: string,
  context: FieldContext,
): string {
  if (wasDeleted) return '从回收站恢复';
  const from = before.fields[screened.village];
  if (typeof from !== 'string') return '补填了村（社区）';
  return from === village ? '恢复在册' : `由${context.villages.label(from)}转入`;
}

function whereTo(screened: ScreenedRegister, now: RecordNow, village: string, context: FieldContext): string {
  const { register, status, statusReason } = screened;
  if (now.deletedReason !== null) return now.deletedReason === '' ? '移入回收站' : `移入回收站：${now.deletedReason}`;
  const { fields } = now.values;
  const to = fields[screened.village];
  if (to !== village) return typeof to === 'string' ? `转到${context.villages.label(to)}` : '清空了村（社区）';
  const value = fields[status] ?? null;
  const label = value === null ? '' : (register.fields[status]?.kind.format(value, context) ?? '');
  const why = fields[statusReason];
  return typeof why === 'string' && why !== '' ? `${label}：${why}` : label;
}

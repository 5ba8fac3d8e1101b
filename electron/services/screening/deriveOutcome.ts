import type { ScreeningOutcome } from '../../../shared/contract/screeningOutcomes.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { Change } from '../registers/recordHistory.ts';
import type { ScreenedRegister } from './screenedRegister.ts';

/** A line of history since the round's time began, in the order they were written. */
export interface LineSince {
  /** Whether the record begins with it. */
  readonly begins: boolean;
  readonly changes: readonly Change[];
}

/** What decides whether a record is in a village: codes, or null where nothing is entered. */
export interface Place {
  readonly village: string | null;
  readonly status: string | null;
}

/** A record as it is now. */
export interface RecordNow extends Place {
  readonly statusReason: string | null;
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
  const existed = lines.every((line) => !line.begins);
  // Deleting and restoring write lines without a change, each the opposite of the one before.
  const isTurned = lines.filter((line) => !line.begins && line.changes.length === 0).length % 2 === 1;
  const isDeleted = now.deletedReason !== null;
  const wasDeleted = isDeleted !== isTurned;
  const changes = netChanges(lines);
  const before = placeBefore(screened, now, changes);
  const isIn = (place: Place): boolean => place.village === village && place.status === screened.kept;
  const was = existed && !wasDeleted && isIn(before);
  const is = !isDeleted && isIn(now);
  if (was && !is) return { outcome: 'removed', note: whereTo(screened, now, village, context) };
  if (!is) return undefined;
  if (!was) return { outcome: 'new', note: existed ? whereFrom(before, wasDeleted, village, context) : '新登记' };
  if (changes.size > 0) return { outcome: 'changed', note: labelsOf(register, changes) };
  if (mark === undefined) return { outcome: 'unchecked', note: '' };
  return mark.note === null ? { outcome: 'confirmed', note: '' } : { outcome: 'notSeen', note: mark.note };
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

function placeBefore(screened: ScreenedRegister, now: Place, changes: ReadonlyMap<string, unknown>): Place {
  const before = (field: string, value: string | null): string | null => {
    if (!changes.has(field)) return value;
    const first = changes.get(field);
    return typeof first === 'string' ? first : null;
  };
  return { village: before(screened.village, now.village), status: before(screened.status, now.status) };
}

function labelsOf(register: Register, changes: ReadonlyMap<string, unknown>): string {
  return [...changes.keys()].map((path) => (register.fields[path] ?? register.rows[path])?.label ?? path).join('、');
}

function whereFrom(before: Place, wasDeleted: boolean, village: string, context: FieldContext): string {
  if (wasDeleted) return '从回收站恢复';
  if (before.village === null) return '补填了村（社区）';
  return before.village === village ? '恢复在册' : `由${context.villages.label(before.village)}转入`;
}

function whereTo(screened: ScreenedRegister, now: RecordNow, village: string, context: FieldContext): string {
  if (now.deletedReason !== null) return now.deletedReason === '' ? '移入回收站' : `移入回收站：${now.deletedReason}`;
  if (now.village !== village)
    return now.village === null ? '清空了村（社区）' : `转到${context.villages.label(now.village)}`;
  if (now.status === null) return '清空了在册状态';
  const label = screened.register.fields[screened.status]?.kind.format(now.status, context) ?? now.status;
  return now.statusReason === null ? label : `${label}：${now.statusReason}`;
}

import type { FieldValue } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import type { Values } from '../../../shared/registers/register.ts';
import { addDays, type CalendarDate } from '../../../shared/rules/calendarDate.ts';
import {
  type FourLacksChild,
  type FourLacksState,
  fourLacksFields,
  fourLacksOf,
} from '../../../shared/rules/fourLacks.ts';
import { addMonths, type Month } from '../../../shared/rules/screeningMonth.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { identifier, joined, sql } from '../../vault/sql.ts';
import { type Change, isBeginning } from '../registers/recordHistory.ts';

/** What is followed of a child, at one moment. */
interface Snapshot {
  readonly exists: boolean;
  readonly deleted: boolean;
  readonly fields: Values;
  readonly categories: readonly Values[];
}

/** A line of history, the latest first. */
interface Line {
  readonly row: number;
  readonly record: string;
  /** 1 for the line with which the record begins. */
  readonly begins: number;
  readonly changes: readonly Change[];
}

/** Codes of the status of whoever is in the registry. */
const registered = '1';

/**
 * Every child that the registry holds or held, before a month and at its end, or now while it lasts. The registry is walked
 * back along its history, so that a month can be reported again as it was; what was destroyed for good is in no report.
 * @param today the day by which the running month is judged
 */
export function readFourLacks(database: ReadableDatabase, month: Month, today: CalendarDate): FourLacksChild[] {
  const [begin, next] = [firstDay(month), firstDay(addMonths(month, 1))];
  const [startLine, endLine] = [lastLineBefore(database, begin), lastLineBefore(database, next)];
  const lines = readLinesAfter(database, startLine);
  const days = { before: addDays(begin, -1), after: today < next ? today : addDays(next, -1) };
  return [...readSnapshots(database)].map(([id, now]) => {
    const own = lines.get(id) ?? [];
    const after = own.filter(({ row }) => row > endLine).reduce(walkedBack, now);
    const before = own.filter(({ row }) => row <= endLine).reduce(walkedBack, after);
    return { before: stateOf(before, days.before), after: stateOf(after, days.after) };
  });
}

function firstDay(month: Month): CalendarDate {
  return `${month}-01`;
}

/** The last line of history written before a day began, by this computer's clock. */
function lastLineBefore(database: ReadableDatabase, day: CalendarDate): number {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const moment = new Date(year, month - 1, date).toISOString();
  const found = database.get<{ row: number }>(sql`
    SELECT coalesce(max("row"), 0) AS "row" FROM "history" WHERE "register" = ${child.key} AND "at" < ${moment}`);
  return found?.row ?? 0;
}

function readSnapshots(database: ReadableDatabase): Map<string, Snapshot> {
  const categories = new Map<number, Values[]>();
  for (const { owner, ...category } of database.all<Values & { readonly owner: number }>(sql`
    SELECT "owner", "category", "ended_on" FROM ${identifier(child.rows.categories.table)}`)) {
    categories.set(owner, [...(categories.get(owner) ?? []), category]);
  }
  const columns = joined(fourLacksFields.map(identifier), ', ');
  const stored = database.all<Record<string, string | number | null>>(sql`
    SELECT "row", "id", "deleted_at", ${columns} FROM ${identifier(child.table)}`);
  return new Map(
    stored.map(({ row, id, deleted_at: deleted, ...own }) => [
      String(id),
      {
        exists: true,
        deleted: deleted !== null,
        fields: Object.fromEntries(fourLacksFields.map((key) => [key, decoded(key, own[key] ?? null)])),
        categories: categories.get(Number(row)) ?? [],
      },
    ]),
  );
}

function decoded(key: (typeof fourLacksFields)[number], column: string | number | null): FieldValue | null {
  return column === null ? null : child.fields[key].kind.decode(column);
}

/** What was written behind a line, by record. What a new record began with is left out: before it there was nothing. */
function readLinesAfter(database: ReadableDatabase, after: number): Map<string, Line[]> {
  const found = database.all<{ row: number; record: string; begins: number; changes: string }>(sql`
    SELECT "row", "record_id" AS "record", ${isBeginning} AS "begins",
      CASE WHEN ${isBeginning} THEN '[]' ELSE "changes" END AS "changes"
    FROM "history" WHERE "row" > ${after} AND "register" = ${child.key} AND "action" <> 'shared' ORDER BY "row" DESC`);
  const lines = new Map<string, Line[]>();
  for (const { changes, ...line } of found) {
    const parsed = { ...line, changes: JSON.parse(changes) as Change[] };
    const known = lines.get(line.record);
    if (known) known.push(parsed);
    else lines.set(line.record, [parsed]);
  }
  return lines;
}

/** A child before a line of its history. */
function walkedBack(then: Snapshot, { begins, changes }: Line): Snapshot {
  if (begins === 1) return { ...then, exists: false };
  // Deleting and restoring write lines without a change, each the opposite of the one before.
  if (changes.length === 0) return { ...then, deleted: !then.deleted };
  const fields: Record<string, Values[string]> = { ...then.fields };
  let { categories } = then;
  for (const [path, before] of changes) {
    if (path === 'categories') categories = (before ?? []) as readonly Values[];
    else if (Object.hasOwn(fields, path)) fields[path] = (before ?? null) as FieldValue | null;
  }
  return { ...then, fields, categories };
}

function stateOf({ exists, deleted, fields, categories }: Snapshot, day: CalendarDate): FourLacksState | null {
  if (!exists || deleted || fields.status !== registered) return null;
  return {
    village: typeof fields.village === 'string' ? fields.village : null,
    boxes: fourLacksOf({ fields, categories }, day),
    hasHelper: typeof fields.responsible_person === 'string',
  };
}

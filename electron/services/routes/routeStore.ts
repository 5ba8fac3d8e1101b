import type { RouteAnswer } from '../../../shared/contract/routeMethods.ts';
import type { AskedFact, RouteQuestion } from '../../../shared/rules/routeQuestions.ts';
import { pastLimits, type ReadableDatabase, type WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';

/** A route sheet as it is stored. Times are ISO 8601, UTC. */
export interface StoredSheet {
  readonly row: number;
  readonly id: string;
  /** 2026-0003 */
  readonly code: string;
  readonly place: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
}

/** What the paper says about one child, as it was entered. */
export interface EnteredStop {
  readonly answers: Readonly<Record<string, RouteAnswer>>;
  /** YYYY-MM-DD, or null where nobody was there. */
  readonly visitedOn: string | null;
  readonly met: boolean | null;
  readonly problem: string | null;
}

/** A child on a sheet. */
export interface StoredStop {
  readonly position: number;
  readonly record: string;
  /** As they were printed; none of a child that was destroyed for good. */
  readonly questions: readonly RouteQuestion[];
  readonly entered: (EnteredStop & { readonly at: string; readonly by: string }) | null;
}

/** How far a sheet is entered. */
export interface SheetProgress {
  readonly stops: number;
  readonly entered: number;
  readonly problems: number;
}

/** Closed sheets that are looked back at. */
const keptClosed = 100;

interface SheetRow {
  readonly row: number;
  readonly id: string;
  readonly year: number;
  readonly number: number;
  readonly place: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
}

const sheetColumns = sql`"row", "id", "year", "number", "place", "created_at" AS "createdAt", "created_by" AS "createdBy",
  "closed_at" AS "closedAt", "closed_by" AS "closedBy"`;

function toSheet({ year, number, ...rest }: SheetRow): StoredSheet {
  return { ...rest, code: `${year}-${String(number).padStart(4, '0')}` };
}

/** Adds a sheet under the next number of its year, with its stops in order. To be called inside a transaction. */
export function insertSheet(
  database: WritableDatabase,
  { id, year, place }: { readonly id: string; readonly year: number; readonly place: string },
  stops: readonly { readonly id: string; readonly record: string; readonly questions: readonly RouteQuestion[] }[],
  { at, by }: Authorship,
): StoredSheet {
  // Numbers follow each other, whoever sees the sheets.
  const row = pastLimits(database, () =>
    database.get<SheetRow>(sql`
      INSERT INTO "route_sheet" ("id", "year", "number", "place", "created_at", "created_by")
      SELECT ${id}, ${year}, coalesce(max("number"), 0) + 1, ${place}, ${at}, ${by} FROM "route_sheet" WHERE "year" = ${year}
      RETURNING ${sheetColumns}`),
  );
  if (!row) throw new Error('an insert without a row');
  stops.forEach((stop, index) => {
    database.run(sql`
      INSERT INTO "route_stop" ("id", "sheet", "position", "record_id", "questions")
      VALUES (${stop.id}, ${row.row}, ${index + 1}, ${stop.record}, ${JSON.stringify(stop.questions)})`);
  });
  return toSheet(row);
}

/** A sheet by its identifier, or undefined. */
export function findStoredSheet(database: ReadableDatabase, id: string): StoredSheet | undefined {
  const row = database.get<SheetRow>(sql`SELECT ${sheetColumns} FROM "route_sheet" WHERE "id" = ${id}`);
  return row && toSheet(row);
}

/** Sheets that are still entered, or closed ones, the latest first, and how far each is. */
export function listSheets(database: ReadableDatabase, state: 'open' | 'closed'): (StoredSheet & SheetProgress)[] {
  const condition = state === 'open' ? sql`"closed_at" IS NULL` : sql`"closed_at" IS NOT NULL`;
  return database
    .all<SheetRow & SheetProgress>(sql`
      SELECT ${sheetColumns},
        (SELECT count(*) FROM "route_stop" s WHERE s."sheet" = "route_sheet"."row") AS "stops",
        (SELECT count(*) FROM "route_stop" s WHERE s."sheet" = "route_sheet"."row" AND s."entered_at" IS NOT NULL) AS "entered",
        (SELECT count(*) FROM "route_stop" s WHERE s."sheet" = "route_sheet"."row" AND s."problem" IS NOT NULL) AS "problems"
      FROM "route_sheet" WHERE ${condition} ORDER BY "row" DESC LIMIT ${state === 'open' ? -1 : keptClosed}`)
    .map(({ stops, entered, problems, ...sheet }) => ({ ...toSheet(sheet), stops, entered, problems }));
}

interface StopRow {
  readonly position: number;
  readonly record: string;
  readonly questions: string;
  readonly answers: string | null;
  readonly visitedOn: string | null;
  readonly met: number | null;
  readonly problem: string | null;
  readonly at: string | null;
  readonly by: string | null;
}

/** The stops of a sheet in the order of the paper. */
export function readStops(database: ReadableDatabase, { row }: StoredSheet): StoredStop[] {
  return database
    .all<StopRow>(sql`
      SELECT "position", "record_id" AS "record", "questions", "answers", "visited_on" AS "visitedOn", "met", "problem",
        "entered_at" AS "at", "entered_by" AS "by"
      FROM "route_stop" WHERE "sheet" = ${row} ORDER BY "position"`)
    .map(({ position, record, questions, answers, visitedOn, met, problem, at, by }) => ({
      position,
      record,
      // Written by this program from checked values.
      questions: JSON.parse(questions) as RouteQuestion[],
      entered:
        at === null
          ? null
          : {
              answers: JSON.parse(answers ?? '{}') as EnteredStop['answers'],
              visitedOn,
              met: met === null ? null : met === 1,
              problem,
              at,
              by: by ?? '',
            },
    }));
}

/** Keeps what the paper says about a stop. To be called inside a transaction. */
export function writeStop(
  database: WritableDatabase,
  sheet: StoredSheet,
  position: number,
  { answers, visitedOn, met, problem }: EnteredStop,
  { at, by }: Authorship,
): void {
  database.run(sql`
    UPDATE "route_stop" SET "answers" = ${JSON.stringify(answers)}, "visited_on" = ${visitedOn},
      "met" = ${met === null ? null : Number(met)}, "problem" = ${problem}, "entered_at" = ${at}, "entered_by" = ${by}
    WHERE "sheet" = ${sheet.row} AND "position" = ${position}`);
}

/** Closes a sheet. To be called inside a transaction. */
export function markSheetClosed(database: WritableDatabase, sheet: StoredSheet, { at, by }: Authorship): void {
  database.run(sql`UPDATE "route_sheet" SET "closed_at" = ${at}, "closed_by" = ${by} WHERE "row" = ${sheet.row}`);
}

/** What was last asked about each fact of these records at a visit. */
export function readAskedFacts(
  database: ReadableDatabase,
  records: readonly string[],
): Map<string, Record<string, AskedFact>> {
  const rows = database.all<{ record: string; questions: string; answers: string; on: string }>(sql`
    SELECT "record_id" AS "record", "questions", "answers", "visited_on" AS "on" FROM "route_stop"
    WHERE "visited_on" IS NOT NULL AND "answers" IS NOT NULL
      AND "record_id" IN (SELECT value FROM json_each(${JSON.stringify(records)}))
    ORDER BY "visited_on", "row"`);
  const asked = new Map<string, Record<string, AskedFact>>();
  for (const { record, on, ...stored } of rows) {
    const answers = JSON.parse(stored.answers) as EnteredStop['answers'];
    const facts = asked.get(record) ?? {};
    for (const { key } of JSON.parse(stored.questions) as RouteQuestion[]) {
      facts[key] = { on, answered: (answers[key]?.kind ?? 'none') !== 'none' };
    }
    asked.set(record, facts);
  }
  return asked;
}

/** Identifiers of the stops of a record. */
export function stopsOf(database: ReadableDatabase, record: string): string[] {
  return database
    .all<{ id: string }>(sql`SELECT "id" FROM "route_stop" WHERE "record_id" = ${record}`)
    .map(({ id }) => id);
}

/**
 * Hands stops over to another record, as when two records become one; called with the old record it takes that back. To be
 * called inside a transaction.
 */
export function moveStops(database: WritableDatabase, ids: readonly string[], toRecord: string): void {
  database.run(sql`
    UPDATE "route_stop" SET "record_id" = ${toRecord}
    WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
}

/**
 * Blanks what was asked and answered about a record that is destroyed; that its place was on the paper stays, so that the others
 * keep theirs. To be called inside a transaction.
 */
export function destroyStopsOf(database: WritableDatabase, record: string): void {
  database.run(sql`
    UPDATE "route_stop" SET "questions" = '[]', "answers" = NULL, "visited_on" = NULL, "met" = NULL, "problem" = NULL
    WHERE "record_id" = ${record}`);
}

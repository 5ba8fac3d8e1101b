import type { FiledOutcome, ScreeningCounts } from '../../../shared/contract/screeningOutcomes.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { Month } from '../../../shared/rules/screeningMonth.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, joined, list, type Sql, sql } from '../../vault/sql.ts';
import { type Change, isBeginning } from '../registers/recordHistory.ts';
import type { Authorship } from '../registers/recordStore.ts';
import { nameOrderColumn } from '../registers/registerSchema.ts';
import type { LineSince, Mark, RecordNow } from './deriveOutcome.ts';
import type { PackedPages } from './filedPages.ts';
import type { ScreenedRegister } from './screenedRegister.ts';

/** A round as it is stored. Times are ISO 8601 in UTC. */
export interface Round {
  /** Number inside the file; never leaves the services. */
  readonly row: number;
  readonly id: string;
  readonly month: Month;
  readonly village: string;
  readonly openedAt: string;
  readonly openedBy: string;
  /** The last line of history when it was opened. */
  readonly openedAfter: number;
  readonly filedAt: string | null;
  readonly filedBy: string | null;
  /** The last line of history when it was filed. */
  readonly filedAfter: number | null;
}

const roundColumns = sql`
  "row", "id", "month", "village", "opened_at" AS "openedAt", "opened_by" AS "openedBy", "opened_after" AS "openedAfter",
  "filed_at" AS "filedAt", "filed_by" AS "filedBy", "filed_after" AS "filedAfter"`;

/** History is only ever added to, so that what is written from now on has higher numbers. */
const lastLine = sql`(SELECT coalesce(max("row"), 0) FROM "history")`;

/** The round of a public name, or undefined. */
export function readRound(database: ReadableDatabase, register: Register, id: string): Round | undefined {
  return database.get<Round>(sql`
    SELECT ${roundColumns} FROM "screening_round" WHERE "id" = ${id} AND "register" = ${register.key}`);
}

/** All rounds of a month. */
export function readRounds(database: ReadableDatabase, register: Register, month: Month): Round[] {
  return database.all<Round>(sql`
    SELECT ${roundColumns} FROM "screening_round" WHERE "month" = ${month} AND "register" = ${register.key}`);
}

/** All rounds of a village, the latest month first. */
export function readRoundsOf(database: ReadableDatabase, register: Register, village: string): Round[] {
  return database.all<Round>(sql`
    SELECT ${roundColumns} FROM "screening_round"
    WHERE "village" = ${village} AND "register" = ${register.key} ORDER BY "month" DESC`);
}

/** Opens a round. To be called inside a transaction. */
export function insertRound(
  database: WritableDatabase,
  register: Register,
  round: { readonly id: string; readonly month: Month; readonly village: string },
  { at, by }: Authorship,
): void {
  database.run(sql`
    INSERT INTO "screening_round" ("id", "register", "month", "village", "opened_at", "opened_by", "opened_after")
    VALUES (${round.id}, ${register.key}, ${round.month}, ${round.village}, ${at}, ${by}, ${lastLine})`);
}

/** A record that a round may speak of, as it is now. */
export interface Candidate extends RecordNow {
  readonly row: number;
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

/** Records in the village now, and those that may have been in it since, in the order of their names. */
export function readCandidates(
  database: ReadableDatabase,
  screened: ScreenedRegister,
  village: string,
  after: number,
): Candidate[] {
  const { register, status, kept } = screened;
  const columns = sql`r."row", r."id", r."version", r.${identifier(nameOrderColumn(register))} AS "order",
    r.${identifier(register.nameField)} AS "name", r.${identifier(screened.village)} AS "village",
    r.${identifier(status)} AS "status", r.${identifier(screened.statusReason)} AS "statusReason",
    CASE WHEN r."deleted_at" IS NULL THEN NULL ELSE coalesce(r."deleted_reason", '') END AS "deletedReason"`;
  const table = identifier(register.table);
  // Who left was deleted, moved away from the village, or lost the status; a new record did none of that.
  return database.all<Candidate>(sql`
    SELECT ${columns} FROM ${table} r
    WHERE r."deleted_at" IS NULL AND r.${identifier(screened.village)} = ${village} AND r.${identifier(status)} = ${kept}
    UNION
    SELECT ${columns} FROM ${table} r WHERE r."id" IN (
      SELECT h."record_id" FROM "history" h
      WHERE h."row" > ${after} AND h."register" = ${register.key} AND h."version" > 1
        AND (h."changes" = '[]' OR instr(h."changes", ${changeFrom(screened.village, village)}) > 0
          OR instr(h."changes", ${changeFrom(status, kept)}) > 0))
    ORDER BY "order", 1`);
}

/** How the history writes that a field had a value before. */
function changeFrom(field: string, value: string): string {
  return JSON.stringify([field, value]).slice(0, -1);
}

/** The history of some records behind a line, by record. What a new record began with is left out. */
export function readLinesAfter(
  database: ReadableDatabase,
  records: readonly string[],
  after: number,
): Map<string, LineSince[]> {
  const lines = new Map<string, LineSince[]>();
  // A line about shared rows says nothing of deletion, even when nothing is left of it.
  const found = database.all<{ record_id: string; begins: number; changes: string }>(sql`
    SELECT "record_id", ${isBeginning} AS "begins", CASE WHEN ${isBeginning} THEN '[]' ELSE "changes" END AS "changes" FROM "history"
    WHERE "record_id" IN (SELECT value FROM json_each(${JSON.stringify(records)})) AND "row" > ${after}
      AND ("action" <> 'shared' OR "changes" <> '[]')
    ORDER BY "row"`);
  for (const { record_id: record, begins, changes } of found) {
    const line: LineSince = { begins: begins === 1, changes: JSON.parse(changes) as Change[] };
    lines.set(record, [...(lines.get(record) ?? []), line]);
  }
  return lines;
}

/** What was said of the records of a round, by record. */
export function readMarks(database: ReadableDatabase, round: Round): Map<string, Mark> {
  const found = database.all<Mark & { readonly record: string }>(sql`
    SELECT "record_id" AS "record", "at", "by", "note" FROM "screening_mark" WHERE "round" = ${round.row}`);
  return new Map(found.map(({ record, ...mark }) => [record, mark]));
}

/** Says something of records, in the place of what was said before. To be called inside a transaction. */
export function writeMarks(
  database: WritableDatabase,
  round: Round,
  records: readonly string[],
  note: string | null,
  { at, by }: Authorship,
): void {
  for (const record of records) {
    database.run(sql`
      INSERT INTO "screening_mark" ("round", "record_id", "at", "by", "note")
      VALUES (${round.row}, ${record}, ${at}, ${by}, ${note})
      ON CONFLICT DO UPDATE SET "at" = excluded."at", "by" = excluded."by", "note" = excluded."note"`);
  }
}

/** Takes back what was said of records. To be called inside a transaction. */
export function removeMarks(database: WritableDatabase, round: Round, records: readonly string[]): void {
  database.run(sql`
    DELETE FROM "screening_mark" WHERE "round" = ${round.row}
      AND "record_id" IN (SELECT value FROM json_each(${JSON.stringify(records)}))`);
}

/** How many of these records are in the village now. */
export function countInVillage(
  database: ReadableDatabase,
  screened: ScreenedRegister,
  village: string,
  records: readonly string[],
): number {
  const { register, status, kept } = screened;
  const found = database.get<{ count: number }>(sql`
    SELECT count(*) AS "count" FROM ${identifier(register.table)}
    WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(records)})) AND "deleted_at" IS NULL
      AND ${identifier(screened.village)} = ${village} AND ${identifier(status)} = ${kept}`);
  return found?.count ?? 0;
}

/** How many records are in each village now, by its code; the empty code stands for none. */
export function countByVillage(database: ReadableDatabase, screened: ScreenedRegister): Map<string, number> {
  const village = identifier(screened.village);
  const found = database.all<{ code: string | null; count: number }>(sql`
    SELECT ${village} AS "code", count(*) AS "count" FROM ${identifier(screened.register.table)}
    WHERE "deleted_at" IS NULL AND ${identifier(screened.status)} = ${screened.kept} GROUP BY ${village}`);
  return new Map(found.map(({ code, count }) => [code ?? '', count]));
}

/** What a filed round found of a record. */
export interface FiledRecord {
  readonly record: string;
  readonly outcome: FiledOutcome;
  readonly version: number;
  readonly name: string;
  readonly note: string;
}

/** Closes a round with its outcomes, in their order. To be called inside a transaction. */
export function fileOutcomes(
  database: WritableDatabase,
  round: Round,
  outcomes: readonly FiledRecord[],
  { at, by }: Authorship,
): void {
  database.run(sql`
    UPDATE "screening_round" SET "filed_at" = ${at}, "filed_by" = ${by}, "filed_after" = ${lastLine}
    WHERE "row" = ${round.row}`);
  for (const [position, { record, outcome, version, name, note }] of outcomes.entries()) {
    database.run(sql`
      INSERT INTO "screening_outcome" ("round", "record_id", "position", "outcome", "version", "name", "note")
      VALUES (${round.row}, ${record}, ${position}, ${outcome}, ${version}, ${name}, ${note})`);
  }
}

/** The outcomes of a filed round, in their order. */
export function readOutcomes(database: ReadableDatabase, round: Round): FiledRecord[] {
  return database.all<FiledRecord>(sql`
    SELECT "record_id" AS "record", "outcome", "version", "name", coalesce("note", '') AS "note" FROM "screening_outcome"
    WHERE "round" = ${round.row} ORDER BY "position"`);
}

/** How many records each filed round of a month found with each outcome, by the row of the round. */
export function countFiled(
  database: ReadableDatabase,
  rounds: readonly Round[],
): Map<number, Partial<ScreeningCounts>> {
  if (rounds.length === 0) return new Map();
  const found = database.all<{ round: number; outcome: FiledOutcome; count: number }>(sql`
    SELECT "round", "outcome", count(*) AS "count" FROM "screening_outcome"
    WHERE "round" IN (${list(rounds.map((round) => round.row))}) GROUP BY "round", "outcome"`);
  const counts = new Map<number, Partial<ScreeningCounts>>();
  for (const { round, outcome, count } of found) counts.set(round, { ...counts.get(round), [outcome]: count });
  return counts;
}

/** A sheet as it is filed. */
export interface FiledSheet extends PackedPages {
  readonly id: string;
  readonly record: string;
  readonly form: string;
  readonly title: string;
}

/** Keeps a sheet of a round. To be called inside a transaction. */
export function insertFiledSheet(
  database: WritableDatabase,
  round: Round,
  sheet: FiledSheet,
  { at, by }: Authorship,
): void {
  database.run(sql`
    INSERT INTO "filed_sheet" ("id", "round", "record_id", "form", "title", "pages", "digest", "filed_at", "filed_by")
    VALUES (${sheet.id}, ${round.row}, ${sheet.record}, ${sheet.form}, ${sheet.title}, ${sheet.pages}, ${sheet.digest}, ${at}, ${by})`);
}

/** The pages of filed sheets with the form and the record they belong to. */
export interface StoredPages {
  readonly form: string;
  readonly title: string;
  readonly record: string;
  /** The name it was filed under. */
  readonly name: string;
  /** The number of its file, which never changes; null where there is none, or no record any more. */
  readonly number: string | null;
  readonly pages: Uint8Array;
  readonly digest: string;
}

/** One filed sheet, or all of a round in the order of its outcomes. */
export function readFiledPages(
  database: ReadableDatabase,
  register: Register,
  wanted: { readonly sheet: string } | { readonly round: string },
): StoredPages[] {
  const number = register.numberField === undefined ? sql`NULL` : sql`c.${identifier(register.numberField)}`;
  const condition: Sql = 'sheet' in wanted ? sql`s."id" = ${wanted.sheet}` : sql`r."id" = ${wanted.round}`;
  return database.all<StoredPages>(sql`
    SELECT s."form", s."title", s."record_id" AS "record", o."name", ${number} AS "number", s."pages", s."digest"
    FROM "filed_sheet" s
    JOIN "screening_round" r ON r."row" = s."round"
    LEFT JOIN ${identifier(register.table)} c ON c."id" = s."record_id"
    JOIN "screening_outcome" o ON o."round" = s."round" AND o."record_id" = s."record_id"
    WHERE ${condition} ORDER BY o."position"`);
}

/** A filed sheet as the record it is about lists it. */
export interface ListedSheet {
  readonly id: string;
  readonly month: Month;
  readonly village: string;
  readonly form: string;
  readonly title: string;
  readonly filedAt: string;
  readonly filedBy: string;
}

/** The filed sheets of a record, the latest first. */
export function listFiledSheets(database: ReadableDatabase, register: Register, record: string): ListedSheet[] {
  const columns = ['id', 'form', 'title'].map((column) => sql`s.${identifier(column)}`);
  return database.all<ListedSheet>(sql`
    SELECT ${joined(columns, ', ')}, r."month", r."village", s."filed_at" AS "filedAt", s."filed_by" AS "filedBy"
    FROM "filed_sheet" s JOIN "screening_round" r ON r."row" = s."round"
    WHERE s."record_id" = ${record} AND r."register" = ${register.key} ORDER BY s."filed_at" DESC, s."row" DESC`);
}

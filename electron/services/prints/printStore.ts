import type { PrintFact, PrintOutcome } from '../../../shared/contract/printMethods.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import { pastLimits, type ReadableDatabase, type WritableDatabase } from '../../vault/database.ts';
import { joined, list, type Sql, sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';

/** A record that stands on printed pages. */
export interface PrintedRecord {
  readonly register: string;
  readonly id: string;
}

/** A print as it is stored; its serial number is that of the series that the file keeps. */
export type StoredPrint = Omit<PrintFact, 'serial' | 'file'> & { readonly year: number; readonly number: number };

const columns = sql`"id", "year", "number", "code", "form", "title", "way", "records", "pages", "copies", "numbers", "reason",
  "at", "by", "outcome", "outcome_at" AS "outcomeAt", "outcome_by" AS "outcomeBy"`;

/** The number of the next print of a year. To be called inside the transaction that enters it. */
export function nextNumber(database: ReadableDatabase, year: number): number {
  const last = pastLimits(database, () =>
    database.get<{ last: number | null }>(sql`SELECT max("number") AS "last" FROM "print_fact" WHERE "year" = ${year}`),
  );
  return (last?.last ?? 0) + 1;
}

/** Enters a print with the records that stand on it. To be called inside a transaction. */
export function insertPrint(
  database: WritableDatabase,
  print: Omit<StoredPrint, 'outcome' | 'outcomeAt' | 'outcomeBy'>,
  records: readonly PrintedRecord[],
): void {
  const inserted = database.get<{ row: number }>(sql`
    INSERT INTO "print_fact" ("id", "year", "number", "form", "title", "way", "records", "pages", "copies", "numbers", "reason",
      "code", "at", "by")
    VALUES (${print.id}, ${print.year}, ${print.number}, ${print.form}, ${print.title}, ${print.way}, ${print.records},
      ${print.pages}, ${print.copies}, ${print.numbers}, ${print.reason}, ${print.code}, ${print.at}, ${print.by})
    RETURNING "row"`);
  if (!inserted) throw new Error('an insert without a row');
  database.run(sql`
    INSERT OR IGNORE INTO "print_record" ("fact", "position", "register", "record_id")
    SELECT ${inserted.row}, key, value ->> 'register', value ->> 'id' FROM json_each(${JSON.stringify(records)})`);
}

/** Writes what became of a print. To be called inside a transaction. */
export function writeOutcome(
  database: WritableDatabase,
  id: string,
  outcome: PrintOutcome,
  { by, at }: Authorship,
): void {
  database.run(sql`
    UPDATE "print_fact" SET "outcome" = ${outcome}, "outcome_at" = ${at}, "outcome_by" = ${by} WHERE "id" = ${id}`);
}

/** A print by its identifier, its serial number, or the code at its foot; the latest where a code stands for two. */
export function readPrint(
  database: ReadableDatabase,
  by: { readonly id: string } | { readonly year: number; readonly number: number } | { readonly code: string },
): StoredPrint | undefined {
  const condition =
    'id' in by
      ? sql`"id" = ${by.id}`
      : 'code' in by
        ? sql`"code" = ${by.code}`
        : sql`"year" = ${by.year} AND "number" = ${by.number}`;
  return database.get<StoredPrint>(
    sql`SELECT ${columns} FROM "print_fact" WHERE ${condition} ORDER BY "row" DESC LIMIT 1`,
  );
}

/** Which prints are looked for; days are local, both ends included. */
export interface PrintFilter {
  /** Forms and people; empty: all of them. */
  readonly forms: readonly string[];
  readonly people: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly untold: boolean;
  readonly record: PrintedRecord | null;
  readonly offset: number;
  readonly limit: number;
}

/** Prints, the latest first, and how many there are of them. */
export function listPrints(
  database: ReadableDatabase,
  filter: PrintFilter,
): { readonly total: number; readonly prints: StoredPrint[] } {
  const { forms, people, from, to, untold, record } = filter;
  const conditions: Sql[] = [sql`1`];
  if (forms.length > 0) conditions.push(sql`"form" IN (${list(forms)})`);
  if (people.length > 0) conditions.push(sql`"by" IN (${list(people)})`);
  if (from !== null) conditions.push(sql`"at" >= ${startOfDay(from, 0)}`);
  if (to !== null) conditions.push(sql`"at" < ${startOfDay(to, 1)}`);
  if (untold) conditions.push(sql`"outcome" IS NULL`);
  if (record !== null) {
    conditions.push(sql`"row" IN (
      SELECT "fact" FROM "print_record" WHERE "record_id" = ${record.id} AND "register" = ${record.register})`);
  }
  const where = joined(conditions, ' AND ');
  return {
    total:
      database.get<{ total: number }>(sql`SELECT count(*) AS "total" FROM "print_fact" WHERE ${where}`)?.total ?? 0,
    prints: database.all<StoredPrint>(sql`
      SELECT ${columns} FROM "print_fact" WHERE ${where} ORDER BY "row" DESC LIMIT ${filter.limit} OFFSET ${filter.offset}`),
  };
}

/** The moment (ISO 8601, UTC) at which a local day begins, `later` days on. */
function startOfDay(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** Forms that were printed, under their latest titles, and who printed. */
export function readPrintChoices(database: ReadableDatabase): {
  forms: { form: string; title: string }[];
  people: string[];
} {
  return {
    // With max(), SQLite takes the other columns from the row that holds it.
    forms: database
      .all<{ form: string; title: string }>(sql`
        SELECT "form", "title", max("row") FROM "print_fact" GROUP BY "form" ORDER BY "form"`)
      .map(({ form, title }) => ({ form, title })),
    people: database.all<{ by: string }>(sql`SELECT DISTINCT "by" FROM "print_fact" ORDER BY "by"`).map(({ by }) => by),
  };
}

/** The records that stand on a print. */
export function readPrintedRecords(database: ReadableDatabase, print: string): PrintedRecord[] {
  return database.all<PrintedRecord>(sql`
    SELECT r."register", r."record_id" AS "id" FROM "print_record" r JOIN "print_fact" p ON p."row" = r."fact"
    WHERE p."id" = ${print} ORDER BY r."position"`);
}

/** Identifiers of the prints that a record stands on and another one does not. */
export function printsOnlyOf(database: ReadableDatabase, register: string, record: string, other: string): string[] {
  return database
    .all<{ id: string }>(sql`
      SELECT p."id" FROM "print_record" r JOIN "print_fact" p ON p."row" = r."fact"
      WHERE r."record_id" = ${record} AND r."register" = ${register} AND NOT EXISTS (
        SELECT 1 FROM "print_record" o
        WHERE o."record_id" = ${other} AND o."register" = ${register} AND o."fact" = r."fact")`)
    .map(({ id }) => id);
}

/**
 * Hands prints over to another record of their register, as when two records become one; called the other way round it
 * takes that back. To be called inside a transaction.
 */
export function movePrints(
  database: WritableDatabase,
  register: string,
  prints: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): void {
  database.run(sql`
    UPDATE OR IGNORE "print_record" SET "record_id" = ${to}
    WHERE "record_id" = ${from} AND "register" = ${register} AND "fact" IN (
      SELECT "row" FROM "print_fact" WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(prints)})))`);
}

/** The year of a moment by the local calendar. */
export function yearOf(moment: Date): number {
  return Number(calendarDateOf(moment).slice(0, 4));
}

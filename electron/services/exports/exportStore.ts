import type { ExportFact } from '../../../shared/contract/printMethods.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { list, sql } from '../../vault/sql.ts';

/** What is known of an export before its file is there. */
export type NewExport = Omit<ExportFact, 'files' | 'sha256'>;

/** What was written. */
export interface WrittenFiles {
  readonly files: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Enters an export beside the print of that identifier. To be called inside the transaction that enters the print. */
export function insertExport(database: WritableDatabase, print: string, entry: NewExport): void {
  database.run(sql`
    INSERT INTO "export_fact" ("fact", "receiver", "columns", "stick", "approver", "alone")
    SELECT "row", ${entry.receiver}, ${JSON.stringify(entry.columns)}, ${entry.stick}, ${entry.approver}, ${entry.alone ? 1 : 0}
    FROM "print_fact" WHERE "id" = ${print}`);
}

/** Enters which bytes went out. To be called inside a transaction. */
export function writeFiles(database: WritableDatabase, print: string, { files, sha256 }: WrittenFiles): void {
  database.run(sql`
    UPDATE "export_fact" SET "files" = ${files}, "sha256" = ${sha256}
    WHERE "fact" = (SELECT "row" FROM "print_fact" WHERE "id" = ${print})`);
}

/** What is known of the files among these prints, by the print's identifier. */
export function readExports(database: ReadableDatabase, prints: readonly string[]): ReadonlyMap<string, ExportFact> {
  if (prints.length === 0) return new Map();
  const rows = database.all<Omit<ExportFact, 'columns' | 'alone'> & { id: string; columns: string; alone: number }>(sql`
    SELECT p."id", e."receiver", e."columns", e."stick", e."approver", e."alone", e."files", e."sha256"
    FROM "export_fact" e JOIN "print_fact" p ON p."row" = e."fact" WHERE p."id" IN (${list(prints)})`);
  return new Map(
    rows.map(({ id, columns, alone, ...rest }) => [
      id,
      { ...rest, columns: JSON.parse(columns) as string[], alone: alone === 1 },
    ]),
  );
}

/** Purposes and receivers that were written before, the most used first. */
export function readLeavingTexts(database: ReadableDatabase): { purposes: string[]; receivers: string[] } {
  const texts = (column: ReturnType<typeof sql>): string[] =>
    database
      .all<{ text: string }>(sql`
        SELECT ${column} AS "text" FROM "export_fact" e JOIN "print_fact" p ON p."row" = e."fact"
        WHERE ${column} <> '' GROUP BY ${column} ORDER BY count(*) DESC, max(p."row") DESC LIMIT 8`)
      .map(({ text }) => text);
  return { purposes: texts(sql`p."reason"`), receivers: texts(sql`e."receiver"`) };
}

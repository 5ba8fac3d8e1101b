import { createHash, hash } from 'node:crypto';
import type { ReadableDatabase } from './database.ts';
import { sql } from './sql.ts';

/** A line of history as far as it is bound by the audit chain. */
export interface BoundLine {
  readonly row: number;
  readonly register: string;
  readonly record_id: string;
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly changes: string;
  readonly batch: number | null;
  /** SHA-256 of what it said before a destruction blanked it. */
  readonly erased: Uint8Array | null;
}

/** Lines after a row, at most `limit` of them, in order. */
export function readLines(database: ReadableDatabase, after: number, limit: number): BoundLine[] {
  return database.all<BoundLine>(sql`
    SELECT h."row", h."register", h."record_id", h."version", h."at", h."by", h."action", h."changes", h."batch", e."digest" AS "erased"
    FROM "history" h LEFT JOIN "history_erased" e ON e."row" = h."row"
    WHERE h."row" > ${after} ORDER BY h."row" LIMIT ${limit}`);
}

/** The last line of history, 0 when there is none. */
export function lastLine(database: ReadableDatabase): number {
  return database.get<{ row: number | null }>(sql`SELECT max("row") AS "row" FROM "history"`)?.row ?? 0;
}

/** What a line says, as SHA-256 in hexadecimal. */
function digestOf(changes: string): string {
  return hash('sha256', changes, 'hex');
}

/** Adds up lines in their order; the sum (SHA-256, hexadecimal) tells any line that was changed, added or taken away. */
export function createLineDigest() {
  const sum = createHash('sha256');
  return {
    add(line: BoundLine): void {
      const { register, record_id: record, version, at, by, action, batch } = line;
      const said = line.erased === null ? digestOf(line.changes) : Buffer.from(line.erased).toString('hex');
      sum.update(`${JSON.stringify([register, record, version, at, by, action, batch, said])}\n`);
    },
    digest: (): string => sum.digest('hex'),
  };
}

/** The digest that stays of what a line said. */
export function erasedDigest(changes: string): Buffer {
  return Buffer.from(digestOf(changes), 'hex');
}

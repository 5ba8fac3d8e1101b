import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';
import { readMergeDetails } from './mergeDetails.ts';

/** Two records, whichever is named first. */
export interface RecordPair {
  readonly one: string;
  readonly other: string;
}

/** Remembers that two records are not the same person. To be called inside a transaction. */
export function insertDistinctPair(
  database: WritableDatabase,
  register: Register,
  pair: RecordPair,
  { at, by }: Authorship,
): void {
  const [one, other] = ordered(pair);
  database.run(sql`
    INSERT OR IGNORE INTO "distinct_pair" ("register", "one", "other", "at", "by")
    VALUES (${register.key}, ${one}, ${other}, ${at}, ${by})`);
}

/** Forgets that two records are not the same person. To be called inside a transaction. */
export function deleteDistinctPair(database: WritableDatabase, register: Register, pair: RecordPair): void {
  const [one, other] = ordered(pair);
  database.run(sql`
    DELETE FROM "distinct_pair" WHERE ("register", "one", "other") IN (
      SELECT "register", "one", "other" FROM "distinct_pair"
      WHERE "register" = ${register.key} AND "one" = ${one} AND "other" = ${other})`);
}

/**
 * Tells whether two records, by their rows, are known not to be the same person. Who was told apart from a record that became
 * part of another is told apart from that one too, as long as the merge stands.
 */
export function distinctPairs(database: ReadableDatabase, register: Register): (one: number, other: number) => boolean {
  const pairs = database.all<RecordPair>(sql`
    SELECT "one", "other" FROM "distinct_pair" WHERE "register" = ${register.key}`);
  if (pairs.length === 0) return () => false;
  const became = mergedInto(database, register);
  const survivors = pairs.map(({ one, other }): RecordPair => ({ one: became(one), other: became(other) }));
  const ids = JSON.stringify(survivors.flatMap(({ one, other }) => [one, other]));
  const rows = new Map(
    database
      .all<{ id: string; row: number }>(sql`
        SELECT "id", "row" FROM ${identifier(register.table)} WHERE "id" IN (SELECT value FROM json_each(${ids}))`)
      .map(({ id, row }) => [id, row]),
  );
  const known = new Set(
    survivors.flatMap(({ one, other }) => {
      const [a, b] = [rows.get(one), rows.get(other)];
      return a === undefined || b === undefined ? [] : [`${Math.min(a, b)} ${Math.max(a, b)}`];
    }),
  );
  return (one, other) => known.has(`${Math.min(one, other)} ${Math.max(one, other)}`);
}

/** The record that a record in the recycle bin has become part of, by merges that stand; itself when there is none. */
function mergedInto(database: ReadableDatabase, register: Register): (id: string) => string {
  const merges = database
    .all<{ details: string }>(sql`
      SELECT b."details" FROM "batch" b
      JOIN ${identifier(register.table)} r ON r."id" = b."details" ->> 'drop' AND r."deleted_at" IS NOT NULL
      WHERE b."register" = ${register.key} AND b."kind" = 'merge' AND b."undone_at" IS NULL ORDER BY b."row"`)
    .flatMap(({ details }) => readMergeDetails(JSON.parse(details)) ?? []);
  const into = new Map<string, string>();
  for (const { keep, drop } of merges) {
    // Brought back from the recycle bin and merged the other way round: the later merge stands.
    into.delete(keep);
    into.set(drop, keep);
  }
  return (id) => {
    let survivor = id;
    for (let next = into.get(survivor); next !== undefined; next = into.get(survivor)) survivor = next;
    return survivor;
  };
}

function ordered({ one, other }: RecordPair): readonly [string, string] {
  return one < other ? [one, other] : [other, one];
}

import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { type Sql, sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';
import { openContent, type SealedPlace, sealBytes } from './sealedContent.ts';

/** Whose sealed matter. */
export interface RecordKey {
  readonly register: string;
  readonly record: string;
}

/** An entry that is still sealed, as it is stored. */
export interface StoredSealed extends SealedPlace {
  readonly record: string;
  readonly basis: string;
  readonly content: Buffer;
  readonly enteredAt: string;
  readonly enteredBy: string;
}

interface Row {
  readonly id: string;
  readonly register: string;
  readonly record_id: string;
  readonly sealed_for: string;
  readonly matter: string;
  readonly basis: string;
  readonly generation: number;
  readonly content: Buffer;
  readonly entered_at: string;
  readonly entered_by: string;
}

function readWhere(database: ReadableDatabase, condition: Sql): StoredSealed[] {
  return database
    .all<Row>(sql`
      SELECT "id", "register", "record_id", "sealed_for", "matter", "basis", "generation", "content", "entered_at", "entered_by"
      FROM "sealed_value" WHERE "content" IS NOT NULL AND ${condition} ORDER BY "row"`)
    .map((row) => ({
      id: row.id,
      register: row.register,
      record: row.record_id,
      sealedFor: row.sealed_for,
      matter: row.matter,
      basis: row.basis,
      generation: row.generation,
      content: row.content,
      enteredAt: row.entered_at,
      enteredBy: row.entered_by,
    }));
}

/** The entries of a record that are sealed, the first one first. */
export function listSealed(database: ReadableDatabase, { register, record }: RecordKey): StoredSealed[] {
  return readWhere(database, sql`"record_id" = ${record} AND "register" = ${register}`);
}

/** How many entries of a record are sealed. */
export function countSealed(database: ReadableDatabase, { register, record }: RecordKey): number {
  const found = database.get<{ n: number }>(sql`
    SELECT count(*) AS n FROM "sealed_value"
    WHERE "record_id" = ${record} AND "register" = ${register} AND "content" IS NOT NULL`);
  return found?.n ?? 0;
}

/** The kinds of matter that are sealed of these records, each once, by record. */
export function sealedMatters(
  database: ReadableDatabase,
  register: string,
  records: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = database.all<{ record: string; matter: string }>(sql`
    SELECT DISTINCT "record_id" AS "record", "matter" FROM "sealed_value"
    WHERE "register" = ${register} AND "content" IS NOT NULL
      AND "record_id" IN (SELECT value FROM json_each(${JSON.stringify(records)}))`);
  const matters = new Map<string, string[]>();
  for (const { record, matter } of found) matters.set(record, [...(matters.get(record) ?? []), matter]);
  return matters;
}

/** Adds an entry. To be called inside a transaction. */
export function insertSealed(
  database: WritableDatabase,
  place: SealedPlace,
  { basis, content }: Pick<StoredSealed, 'basis' | 'content'>,
  { at, by }: Authorship,
): void {
  database.run(sql`
    INSERT INTO "sealed_value"
      ("id", "register", "record_id", "sealed_for", "matter", "basis", "generation", "content", "entered_at", "entered_by")
    VALUES (${place.id}, ${place.register}, ${place.sealedFor}, ${place.sealedFor}, ${place.matter}, ${basis}, ${place.generation},
      ${content}, ${at}, ${by})`);
}

/** By whom and under which number it was decided that an entry is no longer sealed. */
export interface Release extends Authorship {
  readonly body: string;
  readonly document: string;
}

/**
 * Ends the sealing of an entry: what it said is overwritten, that and by which decision it was released stays.
 * To be called inside a transaction.
 * @returns whether there was such an entry
 */
export function releaseSealed(
  database: WritableDatabase,
  id: string,
  { register, record }: RecordKey,
  { at, by, body, document }: Release,
): boolean {
  const { changes } = database.run(sql`
    UPDATE "sealed_value" SET "content" = NULL, "released_at" = ${at}, "released_by" = ${by}, "released_body" = ${body},
      "released_document" = ${document}
    WHERE "id" = ${id} AND "record_id" = ${record} AND "register" = ${register} AND "content" IS NOT NULL`);
  return changes === 1;
}

/** Every entry of a record, released ones too. */
export function sealedIdsOf(database: ReadableDatabase, { register, record }: RecordKey): string[] {
  return database
    .all<{ id: string }>(sql`
      SELECT "id" FROM "sealed_value" WHERE "record_id" = ${record} AND "register" = ${register} ORDER BY "row"`)
    .map(({ id }) => id);
}

/**
 * Hands entries over to another record of their register, as when two records become one; called with the old record it takes
 * that back. To be called inside a transaction.
 */
export function moveSealed(database: WritableDatabase, ids: readonly string[], toRecord: string): void {
  database.run(sql`
    UPDATE "sealed_value" SET "record_id" = ${toRecord}
    WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
}

/** Destroys every entry of a record, released ones too. To be called inside a transaction. */
export function destroySealedOf(database: WritableDatabase, { register, record }: RecordKey): void {
  database.run(sql`DELETE FROM "sealed_value" WHERE "record_id" = ${record} AND "register" = ${register}`);
}

/**
 * Seals everything in a compartment to another key, as when the sealed key is made anew. To be called inside a transaction.
 * @param privateKey the private half (32 bytes) of the key until now
 * @param publicKey the public half of the new one
 * @returns how many entries
 * @throws Error when an entry does not open: then nothing may be changed
 */
export function resealAll(database: WritableDatabase, privateKey: Uint8Array, publicKey: Uint8Array): number {
  const entries = readWhere(database, sql`1`);
  for (const entry of entries) {
    const plain = openContent(entry.content, privateKey, entry);
    if (!plain) throw new Error('a sealed value that the key does not open');
    const next = { ...entry, generation: entry.generation + 1 };
    try {
      database.run(sql`
        UPDATE "sealed_value" SET "content" = ${sealBytes(plain, publicKey, next)}, "generation" = ${next.generation}
        WHERE "id" = ${entry.id}`);
    } finally {
      plain.fill(0);
    }
  }
  return entries.length;
}

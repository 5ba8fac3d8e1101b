import type { AttachmentKind } from '../../../shared/contract/attachmentMethods.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { MediaType } from '../../../shared/rules/imageMetadata.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';

/** A picture or a scan of a record, without its bytes. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly mediaType: MediaType;
  /** Size of the stored file. */
  readonly bytes: number;
  /** Pixels; null for a PDF. */
  readonly width: number | null;
  readonly height: number | null;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  readonly addedBy: string;
}

/** Whose attachments. */
export interface RecordKey {
  readonly register: string;
  readonly record: string;
}

type Found = RecordKey & Pick<NewAttachment, 'name' | 'kind' | 'mediaType' | 'digest'>;

/** What is stored of a new attachment besides who adds it and when. */
export interface NewAttachment extends Omit<Attachment, 'addedAt' | 'addedBy' | 'bytes'> {
  /** SHA-256 of the content, hexadecimal. */
  readonly digest: string;
  readonly thumbnail: Uint8Array | null;
  readonly content: Uint8Array;
}

/** The attachments of a record that are not removed, in the order they were added. */
export function listAttachments(database: ReadableDatabase, { register, record }: RecordKey): Attachment[] {
  return database.all<Attachment>(sql`
    SELECT "id", "name", "kind", "media_type" AS "mediaType", "size" AS "bytes", "width", "height",
      "added_at" AS "addedAt", "added_by" AS "addedBy"
    FROM "attachment" WHERE "record_id" = ${record} AND "register" = ${register} AND "removed_at" IS NULL ORDER BY "row"`);
}

/** Where an attachment is and whether it was removed, or undefined. */
export function findAttachment(
  database: ReadableDatabase,
  id: string,
): (Found & { readonly removed: boolean }) | undefined {
  const row = database.get<Found & { removedAt: string | null }>(sql`
    SELECT "register", "record_id" AS "record", "name", "kind", "media_type" AS "mediaType", "digest", "removed_at" AS "removedAt"
    FROM "attachment" WHERE "id" = ${id}`);
  if (!row) return undefined;
  const { removedAt, ...found } = row;
  return { ...found, removed: removedAt !== null };
}

/** The stored file or its thumbnail; null when there is no such attachment, it was removed, or it has no thumbnail. */
export function readContent(database: ReadableDatabase, id: string, part: 'whole' | 'thumbnail'): Uint8Array | null {
  const column = identifier(part === 'whole' ? 'content' : 'thumbnail');
  const row = database.get<{ bytes: Uint8Array | null }>(sql`
    SELECT ${column} AS "bytes" FROM "attachment"
    JOIN "attachment_content" ON "attachment_content"."attachment" = "attachment"."row"
    WHERE "id" = ${id} AND "removed_at" IS NULL`);
  return row?.bytes ?? null;
}

/** Whether the record holds a file of the same content already. */
export function holdsContent(database: ReadableDatabase, { register, record }: RecordKey, digest: string): boolean {
  const row = database.get(sql`
    SELECT 1 FROM "attachment"
    WHERE "record_id" = ${record} AND "register" = ${register} AND "digest" = ${digest} AND "removed_at" IS NULL`);
  return row !== undefined;
}

/** How many attachments a record has. */
export function countAttachments(database: ReadableDatabase, { register, record }: RecordKey): number {
  const row = database.get<{ total: number }>(sql`
    SELECT count(*) AS "total" FROM "attachment"
    WHERE "record_id" = ${record} AND "register" = ${register} AND "removed_at" IS NULL`);
  return row?.total ?? 0;
}

/** The version of a record that is in its register, or undefined when it is deleted or never was. */
export function recordVersion(database: ReadableDatabase, register: Register, id: string): number | undefined {
  return database.get<{ version: number }>(sql`
    SELECT "version" FROM ${identifier(register.table)} WHERE "id" = ${id} AND "deleted_at" IS NULL`)?.version;
}

/** Stores an attachment with its bytes. To be called inside a transaction. */
export function insertAttachment(
  database: WritableDatabase,
  { register, record }: RecordKey,
  added: NewAttachment,
  { by, at }: Authorship,
): void {
  const inserted = database.get<{ row: number }>(sql`
    INSERT INTO "attachment" ("id", "register", "record_id", "name", "kind", "media_type", "size", "width", "height", "digest", "added_at", "added_by")
    VALUES (${added.id}, ${register}, ${record}, ${added.name}, ${added.kind}, ${added.mediaType}, ${added.content.length},
      ${added.width}, ${added.height}, ${added.digest}, ${at}, ${by})
    RETURNING "row"`);
  if (!inserted) throw new Error('an insert without a row');
  database.run(sql`
    INSERT INTO "attachment_content" ("attachment", "thumbnail", "content")
    VALUES (${inserted.row}, ${added.thumbnail}, ${added.content})`);
}

/** Gives an attachment another name. To be called inside a transaction. */
export function nameAttachment(database: WritableDatabase, id: string, name: string): void {
  database.run(sql`UPDATE "attachment" SET "name" = ${name} WHERE "id" = ${id}`);
}

/** Takes an attachment off its record; its bytes stay so that it can be brought back. To be called inside a transaction. */
export function markRemoved(database: WritableDatabase, id: string, { by, at }: Authorship): void {
  database.run(sql`UPDATE "attachment" SET "removed_at" = ${at}, "removed_by" = ${by} WHERE "id" = ${id}`);
}

/** Brings a removed attachment back. To be called inside a transaction. */
export function markRestored(database: WritableDatabase, id: string): void {
  database.run(sql`UPDATE "attachment" SET "removed_at" = NULL, "removed_by" = NULL WHERE "id" = ${id}`);
}

/**
 * Hands attachments over to another record of their register, as when two records become one; called with the old record
 * it takes that back. To be called inside a transaction.
 */
export function moveAttachments(database: WritableDatabase, ids: readonly string[], toRecord: string): void {
  database.run(sql`
    UPDATE "attachment" SET "record_id" = ${toRecord} WHERE "id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
}

/** Destroys every attachment of a record, removed ones too, with their bytes. To be called inside a transaction. */
export function destroyAttachmentsOf(database: WritableDatabase, { register, record }: RecordKey): void {
  database.run(sql`DELETE FROM "attachment" WHERE "record_id" = ${record} AND "register" = ${register}`);
}

import type { TemplateHead, TemplateState } from '../../../shared/contract/templateMethods.ts';
import { type TemplateBindings, templateBindings } from '../../../shared/templates/templateBindings.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';

/** A version of a form with its decisions. */
export interface StoredTemplate {
  readonly head: TemplateHead;
  readonly bindings: TemplateBindings;
}

type Row = Omit<TemplateHead, 'use'> & { readonly purpose: TemplateHead['use']; readonly bindings: string };

const columns = sql`"id", "family", "version", "title", "document_number" AS "documentNumber", "format", "state",
  "file_name" AS "fileName", "size" AS "bytes", "digest", "bindings", "places", "decided", "purpose", "revision",
  "added_at" AS "addedAt", "added_by" AS "addedBy"`;

function stored({ purpose, bindings, ...head }: Row): StoredTemplate {
  return { head: { ...head, use: purpose }, bindings: templateBindings.parse(JSON.parse(bindings)) };
}

/** All versions: families by title of their newest, the newest first within each. */
export function listTemplates(database: ReadableDatabase): TemplateHead[] {
  const rows = database.all<Row>(sql`
    SELECT ${columns} FROM "template" t
    ORDER BY (SELECT "title" FROM "template" n WHERE n."family" = t."family" ORDER BY n."version" DESC LIMIT 1),
      "family", "version" DESC`);
  return rows.map((row) => stored(row).head);
}

/** One version, or undefined. */
export function findTemplate(database: ReadableDatabase, id: string): StoredTemplate | undefined {
  const row = database.get<Row>(sql`SELECT ${columns} FROM "template" WHERE "id" = ${id}`);
  return row && stored(row);
}

/** The title of the version, in use or in preparation, that holds the same file; undefined when there is none. */
export function sameFile(database: ReadableDatabase, digest: string): string | undefined {
  return database.get<{ title: string }>(sql`
    SELECT "title" FROM "template" WHERE "digest" = ${digest} AND "state" <> 'retired' LIMIT 1`)?.title;
}

/** The file as it was dropped in. */
export function readTemplateFile(database: ReadableDatabase, id: string): Uint8Array | undefined {
  return database.get<{ content: Uint8Array }>(sql`
    SELECT "content" FROM "template_file" JOIN "template" ON "template"."row" = "template_file"."template"
    WHERE "id" = ${id}`)?.content;
}

/** The number of the next version of a family. To be called inside the transaction that stores it. */
export function nextVersion(database: ReadableDatabase, family: string): number {
  const found = database.get<{ last: number | null }>(sql`
    SELECT max("version") AS "last" FROM "template" WHERE "family" = ${family}`);
  return (found?.last ?? 0) + 1;
}

/** Stores a new version with its file. To be called inside a transaction. */
export function insertTemplate(
  database: WritableDatabase,
  { head, bindings }: StoredTemplate,
  content: Uint8Array,
): void {
  const inserted = database.get<{ row: number }>(sql`
    INSERT INTO "template" ("id", "family", "version", "title", "document_number", "format", "state", "file_name", "size", "digest",
      "bindings", "places", "decided", "purpose", "revision", "added_at", "added_by", "changed_at", "changed_by")
    VALUES (${head.id}, ${head.family}, ${head.version}, ${head.title}, ${head.documentNumber}, ${head.format}, ${head.state},
      ${head.fileName}, ${head.bytes}, ${head.digest}, ${JSON.stringify(bindings)}, ${head.places}, ${head.decided}, ${head.use},
      ${head.revision}, ${head.addedAt}, ${head.addedBy}, ${head.addedAt}, ${head.addedBy})
    RETURNING "row"`);
  if (!inserted) throw new Error('an insert without a row');
  database.run(sql`INSERT INTO "template_file" ("template", "content") VALUES (${inserted.row}, ${content})`);
}

/** Stores other decisions about a version. To be called inside a transaction. */
export function updateTemplate(
  database: WritableDatabase,
  { head, bindings }: StoredTemplate,
  { by, at }: Authorship,
): void {
  database.run(sql`
    UPDATE "template" SET "title" = ${head.title}, "document_number" = ${head.documentNumber},
      "bindings" = ${JSON.stringify(bindings)}, "places" = ${head.places}, "decided" = ${head.decided}, "purpose" = ${head.use},
      "revision" = ${head.revision}, "changed_at" = ${at}, "changed_by" = ${by}
    WHERE "id" = ${head.id}`);
}

/** To be called inside a transaction. */
export function setTemplateState(
  database: WritableDatabase,
  id: string,
  state: TemplateState,
  { by, at }: Authorship,
): void {
  database.run(sql`
    UPDATE "template" SET "state" = ${state}, "changed_at" = ${at}, "changed_by" = ${by} WHERE "id" = ${id}`);
}

/** Takes the version of a family that is in use out of it. To be called inside a transaction. */
export function retireActive(database: WritableDatabase, family: string, { by, at }: Authorship): void {
  database.run(sql`
    UPDATE "template" SET "state" = 'retired', "changed_at" = ${at}, "changed_by" = ${by}
    WHERE "family" = ${family} AND "state" = 'active'`);
}

/** Removes a version with its file. To be called inside a transaction. */
export function deleteTemplate(database: WritableDatabase, id: string): void {
  database.run(sql`DELETE FROM "template" WHERE "id" = ${id}`);
}

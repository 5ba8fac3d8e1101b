import type { Migration } from '../migration.ts';

/**
 * The office's own forms: every version with its decisions, and its file apart, so that a list never reads one. Times are ISO 8601 in
 * UTC; the digest is SHA-256, hexadecimal. Of a family one version is in use.
 */
export const office0020 = {
  number: 20,
  up: (database) =>
    database.execute(`
      CREATE TABLE "template" (
        "row" INTEGER PRIMARY KEY,
        "id" TEXT NOT NULL UNIQUE,
        "family" TEXT NOT NULL,
        "version" INTEGER NOT NULL,
        "title" TEXT NOT NULL,
        "document_number" TEXT NOT NULL,
        "format" TEXT NOT NULL,
        "state" TEXT NOT NULL,
        "file_name" TEXT NOT NULL,
        "size" INTEGER NOT NULL,
        "digest" TEXT NOT NULL,
        "bindings" TEXT NOT NULL,
        "places" INTEGER NOT NULL,
        "decided" INTEGER NOT NULL,
        "purpose" TEXT NOT NULL,
        "revision" INTEGER NOT NULL,
        "added_at" TEXT NOT NULL,
        "added_by" TEXT NOT NULL,
        "changed_at" TEXT NOT NULL,
        "changed_by" TEXT NOT NULL,
        UNIQUE ("family", "version")
      ) STRICT;
      CREATE UNIQUE INDEX "template_active" ON "template" ("family") WHERE "state" = 'active';
      CREATE TABLE "template_file" (
        "template" INTEGER PRIMARY KEY REFERENCES "template"("row") ON DELETE CASCADE,
        "content" BLOB NOT NULL
      ) STRICT;
    `),
} satisfies Migration;

import type { Migration } from '../migration.ts';

/** Sealed matter about children, encrypted to a key that this file's own does not open. Never edited after release. */
export const children0070 = {
  number: 70,
  up: (database) =>
    database.execute(`
      CREATE TABLE "sealed_value" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "sealed_for" TEXT NOT NULL, "matter" TEXT NOT NULL, "basis" TEXT NOT NULL, "generation" INTEGER NOT NULL, "content" BLOB, "entered_at" TEXT NOT NULL, "entered_by" TEXT NOT NULL, "released_at" TEXT, "released_by" TEXT, "released_body" TEXT, "released_document" TEXT) STRICT;
      CREATE INDEX "sealed_value_record" ON "sealed_value" ("record_id", "register");
    `),
} satisfies Migration;

import type { Migration } from '../migration.ts';

/** What is entered on forms about children. Never edited after release. */
export const children0030 = {
  number: 30,
  up: (database) =>
    database.execute(`
      CREATE TABLE "paper" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "paper" TEXT NOT NULL, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "version" INTEGER NOT NULL, "content" TEXT NOT NULL, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "updated_at" TEXT NOT NULL, "updated_by" TEXT NOT NULL, "removed_at" TEXT, "removed_by" TEXT, "removed_reason" TEXT) STRICT;
      CREATE INDEX "paper_record" ON "paper" ("record_id", "register");
    `),
} satisfies Migration;

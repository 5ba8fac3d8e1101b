import type { Migration } from '../migration.ts';

/** What was printed or saved as a file, and about whom. Never edited after release. */
export const children0040 = {
  number: 40,
  up: (database) =>
    database.execute(`
      CREATE TABLE "print_fact" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "year" INTEGER NOT NULL, "number" INTEGER NOT NULL, "form" TEXT NOT NULL, "title" TEXT NOT NULL, "way" TEXT NOT NULL, "records" INTEGER NOT NULL, "pages" INTEGER NOT NULL, "copies" INTEGER NOT NULL, "numbers" TEXT NOT NULL, "reason" TEXT NOT NULL, "code" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "outcome" TEXT, "outcome_at" TEXT, "outcome_by" TEXT, UNIQUE ("year", "number")) STRICT;
      CREATE INDEX "print_fact_code" ON "print_fact" ("code");
      CREATE TABLE "print_record" ("fact" INTEGER NOT NULL REFERENCES "print_fact"("row"), "position" INTEGER NOT NULL, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, PRIMARY KEY ("record_id", "register", "fact")) STRICT, WITHOUT ROWID;
      CREATE INDEX "print_record_fact" ON "print_record" ("fact");
      CREATE TRIGGER "print_fact_no_update" BEFORE UPDATE OF "row", "id", "year", "number", "form", "title", "way", "records", "pages", "copies", "numbers", "reason", "code", "at", "by" ON "print_fact" BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
      CREATE TRIGGER "print_fact_no_delete" BEFORE DELETE ON "print_fact" BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
      CREATE TRIGGER "print_fact_no_replace" BEFORE INSERT ON "print_fact" WHEN EXISTS (SELECT 1 FROM "print_fact" p WHERE p."row" = NEW."row" OR p."id" = NEW."id" OR (p."year" = NEW."year" AND p."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
    `),
} satisfies Migration;

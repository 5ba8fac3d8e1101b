import type { Migration } from '../migration.ts';

/** What is known of a file that left the program, beside its entry as a print. Never edited after release. */
export const children0080 = {
  number: 80,
  up: (database) =>
    database.execute(`
      CREATE TABLE "export_fact" ("fact" INTEGER PRIMARY KEY REFERENCES "print_fact"("row"), "receiver" TEXT NOT NULL, "columns" TEXT NOT NULL, "stick" TEXT, "approver" TEXT, "alone" INTEGER NOT NULL, "files" INTEGER, "sha256" TEXT) STRICT;
      CREATE TRIGGER "export_fact_no_update" BEFORE UPDATE OF "fact", "receiver", "columns", "stick", "approver", "alone" ON "export_fact" BEGIN SELECT RAISE(ABORT, 'an export stays as it was'); END;
      CREATE TRIGGER "export_fact_no_delete" BEFORE DELETE ON "export_fact" BEGIN SELECT RAISE(ABORT, 'an export stays as it was'); END;
    `),
} satisfies Migration;

import { auditTable, erasedHistoryTable } from '../auditTable.ts';
import type { Migration } from '../migration.ts';
import {
  attachmentTables,
  batchTables,
  entryTables,
  exportTable,
  historyUpdateGuard,
  listTables,
  paperTable,
  printTables,
  routeTables,
  screeningTables,
  sealedTable,
} from '../registerTables.ts';

/** The library of key persons with everything that a register works with. Never edited after release. */
export const watchlist0010 = {
  number: 10,
  up: (database) =>
    database.execute(`
      ${batchTables}
      CREATE TABLE "history" ("row" INTEGER PRIMARY KEY, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "version" INTEGER NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "action" TEXT NOT NULL, "changes" TEXT NOT NULL, "batch" INTEGER REFERENCES "batch"("row")) STRICT;
      CREATE INDEX "history_record" ON "history" ("record_id", "version");
      CREATE INDEX "history_batch" ON "history" ("batch") WHERE "batch" IS NOT NULL;
      ${historyUpdateGuard}
      CREATE TRIGGER "history_no_delete" BEFORE DELETE ON "history" BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      CREATE TRIGGER "history_no_replace" BEFORE INSERT ON "history" WHEN EXISTS (SELECT 1 FROM "history" h WHERE h."row" = NEW."row") BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      ${entryTables}
      ${listTables}
      ${screeningTables}
      ${attachmentTables}
      ${auditTable.trim()}
      ${erasedHistoryTable.trim()}
      ${paperTable}
      ${printTables}
      ${exportTable}
      ${routeTables}
      ${sealedTable}
      CREATE TABLE "key_person" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "version" INTEGER NOT NULL, "name" TEXT, "name_order" TEXT, "number" TEXT, "id_number" TEXT, "sex" TEXT, "residence_address" TEXT, "types" TEXT, "level" TEXT, "basis_document" TEXT, "duty" TEXT, "entered_on" TEXT, "meeting_rule" TEXT, "last_met_on" TEXT, "review_on" TEXT, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "updated_at" TEXT NOT NULL, "updated_by" TEXT NOT NULL, "gap_count" INTEGER NOT NULL DEFAULT 0, "deleted_at" TEXT, "deleted_by" TEXT, "deleted_reason" TEXT) STRICT;
      CREATE TABLE "key_person_match" ("signal" TEXT NOT NULL, "key" TEXT NOT NULL, "owner" INTEGER NOT NULL REFERENCES "key_person"("row") ON DELETE CASCADE, PRIMARY KEY ("signal", "key", "owner")) STRICT, WITHOUT ROWID;
      CREATE INDEX "key_person_match_owner" ON "key_person_match" ("owner");
      CREATE TABLE "key_person_search" ("place" INTEGER NOT NULL, "key" TEXT NOT NULL, "owner" INTEGER NOT NULL REFERENCES "key_person"("row") ON DELETE CASCADE, PRIMARY KEY ("place", "key", "owner")) STRICT, WITHOUT ROWID;
      CREATE INDEX "key_person_search_owner" ON "key_person_search" ("owner");
      CREATE INDEX "key_person_name_order" ON "key_person" ("name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_number" ON "key_person" ("number", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_sex" ON "key_person" ("sex", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_id_number" ON "key_person" ("id_number", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_level" ON "key_person" ("level", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_duty" ON "key_person" ("duty", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_meeting_rule" ON "key_person" ("meeting_rule", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_last_met_on" ON "key_person" ("last_met_on", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "key_person_review_on" ON "key_person" ("review_on", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE UNIQUE INDEX "key_person_unique" ON "key_person" ("id_number") WHERE "deleted_at" IS NULL AND "id_number" IS NOT NULL;
    `),
} satisfies Migration;

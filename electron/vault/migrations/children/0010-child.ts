import type { Migration } from '../migration.ts';
import { entryTables } from '../registerTables.ts';

/** Generated from the declarations of the registers; never edited after release. */
export const children0010 = {
  number: 10,
  up: (database) =>
    database.execute(`
      CREATE TABLE "history" ("row" INTEGER PRIMARY KEY, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "version" INTEGER NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "action" TEXT NOT NULL, "changes" TEXT NOT NULL) STRICT;
      CREATE INDEX "history_record" ON "history" ("record_id", "version");
      CREATE TRIGGER "history_no_update" BEFORE UPDATE ON "history" BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      CREATE TRIGGER "history_no_delete" BEFORE DELETE ON "history" BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      ${entryTables}
      CREATE TABLE "child" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "version" INTEGER NOT NULL, "name" TEXT, "name_order" TEXT, "id_number" TEXT, "no_id_reason" TEXT, "sex" TEXT, "birth_date" TEXT, "ethnicity" TEXT, "village" TEXT, "household_address" TEXT, "residence_address" TEXT, "health" TEXT, "disability_class" TEXT, "disability_grade" TEXT, "disease" TEXT, "study_state" TEXT, "school_or_status" TEXT, "family_states" TEXT, "guardian_capable" INTEGER, "guardian_gap" TEXT, "hardship_grounds" TEXT, "filled_on" TEXT, "registering_unit" TEXT, "registered_by" TEXT, "registered_on" TEXT, "remark" TEXT, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "updated_at" TEXT NOT NULL, "updated_by" TEXT NOT NULL, "deleted_at" TEXT) STRICT;
      CREATE TABLE "family_member" ("row" INTEGER PRIMARY KEY, "owner" INTEGER NOT NULL REFERENCES "child"("row") ON DELETE CASCADE, "position" INTEGER NOT NULL, "relation" TEXT, "name" TEXT, "id_number" TEXT, "phone" TEXT, "health" TEXT, "workplace" TEXT, UNIQUE ("owner", "position")) STRICT;
      CREATE TABLE "child_search" ("place" INTEGER NOT NULL, "key" TEXT NOT NULL, "owner" INTEGER NOT NULL REFERENCES "child"("row") ON DELETE CASCADE, PRIMARY KEY ("place", "key", "owner")) STRICT, WITHOUT ROWID;
      CREATE INDEX "child_search_owner" ON "child_search" ("owner");
      CREATE INDEX "child_name_order" ON "child" ("name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_sex" ON "child" ("sex", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_birth_date" ON "child" ("birth_date", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_id_number" ON "child" ("id_number", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_village" ON "child" ("village", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_study_state" ON "child" ("study_state", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_registered_on" ON "child" ("registered_on", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE UNIQUE INDEX "child_unique" ON "child" ("id_number") WHERE "deleted_at" IS NULL AND "id_number" IS NOT NULL;
    `),
} satisfies Migration;

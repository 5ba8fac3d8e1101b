import type { Migration } from '../migration.ts';
import { attachmentTables, batchTables, historyUpdateGuard, listTables, screeningTables } from '../registerTables.ts';

/**
 * Generated from the declarations of the registers, with the moves of stored data written by hand at its end; never edited
 * after release.
 */
export const children0020 = {
  number: 20,
  up: (database) =>
    database.execute(`
      ${batchTables}
      ALTER TABLE "history" ADD COLUMN "batch" INTEGER REFERENCES "batch"("row");
      CREATE INDEX "history_batch" ON "history" ("batch") WHERE "batch" IS NOT NULL;
      DROP TRIGGER "history_no_update";
      ${historyUpdateGuard}
      CREATE TRIGGER "history_no_replace" BEFORE INSERT ON "history" WHEN EXISTS (SELECT 1 FROM "history" h WHERE h."row" = NEW."row") BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      ${listTables}
      ${screeningTables}
      ${attachmentTables}
      ALTER TABLE "child" ADD COLUMN "file_number" TEXT;
      ALTER TABLE "child" ADD COLUMN "id_follow_up_on" TEXT;
      ALTER TABLE "child" ADD COLUMN "other_document" TEXT;
      ALTER TABLE "child" ADD COLUMN "former_id_number" TEXT;
      ALTER TABLE "child" ADD COLUMN "phone" TEXT;
      ALTER TABLE "child" ADD COLUMN "grid" TEXT;
      ALTER TABLE "child" ADD COLUMN "status" TEXT;
      ALTER TABLE "child" ADD COLUMN "status_reason" TEXT;
      ALTER TABLE "child" ADD COLUMN "status_on" TEXT;
      ALTER TABLE "child" ADD COLUMN "risk_level" TEXT;
      ALTER TABLE "child" ADD COLUMN "risk_assessed_on" TEXT;
      ALTER TABLE "child" ADD COLUMN "responsible_person" TEXT;
      ALTER TABLE "child" ADD COLUMN "last_visited_on" TEXT;
      ALTER TABLE "child" ADD COLUMN "next_visit_on" TEXT;
      ALTER TABLE "child" ADD COLUMN "household_registered" INTEGER;
      ALTER TABLE "child" ADD COLUMN "school_class" TEXT;
      ALTER TABLE "child" ADD COLUMN "boarding" INTEGER;
      ALTER TABLE "child" ADD COLUMN "out_of_school_kind" TEXT;
      ALTER TABLE "child" ADD COLUMN "last_school" TEXT;
      ALTER TABLE "child" ADD COLUMN "enrolment_state" TEXT;
      ALTER TABLE "child" ADD COLUMN "due_stage" TEXT;
      ALTER TABLE "child" ADD COLUMN "out_of_school_since" TEXT;
      ALTER TABLE "child" ADD COLUMN "family_reasons" TEXT;
      ALTER TABLE "child" ADD COLUMN "own_reasons" TEXT;
      ALTER TABLE "child" ADD COLUMN "whereabouts" TEXT;
      ALTER TABLE "child" ADD COLUMN "placements" TEXT;
      ALTER TABLE "child" ADD COLUMN "returned_on" TEXT;
      ALTER TABLE "child" ADD COLUMN "enrolment_duty" TEXT;
      ALTER TABLE "child" ADD COLUMN "supervision_gaps" TEXT;
      ALTER TABLE "child" ADD COLUMN "left_behind_kind" TEXT;
      ALTER TABLE "child" ADD COLUMN "incapable_parents" TEXT;
      ALTER TABLE "child" ADD COLUMN "entrusted_care" INTEGER;
      ALTER TABLE "child" ADD COLUMN "guarding_kind" TEXT;
      ALTER TABLE "child" ADD COLUMN "institution_name" TEXT;
      ALTER TABLE "child" ADD COLUMN "institution_head" TEXT;
      ALTER TABLE "child" ADD COLUMN "institution_phone" TEXT;
      ALTER TABLE "child" ADD COLUMN "institution_kind" TEXT;
      ALTER TABLE "child" ADD COLUMN "institution_address" TEXT;
      ALTER TABLE "child" ADD COLUMN "benefit_way" TEXT;
      ALTER TABLE "child" ADD COLUMN "benefit_payee" TEXT;
      ALTER TABLE "child" ADD COLUMN "benefit_payee_relation" TEXT;
      ALTER TABLE "child" ADD COLUMN "benefit_standard" TEXT;
      ALTER TABLE "child" ADD COLUMN "other_situation" TEXT;
      ALTER TABLE "child" ADD COLUMN "welfare" TEXT;
      ALTER TABLE "child" ADD COLUMN "help_plan" TEXT;
      ALTER TABLE "child" ADD COLUMN "gap_count" INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE "child" ADD COLUMN "deleted_by" TEXT;
      ALTER TABLE "child" ADD COLUMN "deleted_reason" TEXT;
      CREATE TABLE "child_category" ("row" INTEGER PRIMARY KEY, "owner" INTEGER NOT NULL REFERENCES "child"("row") ON DELETE CASCADE, "position" INTEGER NOT NULL, "category" TEXT, "began_on" TEXT, "ended_on" TEXT, "basis" TEXT, "source" TEXT, UNIQUE ("owner", "position")) STRICT;
      CREATE INDEX "child_category_category" ON "child_category" ("category", "owner");
      CREATE TABLE "relative" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "name" TEXT, "id_number" TEXT, "phone" TEXT, "health" TEXT, "workplace" TEXT, "birth_date" TEXT, "parent_state" TEXT, "disability_class" TEXT, "disability_grade" TEXT, "disease" TEXT, "household_address" TEXT, "residence_address" TEXT, "income" TEXT) STRICT;
      CREATE INDEX "relative_name_id_number" ON "relative" ("name", "id_number") WHERE "name" IS NOT NULL AND "id_number" IS NOT NULL;
      CREATE INDEX "relative_name_phone" ON "relative" ("name", "phone") WHERE "name" IS NOT NULL AND "phone" IS NOT NULL;
      ALTER TABLE "family_member" ADD COLUMN "shared" INTEGER REFERENCES "relative"("row");
      ALTER TABLE "family_member" ADD COLUMN "guardian_role" TEXT;
      ALTER TABLE "family_member" ADD COLUMN "guardian_reason" TEXT;
      CREATE INDEX "family_member_shared" ON "family_member" ("shared");
      CREATE TABLE "household" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "number" TEXT, "head" TEXT, "income_sources" TEXT, "relief" TEXT, "housing" TEXT) STRICT;
      CREATE INDEX "household_number" ON "household" ("number") WHERE "number" IS NOT NULL;
      CREATE TABLE "child_household" ("row" INTEGER PRIMARY KEY, "owner" INTEGER NOT NULL REFERENCES "child"("row") ON DELETE CASCADE, "position" INTEGER NOT NULL, "shared" INTEGER REFERENCES "household"("row"), UNIQUE ("owner", "position")) STRICT;
      CREATE INDEX "child_household_shared" ON "child_household" ("shared");
      CREATE TABLE "persuasion" ("row" INTEGER PRIMARY KEY, "owner" INTEGER NOT NULL REFERENCES "child"("row") ON DELETE CASCADE, "position" INTEGER NOT NULL, "done_on" TEXT, "who" TEXT, "way" TEXT, "result" TEXT, UNIQUE ("owner", "position")) STRICT;
      CREATE TABLE "child_match" ("signal" TEXT NOT NULL, "key" TEXT NOT NULL, "owner" INTEGER NOT NULL REFERENCES "child"("row") ON DELETE CASCADE, PRIMARY KEY ("signal", "key", "owner")) STRICT, WITHOUT ROWID;
      CREATE INDEX "child_match_owner" ON "child_match" ("owner");
      CREATE INDEX "child_risk_level" ON "child" ("risk_level", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_responsible_person" ON "child" ("responsible_person", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_last_visited_on" ON "child" ("last_visited_on", "name_order", "row") WHERE "deleted_at" IS NULL;
      CREATE INDEX "child_status" ON "child" ("status", "name_order", "row") WHERE "deleted_at" IS NULL;
      DROP INDEX "child_registered_on";

      UPDATE "child" SET "status" = '1';
      UPDATE "child" SET "file_number" = n."year" || '-' || printf('%05d', n."number") FROM (
        SELECT "row", substr("created_at", 1, 4) AS "year",
          row_number() OVER (PARTITION BY substr("created_at", 1, 4) ORDER BY "row") AS "number"
        FROM "child") n WHERE n."row" = "child"."row";
      INSERT INTO "sequence" ("register", "year", "last")
        SELECT 'child', substr("created_at", 1, 4), count(*) FROM "child" GROUP BY substr("created_at", 1, 4);

      INSERT INTO "child_category" ("owner", "position", "category", "began_on", "source")
        SELECT c."row", j.key, j.value, c."filled_on", '“失亲”排查表' FROM "child" c, json_each(c."hardship_grounds") j
        WHERE c."hardship_grounds" IS NOT NULL;
      ALTER TABLE "child" DROP COLUMN "hardship_grounds";
      UPDATE "draft" SET "content" = json_remove(
        json_set("content", '$.rows.categories', (
          SELECT json_group_array(json_object('category', j.value, 'began_on', NULL, 'ended_on', NULL, 'basis', NULL, 'source', NULL))
          FROM json_each("draft"."content", '$.fields.hardship_grounds') j WHERE j.value IS NOT NULL)),
        '$.fields.hardship_grounds') WHERE "register" = 'child';

      INSERT INTO "relative" ("row", "id", "name", "id_number", "phone", "health", "workplace")
        SELECT "row", lower(hex(randomblob(16))), "name", "id_number", "phone", "health", "workplace" FROM "family_member";
      UPDATE "family_member" SET "shared" = "row";
      UPDATE "family_member" SET "shared" = p."first" FROM (
        SELECT "row", min("row") OVER (PARTITION BY "name", "id_number", "phone", "health", "workplace") AS "first"
        FROM "family_member" WHERE "name" IS NOT NULL AND ("id_number" IS NOT NULL OR "phone" IS NOT NULL)) p
        WHERE p."row" = "family_member"."row" AND p."first" <> p."row";
      DELETE FROM "relative" WHERE "row" NOT IN (SELECT "shared" FROM "family_member");
      ALTER TABLE "family_member" DROP COLUMN "name";
      ALTER TABLE "family_member" DROP COLUMN "id_number";
      ALTER TABLE "family_member" DROP COLUMN "phone";
      ALTER TABLE "family_member" DROP COLUMN "health";
      ALTER TABLE "family_member" DROP COLUMN "workplace";
    `),
} satisfies Migration;

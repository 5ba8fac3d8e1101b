import type { Migration } from '../migration.ts';

/** The library of key persons with everything that a register works with. Never edited after release. */
export const watchlist0010 = {
  number: 10,
  up: (database) =>
    database.execute(`
      CREATE TABLE "batch" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "kind" TEXT NOT NULL, "title" TEXT NOT NULL, "details" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "undone_at" TEXT, "undone_by" TEXT) STRICT;
      CREATE TABLE "destruction" ("row" INTEGER PRIMARY KEY, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL UNIQUE, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "reason" TEXT NOT NULL) STRICT;
      CREATE TABLE "sequence" ("register" TEXT NOT NULL, "year" TEXT NOT NULL, "last" INTEGER NOT NULL, PRIMARY KEY ("register", "year")) STRICT;
      CREATE TABLE "history" ("row" INTEGER PRIMARY KEY, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "version" INTEGER NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "action" TEXT NOT NULL, "changes" TEXT NOT NULL, "batch" INTEGER REFERENCES "batch"("row")) STRICT;
      CREATE INDEX "history_record" ON "history" ("record_id", "version");
      CREATE INDEX "history_batch" ON "history" ("batch") WHERE "batch" IS NOT NULL;
      CREATE TRIGGER "history_no_update" BEFORE UPDATE ON "history" WHEN NOT (NEW."changes" = '[]' AND NEW."row" = OLD."row" AND NEW."record_id" = OLD."record_id" AND NEW."version" = OLD."version" AND NEW."at" = OLD."at" AND NEW."by" = OLD."by" AND NEW."action" = OLD."action" AND NEW."register" = OLD."register" AND NEW."batch" IS OLD."batch" AND EXISTS (SELECT 1 FROM "destruction" d WHERE d."record_id" = OLD."record_id")) BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      CREATE TRIGGER "history_no_delete" BEFORE DELETE ON "history" BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      CREATE TRIGGER "history_no_replace" BEFORE INSERT ON "history" WHEN EXISTS (SELECT 1 FROM "history" h WHERE h."row" = NEW."row") BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      CREATE TABLE "draft" ("register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "by" TEXT NOT NULL, "version" INTEGER, "content" TEXT NOT NULL, "saved_at" TEXT NOT NULL, PRIMARY KEY ("register", "record_id", "by")) STRICT;
      CREATE TABLE "search_version" ("register" TEXT PRIMARY KEY, "version" INTEGER NOT NULL) STRICT;
      CREATE TABLE "saved_list" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "by" TEXT NOT NULL, "title" TEXT NOT NULL, "query" TEXT NOT NULL, "columns" TEXT NOT NULL, "saved_at" TEXT NOT NULL) STRICT;
      CREATE TABLE "list_columns" ("register" TEXT NOT NULL, "by" TEXT NOT NULL, "columns" TEXT NOT NULL, PRIMARY KEY ("register", "by")) STRICT;
      CREATE TABLE "distinct_pair" ("register" TEXT NOT NULL, "one" TEXT NOT NULL, "other" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, PRIMARY KEY ("register", "one", "other")) STRICT;
      CREATE TABLE "import_mapping" ("register" TEXT NOT NULL, "shape" TEXT NOT NULL, "targets" TEXT NOT NULL, "used_at" TEXT NOT NULL, "used_by" TEXT NOT NULL, PRIMARY KEY ("register", "shape")) STRICT;
      CREATE TABLE "screening_round" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "month" TEXT NOT NULL, "village" TEXT NOT NULL, "opened_at" TEXT NOT NULL, "opened_by" TEXT NOT NULL, "opened_after" INTEGER NOT NULL, "note" TEXT, "filed_at" TEXT, "filed_by" TEXT, "filed_after" INTEGER, UNIQUE ("register", "month", "village")) STRICT;
      CREATE TABLE "screening_mark" ("round" INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE, "record_id" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "note" TEXT, PRIMARY KEY ("round", "record_id")) STRICT;
      CREATE TABLE "screening_outcome" ("round" INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE, "record_id" TEXT NOT NULL, "position" INTEGER NOT NULL, "outcome" TEXT NOT NULL, "version" INTEGER NOT NULL, "name" TEXT NOT NULL, "note" TEXT, PRIMARY KEY ("round", "record_id")) STRICT;
      CREATE TABLE "filed_sheet" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "round" INTEGER NOT NULL REFERENCES "screening_round"("row"), "record_id" TEXT NOT NULL, "form" TEXT NOT NULL, "title" TEXT NOT NULL, "pages" BLOB NOT NULL, "digest" TEXT NOT NULL, "filed_at" TEXT NOT NULL, "filed_by" TEXT NOT NULL) STRICT;
      CREATE INDEX "filed_sheet_round" ON "filed_sheet" ("round");
      CREATE INDEX "filed_sheet_record" ON "filed_sheet" ("record_id");
      CREATE TABLE "attachment" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "name" TEXT NOT NULL, "kind" TEXT NOT NULL, "media_type" TEXT NOT NULL, "size" INTEGER NOT NULL, "width" INTEGER, "height" INTEGER, "digest" TEXT NOT NULL, "added_at" TEXT NOT NULL, "added_by" TEXT NOT NULL, "removed_at" TEXT, "removed_by" TEXT) STRICT;
      CREATE INDEX "attachment_record" ON "attachment" ("record_id", "register");
      CREATE TABLE "attachment_content" ("attachment" INTEGER PRIMARY KEY REFERENCES "attachment"("row") ON DELETE CASCADE, "thumbnail" BLOB, "content" BLOB NOT NULL) STRICT;
      CREATE TABLE "audit" ("seq" INTEGER PRIMARY KEY, "ts" TEXT NOT NULL, "mono" INTEGER NOT NULL, "user" TEXT NOT NULL, "roles" TEXT NOT NULL, "act" TEXT NOT NULL, "object" TEXT NOT NULL, "detail" TEXT NOT NULL, "prev" BLOB NOT NULL, "mac" BLOB NOT NULL) STRICT;
      CREATE INDEX "audit_act" ON "audit" ("act");
      CREATE INDEX "audit_object" ON "audit" ("object") WHERE "object" <> '';
      CREATE TRIGGER "audit_no_update" BEFORE UPDATE ON "audit" BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
      CREATE TRIGGER "audit_no_delete" BEFORE DELETE ON "audit" BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
      CREATE TRIGGER "audit_in_order" BEFORE INSERT ON "audit" WHEN NEW."seq" IS NOT (SELECT coalesce(max(a."seq"), 0) + 1 FROM "audit" a) BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
      CREATE TABLE "history_erased" ("row" INTEGER PRIMARY KEY REFERENCES "history"("row"), "digest" BLOB NOT NULL) STRICT;
      CREATE TABLE "paper" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "paper" TEXT NOT NULL, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "version" INTEGER NOT NULL, "content" TEXT NOT NULL, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "updated_at" TEXT NOT NULL, "updated_by" TEXT NOT NULL, "removed_at" TEXT, "removed_by" TEXT, "removed_reason" TEXT) STRICT;
      CREATE INDEX "paper_record" ON "paper" ("record_id", "register");
      CREATE TABLE "print_fact" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "year" INTEGER NOT NULL, "number" INTEGER NOT NULL, "form" TEXT NOT NULL, "title" TEXT NOT NULL, "way" TEXT NOT NULL, "records" INTEGER NOT NULL, "pages" INTEGER NOT NULL, "copies" INTEGER NOT NULL, "numbers" TEXT NOT NULL, "reason" TEXT NOT NULL, "code" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "outcome" TEXT, "outcome_at" TEXT, "outcome_by" TEXT, UNIQUE ("year", "number")) STRICT;
      CREATE INDEX "print_fact_code" ON "print_fact" ("code");
      CREATE TABLE "print_record" ("fact" INTEGER NOT NULL REFERENCES "print_fact"("row"), "position" INTEGER NOT NULL, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, PRIMARY KEY ("record_id", "register", "fact")) STRICT, WITHOUT ROWID;
      CREATE INDEX "print_record_fact" ON "print_record" ("fact");
      CREATE TRIGGER "print_fact_no_update" BEFORE UPDATE OF "row", "id", "year", "number", "form", "title", "way", "records", "pages", "copies", "numbers", "reason", "code", "at", "by" ON "print_fact" BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
      CREATE TRIGGER "print_fact_no_delete" BEFORE DELETE ON "print_fact" BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
      CREATE TRIGGER "print_fact_no_replace" BEFORE INSERT ON "print_fact" WHEN EXISTS (SELECT 1 FROM "print_fact" p WHERE p."row" = NEW."row" OR p."id" = NEW."id" OR (p."year" = NEW."year" AND p."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
      CREATE TABLE "export_fact" ("fact" INTEGER PRIMARY KEY REFERENCES "print_fact"("row"), "receiver" TEXT NOT NULL, "columns" TEXT NOT NULL, "stick" TEXT, "approver" TEXT, "alone" INTEGER NOT NULL, "files" INTEGER, "sha256" TEXT) STRICT;
      CREATE TRIGGER "export_fact_no_update" BEFORE UPDATE OF "fact", "receiver", "columns", "stick", "approver", "alone" ON "export_fact" BEGIN SELECT RAISE(ABORT, 'an export stays as it was'); END;
      CREATE TRIGGER "export_fact_no_delete" BEFORE DELETE ON "export_fact" BEGIN SELECT RAISE(ABORT, 'an export stays as it was'); END;
      CREATE TABLE "route_sheet" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "year" INTEGER NOT NULL, "number" INTEGER NOT NULL, "place" TEXT NOT NULL, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "closed_at" TEXT, "closed_by" TEXT, UNIQUE ("year", "number")) STRICT;
      CREATE TABLE "route_stop" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "sheet" INTEGER NOT NULL REFERENCES "route_sheet"("row"), "position" INTEGER NOT NULL, "record_id" TEXT NOT NULL, "questions" TEXT NOT NULL, "answers" TEXT, "visited_on" TEXT, "met" INTEGER, "problem" TEXT, "entered_at" TEXT, "entered_by" TEXT, UNIQUE ("sheet", "position")) STRICT;
      CREATE INDEX "route_stop_record" ON "route_stop" ("record_id");
      CREATE TABLE "sealed_value" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "sealed_for" TEXT NOT NULL, "matter" TEXT NOT NULL, "basis" TEXT NOT NULL, "generation" INTEGER NOT NULL, "content" BLOB, "entered_at" TEXT NOT NULL, "entered_by" TEXT NOT NULL, "released_at" TEXT, "released_by" TEXT, "released_body" TEXT, "released_document" TEXT) STRICT;
      CREATE INDEX "sealed_value_record" ON "sealed_value" ("record_id", "register");
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

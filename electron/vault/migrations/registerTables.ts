/**
 * What a register works with, as the migrations make it; compartments that came later take all of it at once. The text of each is
 * what was released, byte for byte: a change is a further migration.
 */

/** What was done to several records at once, what was destroyed, and the last number given in a year. */
export const batchTables = `CREATE TABLE "batch" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "kind" TEXT NOT NULL, "title" TEXT NOT NULL, "details" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "undone_at" TEXT, "undone_by" TEXT) STRICT;
      CREATE TABLE "destruction" ("row" INTEGER PRIMARY KEY, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL UNIQUE, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "reason" TEXT NOT NULL) STRICT;
      CREATE TABLE "sequence" ("register" TEXT NOT NULL, "year" TEXT NOT NULL, "last" INTEGER NOT NULL, PRIMARY KEY ("register", "year")) STRICT;`;

/** A line of history stays as it is, but for its words once its record is destroyed. */
export const historyUpdateGuard = `CREATE TRIGGER "history_no_update" BEFORE UPDATE ON "history" WHEN NOT (NEW."changes" = '[]' AND NEW."row" = OLD."row" AND NEW."record_id" = OLD."record_id" AND NEW."version" = OLD."version" AND NEW."at" = OLD."at" AND NEW."by" = OLD."by" AND NEW."action" = OLD."action" AND NEW."register" = OLD."register" AND NEW."batch" IS OLD."batch" AND EXISTS (SELECT 1 FROM "destruction" d WHERE d."record_id" = OLD."record_id")) BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;`;

/** What was typed and not saved yet, and which rules the search keys were made by. */
export const entryTables = `CREATE TABLE "draft" ("register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "by" TEXT NOT NULL, "version" INTEGER, "content" TEXT NOT NULL, "saved_at" TEXT NOT NULL, PRIMARY KEY ("register", "record_id", "by")) STRICT;
      CREATE TABLE "search_version" ("register" TEXT PRIMARY KEY, "version" INTEGER NOT NULL) STRICT;`;

/** Lists and columns of each user, pairs that are no doubles, and columns of tables that were imported. */
export const listTables = `CREATE TABLE "saved_list" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "by" TEXT NOT NULL, "title" TEXT NOT NULL, "query" TEXT NOT NULL, "columns" TEXT NOT NULL, "saved_at" TEXT NOT NULL) STRICT;
      CREATE TABLE "list_columns" ("register" TEXT NOT NULL, "by" TEXT NOT NULL, "columns" TEXT NOT NULL, PRIMARY KEY ("register", "by")) STRICT;
      CREATE TABLE "distinct_pair" ("register" TEXT NOT NULL, "one" TEXT NOT NULL, "other" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, PRIMARY KEY ("register", "one", "other")) STRICT;
      CREATE TABLE "import_mapping" ("register" TEXT NOT NULL, "shape" TEXT NOT NULL, "targets" TEXT NOT NULL, "used_at" TEXT NOT NULL, "used_by" TEXT NOT NULL, PRIMARY KEY ("register", "shape")) STRICT;`;

/** Rounds of a village, what was marked and found in them, and the sheets that were filed. */
export const screeningTables = `CREATE TABLE "screening_round" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "month" TEXT NOT NULL, "village" TEXT NOT NULL, "opened_at" TEXT NOT NULL, "opened_by" TEXT NOT NULL, "opened_after" INTEGER NOT NULL, "note" TEXT, "filed_at" TEXT, "filed_by" TEXT, "filed_after" INTEGER, UNIQUE ("register", "month", "village")) STRICT;
      CREATE TABLE "screening_mark" ("round" INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE, "record_id" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "note" TEXT, PRIMARY KEY ("round", "record_id")) STRICT;
      CREATE TABLE "screening_outcome" ("round" INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE, "record_id" TEXT NOT NULL, "position" INTEGER NOT NULL, "outcome" TEXT NOT NULL, "version" INTEGER NOT NULL, "name" TEXT NOT NULL, "note" TEXT, PRIMARY KEY ("round", "record_id")) STRICT;
      CREATE TABLE "filed_sheet" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "round" INTEGER NOT NULL REFERENCES "screening_round"("row"), "record_id" TEXT NOT NULL, "form" TEXT NOT NULL, "title" TEXT NOT NULL, "pages" BLOB NOT NULL, "digest" TEXT NOT NULL, "filed_at" TEXT NOT NULL, "filed_by" TEXT NOT NULL) STRICT;
      CREATE INDEX "filed_sheet_round" ON "filed_sheet" ("round");
      CREATE INDEX "filed_sheet_record" ON "filed_sheet" ("record_id");`;

/** Photos and scans, their bytes apart, so that a list never reads them. */
export const attachmentTables = `CREATE TABLE "attachment" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "name" TEXT NOT NULL, "kind" TEXT NOT NULL, "media_type" TEXT NOT NULL, "size" INTEGER NOT NULL, "width" INTEGER, "height" INTEGER, "digest" TEXT NOT NULL, "added_at" TEXT NOT NULL, "added_by" TEXT NOT NULL, "removed_at" TEXT, "removed_by" TEXT) STRICT;
      CREATE INDEX "attachment_record" ON "attachment" ("record_id", "register");
      CREATE TABLE "attachment_content" ("attachment" INTEGER PRIMARY KEY REFERENCES "attachment"("row") ON DELETE CASCADE, "thumbnail" BLOB, "content" BLOB NOT NULL) STRICT;`;

/** What is entered on forms about a record. */
export const paperTable = `CREATE TABLE "paper" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "paper" TEXT NOT NULL, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "version" INTEGER NOT NULL, "content" TEXT NOT NULL, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "updated_at" TEXT NOT NULL, "updated_by" TEXT NOT NULL, "removed_at" TEXT, "removed_by" TEXT, "removed_reason" TEXT) STRICT;
      CREATE INDEX "paper_record" ON "paper" ("record_id", "register");`;

/** What was printed or saved as a file, and about whom. */
export const printTables = `CREATE TABLE "print_fact" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "year" INTEGER NOT NULL, "number" INTEGER NOT NULL, "form" TEXT NOT NULL, "title" TEXT NOT NULL, "way" TEXT NOT NULL, "records" INTEGER NOT NULL, "pages" INTEGER NOT NULL, "copies" INTEGER NOT NULL, "numbers" TEXT NOT NULL, "reason" TEXT NOT NULL, "code" TEXT NOT NULL, "at" TEXT NOT NULL, "by" TEXT NOT NULL, "outcome" TEXT, "outcome_at" TEXT, "outcome_by" TEXT, UNIQUE ("year", "number")) STRICT;
      CREATE INDEX "print_fact_code" ON "print_fact" ("code");
      CREATE TABLE "print_record" ("fact" INTEGER NOT NULL REFERENCES "print_fact"("row"), "position" INTEGER NOT NULL, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, PRIMARY KEY ("record_id", "register", "fact")) STRICT, WITHOUT ROWID;
      CREATE INDEX "print_record_fact" ON "print_record" ("fact");
      CREATE TRIGGER "print_fact_no_update" BEFORE UPDATE OF "row", "id", "year", "number", "form", "title", "way", "records", "pages", "copies", "numbers", "reason", "code", "at", "by" ON "print_fact" BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
      CREATE TRIGGER "print_fact_no_delete" BEFORE DELETE ON "print_fact" BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;
      CREATE TRIGGER "print_fact_no_replace" BEFORE INSERT ON "print_fact" WHEN EXISTS (SELECT 1 FROM "print_fact" p WHERE p."row" = NEW."row" OR p."id" = NEW."id" OR (p."year" = NEW."year" AND p."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END;`;

/** Route sheets, the records on them, and what was asked and answered. */
export const routeTables = `CREATE TABLE "route_sheet" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "year" INTEGER NOT NULL, "number" INTEGER NOT NULL, "place" TEXT NOT NULL, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "closed_at" TEXT, "closed_by" TEXT, UNIQUE ("year", "number")) STRICT;
      CREATE TABLE "route_stop" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "sheet" INTEGER NOT NULL REFERENCES "route_sheet"("row"), "position" INTEGER NOT NULL, "record_id" TEXT NOT NULL, "questions" TEXT NOT NULL, "answers" TEXT, "visited_on" TEXT, "met" INTEGER, "problem" TEXT, "entered_at" TEXT, "entered_by" TEXT, UNIQUE ("sheet", "position")) STRICT;
      CREATE INDEX "route_stop_record" ON "route_stop" ("record_id");`;

/** Sealed matter about a record, encrypted to a key that the file’s own does not open. */
export const sealedTable = `CREATE TABLE "sealed_value" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "register" TEXT NOT NULL, "record_id" TEXT NOT NULL, "sealed_for" TEXT NOT NULL, "matter" TEXT NOT NULL, "basis" TEXT NOT NULL, "generation" INTEGER NOT NULL, "content" BLOB, "entered_at" TEXT NOT NULL, "entered_by" TEXT NOT NULL, "released_at" TEXT, "released_by" TEXT, "released_body" TEXT, "released_document" TEXT) STRICT;
      CREATE INDEX "sealed_value_record" ON "sealed_value" ("record_id", "register");`;

/** What is known of a file that left the program, beside its entry as a print. */
export const exportTable = `CREATE TABLE "export_fact" ("fact" INTEGER PRIMARY KEY REFERENCES "print_fact"("row"), "receiver" TEXT NOT NULL, "columns" TEXT NOT NULL, "stick" TEXT, "approver" TEXT, "alone" INTEGER NOT NULL, "files" INTEGER, "sha256" TEXT) STRICT;
      CREATE TRIGGER "export_fact_no_update" BEFORE UPDATE OF "fact", "receiver", "columns", "stick", "approver", "alone" ON "export_fact" BEGIN SELECT RAISE(ABORT, 'an export stays as it was'); END;
      CREATE TRIGGER "export_fact_no_delete" BEFORE DELETE ON "export_fact" BEGIN SELECT RAISE(ABORT, 'an export stays as it was'); END;`;

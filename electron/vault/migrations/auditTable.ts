/**
 * The audit chain of a compartment, as the first migration that has it makes it; every compartment takes it into one of its
 * own. Rows are only ever added, one behind the last: no row is changed, removed or replaced.
 *
 * Released: a change is a further migration.
 */
export const auditTable = `
      CREATE TABLE "audit" ("seq" INTEGER PRIMARY KEY, "ts" TEXT NOT NULL, "mono" INTEGER NOT NULL, "user" TEXT NOT NULL, "roles" TEXT NOT NULL, "act" TEXT NOT NULL, "object" TEXT NOT NULL, "detail" TEXT NOT NULL, "prev" BLOB NOT NULL, "mac" BLOB NOT NULL) STRICT;
      CREATE INDEX "audit_act" ON "audit" ("act");
      CREATE INDEX "audit_object" ON "audit" ("object") WHERE "object" <> '';
      CREATE TRIGGER "audit_no_update" BEFORE UPDATE ON "audit" BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
      CREATE TRIGGER "audit_no_delete" BEFORE DELETE ON "audit" BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
      CREATE TRIGGER "audit_in_order" BEFORE INSERT ON "audit" WHEN NEW."seq" IS NOT (SELECT coalesce(max(a."seq"), 0) + 1 FROM "audit" a) BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
    `;

/**
 * What lines of history said before a destruction blanked them, as SHA-256: the chain can still be checked, the words are gone.
 * For compartments that keep a history.
 */
export const erasedHistoryTable = `
      CREATE TABLE "history_erased" ("row" INTEGER PRIMARY KEY REFERENCES "history"("row"), "digest" BLOB NOT NULL) STRICT;
    `;

import type { Migration } from '../migration.ts';

/**
 * What the office keeps about its users beside the keyring: the last time each of them came in and
 * wrong passwords since, their yearly promises of
 * confidentiality, the data keys that people took along in their heads and copies when they left, and drills of the recovery key. Times are ISO 8601 in UTC.
 */
export const office0040 = {
  number: 40,
  up: (database) =>
    database.execute(`
      CREATE TABLE "sign_in" (
        "user" TEXT PRIMARY KEY,
        "at" TEXT NOT NULL,
        "failures" INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE "promise" (
        "user" TEXT NOT NULL,
        "year" INTEGER NOT NULL,
        "accepted_at" TEXT NOT NULL,
        PRIMARY KEY ("user", "year")
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE "known_key" (
        "user" TEXT NOT NULL,
        "key" TEXT NOT NULL,
        "generation" INTEGER NOT NULL,
        "since" TEXT NOT NULL,
        PRIMARY KEY ("user", "key")
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE "recovery_drill" (
        "row" INTEGER PRIMARY KEY,
        "at" TEXT NOT NULL,
        "by" TEXT NOT NULL,
        "opened" INTEGER NOT NULL
      ) STRICT;
    `),
} satisfies Migration;

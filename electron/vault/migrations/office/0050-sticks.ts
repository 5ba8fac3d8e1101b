import type { Migration } from '../migration.ts';

/** The office's sticks, and what became of each. Times are ISO 8601 in UTC. Never edited after release. */
export const office0050 = {
  number: 50,
  up: (database) =>
    database.execute(`
      CREATE TABLE "stick" (
        "row" INTEGER PRIMARY KEY,
        "id" TEXT NOT NULL UNIQUE,
        "label" TEXT NOT NULL UNIQUE,
        "serial" TEXT NOT NULL,
        "keeper" TEXT NOT NULL,
        "registered_at" TEXT NOT NULL,
        "registered_by" TEXT NOT NULL
      ) STRICT;
      CREATE TABLE "stick_event" (
        "row" INTEGER PRIMARY KEY,
        "stick" INTEGER NOT NULL REFERENCES "stick"("row"),
        "kind" TEXT NOT NULL,
        "person" TEXT NOT NULL,
        "note" TEXT NOT NULL,
        "at" TEXT NOT NULL,
        "by" TEXT NOT NULL
      ) STRICT;
      CREATE INDEX "stick_event_stick" ON "stick_event" ("stick");
    `),
} satisfies Migration;

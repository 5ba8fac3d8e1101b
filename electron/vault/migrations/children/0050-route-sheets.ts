import type { Migration } from '../migration.ts';

/** Route sheets, the children on them, and what was asked and answered. Never edited after release. */
export const children0050 = {
  number: 50,
  up: (database) =>
    database.execute(`
      CREATE TABLE "route_sheet" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "year" INTEGER NOT NULL, "number" INTEGER NOT NULL, "place" TEXT NOT NULL, "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "closed_at" TEXT, "closed_by" TEXT, UNIQUE ("year", "number")) STRICT;
      CREATE TABLE "route_stop" ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "sheet" INTEGER NOT NULL REFERENCES "route_sheet"("row"), "position" INTEGER NOT NULL, "record_id" TEXT NOT NULL, "questions" TEXT NOT NULL, "answers" TEXT, "visited_on" TEXT, "met" INTEGER, "problem" TEXT, "entered_at" TEXT, "entered_by" TEXT, UNIQUE ("sheet", "position")) STRICT;
      CREATE INDEX "route_stop_record" ON "route_stop" ("record_id");
    `),
} satisfies Migration;

import type { Migration } from '../migration.ts';

/** Settings of the office and its villages (name as printed on the forms, order as the office lists them). */
export const office0010 = {
  number: 10,
  up: (database) =>
    database.execute(`
      CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE village (
        code TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        position INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
} satisfies Migration;

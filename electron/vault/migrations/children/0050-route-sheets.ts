import type { Migration } from '../migration.ts';
import { routeTables } from '../registerTables.ts';

/** Route sheets, the children on them, and what was asked and answered. Never edited after release. */
export const children0050 = {
  number: 50,
  up: (database) =>
    database.execute(`
      ${routeTables}
    `),
} satisfies Migration;

import type { Migration } from '../migration.ts';
import { printTables } from '../registerTables.ts';

/** What was printed or saved as a file, and about whom. Never edited after release. */
export const children0040 = {
  number: 40,
  up: (database) =>
    database.execute(`
      ${printTables}
    `),
} satisfies Migration;

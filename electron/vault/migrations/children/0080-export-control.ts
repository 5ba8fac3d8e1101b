import type { Migration } from '../migration.ts';
import { exportTable } from '../registerTables.ts';

/** What is known of a file that left the program, beside its entry as a print. Never edited after release. */
export const children0080 = {
  number: 80,
  up: (database) =>
    database.execute(`
      ${exportTable}
    `),
} satisfies Migration;

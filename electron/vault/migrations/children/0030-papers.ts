import type { Migration } from '../migration.ts';
import { paperTable } from '../registerTables.ts';

/** What is entered on forms about children. Never edited after release. */
export const children0030 = {
  number: 30,
  up: (database) =>
    database.execute(`
      ${paperTable}
    `),
} satisfies Migration;

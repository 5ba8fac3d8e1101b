import type { Migration } from '../migration.ts';
import { sealedTable } from '../registerTables.ts';

/** Sealed matter about children, encrypted to a key that this file's own does not open. Never edited after release. */
export const children0070 = {
  number: 70,
  up: (database) =>
    database.execute(`
      ${sealedTable}
    `),
} satisfies Migration;

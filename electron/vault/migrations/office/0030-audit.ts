import { auditTable } from '../auditTable.ts';
import type { Migration } from '../migration.ts';

/** The audit chain. Never edited after release. */
export const office0030 = {
  number: 30,
  up: (database) => database.execute(auditTable),
} satisfies Migration;

import { auditTable, erasedHistoryTable } from '../auditTable.ts';
import type { Migration } from '../migration.ts';

/** The audit chain, whose first row binds the history that was kept before it. Never edited after release. */
export const children0060 = {
  number: 60,
  up: (database) => database.execute(auditTable + erasedHistoryTable),
} satisfies Migration;

import { randomUUID } from 'node:crypto';
import { openPdfBinder } from '../../../electron/jobs/openPdfBinder.ts';
import { createJobRegistry } from '../../../electron/services/jobs/createJobRegistry.ts';
import { createPrintService } from '../../../electron/services/prints/createPrintService.ts';
import { createSheetService } from '../../../electron/services/sheets/createSheetService.ts';
import { keepAuditChain, systemClock } from '../../../electron/vault/auditChain.ts';
import type { WritableDatabase } from '../../../electron/vault/database.ts';
import type { OfficeSettings } from '../../../shared/contract/methods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import { openExports } from '../../exportDesk.ts';
import { noOutput } from '../../noOutput.ts';

interface SheetDeskOptions {
  readonly database: WritableDatabase;
  readonly now: () => Date;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
}

/** The services of sheets and prints over the children of a file, and what every service there is given. */
export function createSheetDesk({ database, now, office, context }: SheetDeskOptions) {
  const shared = { registerOf: () => child, databaseOf: () => database, user: () => '周敏', now, newId: randomUUID };
  const key = Buffer.alloc(32);
  const prints = createPrintService({
    ...shared,
    books: [
      { compartment: child.compartment, series: '', database, key, audit: keepAuditChain(database, key, systemClock) },
    ],
    namesOf: (records) => records.map(() => ({ name: '', kept: true })),
  });
  const sheets = createSheetService({
    ...shared,
    office,
    context,
    output: noOutput,
    exports: openExports({ database: () => database, prints, saveFile: noOutput.saveFile }).exports,
    jobs: createJobRegistry(),
    openPdfBinder,
    sealedMatters: () => new Map(),
  });
  return { shared, prints, sheets };
}

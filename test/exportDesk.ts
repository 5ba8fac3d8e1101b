import { randomUUID } from 'node:crypto';
import { createExportService, type ExportService } from '../electron/services/exports/createExportService.ts';
import { createPrintService, type PrintService } from '../electron/services/prints/createPrintService.ts';
import { keepAuditChain, systemClock } from '../electron/vault/auditChain.ts';
import type { WritableDatabase } from '../electron/vault/database.ts';
import type { LeavingOrder } from '../shared/contract/exportMethods.ts';
import { child } from '../shared/registers/child.ts';
import { noOutput } from './noOutput.ts';

/** The way by which files leave, over the children of a file. Whoever is asked for consent agrees. */
export function openExports({
  database,
  prints: known,
  saveFile,
}: {
  readonly database: () => WritableDatabase;
  /** Where the file has a book of prints already. */
  readonly prints?: PrintService;
  readonly saveFile: (name: string, bytes: Uint8Array) => Promise<string | null>;
}) {
  const now = (): Date => new Date('2026-11-21T09:00:00+08:00');
  const ownPrints = (): PrintService => {
    const key = Buffer.alloc(32);
    const audit = keepAuditChain(database(), key, systemClock);
    return createPrintService({
      books: [{ compartment: child.compartment, series: '', database: database(), key, audit }],
      namesOf: (records) => records.map(() => ({ name: '', kept: true })),
      user: () => '周敏',
      now,
      newId: randomUUID,
    });
  };
  const service = (): ExportService => {
    const prints = known ?? ownPrints();
    return createExportService({
      output: { ...noOutput, saveFile },
      prints,
      secondPerson: {
        approve: async (_second, _right, work) =>
          work({ by: '钱书记', alone: false }, { vaultId: '', keys: new Map() }),
        people: async () => ({ people: ['钱书记'], alone: false }),
      },
      sticks: {
        list: () => ({ sticks: [] }),
        usable: () => {
          throw new Error('no sticks');
        },
      },
      contentOf: () => ({}),
      now,
      newId: randomUUID,
    });
  };
  let current: ExportService | undefined;
  const exports = (): ExportService => {
    current ??= service();
    return current;
  };
  return {
    exports: {
      leave: (...leaving: Parameters<ExportService['leave']>) => exports().leave(...leaving),
      toPaper: (...print: Parameters<ExportService['toPaper']>) => exports().toPaper(...print),
    } as Pick<ExportService, 'leave' | 'toPaper'>,
    /** A permit to let that leave, about 5,000 people at most, as a clerk gets it. */
    permit: async (order: LeavingOrder, purpose = '核对'): Promise<string> => {
      const asked = { purpose, receiver: '县民政局', order, persons: 5_000, stick: null };
      const { permit } = await exports().permit({ ...asked, second: { user: '钱书记', password: '不看' } });
      return permit;
    },
  };
}

import type { CodeTable } from '../../../shared/codes/codeTable.ts';
import type { OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { readOffice, villageTable, writeOffice } from './officeStore.ts';

export type OfficeService = ReturnType<typeof createOfficeService>;

/** The office's place and villages, read once and kept until they change. */
export function createOfficeService(options: {
  readonly database: WritableDatabase;
  /** Codes of villages that records refer to; they cannot be taken away. */
  readonly villagesInUse: () => ReadonlySet<string>;
}) {
  const { database, villagesInUse } = options;
  let settings = readOffice(database);
  let villages = villageTable(settings);

  return {
    settings: (): OfficeSettings => settings,
    villages: (): CodeTable => villages,
    /** @throws AppError invalid for doubles, conflict when a village that is taken away still has records */
    save(next: OfficeSettings): void {
      const kept = new Set(next.villages.map(({ code }) => code));
      const used = villagesInUse();
      const lost = settings.villages.find(({ code }) => used.has(code) && !kept.has(code));
      if (lost)
        throw new AppError('conflict', `“${lost.name}”还有在册记录，不能删除；请先把这些记录改到别的村（社区）`);
      // Inside, so that villages no table can be made from are never stored: nobody could unlock them again.
      villages = transaction(database, () => {
        writeOffice(database, next);
        return villageTable(next);
      });
      settings = next;
    },
  };
}

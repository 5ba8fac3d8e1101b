import { type CodeTable, comparableWord } from '../../../shared/codes/codeTable.ts';
import type { OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { readOffice, villageTable, writeOffice } from './officeStore.ts';

type Village = OfficeSettings['villages'][number];

export type OfficeService = ReturnType<typeof createOfficeService>;

/** The office's place and villages, read once and kept until they change. */
export function createOfficeService(options: {
  readonly database: WritableDatabase;
  /** Codes of villages that records refer to, which cannot be taken away; null for who does not see all records. */
  readonly villagesInUse: () => ReadonlySet<string> | null;
}) {
  const { database, villagesInUse } = options;
  let settings = readOffice(database);
  let villages = villageTable(settings);

  return {
    settings: (): OfficeSettings => settings,
    villages: (): CodeTable => villages,
    /** @throws AppError invalid for doubles, conflict when a village or a code is taken away that records refer to */
    save(next: OfficeSettings): void {
      const kept = new Set(next.villages.map(({ code }) => code));
      const used = villagesInUse();
      const lost = settings.villages.find(({ code }) => (used?.has(code) ?? true) && !kept.has(code));
      if (lost && used === null) {
        const message = `“${lost.name}”可能还有在册记录，您看不到，不能删除或改代码；请分管领导在设置里修改`;
        throw new AppError('conflict', message);
      }
      if (lost) throw stillUsed(lost, next);
      // Inside, so that villages no table can be made from are never stored: nobody could unlock them again.
      villages = transaction(database, () => {
        writeOffice(database, next);
        return villageTable(next);
      });
      settings = next;
    },
  };
}

function stillUsed(lost: Village, next: OfficeSettings): AppError {
  const renumbered = next.villages.some(({ name }) => comparableWord(name) === comparableWord(lost.name));
  return new AppError(
    'conflict',
    renumbered
      ? `“${lost.name}”的代码${lost.code}已用在在册记录里，不能更改；请把代码改回${lost.code}`
      : `“${lost.name}”还有在册记录，不能删除；请先把这些记录改到别的村（社区）`,
  );
}

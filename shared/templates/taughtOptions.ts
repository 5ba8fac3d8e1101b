import { comparableWord } from '../codes/codeTable.ts';
import type { Sheet } from '../forms/sheet.ts';
import type { TaughtOptions } from './proposeBindings.ts';

/** What the boxes of the program's own forms tick: 高中 on a sheet of 就学情况 stands for two codes of the registry. */
export function taughtOptions(sheets: readonly Sheet[], register: string): TaughtOptions {
  const taught = new Map<string, Map<string, readonly string[]>>();
  for (const sheet of sheets) {
    if (sheet.register.key !== register) continue;
    const single = sheet.rows.filter(({ repeat }) => repeat === undefined);
    for (const part of single.flatMap((row) => row.cells.flatMap((cell) => cell.parts))) {
      if (typeof part === 'string' || part.kind !== 'tick') continue;
      const words = taught.get(part.field) ?? new Map<string, readonly string[]>();
      taught.set(part.field, words.set(comparableWord(part.text), part.codes));
    }
  }
  return taught;
}

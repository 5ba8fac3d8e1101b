import { F01 } from './F01.ts';
import type { Sheet } from './sheet.ts';

/** Every official form of the program; adding one is one line here. */
export const sheets: readonly Sheet[] = [F01];

/** The form of a number such as F01, or undefined. */
export function findSheet(key: string): Sheet | undefined {
  return sheets.find((sheet) => sheet.key === key);
}

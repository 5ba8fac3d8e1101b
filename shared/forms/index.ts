import { F01 } from './F01.ts';
import { F02 } from './F02.ts';
import { F03 } from './F03.ts';
import { F05 } from './F05.ts';
import { F06 } from './F06.ts';
import { F09 } from './F09.ts';
import { F10 } from './F10.ts';
import { F11 } from './F11.ts';
import { F12 } from './F12.ts';
import { F13 } from './F13.ts';
import { F14 } from './F14.ts';
import { F15 } from './F15.ts';
import { F16 } from './F16.ts';
import { F17 } from './F17.ts';
import { F18 } from './F18.ts';
import { F19 } from './F19.ts';
import { F21 } from './F21.ts';
import { F22 } from './F22.ts';
import { F23 } from './F23.ts';
import { sealedRefusalSheet } from './sealedRefusalSheet.ts';
import type { Sheet } from './sheet.ts';

/** Every official form of the program; adding one is one line here. */
export const sheets: readonly Sheet[] = [
  F01,
  F02,
  F03,
  F05,
  F06,
  F09,
  F10,
  F11,
  ...F12,
  F13,
  F14,
  F15,
  F16,
  F17,
  F18,
  F19,
  F21,
  F22,
  F23,
  sealedRefusalSheet,
];

/** The form of a number such as F01, or undefined. */
export function findSheet(key: string): Sheet | undefined {
  return sheets.find((sheet) => sheet.key === key);
}

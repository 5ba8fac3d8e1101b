import { useState } from 'react';
import type { Sheet } from '../../shared/forms/sheet.ts';
import type { Register } from '../../shared/registers/register.ts';
import { formsOf } from './formsOf.ts';

/** A record is entered as a form, or on one of its official sheets. */
export type Way = 'form' | 'sheet';

const wayKey = 'record-way';
const sheetKey = (register: Register): string => `record-sheet-${register.key}`;

/** Form or sheet, as the clerk left it; kept for this run of the program, across records and a reload. */
export function useWay(): readonly [Way, (way: Way) => void] {
  const [way, setWay] = useState<Way>(() => (sessionStorage.getItem(wayKey) === 'sheet' ? 'sheet' : 'form'));
  const choose = (next: Way): void => {
    sessionStorage.setItem(wayKey, next);
    setWay(next);
  };
  return [way, choose];
}

/** Which of a register's sheets is shown, as the clerk left it: at first the one that the others follow. */
export function useSheetChoice(register: Register): readonly [Sheet | undefined, (sheet: Sheet) => void] {
  const sheets = formsOf(register);
  const [key, setKey] = useState(() => sessionStorage.getItem(sheetKey(register)));
  const choose = (sheet: Sheet): void => {
    sessionStorage.setItem(sheetKey(register), sheet.key);
    setKey(sheet.key);
  };
  return [sheets.find((sheet) => sheet.key === key) ?? sheets[0], choose];
}

/** The next record of a register is opened on this sheet. */
export function openOnSheet(register: Register, sheet: Sheet): void {
  sessionStorage.setItem(wayKey, 'sheet');
  sessionStorage.setItem(sheetKey(register), sheet.key);
}

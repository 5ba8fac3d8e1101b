import type { SheetOutput } from '../electron/services/sheets/createSheetService.ts';

const refused = () => Promise.reject(new Error('nothing leaves the program here'));

/** A host for tests that print and save nothing: each member fails. */
export const noOutput: SheetOutput = {
  pageToPdf: refused,
  saveFile: refused,
  createFolder: refused,
  saveInFolder: refused,
  discardFolder: refused,
  showInFolder: refused,
};

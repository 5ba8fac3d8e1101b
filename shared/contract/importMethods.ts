import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { nothing, registerKey, values } from './shapes.ts';

const importIssue = z.strictObject({
  /** Cell as the spreadsheet names it: D7. */
  cell: z.string(),
  field: z.string(),
  /** Names the column and the cell and quotes what stands there; for the screen. */
  message: z.string(),
  /** The same without the values, for the paper that goes back to the village. */
  withoutValues: z.string(),
  severity: z.enum(['error', 'warning']),
});
const importPreview = z.strictObject({
  importId: z.string(),
  fileName: z.string(),
  sheetName: z.string(),
  /** Further sheets of the workbook that hold such a table too; they are not read this time. */
  otherSheets: z.array(z.string()),
  /** Row numbers are the sheet's own, from 1. */
  headingRow: z.int(),
  columns: z.array(
    z.strictObject({
      index: z.int(),
      letter: z.string(),
      heading: z.string(),
      /** Field key, row group key, `compound:<label>`, or null when the column is not taken over. */
      target: z.string().nullable(),
    }),
  ),
  targets: z.array(z.strictObject({ target: z.string(), label: z.string(), required: z.boolean() })),
  /** Values for fields that no column carries, such as the village of the whole sheet. */
  defaults: values,
  /** Required fields that neither a column nor a default fills and that can be the same for all rows; the clerk is asked. */
  missingFields: z.array(z.string()),
  /** Why nothing of this table can be taken over: required columns that it does not have, in words. */
  obstacle: z.string().nullable(),
  /** What makes this table doubtful as a whole, in words. */
  doubt: z.string().nullable(),
  /** Columns that are not taken over, in words. */
  leftOut: z.array(z.string()),
  /** Names in the village column that the office's settings do not hold. */
  unknownVillages: z.array(z.string()),
  rows: z.array(
    z.strictObject({
      row: z.int(),
      verdict: z.enum(['new', 'same', 'exists', 'duplicate', 'error']),
      name: z.string(),
      cells: z.array(z.string()),
      issues: z.array(importIssue),
    }),
  ),
  /** Rows above and below the table that are not taken as persons, such as titles and notes. */
  skippedRows: z.array(z.int()),
});
export type ImportPreview = z.infer<typeof importPreview>;

/** Taking tables over into a register. */
export const importMethods = {
  /** Reads a workbook that was posted to `/upload`. */
  'import.read': unlockedMethod(
    z.strictObject({ register: registerKey, upload: z.string(), fileName: z.string().max(255) }),
    importPreview,
  ),
  /** Checks the rows again after the clerk changed columns or defaults. */
  'import.check': unlockedMethod(
    z.strictObject({
      importId: z.string(),
      targets: z.array(z.strictObject({ index: z.int(), target: z.string().nullable() })),
      defaults: values,
    }),
    importPreview,
  ),
  /** Stores the chosen rows in one transaction: all or none. */
  'import.commit': unlockedMethod(
    z.strictObject({ importId: z.string(), rows: z.array(z.int()).min(1).max(20_000) }),
    z.strictObject({ created: z.int() }),
  ),
  'import.discard': unlockedMethod(z.strictObject({ importId: z.string() }), nothing),
} as const;

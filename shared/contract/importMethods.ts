import { z } from 'zod';
import { jobName } from './jobMethods.ts';
import { unlockedMethod } from './method.ts';
import { permit } from './permit.ts';
import { nothing, recordId, registerKey, values } from './shapes.ts';

/** What a row comes to, in the words of the screen. */
export const importVerdicts = {
  new: '新增',
  update: '更新',
  same: '相同',
  duplicate: '疑似重复',
  error: '错误',
} as const;
export type ImportVerdict = keyof typeof importVerdicts;

/** What a clerk can decide about a row. */
export const importDecisions = { new: '作为新的', update: '更新那条', skip: '跳过' } as const;
export type ImportDecision = keyof typeof importDecisions;

/** What else rows can be filtered by. */
export const importMarks = { warning: '请核对', undecided: '等待决定', fixed: '已改', skipped: '已跳过' } as const;
export type ImportMark = keyof typeof importMarks;

const verdict = z.enum(Object.keys(importVerdicts) as [ImportVerdict, ...ImportVerdict[]]);
const decision = z.enum(Object.keys(importDecisions) as [ImportDecision, ...ImportDecision[]]);
const mark = z.enum(Object.keys(importMarks) as [ImportMark, ...ImportMark[]]);

const importIssue = z.strictObject({
  /** Cell as the spreadsheet names it: D7. */
  cell: z.string(),
  /** Index of the cell's column, to mend it with `import.fix`; null when the table has no column for it. */
  column: z.int().nullable(),
  field: z.string(),
  /** Names the column and the cell and quotes what stands there; for the screen. */
  message: z.string(),
  /** The same without the values, for paper. */
  withoutValues: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Texts that may belong into the cell; each can be given to `import.fix` as it is. */
  proposals: z.array(z.strictObject({ text: z.string(), reason: z.string() })),
});

const importRow = z.strictObject({
  /** The sheet's own number, from 1. */
  row: z.int(),
  verdict,
  name: z.string(),
  /** By the columns of the summary, as they stand now: mended cells with their new text. */
  cells: z.array(z.string()),
  issues: z.array(importIssue),
  /**
   * What the sheet states otherwise than the stored record, field by field, as the screen shows it; blanks state nothing. For
   * 更新, and for 疑似重复 of a stored record, where it is what 更新那条 would do. `column` null: it follows from others.
   */
  changes: z.array(
    z.strictObject({
      field: z.string(),
      label: z.string(),
      column: z.int().nullable(),
      /** Empty when the record has no value. */
      before: z.string(),
      after: z.string(),
    }),
  ),
  /** Cells that were mended here, with the text that stands in the file; giving it back takes the mending back. */
  fixes: z.array(z.strictObject({ column: z.int(), original: z.string() })),
  /** Whom the row is about, or may be about, and why: an earlier row of the table, or a stored record. */
  match: z
    .union([
      z.strictObject({
        kind: z.literal('row'),
        row: z.int(),
        name: z.string(),
        reason: z.string(),
        /** Cells that the two rows have different texts in, by the index of the column. */
        differences: z.array(z.strictObject({ column: z.int(), earlier: z.string(), own: z.string() })),
      }),
      z.strictObject({
        kind: z.literal('record'),
        id: recordId,
        name: z.string(),
        reason: z.string(),
        /** It lies in the recycle bin. */
        deleted: z.boolean(),
      }),
    ])
    .nullable(),
  /** What the clerk decided; null: nothing. A 疑似重复 without a decision is not taken over, a 错误 never is. */
  decision: decision.nullable(),
  /** What can be decided about this row. */
  decisions: z.array(decision),
  /** What the commit does with this row as things stand. */
  outcome: z.enum(['create', 'update', 'none']),
});
export type ImportRow = z.infer<typeof importRow>;

const sheetName = z.string();
const revision = z.int();

const importSummary = z.strictObject({
  importId: z.string(),
  fileName: z.string(),
  sheetName,
  /** Counts what was changed of the sheet, the columns, the cells and the decisions; `import.saveResult` is told it again. */
  revision,
  /** Further sheets of the workbook that hold such a table too; `import.chooseSheet` reads one of them instead. */
  otherSheets: z.array(z.string()),
  /** Row numbers are the sheet's own, from 1. */
  headingRow: z.int(),
  columns: z.array(
    z.strictObject({
      index: z.int(),
      letter: z.string(),
      heading: z.string(),
      /** Field, view or row group key, `compound:<label>`, or null when the column is not taken over. */
      target: z.string().nullable(),
      /** Characters of the longest of its first texts, full-width ones counted twice; for the width on the screen. */
      width: z.int(),
    }),
  ),
  targets: z.array(z.strictObject({ target: z.string(), label: z.string(), required: z.boolean() })),
  /** Whose choice of columns was applied because he had made it for such a table before, and when; null: nobody's. */
  remembered: z.strictObject({ at: z.string(), by: z.string() }).nullable(),
  /** Values for fields that no column carries, such as the village of the whole sheet. */
  defaults: values,
  /** Fields that neither a column nor a default fills and that can be the same for all rows; the clerk may fill them. */
  commonFields: z.array(z.string()),
  /** Those of them without which nothing can be taken over. */
  missingFields: z.array(z.string()),
  /** Why nothing of this table can be taken over: required columns that it does not have, in words. */
  obstacle: z.string().nullable(),
  /** What makes this table doubtful as a whole, in words. */
  doubt: z.string().nullable(),
  /** What the official forms ask for and the table does not have, in words; it can be entered later. */
  later: z.string().nullable(),
  /** Columns that are not taken over, in words. */
  leftOut: z.array(z.string()),
  /** Names in the village column that the office's settings do not hold. */
  unknownVillages: z.array(z.string()),
  /** Rows above and below the table that are not taken as persons, such as titles and notes. */
  skippedRows: z.array(z.int()),
  /** Rows of the table, and how many of them have each verdict and each mark. */
  total: z.int(),
  verdicts: z.record(verdict, z.int()),
  marks: z.record(mark, z.int()),
  /** How many of the skipped rows have errors. */
  skippedErrors: z.int(),
  /** What the commit does as things stand; `import.commit` is told these numbers again. */
  creates: z.int(),
  updates: z.int(),
  /** Set once the rows are stored; `batch` is what `batch.undo` takes. Nothing can be changed any more then. */
  committed: z.strictObject({ batch: z.uuid(), created: z.int(), updated: z.int() }).nullable(),
});
export type ImportSummary = z.infer<typeof importSummary>;

const importId = z.string().max(60);

/** The table that was read, with what came of each row, as it stood when that was asked for. */
export const importResultOrder = { importId, sheetName, revision };

/**
 * Taking tables over into a register: read → look at the rows, page by page → mend and decide → commit. What was read lives in
 * the core's memory until it is discarded, pushed out by three later ones, or the program locks; then `missing`.
 */
export const importMethods = {
  /** Somebody is about to choose a file: what reads it is made ready. */
  'import.prepare': unlockedMethod(z.strictObject({ register: registerKey }), nothing),
  /** Reads a table that was posted to `/upload` (.xlsx, .xls, .et, .csv, .txt) and judges its rows. Stoppable. */
  'import.read': unlockedMethod(
    z.strictObject({ register: registerKey, upload: z.string(), fileName: z.string().max(255), job: jobName }),
    importSummary,
  ),
  /** Takes another sheet of the same workbook; what was mended, decided and chosen for the first one is forgotten. */
  'import.chooseSheet': unlockedMethod(
    z.strictObject({ importId, sheet: z.string().max(100), job: jobName }),
    importSummary,
  ),
  /** Judges the rows again after the clerk changed columns or defaults, or something else in the program. Stoppable. */
  'import.check': unlockedMethod(
    z.strictObject({
      importId,
      targets: z.array(z.strictObject({ index: z.int(), target: z.string().max(60).nullable() })).max(300),
      defaults: values,
      job: jobName,
    }),
    importSummary,
  ),
  /** Rows in the order of the sheet. Every filter that is given must hold; an empty list of verdicts stands for all. */
  'import.rows': unlockedMethod(
    z.strictObject({
      importId,
      verdicts: z.array(verdict).max(5),
      mark: mark.optional(),
      /** Part of any cell, blanks and letter case aside. */
      search: z.string().max(60).optional(),
      offset: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
    z.strictObject({ total: z.int(), rows: z.array(importRow) }),
  ),
  /**
   * Gives a cell another text, for this import only; the file stays as it is. Judges the row again, and those that it is
   * compared with. The original text restores the cell.
   */
  'import.fix': unlockedMethod(
    z.strictObject({
      importId,
      row: z.int(),
      /** Index of the column, as the summary and the issues name it. */
      column: z.int(),
      text: z.string().max(2_000),
      /** The same for every row in whose cell of this column the same text stands now, such as a word no list knows. */
      everywhere: z.boolean().optional(),
    }),
    z.strictObject({
      summary: importSummary,
      row: importRow,
      /** Numbers of all rows whose verdict or findings may have changed, this one included. */
      affected: z.array(z.int()),
    }),
  ),
  /** Decides about rows, or takes decisions back (null). All or none: `invalid` names the first row that cannot. */
  'import.decide': unlockedMethod(
    z.strictObject({ importId, rows: z.array(z.int()).min(1).max(20_000), decision: decision.nullable() }),
    importSummary,
  ),
  /**
   * Stores every row whose outcome is create or update as one batch, in one transaction: all or none. The rows are judged once
   * more before; when they no longer come to the numbers that the clerk saw, nothing is stored and `conflict` says so, and the
   * next `import.check` shows why. Stoppable.
   */
  'import.commit': unlockedMethod(
    z.strictObject({ importId, creates: z.int(), updates: z.int(), job: jobName }),
    importSummary,
  ),
  /**
   * Saves the table as it was read with its faulty cells marked and noted, and a last column 核对结果; for whoever sent the
   * table. Before or after the commit. `path` is null when the user cancelled; `conflict` when anything was changed since
   * `revision`.
   */
  'import.saveResult': unlockedMethod(
    z.strictObject({ ...importResultOrder, permit, job: jobName }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  'import.discard': unlockedMethod(z.strictObject({ importId }), nothing),
} as const;

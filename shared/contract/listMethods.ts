import { z } from 'zod';
import { jobName } from './jobMethods.ts';
import { unlockedMethod } from './method.ts';
import { permit } from './permit.ts';
import { listQuery, nothing, recordId, registerKey, selection, values } from './shapes.ts';

/** Keys of the columns that a list shows, in order. */
export const listColumns = z.array(z.string().max(60)).min(1).max(60);

/** A search with its filters, days, order and columns, as its owner named it. */
export const savedList = z.strictObject({
  id: z.uuid(),
  title: z.string().trim().min(1, '请给名册起个名字').max(20, '名字不能超过20字，请缩短'),
  /** `basis`: key of the daily list whose days are meant; they are worked out anew on the day that the list is opened. */
  query: listQuery.extend({ basis: z.string().max(60).optional() }),
  /** Null: the columns that the user has chosen for all lists. */
  columns: listColumns.nullable(),
});
export type SavedList = z.infer<typeof savedList>;

/** Records that one edit may change. */
export const maxEdited = 2_000;
/** Records that one workbook may hold. */
export const maxExported = 50_000;

const edit = {
  register: registerKey,
  selection,
  /** New values by field; null takes the value away. */
  changes: values,
};

/** A list that leaves as a workbook. */
export const listOrder = {
  register: registerKey,
  selection,
  /** The order of chosen records; a list has its own. */
  sort: listQuery.shape.sort.optional(),
  /** `all`: everything that is stored, in such a form that the file can be imported again. */
  columns: z.union([listColumns, z.literal('all')]),
  /** ID numbers, telephones and addresses as lists show them, or in full. */
  numbers: z.enum(['masked', 'full']),
};

const editOutcome = {
  /** How many records get other values, and how many have them already. */
  changed: z.int(),
  same: z.int(),
  /** Records that stay as they are because the checks refuse the values. */
  refused: z.array(z.strictObject({ id: recordId, name: z.string(), reason: z.string() })),
};

/** Values that an edit would replace, the most frequent ones; more are counted together. */
export const shownFormer = 5;

const formerValues = z.strictObject({
  field: z.string(),
  /** A value in words, empty where there was none, and how many records have it. */
  values: z.array(z.strictObject({ text: z.string(), count: z.int() })).max(shownFormer),
  /** Records with a value that is not among these. */
  others: z.int(),
});

/** Saved lists, columns, changes to many records, and what is made of a list. */
export const listMethods = {
  /** The user's own lists of a register, and the columns he has chosen; null: those that the register shows at first. */
  'list.saved': unlockedMethod(
    z.strictObject({ register: registerKey }),
    z.strictObject({ lists: z.array(savedList), columns: listColumns.nullable() }),
  ),
  /** How many records each of the register's daily lists has. */
  'list.counts': unlockedMethod(
    z.strictObject({ register: registerKey }),
    z.strictObject({ counts: z.record(z.string(), z.int()) }),
  ),
  /** Keeps a list under an identifier that the page has chosen, in the place of the one that was kept under it. */
  'list.save': unlockedMethod(savedList, nothing),
  'list.discard': unlockedMethod(z.strictObject({ register: registerKey, id: z.uuid() }), nothing),
  /** Keeps the user's columns; null goes back to those that the register shows at first. */
  'list.saveColumns': unlockedMethod(
    z.strictObject({ register: registerKey, columns: listColumns.nullable() }),
    nothing,
  ),
  /** What an edit of many records would do; nothing is changed. */
  'list.previewEdit': unlockedMethod(
    z.strictObject(edit),
    z.strictObject({ ...editOutcome, former: z.array(formerValues) }),
  ),
  /**
   * Changes many records as one batch, in one transaction. When fewer or more records would change than the user saw,
   * nothing is changed and `conflict` says so. `batch` is what `batch.undo` takes.
   */
  'list.edit': unlockedMethod(
    z.strictObject({ ...edit, expected: z.int().min(1).max(maxEdited) }),
    z.strictObject({ ...editOutcome, batch: z.uuid() }),
  ),
  /** Saves a list as a workbook. Stoppable. `path` is null when the user cancelled. */
  'list.export': unlockedMethod(
    z.strictObject({ ...listOrder, permit, job: jobName }),
    z.strictObject({ path: z.string().nullable(), rows: z.int() }),
  ),
} as const;

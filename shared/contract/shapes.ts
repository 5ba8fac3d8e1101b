import { z } from 'zod';
import { type HistoryAction, historyActions } from './historyActions.ts';

/** A request or an answer that says nothing more. */
export const nothing = z.strictObject({});
/** The public name of a record. */
export const recordId = z.uuid();
/** The key of a register, as declarations name it. */
export const registerKey = z.string().max(40);

/** A value of a field as it travels; the register's own schemas judge it in the service. */
export const fieldValue = z.union([
  z.string().max(10_000),
  z.boolean(),
  z.array(z.string().max(200)).max(200),
  z.null(),
]);
/** Values by the key of their field. */
export const values = z.record(z.string().max(60), fieldValue);
/** A record as it travels: field values, and member rows by group. */
export const recordValues = z.strictObject({
  fields: values,
  rows: z.record(z.string().max(60), z.array(values).max(200)),
});

/** Something odd or wrong in what is entered; the path names its place. */
export const issue = z.strictObject({
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});

/** What was stored. */
export const savedVersion = z.strictObject({ id: recordId, version: z.int(), warnings: z.array(issue) });

/** Who changed what and when. */
export const history = z.strictObject({
  entries: z.array(
    z.strictObject({
      at: z.string(),
      by: z.string(),
      action: z.enum(Object.keys(historyActions) as [HistoryAction, ...HistoryAction[]]),
      /** The name of the record in which something shared was changed; null for every other change. */
      origin: z.string().nullable(),
      changes: z.array(z.strictObject({ label: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
});

/** The order of the recycle bin: by the time of removal, which is no field. */
export const deletionOrder = 'deleted_at';

/** Which records a list shows, and in which order. */
export const listQuery = z.strictObject({
  register: registerKey,
  search: z.string().max(60),
  /** Codes by field or view; the empty code stands for records without a value. `gaps`: 1 incomplete, 0 complete. */
  filters: z.record(z.string().max(60), z.array(z.string().max(60)).max(500)),
  /** Days by field, both ends included. */
  ranges: z
    .record(
      z.string().max(60),
      z.strictObject({ from: z.iso.date().nullable(), to: z.iso.date().nullable(), orBlank: z.boolean() }),
    )
    .optional(),
  sort: z.strictObject({ field: z.string().max(60), descending: z.boolean() }),
  /** Records that are kept, or those in the recycle bin. */
  scope: z.enum(['kept', 'deleted']).optional(),
});
export type ListQuery = z.infer<typeof listQuery>;

/** Chosen records, or all that a list shows. */
export const selection = z.union([
  z.strictObject({ ids: z.array(recordId).min(1).max(2_000) }),
  z.strictObject({ query: listQuery }),
]);
export type Selection = z.infer<typeof selection>;

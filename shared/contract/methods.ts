import { z } from 'zod';
import { openMethod, unlockedMethod } from './method.ts';

const nothing = z.strictObject({});
const recordId = z.uuid();
const registerKey = z.string().max(40);

/** A value of a field as it travels; the register's own schemas judge it in the service. */
const fieldValue = z.union([z.string().max(10_000), z.boolean(), z.array(z.string().max(200)).max(200), z.null()]);
const values = z.record(z.string().max(60), fieldValue);
/** A record as it travels: field values, and member rows by group. */
export const recordValues = z.strictObject({
  fields: values,
  rows: z.record(z.string().max(60), z.array(values).max(200)),
});

/** The office's place and its villages; codes are twelve-digit statistical codes where the office knows them. */
export const officeSettings = z.strictObject({
  province: z.string().min(1).max(30),
  city: z.string().min(1).max(30),
  county: z.string().min(1).max(30),
  township: z.string().min(1).max(30),
  villages: z
    .array(z.strictObject({ code: z.string().regex(/^[0-9A-Za-z]{1,12}$/u), name: z.string().min(1).max(30) }))
    .min(1)
    .max(500),
});
export type OfficeSettings = z.infer<typeof officeSettings>;

const userName = z.string().trim().min(1).max(30);
const password = z.string().min(1).max(200);
const recoveryKeyText = z.string().min(1).max(200);
/** The nine groups of a recovery key as printed, and which two (0–8) the user types back. */
const recoveryKeyOffer = z.strictObject({ groups: z.array(z.string()), askedGroups: z.array(z.int()) });
const typedGroups = z.array(z.strictObject({ index: z.int().min(0).max(8), text: z.string().max(20) })).max(9);

const session = z.strictObject({ user: z.string(), idleMinutes: z.number() });

const issue = z.strictObject({ path: z.string(), message: z.string(), severity: z.enum(['error', 'warning']) });

const listQuery = z.strictObject({
  register: registerKey,
  search: z.string().max(60),
  filters: z.record(z.string().max(60), z.array(z.string().max(60)).max(500)),
  sort: z.strictObject({ field: z.string().max(60), descending: z.boolean() }),
});
export type ListQuery = z.infer<typeof listQuery>;

const selection = z.union([
  z.strictObject({ ids: z.array(recordId).min(1).max(2_000) }),
  z.strictObject({ query: listQuery }),
]);

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

/** Every request the page can make. The list is the allow-list: a name that is not here is refused. */
export const methods = {
  'app.state': openMethod(
    nothing,
    z.strictObject({
      state: z.enum(['first-run', 'locked', 'unlocked', 'damaged']),
      /** What is wrong and what to do next, when the state is `damaged`. */
      problem: z.string().nullable(),
      session: session.nullable(),
      today: z.string(),
      version: z.string(),
      /** User and password of the throw-away vault that `--demo` makes. */
      demo: z.strictObject({ user: z.string(), password: z.string() }).nullable(),
      /** Sentences about repairs made at start, such as a restored second copy of the key file. */
      notices: z.array(z.string()),
    }),
  ),
  /** Makes a recovery key to be shown, printed and typed back; nothing is stored yet. */
  'setup.begin': openMethod(nothing, recoveryKeyOffer),
  'setup.finish': openMethod(
    z.strictObject({ office: officeSettings, user: userName, password, typedGroups }),
    z.strictObject({ session }),
  ),

  'session.unlock': openMethod(z.strictObject({ user: userName, password }), z.strictObject({ session })),
  /** Checks the paper key and offers the new one that replaces it. */
  'recovery.begin': openMethod(
    z.strictObject({ recoveryKey: recoveryKeyText }),
    z.strictObject({ offer: recoveryKeyOffer, users: z.array(z.string()) }),
  ),
  'recovery.finish': openMethod(
    z.strictObject({ user: userName, newPassword: password, typedGroups }),
    z.strictObject({ session }),
  ),
  'session.changePassword': unlockedMethod(z.strictObject({ oldPassword: password, newPassword: password }), nothing),
  /** Tells that somebody is at the desk; the answer says how long until the lock. */
  'session.touch': unlockedMethod(nothing, z.strictObject({ secondsUntilLock: z.number() })),
  'session.lock': unlockedMethod(nothing, nothing),

  'office.get': unlockedMethod(nothing, officeSettings),
  'office.save': unlockedMethod(officeSettings, nothing),

  'register.list': unlockedMethod(
    z.strictObject({ ...listQuery.shape, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    z.strictObject({
      total: z.int(),
      /** True when a search stopped counting: there are more than `total`. */
      more: z.boolean(),
      rows: z.array(
        z.strictObject({
          id: recordId,
          version: z.int(),
          /** Text of each list column, masked where the kind is sensitive. */
          cells: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ),
  'register.get': unlockedMethod(
    z.strictObject({ register: registerKey, id: recordId }),
    z.strictObject({
      id: recordId,
      version: z.int(),
      values: recordValues,
      createdAt: z.string(),
      createdBy: z.string(),
      updatedAt: z.string(),
      updatedBy: z.string(),
    }),
  ),
  'register.save': unlockedMethod(
    z.strictObject({
      register: registerKey,
      id: recordId.nullable(),
      /** The version the user started from; null for a new record. */
      version: z.int().nullable(),
      values: recordValues,
    }),
    z.strictObject({ id: recordId, version: z.int(), warnings: z.array(issue) }),
  ),
  'register.history': unlockedMethod(
    z.strictObject({ register: registerKey, id: recordId }),
    z.strictObject({
      entries: z.array(
        z.strictObject({
          at: z.string(),
          by: z.string(),
          action: z.enum(['create', 'change', 'import']),
          changes: z.array(z.strictObject({ label: z.string(), before: z.string(), after: z.string() })),
        }),
      ),
    }),
  ),

  /** Unsaved entry, kept encrypted so that a crash or a lock loses nothing. `id` null: a new record. */
  'draft.save': unlockedMethod(
    z.strictObject({
      register: registerKey,
      id: recordId.nullable(),
      version: z.int().nullable(),
      values: recordValues,
    }),
    nothing,
  ),
  'draft.get': unlockedMethod(
    z.strictObject({ register: registerKey, id: recordId.nullable() }),
    z.strictObject({
      draft: z.strictObject({ version: z.int().nullable(), values: recordValues, savedAt: z.string() }).nullable(),
    }),
  ),
  /** The user's unsaved entries of all registers, without their values; `name` is empty until one is entered. */
  'draft.list': unlockedMethod(
    nothing,
    z.strictObject({
      drafts: z.array(
        z.strictObject({ register: registerKey, id: recordId.nullable(), name: z.string(), savedAt: z.string() }),
      ),
    }),
  ),
  'draft.discard': unlockedMethod(z.strictObject({ register: registerKey, id: recordId.nullable() }), nothing),

  /** Lays sheets out for preview and printing at `/print/<ticket>`. */
  'sheet.open': unlockedMethod(
    z.strictObject({ form: z.string().max(20), selection }),
    z.strictObject({ ticket: z.string(), records: z.int(), pages: z.int() }),
  ),
  /** Saves the sheets of a ticket as one PDF; the path is null when the user cancelled. */
  'sheet.savePdf': unlockedMethod(
    z.strictObject({ ticket: z.string() }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  /** Shows the folder of the file that this ticket's PDF was saved to. */
  'sheet.showFolder': unlockedMethod(z.strictObject({ ticket: z.string() }), nothing),

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

export type MethodName = keyof typeof methods;
export type MethodInput<N extends MethodName> = z.infer<(typeof methods)[N]['input']>;
export type MethodOutput<N extends MethodName> = z.infer<(typeof methods)[N]['output']>;

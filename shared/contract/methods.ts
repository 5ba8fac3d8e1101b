import { z } from 'zod';
import { isPlaceName, lengthOf, longestOfficeName } from '../rules/officeName.ts';
import { attachmentMethods } from './attachmentMethods.ts';
import { auditMethods } from './auditMethods.ts';
import { backupMethods } from './backupMethods.ts';
import { type BatchKind, batchKinds } from './batchKinds.ts';
import { duplicateMethods } from './duplicateMethods.ts';
import { exportMethods } from './exportMethods.ts';
import { importMethods } from './importMethods.ts';
import { jobMethods, jobName } from './jobMethods.ts';
import { listMethods } from './listMethods.ts';
import { openMethod, unlockedMethod } from './method.ts';
import { paperMethods } from './paperMethods.ts';
import { password, peopleMethods, recoveryKeyOffer, session, typedGroups, userName } from './peopleMethods.ts';
import { openedSheets, printMethods } from './printMethods.ts';
import { recycleMethods } from './recycleMethods.ts';
import { revealMethods } from './revealMethods.ts';
import { routeMethods } from './routeMethods.ts';
import { screeningMethods } from './screeningMethods.ts';
import { sealMethods } from './sealMethods.ts';
import { history, listQuery, nothing, recordId, recordValues, registerKey, savedVersion, selection } from './shapes.ts';
import { stickMethods } from './stickMethods.ts';
import { templateMethods } from './templateMethods.ts';

/**
 * The office's place and its villages; codes are twelve-digit statistical codes where the office knows them. Names have at most
 * 30 characters, which are up to 60 UTF-16 units.
 */
export const officeSettings = z.strictObject({
  province: z.string().min(1).max(60),
  city: z.string().min(1).max(60),
  county: z.string().min(1).max(60),
  township: z.string().min(1).max(60),
  villages: z
    .array(z.strictObject({ code: z.string().regex(/^[0-9A-Za-z]{1,12}$/u), name: z.string().min(1).max(60) }))
    .min(1)
    .max(500),
});
export type OfficeSettings = z.infer<typeof officeSettings>;

/** Copies of a blank form that are printed at once. */
export const maxBlankCopies = 200;

/** The office as it is stored anew; what was stored before stays readable. */
const enteredOffice = officeSettings.refine(
  ({ province, city, county, township, villages }) =>
    [province, city, county, township].every(isPlaceName) &&
    villages.every(({ name }) => lengthOf(name) <= longestOfficeName),
);

const batch = z.strictObject({
  id: z.uuid(),
  kind: z.enum(Object.keys(batchKinds) as [BatchKind, ...BatchKind[]]),
  title: z.string(),
  details: z.record(z.string(), z.union([z.number(), z.string()])),
  at: z.string(),
  by: z.string(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
});

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
    z.strictObject({ office: enteredOffice, user: userName, password, typedGroups }),
    z.strictObject({ session }),
  ),

  'session.unlock': openMethod(z.strictObject({ user: userName, password }), z.strictObject({ session })),
  'session.changePassword': unlockedMethod(z.strictObject({ oldPassword: password, newPassword: password }), nothing),
  /** Tells that somebody is at the desk; the answer says how long until the lock. */
  'session.touch': unlockedMethod(nothing, z.strictObject({ secondsUntilLock: z.number() })),
  'session.lock': unlockedMethod(nothing, nothing),

  'office.get': unlockedMethod(nothing, officeSettings),
  'office.save': unlockedMethod(enteredOffice, nothing),

  'register.list': unlockedMethod(
    z.strictObject({
      ...listQuery.shape,
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
      /** Keys of the columns; those that the register shows at first when left out. */
      columns: z.array(z.string().max(60)).min(1).max(60).optional(),
    }),
    z.strictObject({
      total: z.int(),
      /** True when a search stopped counting: there are more than `total`. */
      more: z.boolean(),
      rows: z.array(
        z.strictObject({
          id: recordId,
          version: z.int(),
          /** Text of each column asked for, masked where the kind is sensitive. */
          cells: z.record(z.string(), z.string()),
          /** How many values the official forms still lack. */
          gaps: z.int(),
          /** Who put it into the recycle bin, when and why; null for a record that is kept. */
          deleted: z.strictObject({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
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
    savedVersion,
  ),
  'register.history': unlockedMethod(z.strictObject({ register: registerKey, id: recordId }), history),

  /** Other records that share family members or the household with this one; `labels` say what they share. */
  'register.sharing': unlockedMethod(
    z.strictObject({ register: registerKey, id: recordId }),
    z.strictObject({
      records: z.array(z.strictObject({ id: recordId, name: z.string(), labels: z.array(z.string()) })),
    }),
  ),

  /** The pinyin of labels, syllables with a blank between them; for search boxes over what the page holds itself. */
  'label.spell': unlockedMethod(
    z.strictObject({ labels: z.array(z.string().max(200)).max(1_000) }),
    z.strictObject({ spellings: z.array(z.string()) }),
  ),

  /** The latest changes that were made to several records together. */
  'batch.list': unlockedMethod(z.strictObject({ register: registerKey }), z.strictObject({ batches: z.array(batch) })),
  /** Takes one of them back; `kept` records were changed again since and stay as they are. */
  'batch.undo': unlockedMethod(
    z.strictObject({ register: registerKey, batch: z.uuid(), job: jobName }),
    z.strictObject({ undone: z.int(), kept: z.int() }),
  ),

  /**
   * Unsaved entry, kept encrypted so that a crash or a lock loses nothing. `id` null: a new record. For a form the key of its
   * paper stands for the register, and a new one has the id of the record that it is about.
   */
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
  /**
   * The user's unsaved entries of all registers, without their values; `name` is empty until one is entered. One of a form names
   * the record that the form is about, and the form: `paper.id` null is one that was never saved.
   */
  'draft.list': unlockedMethod(
    nothing,
    z.strictObject({
      drafts: z.array(
        z.strictObject({
          register: registerKey,
          id: recordId.nullable(),
          name: z.string(),
          savedAt: z.string(),
          paper: z.strictObject({ key: z.string(), title: z.string(), id: z.uuid().nullable() }).nullable(),
        }),
      ),
    }),
  ),
  'draft.discard': unlockedMethod(z.strictObject({ register: registerKey, id: recordId.nullable() }), nothing),

  /** Lays out sheets, or a register with one row a record, for preview and printing at `/print/<ticket>`. */
  'sheet.open': unlockedMethod(
    z.strictObject({
      form: z.string().max(20),
      selection,
      /** The order of chosen records; a list has its own. */
      sort: listQuery.shape.sort.optional(),
      /** What a register shows in full; left out: nothing. */
      printing: z
        .strictObject({ numbers: z.enum(['masked', 'full']), categories: z.enum(['codes', 'names']) })
        .optional(),
    }),
    openedSheets,
  ),
  /** Lays out copies of a form with nothing filled in, for the pen; seen, printed and saved like any other ticket. */
  'sheet.openBlank': unlockedMethod(
    z.strictObject({ form: z.string().max(20), copies: z.int().min(1).max(maxBlankCopies) }),
    openedSheets,
  ),
  /** Shows the folder of the file that was saved of this ticket last. */
  'sheet.showFolder': unlockedMethod(z.strictObject({ ticket: z.string() }), nothing),

  ...importMethods,
  ...printMethods,
  ...jobMethods,
  ...listMethods,
  ...duplicateMethods,
  ...recycleMethods,
  ...screeningMethods,
  ...attachmentMethods,
  ...auditMethods,
  ...backupMethods,
  ...paperMethods,
  ...templateMethods,
  ...routeMethods,
  ...revealMethods,
  ...exportMethods,
  ...stickMethods,
  ...sealMethods,
  ...peopleMethods,
} as const;

export type MethodName = keyof typeof methods;
export type MethodInput<N extends MethodName> = z.infer<(typeof methods)[N]['input']>;
export type MethodOutput<N extends MethodName> = z.infer<(typeof methods)[N]['output']>;

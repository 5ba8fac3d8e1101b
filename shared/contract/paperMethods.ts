import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { openedSheets } from './printMethods.ts';
import { recycleReason } from './recycleMethods.ts';
import { history, nothing, recordId, recordValues, registerKey, savedVersion } from './shapes.ts';

const paperId = z.uuid();
/** The key of a paper, as its declaration is called. */
const paperKey = z.string().max(40);

/** Papers that one request lays out. */
const maxPrintedPapers = 200;
/** How ID numbers are printed; in full when left out. */
const printing = z.strictObject({ numbers: z.enum(['masked', 'full']) }).optional();

const stored = {
  id: paperId,
  paper: paperKey,
  version: z.int(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
};

/** What is entered on forms about a record, such as plans, visits and applications. */
export const paperMethods = {
  /** The papers of a record, the last one first, removed ones too. */
  'paper.list': unlockedMethod(
    z.strictObject({ register: registerKey, record: recordId }),
    z.strictObject({
      papers: z.array(
        z.strictObject({
          ...stored,
          /** What tells it from others of its kind, in words: 评估日期：2026年11月21日. */
          summary: z.string(),
          /** How many values the form still lacks. */
          gaps: z.int(),
          /** Who took it off the record, when and why; null for one that is kept. */
          removed: z.strictObject({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
        }),
      ),
    }),
  ),
  'paper.get': unlockedMethod(
    z.strictObject({ id: paperId }),
    z.strictObject({ ...stored, register: registerKey, record: recordId, values: recordValues }),
  ),
  'paper.save': unlockedMethod(
    z.strictObject({
      register: registerKey,
      record: recordId,
      paper: paperKey,
      /** Null for a new one. */
      id: paperId.nullable(),
      /** The version the user started from; null for a new one. */
      version: z.int().nullable(),
      values: recordValues,
    }),
    savedVersion,
  ),
  /** Takes a paper off its record; `paper.restore` brings it back. */
  'paper.remove': unlockedMethod(z.strictObject({ id: paperId, reason: recycleReason }), nothing),
  'paper.restore': unlockedMethod(z.strictObject({ id: paperId }), nothing),
  'paper.history': unlockedMethod(z.strictObject({ id: paperId }), history),
  /** Lays papers of one form out, each with the record it is about, for preview and printing at `/print/<ticket>`. */
  'paper.print': unlockedMethod(
    z.strictObject({ form: z.string().max(20), papers: z.array(paperId).min(1).max(maxPrintedPapers), printing }),
    openedSheets,
  ),
  /** Lays a form out that is filled in for printing only; what is entered is not stored. */
  'paper.printEntry': unlockedMethod(
    z.strictObject({ form: z.string().max(20), values: recordValues, printing }),
    openedSheets,
  ),
} as const;

import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { openedSheets } from './printMethods.ts';
import { type ScreeningOutcome, screeningOutcomes } from './screeningOutcomes.ts';
import { nothing, recordId, registerKey } from './shapes.ts';

/** YYYY-MM */
const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u);
const villageCode = z.string().min(1).max(12);
const outcome = z.enum(Object.keys(screeningOutcomes) as [ScreeningOutcome, ...ScreeningOutcome[]]);
const count = z.int().min(0);
const counts = z.strictObject({
  confirmed: count,
  new: count,
  changed: count,
  removed: count,
  notSeen: count,
  unchecked: count,
});
/** Longest reason; a filed round keeps all of it. */
const longestReason = 100;
/** Why nobody saw a child, in the clerk's words; characters are code points, so that rare ones count once. */
export const notSeenReason = z
  .string()
  .trim()
  .min(1, '请写明原因')
  .refine((value) => [...value].length <= longestReason, {
    error: ({ input }) => `原因不能超过${longestReason}字，现有${[...String(input)].length}字，请缩短`,
  });
/** As it travels; the service judges it, so that the clerk reads what is wrong with it. */
const reason = z.string().max(10_000);

const village = z.strictObject({
  code: villageCode,
  name: z.string(),
  /** Null where no round was opened. */
  round: z.uuid().nullable(),
  state: z.enum(['none', 'open', 'filed']),
  /** Children in the village now, or when the round was filed. */
  registered: z.int(),
  /** Null where no round was opened. */
  counts: counts.nullable(),
  filedAt: z.string().nullable(),
  filedBy: z.string().nullable(),
});

const screenedChild = z.strictObject({
  id: recordId,
  name: z.string(),
  outcome,
  /** Why nobody saw the child, what changed, where it came from or went; empty when there is nothing to say. */
  note: z.string(),
  /** Sex, birth and guardian to know the child by; empty in a filed round, which keeps outcomes alone. */
  cells: z.record(z.string(), z.string()),
  /** When and by whom the child was marked; null where nobody did. */
  markedAt: z.string().nullable(),
  markedBy: z.string().nullable(),
});

/** Monthly screening of the villages (seed 003 三(一)4: at least once a month, reported before the month ends). */
export const screeningMethods = {
  /** How far the villages are in a month. */
  'screening.month': unlockedMethod(
    z.strictObject({ month }),
    z.strictObject({
      villages: z.array(village),
      /** Registered children without a village: no round will show them. */
      unplaced: z.int(),
    }),
  ),
  /** Opens the round of a village, or finds the one that is open or filed already. */
  'screening.open': unlockedMethod(
    z.strictObject({ month, village: villageCode }),
    z.strictObject({ round: z.uuid() }),
  ),
  'screening.round': unlockedMethod(
    z.strictObject({ round: z.uuid() }),
    z.strictObject({
      month,
      village: villageCode,
      villageName: z.string(),
      openedAt: z.string(),
      openedBy: z.string(),
      /** From when on changes count: the filing of the round before, or the opening of this one. */
      since: z.string(),
      filedAt: z.string().nullable(),
      filedBy: z.string().nullable(),
      counts,
      children: z.array(screenedChild),
    }),
  ),
  /** Says that children were seen, why they were not seen, or takes back what was said. */
  'screening.mark': unlockedMethod(
    z.strictObject({
      round: z.uuid(),
      records: z.array(recordId).min(1).max(5_000),
      mark: z.union([
        z.strictObject({ kind: z.literal('seen') }),
        z.strictObject({ kind: z.literal('notSeen'), reason }),
        z.strictObject({ kind: z.literal('none') }),
      ]),
    }),
    nothing,
  ),
  /** Freezes the outcomes and keeps the sheets as they are now. */
  'screening.file': unlockedMethod(
    z.strictObject({
      round: z.uuid(),
      /** What the clerk has just read; when the village changed since, nothing is filed. */
      counts,
      /** Why nobody saw the children that are not marked, which are filed as not seen; needed while there are any. */
      notSeenReason: reason.nullable(),
    }),
    z.strictObject({ sheets: z.int() }),
  ),
  /** Opens and files the rounds of villages without any child. */
  'screening.zeroReport': unlockedMethod(
    z.strictObject({ month, villages: z.array(villageCode).min(1).max(500) }),
    nothing,
  ),
  /** The sheets of a record as they were filed, the latest first. */
  'screening.sheetsOf': unlockedMethod(
    z.strictObject({ register: registerKey, record: recordId }),
    z.strictObject({
      sheets: z.array(
        z.strictObject({
          id: z.uuid(),
          month,
          villageName: z.string(),
          form: z.string(),
          title: z.string(),
          filedAt: z.string(),
          filedBy: z.string(),
        }),
      ),
    }),
  ),
  /** Filed sheets as they were filed: one of them, or all of a round. The ticket is that of `sheet.open`. */
  'screening.printSheets': unlockedMethod(
    z.union([z.strictObject({ sheet: z.uuid() }), z.strictObject({ round: z.uuid() })]),
    openedSheets,
  ),
  /** The summary of a month, one line for each village. */
  'screening.printMonth': unlockedMethod(z.strictObject({ month }), openedSheets),
  /** The summary of 四失 (F04), one line for each village: numbers from the registry, of children and not of rounds. */
  'screening.printFourLacks': unlockedMethod(z.strictObject({ month }), openedSheets),
} as const;

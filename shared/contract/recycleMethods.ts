import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { recordId, registerKey, selection } from './shapes.ts';

/** Records that one request moves, restores or destroys. */
export const maxRecycled = 2_000;
/** The word that is typed before records are destroyed for good. */
export const destructionWord = '销毁';

/** Why something is removed or destroyed: it stands beside the record, in the history and in the list of destructions. */
export const recycleReason = z.string().trim().min(1, '请写明原因').max(100, '原因不能超过100字，请缩短');

const chosen = { register: registerKey, ids: z.array(recordId).min(1).max(maxRecycled) };

/** The recycle bin of a register. What lies in it is listed by `register.list` with the scope `deleted`. */
export const recycleMethods = {
  /** Moves records into the bin as one batch. `batch` is what `batch.undo` takes. */
  'recycle.remove': unlockedMethod(
    z.strictObject({ register: registerKey, selection, reason: recycleReason }),
    z.strictObject({ batch: z.uuid(), removed: z.int() }),
  ),
  /** Puts records back. One whose unique value is in use meanwhile stays in the bin, with the reason; the others go back. */
  'recycle.restore': unlockedMethod(
    z.strictObject(chosen),
    z.strictObject({
      restored: z.int(),
      refused: z.array(z.strictObject({ id: recordId, name: z.string(), reason: z.string() })),
    }),
  ),
  /** What the archive of screening keeps when these records are destroyed: how many of them it lists, and their sheets. */
  'recycle.archived': unlockedMethod(z.strictObject(chosen), z.strictObject({ records: z.int(), sheets: z.int() })),
  /** Destroys records in the bin for good, all or none; the word has to be typed. */
  'recycle.destroy': unlockedMethod(
    z.strictObject({ ...chosen, reason: recycleReason, word: z.string().max(20) }),
    z.strictObject({ destroyed: z.int() }),
  ),
} as const;

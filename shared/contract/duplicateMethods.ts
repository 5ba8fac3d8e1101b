import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { nothing, recordId, recordValues, registerKey } from './shapes.ts';

/** What is said of somebody who is registered in a village that is not the user's work: that he is, and nothing else. */
export const knownElsewhere = '在其他村已有登记，请找安全保密员或负责人核对';

/** What speaks for two records being one person. */
const judgement = {
  strength: z.enum(['certain', 'likely']),
  /** In words: 姓名读音和出生日期相同. */
  reasons: z.array(z.string()),
  /** What to bear in mind, such as 可能是双胞胎. */
  caution: z.string().nullable(),
};
/** A record as lists show it, sensitive values masked. */
const listed = z.strictObject({ id: recordId, name: z.string(), cells: z.record(z.string(), z.string()) });
const version = z.strictObject({ id: recordId, version: z.int() });
const pair = z.strictObject({ register: registerKey, one: recordId, other: recordId });

/** Records that may be the same person, and their merging. */
export const duplicateMethods = {
  /** Pairs of kept records, the strongest first, without those that were told apart. */
  'duplicate.list': unlockedMethod(
    z.strictObject({ register: registerKey, offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    z.strictObject({
      total: z.int(),
      pairs: z.array(z.strictObject({ one: listed, other: listed, ...judgement })),
    }),
  ),
  /** Makes all match keys anew and looks for pairs again; `pairs` as `duplicate.list` counts them. */
  'duplicate.rescan': unlockedMethod(
    z.strictObject({ register: registerKey }),
    z.strictObject({ records: z.int(), pairs: z.int() }),
  ),
  /** Kept records that an entry may repeat, five at most; `id` null for a new record. `elsewhere`: there are some out of reach. */
  'duplicate.similar': unlockedMethod(
    z.strictObject({ register: registerKey, id: recordId.nullable(), values: recordValues }),
    z.strictObject({
      records: z.array(z.strictObject({ ...listed.shape, ...judgement })),
      elsewhere: z.boolean(),
    }),
  ),
  /** Gives `keep` the values and puts `drop` into the recycle bin; `batch` takes it back. */
  'duplicate.merge': unlockedMethod(
    z.strictObject({ register: registerKey, keep: version, drop: version, values: recordValues }),
    z.strictObject({ batch: z.uuid() }),
  ),
  /** Remembers that two records are not the same person. */
  'duplicate.dismiss': unlockedMethod(pair, nothing),
  /** Takes `duplicate.dismiss` back. */
  'duplicate.recall': unlockedMethod(pair, nothing),
} as const;

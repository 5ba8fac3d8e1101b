import { z } from 'zod';
import { openMethod, unlockedMethod } from './method.ts';
import { nothing } from './shapes.ts';

/**
 * The name that the page gives to a long call, chosen anew for each call: by it the page asks how far the call is, and stops
 * it. A call without a name works too.
 */
export const jobName = z.uuid().optional();

/** Long calls that are under way. */
export const jobMethods = {
  /**
   * How far a call is, which is told even while the files are closed for it; null when it has not begun, or has been answered. `total` 0:
   * nobody knows yet.
   */
  'job.progress': openMethod(
    z.strictObject({ job: z.uuid() }),
    z.strictObject({
      progress: z
        .strictObject({
          done: z.int(),
          total: z.int(),
          label: z.string(),
          /** The two are bytes, which tell a person nothing. */
          inBytes: z.literal(true).optional(),
        })
        .nullable(),
    }),
  ),
  /** Stops a call; it then fails with `cancelled` and has changed nothing. A call that is over stays as it is. */
  'job.cancel': unlockedMethod(z.strictObject({ job: z.uuid() }), nothing),
} as const;

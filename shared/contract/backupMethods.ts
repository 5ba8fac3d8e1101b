import { z } from 'zod';
import type { LossKind } from '../audit/lossKinds.ts';
import { jobName } from './jobMethods.ts';
import { openMethod, unlockedMethod } from './method.ts';
import { nothing } from './shapes.ts';

const backupId = z.string().min(1).max(200);
/** ISO 8601. */
const moment = z.string();

/** Backups of the vault. Two methods answer without a session, for a vault that cannot be opened. */
export const backupMethods = {
  /** When the last backup was made, and what the clerk should do about backups. */
  'backup.status': unlockedMethod(
    nothing,
    z.strictObject({
      last: moment.nullable(),
      isRunning: z.boolean(),
      /** Why the last try to make one failed; null when it did not. */
      failure: z.string().nullable(),
      secondCopy: z.strictObject({ at: moment, sameDisk: z.boolean() }).nullable(),
      /** A backup should be copied to a stick now; see `isSecondCopyDue`. */
      secondCopyDue: z.boolean(),
      isDiskNearlyFull: z.boolean(),
      megabytesFree: z.int(),
    }),
  ),
  /** The backups, newest first. @throws locked while the vault could be opened and is not */
  'backup.list': openMethod(
    nothing,
    z.strictObject({
      backups: z.array(
        z.strictObject({
          id: z.string(),
          made: moment,
          bytes: z.int(),
          /** Lines of history in it. */
          history: z.int(),
          /** All its files are there, in their length. */
          isWhole: z.boolean(),
          /** Every compartment was opened and checked when it was made. */
          wasOpened: z.boolean(),
          /** It is from before a change of data keys; whoever knew a password of that time may open it. */
          isUnderOldKeys: z.boolean(),
          /** Its number among the backups of the data folder. */
          sequence: z.int(),
          /** What a restore of it would undo, by kind; null when the vault cannot be read. */
          lost: z
            .strictObject({
              changes: z.int(),
              sealed: z.int(),
              screening: z.int(),
              prints: z.int(),
              people: z.int(),
              keys: z.int(),
              drafts: z.int(),
              lists: z.int(),
              /** False: part of it cannot be counted, so that there may be more. */
              isCertain: z.boolean(),
            } satisfies Record<LossKind, unknown> & { isCertain: unknown })
            .nullable(),
        }),
      ),
      /** Whether anything was stored after the newest; null when the vault cannot be read. */
      changedSinceNewest: z.boolean().nullable(),
    }),
  ),
  'backup.make': unlockedMethod(z.strictObject({ job: jobName }), z.strictObject({ made: moment, history: z.int() })),
  /** Copies the newest state to a stick or folder; `folder` is null when the user cancelled. */
  'backup.copyOut': unlockedMethod(
    /** `stick`: the registered stick that it goes to; null for a folder. */
    z.strictObject({ job: jobName, stick: z.uuid().nullable() }),
    z.strictObject({ folder: z.string().nullable(), sameDisk: z.boolean() }),
  ),
  'backup.rehearse': unlockedMethod(
    z.strictObject({ id: backupId, job: jobName }),
    z.strictObject({ made: moment, history: z.int() }),
  ),
  /**
   * Restores a backup, without an id the newest sound one, with user and password of its time. An open vault is locked afterwards.
   * `kept`: the name of the folder in which the old files are.
   */
  'backup.restore': openMethod(
    z.strictObject({
      id: backupId.nullable(),
      user: z.string().trim().min(1).max(200),
      password: z.string().min(1).max(200),
    }),
    z.strictObject({ made: moment, skipped: z.int(), kept: z.string().nullable() }),
  ),
} as const;

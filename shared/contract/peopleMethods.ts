import { z } from 'zod';
import { roleNames } from '../rights/roles.ts';
import { lengthOf, longestOfficeName } from '../rules/officeName.ts';
import { idleMinutes } from './idleMinutes.ts';
import { jobName } from './jobMethods.ts';
import { openMethod, unlockedMethod } from './method.ts';
import { nothing } from './shapes.ts';

/** ISO 8601. */
const moment = z.string();

export const userName = z
  .string()
  .trim()
  .min(1)
  .refine((name) => lengthOf(name) <= longestOfficeName);
export const password = z.string().min(1).max(200);
const recoveryKeyText = z.string().min(1).max(400);

const roleList = z.array(z.enum(roleNames)).min(1).max(roleNames.length);
/** Codes of the villages a clerk works for; null for all of them. */
const villageCodes = z.array(z.string().max(12)).min(1).max(500).nullable();
/** Why one person holds roles that exclude each other; null where he does not. */
const exceptionReason = z.string().trim().min(4).max(200).nullable();

/** The nine groups of a recovery key as printed, and which two (0–8) the user types back. */
export const recoveryKeyOffer = z.strictObject({ groups: z.array(z.string()), askedGroups: z.array(z.int()) });
/** What was typed back from paper; `sheet` counts the sheets of a key in shares from 0. */
export const typedGroups = z
  .array(
    z.strictObject({
      sheet: z.int().min(0).max(2).optional(),
      index: z.int().min(0).max(10),
      text: z.string().max(20),
    }),
  )
  .max(9);
/** A recovery key as it stands on paper: whole, or in shares of which two are enough. */
const typedRecoveryKey = z.union([
  z.strictObject({ recoveryKey: recoveryKeyText }),
  z.strictObject({ shares: z.array(recoveryKeyText).min(2).max(3) }),
]);

/** Who is at the desk, and what he is told or asked before the work begins. */
export const session = z.strictObject({
  user: z.string(),
  /** The roles he holds; one of a vault from before there were roles holds them all. */
  roles: roleList,
  villages: villageCodes,
  idleMinutes: z.int(),
  /** Nothing but a new password is taken from him: somebody else set the one he came in with. */
  mustChangePassword: z.boolean(),
  /** The year of the confidentiality promise that is still to be made; null when it is made. */
  promiseYear: z.int().nullable(),
  /** When he was here before, and how many times a wrong password was entered for him since. */
  lastSignIn: z.strictObject({ at: moment, failures: z.int() }).nullable(),
  /** The age of a password that is to be changed, in days; null when it is not old, or nobody wants to hear of it. */
  oldPasswordDays: z.int().nullable(),
  /** Whether he is to try the recovery key on paper, which is done once a year. */
  isDrillDue: z.boolean(),
});

const person = z.strictObject({
  name: z.string(),
  roles: roleList,
  villages: villageCodes,
  /** Since when he can open nothing; null for who still can. */
  disabledAt: moment.nullable(),
  lastSignIn: moment.nullable(),
  /** Null for a password from before this was noted. */
  passwordSetAt: moment.nullable(),
  mustChangePassword: z.boolean(),
  /** Until when no password is taken for him; null when it is. */
  lockedUntil: moment.nullable(),
  /** Why he holds roles that exclude each other. */
  exception: z.string().nullable(),
});
export type Person = z.infer<typeof person>;

export const securitySettings = z.strictObject({
  idleMinutes: z.int().min(idleMinutes.least).max(idleMinutes.most),
  /** Whether a password is spoken of once it is 90 days old. */
  passwordReminder: z.boolean(),
});
export type SecuritySettings = z.infer<typeof securitySettings>;

/** People, their roles and keys, and how the desk is kept. */
export const peopleMethods = {
  'people.list': unlockedMethod(
    nothing,
    z.strictObject({
      people: z.array(person),
      /** Names of those who may know data keys that are still in use, though no role of theirs needs them any more. */
      keysKnownTo: z.array(z.string()),
    }),
  ),
  /** Adds a person with a first password, which he has to change when he comes in. */
  'people.add': unlockedMethod(
    z.strictObject({ name: userName, password, roles: roleList, villages: villageCodes, exception: exceptionReason }),
    nothing,
  ),
  /** Gives a person other roles or villages; keys that no role of his needs any more are taken away. */
  'people.change': unlockedMethod(
    z.strictObject({ name: userName, roles: roleList, villages: villageCodes, exception: exceptionReason }),
    nothing,
  ),
  /** Ends a person's rights at once. */
  'people.disable': unlockedMethod(z.strictObject({ name: userName }), nothing),
  /** Lets a person in who was disabled or forgot his password, with a first password that he has to change. */
  'people.resetPassword': unlockedMethod(z.strictObject({ name: userName, password }), nothing),
  /** New data keys for everybody who is left; the vault is locked afterwards. */
  'people.rotateKeys': unlockedMethod(z.strictObject({ job: jobName }), nothing),
  /** The backups that somebody who left may still open, with the names of those who may. */
  'people.exposedBackups': unlockedMethod(
    nothing,
    z.strictObject({
      backups: z.array(z.strictObject({ id: z.string(), made: moment, people: z.array(z.string()) })),
      /** A verified backup that none of them can open is under the present data keys. Before that, no old one is to be destroyed. */
      isReplaced: z.boolean(),
    }),
  ),

  /**
   * What a new password of somebody must not repeat, for `checkPassword` while it is typed; `office` where one is being set up, otherwise
   * it is that which is open.
   */
  'password.context': openMethod(
    z.strictObject({
      user: z.string().max(200),
      office: z
        .strictObject({ township: z.string().max(200), areaCodes: z.array(z.string().max(12)).max(500) })
        .nullable(),
    }),
    z.strictObject({
      userName: z.string(),
      officeName: z.string(),
      spellings: z.array(z.string()),
      areaCodes: z.array(z.string()),
    }),
  ),

  /** The user's own promise to keep confidential what he learns, for the running year. */
  'session.acceptPromise': unlockedMethod(nothing, nothing),

  'recovery.status': unlockedMethod(
    nothing,
    z.strictObject({
      lastDrill: z.strictObject({ at: moment, by: z.string(), opened: z.boolean() }).nullable(),
      isDrillDue: z.boolean(),
      /** Whether the key that holds now is in three shares. */
      isSplit: z.boolean(),
    }),
  ),
  /** Tries the recovery key on paper, and changes nothing. @throws denied | invalid when it does not open */
  'recovery.drill': unlockedMethod(typedRecoveryKey, z.strictObject({ at: moment })),
  /** Makes a new recovery key to be shown, printed and typed back, on one sheet or on three; the old one holds until then. */
  'recovery.renew': unlockedMethod(
    z.strictObject({ isSplit: z.boolean() }),
    z.strictObject({ sheets: z.array(recoveryKeyOffer) }),
  ),
  'recovery.confirm': unlockedMethod(z.strictObject({ typedGroups }), nothing),
  /** Checks the paper key, or two of its three sheets, and offers the new one that replaces it. */
  'recovery.begin': openMethod(
    typedRecoveryKey,
    z.strictObject({ offer: recoveryKeyOffer, users: z.array(z.string()) }),
  ),
  'recovery.finish': openMethod(
    z.strictObject({ user: userName, newPassword: password, typedGroups }),
    z.strictObject({ session }),
  ),

  'security.get': unlockedMethod(nothing, securitySettings),
  'security.save': unlockedMethod(securitySettings, nothing),
} as const;

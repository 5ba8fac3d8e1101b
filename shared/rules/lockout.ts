/**
 * How often a password may be tried (GB/T 22239-2019, 身份鉴别: 登录失败处理): after each of the first four failures in a row a short
 * wait, after the fifth half an hour, for that user alone. All times are milliseconds of the computer's clock.
 */

/** Failures in a row after which a user waits for long, and every so many after that. */
export const failuresAllowed = 5;
/** The long wait. */
export const lockMinutes = 30;

/** The short waits, after the first to the fourth failure. */
const shortWaits = [1_000, 2_000, 4_000, 8_000] as const;
/** A clock that is set back by more is noticed; less is the computer's own correction. */
const clockTolerance = 5 * 60_000;

/** The failures of one user, in a row. */
export interface Failures {
  readonly count: number;
  /** The user is let try again from this moment on. */
  readonly waitUntil: number;
}

/** What is known of all users' attempts; those who are not named have none. */
export interface Attempts {
  /** The latest moment that the clock ever showed. */
  readonly lastSeen: number;
  readonly failures: Readonly<Record<string, Failures>>;
}

/** Nobody has failed yet. */
export const noAttempts: Attempts = { lastSeen: 0, failures: {} };

/** The wait that follows so many failures in a row. */
export function waitAfter(count: number): number {
  const rest = count % failuresAllowed;
  return count > 0 && rest === 0 ? lockMinutes * 60_000 : (shortWaits[rest - 1] ?? 0);
}

/**
 * Takes note of what the clock shows. Set back, it frees nobody: who had to wait when it was last seen waits for as long again,
 * and no longer, as the clock may have been wrong before.
 */
export function seenAt(attempts: Attempts, now: number): { readonly attempts: Attempts; readonly isSetBack: boolean } {
  const { lastSeen, failures } = attempts;
  if (now >= lastSeen - clockTolerance) {
    return { attempts: { ...attempts, lastSeen: Math.max(lastSeen, now) }, isSetBack: false };
  }
  const moved = Object.entries(failures).map(([user, { count, waitUntil }]) => {
    const rest = Math.max(0, waitUntil - lastSeen);
    return [user, { count, waitUntil: now + rest }] as const;
  });
  return { attempts: { lastSeen: now, failures: Object.fromEntries(moved) }, isSetBack: true };
}

/** The moment from which a user may try again, or null when he may now. */
export function waitUntil({ failures }: Attempts, user: string, now: number): number | null {
  const until = failures[user]?.waitUntil ?? 0;
  return until > now ? until : null;
}

/** A failure more. */
export function failed(attempts: Attempts, user: string, now: number): Attempts {
  const count = (attempts.failures[user]?.count ?? 0) + 1;
  // Where the clock was corrected by little, a wait that began before its latest moment would be over once it is set back further.
  const waitUntil = Math.max(now, attempts.lastSeen) + waitAfter(count);
  return { ...attempts, failures: { ...attempts.failures, [user]: { count, waitUntil } } };
}

/** The failures of a user as they were, after an attempt that came to no answer. */
export function restored(attempts: Attempts, user: string, before: Failures | undefined): Attempts {
  const without = succeeded(attempts, user);
  return before ? { ...without, failures: { ...without.failures, [user]: before } } : without;
}

/** The right password: the failures before it count no more. */
export function succeeded(attempts: Attempts, user: string): Attempts {
  const { [user]: _, ...failures } = attempts.failures;
  return { ...attempts, failures };
}

import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/contract/result.ts';
import {
  failed,
  failuresAllowed,
  lockMinutes,
  restored,
  seenAt,
  succeeded,
  waitAfter,
  waitUntil,
} from '../../../shared/rules/lockout.ts';
import {
  type AttemptKind,
  type RefusedAttempt,
  readAttempts,
  type StoredAttempts,
  writeAttempts,
} from '../../vault/attemptFile.ts';
import { normalizedUserName } from '../../vault/keyring.ts';

export type AttemptGuard = ReturnType<typeof createAttemptGuard>;

/**
 * Counts failed passwords of every kind (unlocking, restoring, a second person, a change of password) and makes whoever failed wait,
 * through restarts and clocks set back. See `shared/rules/lockout.ts`.
 */
export function createAttemptGuard(options: {
  readonly dataDir: string;
  readonly now: () => Date;
  /** Whether a name is that of a user: another one may be a password typed in the wrong place, and is not written down. */
  readonly isUser: (name: string) => Promise<boolean>;
  /** Told when an attempt was refused and written down: where a chain is open, it can be recorded at once. */
  readonly onRefused: () => void;
}) {
  const { dataDir, now, isUser, onRefused } = options;
  let stored: StoredAttempts | null = null;
  let lastTaking: Promise<unknown> = Promise.resolve();

  /** Read once; what cannot be written stays known until the program ends. */
  async function load(kind: AttemptKind): Promise<StoredAttempts> {
    if (stored) return stored;
    const read = readAttempts(dataDir);
    stored = read.stored;
    if (read.isLost) await refuse(kind, null, 'lost');
    return stored;
  }

  async function store(next: StoredAttempts): Promise<void> {
    stored = next;
    try {
      await writeAttempts(dataDir, next);
    } catch {
      // A full disk must not keep the clerk from unlocking and making room; until the program ends the count is in memory.
    }
  }

  async function refuse(kind: AttemptKind, user: string | null, reason: RefusedAttempt['reason']): Promise<void> {
    const present = stored ?? readAttempts(dataDir).stored;
    const refused = [...present.refused, { at: now().toISOString(), kind, user, reason }];
    await store({ ...present, refused });
    onRefused();
  }

  async function take(
    record: (refused: readonly RefusedAttempt[], dropped: number) => void | Promise<void>,
  ): Promise<void> {
    const { refused, dropped } = stored ?? readAttempts(dataDir).stored;
    if (refused.length === 0 && dropped === 0) return;
    await record(refused, dropped);
    const present = stored ?? readAttempts(dataDir).stored;
    await store({ ...present, refused: present.refused.slice(refused.length), dropped: 0 });
  }

  return {
    /**
     * Does `work`, which checks a password and throws `denied` when it is wrong. The failure is written down before the work begins, and
     * taken back when the password was right or something else went wrong: nobody gains a guess by ending the program.
     * @throws AppError denied with the field `waitUntil` (ISO 8601), and after a single failure `waitSeconds`, while the user has to wait,
     * the same for an unknown user: nothing was checked then; what `work` throws
     */
    async attempt<T>(kind: AttemptKind, userName: string, work: () => Promise<T>): Promise<T> {
      const name = normalizedUserName(userName);
      const user = pigeonhole(name);
      const moment = now().getTime();
      const loaded = await load(kind);
      const { attempts, isSetBack } = seenAt(loaded.attempts, moment);
      if (isSetBack) {
        stored = { ...loaded, attempts };
        await refuse(kind, null, 'clock');
      }
      const before = stored ?? loaded;
      const until = waitUntil(attempts, user, moment);
      if (until !== null) {
        await refuse(kind, (await isUser(name)) ? name : null, 'waiting');
        throw waiting(until, moment);
      }
      await store({ ...before, attempts: failed(attempts, user, moment) });
      try {
        const result = await work();
        const present = stored ?? before;
        await store({ ...present, attempts: succeeded(present.attempts, user) });
        return result;
      } catch (error) {
        if (error instanceof AppError && error.code === 'denied') {
          await refuse(kind, (await isUser(name)) ? name : null, 'wrong');
        } else {
          const present = stored ?? before;
          await store({ ...present, attempts: restored(present.attempts, user, attempts.failures[user]) });
        }
        throw error;
      }
    },

    /** What was refused since `takeFailedAttempts` was last through with it, oldest first. */
    refusedAttempts: (): readonly RefusedAttempt[] => (stored ?? readAttempts(dataDir).stored).refused,

    /** Until when a user is locked out; null for the short wait after a single failure, and for none. */
    lockedUntil(userName: string): Date | null {
      const { attempts } = stored ?? readAttempts(dataDir).stored;
      const user = pigeonhole(normalizedUserName(userName));
      const until = waitUntil(attempts, user, now().getTime());
      const count = attempts.failures[user]?.count ?? 0;
      return until !== null && waitAfter(count) === lockMinutes * 60_000 ? new Date(until) : null;
    },

    /** Lets a user try again at once, whose password was set anew by somebody who may. */
    async forget(userName: string): Promise<void> {
      const present = stored ?? readAttempts(dataDir).stored;
      await store({ ...present, attempts: succeeded(present.attempts, pigeonhole(normalizedUserName(userName))) });
    },

    /**
     * Hands over what was refused since the last time, oldest first, for the audit chain, and forgets it once it is recorded: `record` has
     * to be through with it when it returns. What a crash in between leaves is handed over again, never lost. One hand-over waits for
     * the one before it, so that none is recorded twice.
     */
    takeFailedAttempts(record: Parameters<typeof take>[0]): Promise<void> {
      const taking = lastTaking.then(() => take(record));
      lastTaking = taking.catch(() => undefined);
      return taking;
    },
  };
}

/**
 * Failures are counted under 16 bits of a digest of the name: enough to tell a few users apart, too little to find out what was typed, and
 * the same for a name that nobody has.
 */
function pigeonhole(name: string): string {
  return createHash('sha256').update(`hulei attempts\0${name}`).digest('hex').slice(0, 4);
}

function waiting(until: number, moment: number): AppError {
  const seconds = Math.ceil((until - moment) / 1000);
  const time = new Date(until);
  const clock = `${time.getHours()}:${String(time.getMinutes()).padStart(2, '0')}`;
  const waitUntil = time.toISOString();
  if (seconds <= 60) {
    const message = `请等${seconds}秒再试；这次的密码没有核对。`;
    return new AppError('denied', message, { waitUntil, waitSeconds: String(seconds) });
  }
  const message = `密码连续输错${failuresAllowed}次，请在${clock}以后再试，或请安全保密员重设密码。`;
  return new AppError('denied', message, { waitUntil });
}

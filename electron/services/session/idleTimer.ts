/** Runs a function after some milliseconds unless the returned function is called first. */
export type Schedule = (run: () => void, milliseconds: number) => () => void;

/** The clock of the computer. */
export const scheduleByTimer: Schedule = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Hours after which a session ends even when somebody is at the desk all the time. */
const longestHours = 8;

/**
 * Ends the session when nobody has been at the desk for a while, and after eight hours in any case.
 * Whichever comes first, by the clock or by the timer's own count: a computer that slept wakes up locked, and a clock that is
 * set back does not keep the desk open.
 */
export function createIdleTimer(options: {
  /** Minutes without a touch; asked at each, because the office may change them. */
  readonly limitMinutes: () => number;
  readonly now: () => Date;
  readonly schedule: Schedule;
  readonly expire: () => void;
}) {
  const { limitMinutes, now, schedule, expire } = options;
  const longest = longestHours * 3_600_000;
  let limit = 0;
  /** When nobody was there for too long; 0 before the first touch. */
  let deadline = 0;
  /** When the session has lasted as long as one may; stays where the first touch put it. */
  let end = 0;
  let waited = 0;
  let over = false;
  let cancel = (): void => {};
  let cancelEnd = (): void => {};

  function expireOnce(): void {
    if (over) return;
    over = true;
    cancel();
    cancelEnd();
    expire();
  }

  function wait(): void {
    const left = Math.min(deadline - now().getTime(), limit - waited);
    if (left <= 0) {
      expireOnce();
      return;
    }
    const slice = Math.min(left, 10_000);
    cancel = schedule(() => {
      waited += slice;
      wait();
    }, slice);
  }

  /** Whether the time is up; asked before every answer, because timers are late when the computer has just woken up. */
  function isOver(): boolean {
    if (deadline !== 0 && now().getTime() >= Math.min(deadline, end)) expireOnce();
    return over;
  }

  return {
    isOver,
    /** Starts or restarts the count; returns the seconds until the lock. */
    touch(): number {
      if (isOver()) return 0;
      cancel();
      limit = limitMinutes() * 60_000;
      const started = now().getTime();
      if (end === 0) {
        end = started + longest;
        cancelEnd = schedule(expireOnce, longest);
      }
      deadline = started + limit;
      waited = 0;
      wait();
      return Math.ceil((Math.min(deadline, end) - started) / 1000);
    },
    /** Stops counting; the session is over. */
    stop(): void {
      cancel();
      cancelEnd();
      deadline = 0;
    },
  };
}

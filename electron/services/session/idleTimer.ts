/** Runs a function after some milliseconds unless the returned function is called first. */
export type Schedule = (run: () => void, milliseconds: number) => () => void;

/** The clock of the computer. */
export const scheduleByTimer: Schedule = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * Ends the session when nobody has been at the desk for a while.
 * Whichever comes first, by the clock or by the timer's own count: a computer that slept wakes up locked, and a clock that is
 * set back does not keep the desk open.
 */
export function createIdleTimer(options: {
  readonly limitMinutes: number;
  readonly now: () => Date;
  readonly schedule: Schedule;
  readonly expire: () => void;
}) {
  const { now, schedule, expire } = options;
  const limit = options.limitMinutes * 60_000;
  let deadline = 0;
  let waited = 0;
  let over = false;
  let cancel = (): void => {};

  function end(): void {
    if (over) return;
    over = true;
    cancel();
    expire();
  }

  function wait(): void {
    const left = Math.min(deadline - now().getTime(), limit - waited);
    if (left <= 0) {
      end();
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
    if (deadline !== 0 && now().getTime() >= deadline) end();
    return over;
  }

  return {
    isOver,
    /** Starts or restarts the count; returns the seconds until the lock. */
    touch(): number {
      if (isOver()) return 0;
      cancel();
      deadline = now().getTime() + limit;
      waited = 0;
      wait();
      return limit / 1000;
    },
    /** Stops counting; the session is over. */
    stop(): void {
      cancel();
      deadline = 0;
    },
  };
}

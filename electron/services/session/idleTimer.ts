/** Runs a function after some milliseconds unless the returned function is called first. */
export type Schedule = (run: () => void, milliseconds: number) => () => void;

/** The clock of the computer. */
export const scheduleByTimer: Schedule = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * Ends the session when nobody has been at the desk for a while.
 * The clock decides and not the timer alone: a computer that slept wakes up locked.
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
  let cancel = (): void => {};

  function wait(): void {
    const left = deadline - now().getTime();
    cancel = left <= 0 ? () => {} : schedule(wait, Math.min(left, 10_000));
    if (left <= 0) expire();
  }

  return {
    /** Starts or restarts the count; returns the seconds until the lock. */
    touch(): number {
      const late = deadline !== 0 && now().getTime() >= deadline;
      cancel();
      if (late) {
        expire();
        return 0;
      }
      deadline = now().getTime() + limit;
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

const windowMs = 60_000;
const restartsAllowed = 3;

/**
 * What keeps a process running asks this at each of its crashes: one that dies at every start must not be started for ever.
 * @returns whether it may be started again: three times within a minute.
 */
export function createCrashLimit(now: () => Date): () => boolean {
  let times: number[] = [];
  return () => {
    const since = now().getTime() - windowMs;
    times = [...times.filter((time) => time > since), now().getTime()];
    return times.length <= restartsAllowed;
  };
}

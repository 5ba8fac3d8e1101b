/** Days after which a copy on a stick is asked for again (security.md b7). */
const copyDays = 7;
/** Hours for which an office that has just been set up is not asked for its first one. */
const graceHours = 24;
/** A clock that was set back by more, in milliseconds, makes the moments worthless; then a copy is asked for. */
const clockTolerance = 5 * 60_000;

const hour = 3_600_000;

/**
 * Whether backups are to be copied to a stick now.
 * @param oldest when the oldest backup that is kept was made, ISO 8601; null while there is none to copy
 * @param copied when one was copied last; null when none ever was
 */
export function isSecondCopyDue(oldest: string | null, copied: string | null, now: Date): boolean {
  if (oldest === null) return false;
  const age = now.getTime() - Date.parse(copied ?? oldest);
  return age > (copied === null ? graceHours : copyDays * 24) * hour || age < -clockTolerance;
}

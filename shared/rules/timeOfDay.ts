/** A time of day, written HH:MM. */
export type TimeOfDay = string;

/** Whether the text is a time of day in the form HH:MM, 00:00 to 23:59. */
export function isTimeOfDay(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text);
}

/**
 * Reads a time as clerks type it: 14:30, 14.30, 14时30分, 14点半, 下午2点, 晚上8点20分; full-width digits too.
 * @returns HH:MM, or undefined when it is no time of day
 */
export function parseTimeOfDay(text: string): TimeOfDay | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/gu, '');
  const match = /^(凌晨|早上|上午|中午|下午|晚上)?(\d{1,2})(?:[:.](\d{2})|[时点](?:(\d{1,2})分?|(半))?)$/u.exec(plain);
  if (!match) return undefined;
  const [, part, hours = '', afterColon, minutes, half] = match;
  // 晚上12点 ends a day and 凌晨12点 begins one: which day is meant is not for a program to guess.
  if ((part === '晚上' || part === '凌晨') && Number(hours) === 12) return undefined;
  const afternoon = part === '下午' || part === '晚上' || (part === '中午' && Number(hours) < 6);
  const hour = Number(hours) + (afternoon && Number(hours) < 12 ? 12 : 0);
  const minute = half === undefined ? Number(afterColon ?? minutes ?? 0) : 30;
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return isTimeOfDay(time) ? time : undefined;
}

/** 14时30分, as times are shown and printed. Text that is no time is returned as it is. */
export function chineseTime(time: TimeOfDay): string {
  return isTimeOfDay(time) ? `${Number(time.slice(0, 2))}时${time.slice(3)}分` : time;
}

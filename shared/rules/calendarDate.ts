/** A day without time or zone, written YYYY-MM-DD. */
export type CalendarDate = string;

/** Whether the text is a day that the calendar has, in the form YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Days of a month (1–12) in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The local day of a moment. */
export function calendarDateOf(moment: Date): CalendarDate {
  return joinDate(moment.getFullYear(), moment.getMonth() + 1, moment.getDate());
}

/** Builds YYYY-MM-DD from numbers without checking the calendar. */
export function joinDate(year: number, month: number, day: number): CalendarDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** 2026年11月21日, as dates are shown and printed. Text that is no date is returned as it is. */
export function chineseDate(date: CalendarDate): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(date);
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : date;
}

/**
 * Reads a date as clerks type it: 2014-03-05, 2014.3.5, 2014/3/5, 2014年3月5日, 20140305, full-width digits too.
 * @returns YYYY-MM-DD, or undefined when it is no day of the calendar (2014年3月 has no day and is none).
 */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const plain = text.normalize('NFKC').trim().replace(/\s+/gu, '');
  const match = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/u.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/u.exec(plain);
  if (!match) return undefined;
  const date = joinDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return isCalendarDate(date) ? date : undefined;
}

/**
 * Age in full years on a day. A child becomes older on the birthday itself; one born on 29 February does so on
 * 1 March of a year without that day (民法典 on counting by the calendar date).
 */
export function ageOn(birth: CalendarDate, day: CalendarDate): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

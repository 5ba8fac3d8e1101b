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
 * Reads a date as clerks type it: 2014-03-05, 2014.3.5, 2014/3/5, 2014年3月5日, 20140305, 二〇一四年三月五日; full-width
 * digits too, and 。 where an input method turns the dot into one.
 * @returns YYYY-MM-DD, or undefined when it is no day of the calendar (2014年3月 has no day and is none).
 */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const match = dayParts(plainDate(text));
  if (!match) return undefined;
  const date = joinDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return isCalendarDate(date) ? date : undefined;
}

/**
 * What keeps a text from being a day, as one sentence; undefined when `parseCalendarDate` reads it. What is only
 * incomplete is not called impossible.
 */
export function calendarDateFault(text: string): string | undefined {
  if (parseCalendarDate(text) !== undefined) return undefined;
  const plain = plainDate(text);
  if (dayParts(plain)) return '日期不存在，请核对年、月、日';
  if (/^\d{2}(?:[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)|年)$/u.test(plain)) return '年份请写四位，如“2026年3月5日”';
  const part = partOfDate(plain);
  if (part === undefined) return '不能识别这个日期，请按“2026年3月5日”这样填写';
  return part.month === undefined ? '只写到年，请补上月和日' : '只写到月，请补上日';
}

/** Whether a text names the year of a day, or its year and month, and leaves the rest open: 2014年3月. */
export function isPartOfDate(text: string, date: CalendarDate): boolean {
  const part = partOfDate(plainDate(text));
  if (part === undefined || part.year !== Number(date.slice(0, 4))) return false;
  return part.month === undefined || part.month === Number(date.slice(5, 7));
}

function dayParts(plain: string): RegExpExecArray | null {
  return /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/u.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/u.exec(plain);
}

function partOfDate(plain: string): { readonly year: number; readonly month: number | undefined } | undefined {
  const match = /^(\d{4})(?:年|[-./年](\d{1,2})月?)?$/u.exec(plain) ?? /^((?:19|20)\d{2})(\d{2})$/u.exec(plain);
  if (!match) return undefined;
  const month = match[2] === undefined ? undefined : Number(match[2]);
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  return { year: Number(match[1]), month };
}

/** Digits and dots as a keyboard without an input method writes them, and no blanks. */
function plainDate(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/。/gu, '.')
    .replace(/[〇○零一二三四五六七八九十]+/gu, (numeral) => arabicNumeral(numeral) ?? numeral);
}

/** 二〇一四 digit by digit; 三, 十二, 二十 and 三十一 as numbers. */
function arabicNumeral(numeral: string): string | undefined {
  const digits = [...numeral.replace(/[○零]/gu, '〇')].map((each) => '〇一二三四五六七八九'.indexOf(each));
  if (!digits.includes(-1)) return digits.join('');
  const match = /^([二三]?)十([一二三四五六七八九]?)$/u.exec(numeral);
  if (!match) return undefined;
  const digitOf = (digit: string | undefined): number => (digit ? '〇一二三四五六七八九'.indexOf(digit) : 0);
  return String((match[1] ? digitOf(match[1]) : 1) * 10 + digitOf(match[2]));
}

/**
 * Age in full years on a day. A child becomes older on the birthday itself; one born on 29 February does so on
 * 1 March of a year without that day (民法典 on counting by the calendar date).
 */
export function ageOn(birth: CalendarDate, day: CalendarDate): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: CalendarDate, days: number): CalendarDate {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** The same day so many years later, or earlier when negative; 29 February becomes the 28th in a common year. */
export function addYears(day: CalendarDate, years: number): CalendarDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return joinDate(year + years, month, Math.min(date, daysInMonth(year + years, month)));
}

/**
 * The same day so many months later, or earlier when negative; where that month is shorter, its last day (民法典 on counting by
 * the calendar).
 */
export function addMonths(day: CalendarDate, months: number): CalendarDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const count = year * 12 + month - 1 + months;
  const [laterYear, laterMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  return joinDate(laterYear, laterMonth, Math.min(date, daysInMonth(laterYear, laterMonth)));
}

/** The same day so many months later, or earlier when negative; the last day of a month that has no such day. */
export function addCalendarMonths(day: CalendarDate, months: number): CalendarDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const count = year * 12 + month - 1 + months;
  const [inYear, inMonth] = [Math.floor(count / 12), (count % 12) + 1];
  return joinDate(inYear, inMonth, Math.min(date, daysInMonth(inYear, inMonth)));
}

/** The first day of the month that a day lies in. */
export function firstOfMonth(day: CalendarDate): CalendarDate {
  return `${day.slice(0, 8)}01`;
}

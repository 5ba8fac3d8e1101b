import { type CalendarDate, daysInMonth, joinDate } from './calendarDate.ts';

/** A month, written YYYY-MM; months sort as text. */
export type Month = string;

/** The month that a day lies in. */
export function monthOf(day: CalendarDate): Month {
  return day.slice(0, 7);
}

/** 2026年11月 */
export function monthInWords(month: Month): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

/** The month so many months later, or earlier when negative. */
export function addMonths(month: Month, months: number): Month {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return joinDate(Math.floor(count / 12), (count % 12) + 1, 1).slice(0, 7);
}

/**
 * Days until the month ends, by when its screening is to be reported (seed 003 三(一)4): 0 on the last day itself, less than 0
 * afterwards.
 */
export function daysLeft(month: Month, today: CalendarDate): number {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const end = joinDate(year, number, daysInMonth(year, number));
  return Math.round((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}

import { calendarDateOf, chineseDate } from '../../shared/rules/calendarDate.ts';

/** A moment of the core's clock (ISO 8601) as local day and time: 2026年11月21日 14:05. */
export function momentInWords(moment: string): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  return `${chineseDate(calendarDateOf(date))} ${timeInWords(date)}`;
}

/** 14:05 */
export function timeInWords(date: Date): string {
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

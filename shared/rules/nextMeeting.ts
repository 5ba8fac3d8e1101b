import { addCalendarMonths, addDays, type CalendarDate } from './calendarDate.ts';

/** How long after a meeting the next one is due, by the codes of `meetingIntervals`. */
const intervals: Readonly<Record<string, { readonly days: number } | { readonly months: number }>> = {
  '1': { days: 7 },
  '2': { days: 15 },
  '3': { months: 1 },
  '4': { months: 2 },
  '5': { months: 3 },
  '6': { months: 6 },
};

/**
 * The day on which somebody is to be met next.
 * @param from the last meeting, or the day of entry of somebody who was never met
 * @param interval a code of `meetingIntervals`; undefined for one that is not in the table
 */
export function nextMeeting(from: CalendarDate, interval: string): CalendarDate | undefined {
  const after = intervals[interval];
  if (after === undefined) return undefined;
  return 'days' in after ? addDays(from, after.days) : addCalendarMonths(from, after.months);
}

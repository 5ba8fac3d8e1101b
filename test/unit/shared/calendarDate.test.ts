import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageOn,
  calendarDateOf,
  chineseDate,
  isCalendarDate,
  joinDate,
  parseCalendarDate,
} from '../../../shared/rules/calendarDate.ts';

const moments = fc.date({ min: new Date(1900, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true });

describe('calendar dates', () => {
  test.each([
    ['2014-03-05', '2014-03-05'],
    ['2014.3.5', '2014-03-05'],
    ['2014/3/5', '2014-03-05'],
    ['2014年3月5日', '2014-03-05'],
    ['２０１４年３月５日', '2014-03-05'],
    ['2014 年 3 月 5 日', '2014-03-05'],
    ['20140305', '2014-03-05'],
    ['2014年3月', undefined],
    ['2014-02-30', undefined],
    ['2013-02-29', undefined],
    ['去年春天', undefined],
  ])('reads %s', (typed, expected) => {
    expect(parseCalendarDate(typed)).toBe(expected);
  });

  test('what is shown can be typed back', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const date = calendarDateOf(moment);
        expect(isCalendarDate(date)).toBe(true);
        expect(parseCalendarDate(chineseDate(date))).toBe(date);
      }),
    );
  });

  test('knows the days that the calendar of the computer knows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2100 }), fc.nat(13), fc.nat(32), (year, month, day) => {
        const moment = new Date(Date.UTC(year, month - 1, day));
        const exists = month >= 1 && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
        expect(isCalendarDate(joinDate(year, month, day))).toBe(exists);
      }),
    );
  });

  test('age changes on the birthday; one born on 29 February is older from 1 March', () => {
    expect(ageOn('2008-11-21', '2026-11-20')).toBe(17);
    expect(ageOn('2008-11-21', '2026-11-21')).toBe(18);
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17);
    expect(ageOn('2008-02-29', '2026-03-01')).toBe(18);
  });
});

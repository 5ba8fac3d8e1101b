import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addCalendarMonths,
  ageOn,
  calendarDateFault,
  calendarDateOf,
  chineseDate,
  isCalendarDate,
  isPartOfDate,
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
    ['2014。3。5', '2014-03-05'],
    ['二〇一五年三月七日', '2015-03-07'],
    ['二○一五年十二月三十一日', '2015-12-31'],
    ['二零一五年十月二十日', '2015-10-20'],
    ['二〇一五年十三月七日', undefined],
    ['2014年3月', undefined],
    ['2014-02-30', undefined],
    ['2013-02-29', undefined],
    ['去年春天', undefined],
  ])('reads %s', (typed, expected) => {
    expect(parseCalendarDate(typed)).toBe(expected);
  });

  test.each([
    ['2015年3月', '只写到月，请补上日'],
    ['2015.3', '只写到月，请补上日'],
    ['201503', '只写到月，请补上日'],
    ['二〇一五年三月', '只写到月，请补上日'],
    ['2015年', '只写到年，请补上月和日'],
    ['15.3.7', '年份请写四位，如“2026年3月5日”'],
    ['15年3月', '年份请写四位，如“2026年3月5日”'],
    ['2015-02-30', '日期不存在，请核对年、月、日'],
    ['2015年13月', '不能识别这个日期，请按“2026年3月5日”这样填写'],
    ['今天', '不能识别这个日期，请按“2026年3月5日”这样填写'],
    ['2015年3月7日', undefined],
  ])('what is only incomplete is not called impossible: %s', (typed, sentence) => {
    expect(calendarDateFault(typed)).toBe(sentence);
  });

  test('a month is part of its days and of no others', () => {
    expect(['2025年8月', '2025.8', '202508', '2025年'].every((text) => isPartOfDate(text, '2025-08-13'))).toBe(true);
    expect(['2025年9月', '2024年8月', '25年8月', '8月'].some((text) => isPartOfDate(text, '2025-08-13'))).toBe(false);
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

  test.each([
    ['2026-11-21', -6, '2026-05-21'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-12-01', 1, '2027-01-01'],
    ['2026-03-31', -13, '2025-02-28'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(addCalendarMonths(day, months)).toBe(expected);
  });

  test('age changes on the birthday; one born on 29 February is older from 1 March', () => {
    expect(ageOn('2008-11-21', '2026-11-20')).toBe(17);
    expect(ageOn('2008-11-21', '2026-11-21')).toBe(18);
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17);
    expect(ageOn('2008-02-29', '2026-03-01')).toBe(18);
  });
});

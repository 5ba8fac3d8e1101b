import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { date } from '../../../shared/fields/kinds.ts';
import { optional } from '../../../shared/registers/declareFields.ts';
import { addMonths, daysInMonth } from '../../../shared/rules/calendarDate.ts';
import { datesInOrder } from '../../../shared/rules/datesInOrder.ts';
import { parentSexIssue } from '../../../shared/rules/parentSexIssue.ts';

const day = fc
  .record({ year: fc.integer({ min: 1990, max: 2060 }), month: fc.integer({ min: 1, max: 12 }), date: fc.nat(30) })
  .map(({ year, month, date: at }) => {
    const two = (number: number): string => String(number).padStart(2, '0');
    return `${year}-${two(month)}-${two((at % daysInMonth(year, month)) + 1)}`;
  });

describe('months later', () => {
  it.each([
    ['2026-03-12', 6, '2026-09-12'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-10-26', 3, '2027-01-26'],
    ['2026-01-31', -1, '2025-12-31'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 0, '2026-12-15'],
    ['2026-12-15', 12, '2027-12-15'],
  ])('%s and %i months is %s', (from, months, later) => {
    expect(addMonths(from, months)).toBe(later);
  });

  it('is what counting month by month from the first says, with the same day or the last of the month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (from, months) => {
        let [year = 0, month = 0] = from.split('-').map(Number);
        for (let step = 0; step < months; step += 1) {
          month += 1;
          if (month > 12) [year, month] = [year + 1, 1];
        }
        const later = addMonths(from, months);
        expect(later.slice(0, 7)).toBe(`${year}-${String(month).padStart(2, '0')}`);
        expect(Number(later.slice(8))).toBe(Math.min(Number(from.slice(8)), daysInMonth(year, month)));
      }),
    );
  });
});

describe('days in order', () => {
  const fields = {
    first: optional('受理日期', date),
    second: optional('出具日期', date),
    third: optional('收到日期', date),
  };
  const order = ['first', 'second', 'third'];

  it('names the day that is too early and the one it should follow, blanks between them or not', () => {
    const values = { first: '2026-03-12', second: null, third: '2026-03-11' };
    expect(datesInOrder(fields, values, order)).toEqual([
      { severity: 'error', path: 'third', message: '“收到日期”早于“受理日期”，请核对日期' },
    ]);
  });

  it('finds nothing in days that are sorted, and something in all others', () => {
    const given = fc.array(fc.option(day), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(given, ([first = null, second = null, third = null]) => {
        const entered = [first, second, third].filter((each) => each !== null);
        const sorted = entered.every((each, index) => index === 0 || each >= (entered[index - 1] ?? ''));
        expect(datesInOrder(fields, { first, second, third }, order).length === 0).toBe(sorted);
      }),
    );
  });
});

describe('a parent’s ID number', () => {
  const issues = (relation: string | null, id_number: string | null): string[] =>
    parentSexIssue({ relation, id_number }, { relation: 'relation', idNumber: 'id_number' }).map(
      ({ message }) => message,
    );

  it('of a woman is no father’s', () => {
    expect(issues('51', '439981198909220024')).toEqual(['身份证号是女性的，与儿童关系却是“父亲”，请核对其中一项']);
    expect(issues('64', '439981198704160013')).toHaveLength(1);
  });

  it('is no matter for a relation that both can have, or while it is incomplete', () => {
    expect(issues('51', '439981198704160013')).toEqual([]);
    expect(issues('52', '43998119550507002X')).toEqual([]);
    expect(issues('97', '439981198909220024')).toEqual([]);
    expect(issues('51', '4399811989')).toEqual([]);
    expect(issues(null, '439981198909220024')).toEqual([]);
    expect(issues('51', null)).toEqual([]);
  });
});

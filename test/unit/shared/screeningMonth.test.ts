import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, daysLeft, monthInWords, monthOf } from '../../../shared/rules/screeningMonth.ts';

describe('a month', () => {
  test.each([
    ['2026-11', '2026-11-01', 29],
    ['2026-11', '2026-11-30', 0],
    ['2026-11', '2026-12-01', -1],
    ['2026-12', '2026-12-31', 0],
    ['2027-02', '2027-02-28', 0],
    ['2028-02', '2028-02-28', 1],
    ['2026-10', '2026-11-21', -21],
  ])('%s has on %s %i days left', (month, today, days) => {
    expect(daysLeft(month, today)).toBe(days);
  });

  test('is read from a day and said in words', () => {
    expect(monthOf('2026-11-21')).toBe('2026-11');
    expect(monthInWords('2026-01')).toBe('2026年1月');
  });

  test('is so many months from another, over the ends of years', () => {
    expect([addMonths('2026-12', 1), addMonths('2026-01', -1), addMonths('2026-11', -23)]).toEqual([
      '2027-01',
      '2025-12',
      '2024-12',
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2090 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(100),
        (year, month, by) => {
          const text = `${year}-${String(month).padStart(2, '0')}`;
          expect(addMonths(addMonths(text, by), -by)).toBe(text);
        },
      ),
    );
  });
});

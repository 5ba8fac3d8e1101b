import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinDate } from '../../../shared/rules/calendarDate.ts';
import { checkCharacterOf, checkIdNumber, maskIdNumber, normaliseIdNumber } from '../../../shared/rules/idNumber.ts';

const today = '2026-11-21';

const validNumber = fc
  .tuple(
    fc.integer({ min: 100000, max: 999999 }),
    fc.date({ min: new Date(1900, 0, 1), max: new Date(2026, 0, 1), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([area, birth, serial]) => {
    const day = joinDate(birth.getFullYear(), birth.getMonth() + 1, birth.getDate()).replaceAll('-', '');
    const firstSeventeen = `${area}${day}${String(serial).padStart(3, '0')}`;
    return firstSeventeen + checkCharacterOf(firstSeventeen);
  });

describe('citizen ID numbers (GB 11643)', () => {
  test.each([
    '11010519491231002X',
    '440524188001010014',
    '500110201202290016',
    '500110201406150023',
    '321282201301310056',
  ])('accepts %s', (number) => {
    expect(checkIdNumber(number, today).ok).toBe(true);
  });

  test.each([
    ['500110201202290017', '校验位'],
    ['500110201302290012', '出生日期'],
    ['500110299901010018', '出生日期'],
    ['110105491231002', '15位'],
    ['1101051949123100', '18位'],
    ['11010519491231002Y', '数字'],
  ])('refuses %s and says why', (number, reason) => {
    const verdict = checkIdNumber(number, today);
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  test('states birth, sex and area', () => {
    expect(checkIdNumber('11010519491231002X', today)).toEqual({
      ok: true,
      facts: { birth: '1949-12-31', sex: '2', areaCode: '110105' },
    });
  });

  test('finds every single wrong digit and every swap of two neighbours', () => {
    fc.assert(
      fc.property(validNumber, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const digit = (Number(number[place]) + shift) % 10;
        const slipped = number.slice(0, place) + digit + number.slice(place + 1);
        expect(checkIdNumber(number, today).ok).toBe(true);
        expect(checkIdNumber(slipped, today).ok).toBe(false);
        const [first, second] = [number.charAt(place), number.charAt(place + 1)];
        if (first === second) return;
        const swapped = number.slice(0, place) + second + first + number.slice(place + 2);
        expect(checkIdNumber(swapped, today).ok).toBe(false);
      }),
    );
  });

  test('reads what spreadsheets and input methods make of a number', () => {
    for (const typed of ["'11010519491231002x", ' 110105 19491231 002X ', '１１０１０５１９４９１２３１００２Ｘ']) {
      expect(normaliseIdNumber(typed)).toBe('11010519491231002X');
    }
  });

  test('shows the first six and the last four characters only', () => {
    expect(maskIdNumber('11010519491231002X')).toBe('110105********002X');
  });
});

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

/** Every number that one wrong character or one swap of two different neighbours makes of this one. */
function slipsOf(number: string): string[] {
  return [...number].flatMap((character, place) => {
    const [before, after] = [number.slice(0, place), number.slice(place + 1)];
    const others = [...(place === 17 ? '0123456789X' : '0123456789')].filter((other) => other !== character);
    const swapped = before + after.charAt(0) + character + after.slice(1);
    return [...others.map((other) => before + other + after), ...(swapped === number ? [] : [swapped])];
  });
}

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
    ['500110201302290012', '出生日期不存在，请核对第7至14位'],
    ['500110299901010018', '出生日期晚于今天，请核对第7至14位'],
    ['439981202611220016', '出生日期晚于今天'],
    ['439981187912310016', '出生日期不存在'],
    ['110105491231002', '15位'],
    ['1101051949123100', '18位'],
    ['ab中😀', '现为4位'],
    ['43998120101120985😀', '数字'],
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

  test('finds every single wrong character and every swap of two neighbours', () => {
    fc.assert(
      fc.property(validNumber, (number) => {
        expect(checkIdNumber(number, today).ok).toBe(true);
        const missed = slipsOf(number).filter((slipped) => checkIdNumber(slipped, today).ok);
        expect(missed).toEqual([]);
      }),
    );
  });

  test('finds each of them by the check character alone, without the calendar', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{17}$/u), (firstSeventeen) => {
        const number = firstSeventeen + checkCharacterOf(firstSeventeen);
        const missed = slipsOf(number).filter(
          (slipped) => /^\d{17}/u.test(slipped) && checkCharacterOf(slipped.slice(0, 17)) === slipped.charAt(17),
        );
        expect(missed).toEqual([]);
      }),
    );
  });

  test.each([
    ['110105491231002', 'old'],
    ['1101051949123100', 'length'],
    ['11010519491231002Y', 'characters'],
    ['500110201302290012', 'date'],
    ['500110201202290017', 'check'],
  ])('names the fault of %s: %s', (number, fault) => {
    expect(checkIdNumber(number, today)).toMatchObject({ ok: false, fault });
  });

  test('states the birth and the sex that the number was made of', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(1900, 0, 1), max: new Date(2026, 0, 1), noInvalidDate: true }),
        fc.constantFrom('1', '2'),
        fc.nat(499),
        (moment, sex, order) => {
          const birth = joinDate(moment.getFullYear(), moment.getMonth() + 1, moment.getDate());
          // The sequence numbers of one day in turn: odd ones for boys, even ones for girls.
          const sequence = String(2 * order + (sex === '1' ? 1 : 0)).padStart(3, '0');
          const firstSeventeen = `439981${birth.replaceAll('-', '')}${sequence}`;
          expect(checkIdNumber(firstSeventeen + checkCharacterOf(firstSeventeen), today)).toEqual({
            ok: true,
            facts: { birth, sex, areaCode: '439981' },
          });
        },
      ),
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

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import { type FieldContext, timeOfDay, wholeNumber } from '../../../shared/fields/kinds.ts';
import { checkField } from '../../../shared/registers/checkRecord.ts';
import { optional } from '../../../shared/registers/declareFields.ts';
import { parseTimeOfDay } from '../../../shared/rules/timeOfDay.ts';

const context: FieldContext = { today: '2026-11-21', villages: codeTable('村（社区）', '测试', []) };

describe('a time of day', () => {
  it.each([
    ['14:30', '14:30'],
    ['１４：３０', '14:30'],
    ['9.05', '09:05'],
    ['14时30分', '14:30'],
    ['14时5分', '14:05'],
    ['8点', '08:00'],
    ['下午2点半', '14:30'],
    ['晚上8点20', '20:20'],
    ['中午12点', '12:00'],
    ['中午1点', '13:00'],
    ['上午 9 点', '09:00'],
    ['0:00', '00:00'],
  ])('is read from %s', (typed, time) => {
    expect(parseTimeOfDay(typed)).toBe(time);
  });

  it.each(['24:00', '14:60', '14', '晚上12点', '凌晨12点', '9:5', '下午', '14:30:00', ''])(
    'is not guessed from “%s”',
    (typed) => {
      expect(parseTimeOfDay(typed)).toBeUndefined();
    },
  );

  it('is read back from what is shown, for every minute of the day', () => {
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      expect(timeOfDay.parse(timeOfDay.format(time, context), context)).toBe(time);
    }
  });

  it('says how to write what it cannot read', () => {
    const field = optional('走访时间', timeOfDay);
    expect(checkField(field, {}, timeOfDay.parse('黄昏', context), context)).toBe(
      '不能识别这个时间，请按“14:30”这样填写',
    );
  });
});

describe('a count', () => {
  const field = optional('次数', wholeNumber(366));

  test('every number up to the most is read, kept and shown as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 366 }), fc.constantFrom('', '0', ' '), (number, before) => {
        const value = field.kind.parse(`${before}${number}`, context);
        expect(value).toBe(String(number));
        expect(checkField(field, {}, value, context)).toBeUndefined();
        expect(field.kind.decode(field.kind.encode(String(number)))).toBe(String(number));
      }),
    );
  });

  it.each(['-1', '1.5', '三次', '01', '1e2'])('“%s” is none', (value) => {
    expect(checkField(field, {}, value, context)).toMatch(/请填整数/u);
  });

  it('beyond the most is refused with the most', () => {
    expect(checkField(field, {}, '367', context)).toBe('不能大于366，请核对');
    expect(checkField(field, {}, '99999999999999999999', context)).toBe('不能大于366，请核对');
  });
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  emergencyQuestions,
  type GuardianshipAnswers,
  guardianshipBands,
  guardianshipFinding,
  guardianshipItems,
  guardianshipLevel,
  guardianshipParts,
  guardianshipTotal,
  isHigherLevel,
  mayTurnToUsualCare,
  nextAssessmentOn,
} from '../../../shared/rules/guardianshipScore.ts';

const points = fc.constantFrom(0, 1, 3, 5);
const scored = fc.array(points, { minLength: 20, maxLength: 20 });
const zeros = Array.from({ length: 20 }, () => 0);
/** Answers with a total: so many items of 5, then one of 3 and so many of 1. */
const answers = (total: number): GuardianshipAnswers => {
  const fives = Math.min(20, Math.floor(total / 5));
  const rest = total - fives * 5;
  const more = rest >= 3 ? [3, ...Array.from({ length: rest - 3 }, () => 1)] : Array.from({ length: rest }, () => 1);
  const given = [...Array.from({ length: fives }, () => 5), ...more];
  return { points: [...given, ...zeros.slice(given.length)], emergency: false };
};

describe('the sheet', () => {
  it('has three parts, eleven indicators, twenty items from 1 to 20 and eight questions', () => {
    expect(guardianshipParts.map(({ name }) => name)).toEqual(['儿童成长', '监护能力', '监护保障']);
    expect(guardianshipParts.map(({ indicators }) => indicators.length)).toEqual([5, 3, 3]);
    expect(guardianshipItems.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(emergencyQuestions).toHaveLength(8);
  });

  it('leaves to the pen what was seen of harm, misconduct, drugs and offences', () => {
    expect(guardianshipItems.filter(({ noteByPen }) => noteByPen).map(({ number }) => number)).toEqual([5, 10, 12, 16]);
  });
});

describe('the total', () => {
  it('is the sum of all items, from 0 to 100', () => {
    fc.assert(
      fc.property(scored, (given) => {
        let sum = 0;
        for (const each of given) sum += each;
        expect(guardianshipTotal({ points: given, emergency: null })).toBe(sum);
        expect(sum).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('waits for every item', () => {
    fc.assert(
      fc.property(scored, fc.nat(19), (given, missing) => {
        const open = given.map((each, index) => (index === missing ? null : each));
        expect(guardianshipTotal({ points: open, emergency: false })).toBeNull();
        expect(guardianshipLevel({ points: open, emergency: false })).toBeNull();
      }),
    );
    expect(guardianshipTotal({ points: zeros.slice(1), emergency: false })).toBeNull();
  });
});

describe('the level', () => {
  it.each([
    [0, '3'],
    [29, '3'],
    [30, '2'],
    [59, '2'],
    [60, '1'],
    [100, '1'],
  ])('of %i points is %s', (total, level) => {
    expect(guardianshipTotal(answers(total))).toBe(total);
    expect(guardianshipLevel(answers(total))).toBe(level);
  });

  it('is high whenever part one found something, whatever else is open', () => {
    fc.assert(
      fc.property(fc.array(fc.option(points), { maxLength: 20 }), (given) => {
        expect(guardianshipLevel({ points: given, emergency: true })).toBe('1');
      }),
    );
  });

  it('is open while part one is', () => {
    expect(guardianshipLevel({ points: zeros, emergency: null })).toBeNull();
  });

  it('never falls when an item gets more points', () => {
    fc.assert(
      fc.property(scored, fc.nat(19), points, (given, which, more) => {
        const raised = given.map((each, index) => (index === which ? Math.max(each, more) : each));
        const [before, after] = [given, raised].map((each) => guardianshipLevel({ points: each, emergency: false }));
        expect(isHigherLevel(String(before), String(after))).toBe(false);
      }),
    );
  });

  test('bands go down to 0, the highest first', () => {
    expect(guardianshipBands.map(({ least }) => least)).toEqual([60, 30, 0]);
  });
});

describe('what the level says of the care', () => {
  it.each([
    [60, '监护缺失或监护失当'],
    [45, '监护不足'],
    [20, null],
    [4, '可转绿、常规关注'],
  ])('of %i points', (total, finding) => {
    expect(guardianshipFinding(answers(total))).toBe(finding);
  });

  it('turns to usual care with at most 9 points, none of 5 at once, and no emergency', () => {
    fc.assert(
      fc.property(scored, fc.constantFrom(true, false, null), (given, emergency) => {
        const total = given.reduce<number>((sum, each) => sum + each, 0);
        const usual = emergency === false && total < 10 && given.every((each) => each < 5);
        expect(mayTurnToUsualCare({ points: given, emergency })).toBe(usual);
      }),
    );
    expect(mayTurnToUsualCare({ points: [3, 3, 3, ...zeros.slice(3)], emergency: false })).toBe(true);
    expect(mayTurnToUsualCare({ points: [5, ...zeros.slice(1)], emergency: false })).toBe(false);
  });
});

describe('the next assessment', () => {
  it.each([
    ['2026-02-28', '2026-03-01'],
    ['2026-03-01', '2026-09-01'],
    ['2026-08-31', '2026-09-01'],
    ['2026-10-26', '2027-03-01'],
    ['2027-12-31', '2028-03-01'],
  ])('after %s is on %s', (day, next) => {
    expect(nextAssessmentOn(day)).toBe(next);
  });
});

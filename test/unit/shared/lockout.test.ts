import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Attempts,
  failed,
  lockMinutes,
  noAttempts,
  seenAt,
  succeeded,
  waitAfter,
  waitUntil,
} from '../../../shared/rules/lockout.ts';

const minute = 60_000;
const lock = lockMinutes * minute;

test('the waits are 1, 2, 4 and 8 seconds, then half an hour, and so on', () => {
  expect([1, 2, 3, 4, 5, 6, 9, 10].map(waitAfter)).toEqual([1_000, 2_000, 4_000, 8_000, lock, 1_000, 8_000, lock]);
  expect(waitAfter(0)).toBe(0);
});

/** What somebody does at the desk: tries a password as one of two users, waits, or sets the clock back. */
type Step = { try: string; right: boolean } | { wait: number } | { setBack: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ try: fc.constantFrom('a', 'b'), right: fc.boolean() }),
  fc.record({ wait: fc.integer({ min: 0, max: 40 * minute }) }),
  fc.record({ setBack: fc.integer({ min: 0, max: 3 * 24 * 60 * minute }) }),
);

/** Plays steps; the real time goes on whatever the clock shows. Restarts are no step: all state is in `Attempts`. */
function play(steps: readonly Step[]) {
  let real = 0;
  let offset = 1e12;
  let attempts: Attempts = noAttempts;
  const guesses: { user: string; real: number; right: boolean }[] = [];
  const waits: number[] = [];
  for (const each of steps) {
    if ('wait' in each) real += each.wait;
    if ('setBack' in each) offset -= each.setBack;
    const now = real + offset;
    attempts = seenAt(attempts, now).attempts;
    for (const { waitUntil: until } of Object.values(attempts.failures)) waits.push(until - now);
    if (!('try' in each) || waitUntil(attempts, each.try, now) !== null) continue;
    guesses.push({ user: each.try, real, right: each.right });
    attempts = each.right ? succeeded(attempts, each.try) : failed(attempts, each.try, now);
  }
  return { guesses, waits };
}

test('whatever is done to the clock, after five failures in a row nobody guesses for half an hour', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { guesses } = play(steps);
      for (const user of ['a', 'b']) {
        let row = 0;
        let last: number | null = null;
        for (const guess of guesses.filter((each) => each.user === user)) {
          if (last !== null) expect(guess.real - last).toBeGreaterThanOrEqual(waitAfter(row));
          row = guess.right ? 0 : row + 1;
          last = guess.right ? null : guess.real;
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a clock that is set back by little and then by more shortens no wait', () => {
  const shown = 1e12;
  const corrected = shown - 4 * minute;
  let attempts = seenAt(noAttempts, shown).attempts;
  for (let count = 0; count < 5; count += 1) attempts = failed(seenAt(attempts, corrected).attempts, 'a', corrected);
  const moved = seenAt(attempts, shown - 6 * minute);
  expect(moved.isSetBack).toBe(true);
  expect(waitUntil(moved.attempts, 'a', shown - 6 * minute)).toBe(shown - 6 * minute + lock);
});

test('nobody waits for longer than half an hour and the tolerance of the clock', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      expect(Math.max(0, ...play(steps).waits)).toBeLessThanOrEqual(lock + 5 * minute);
    }),
    { numRuns: 1_000 },
  );
});

test('what one user does changes nothing for another', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const alone = steps.filter((each) => !('try' in each) || each.try === 'a');
      const of = (guesses: ReturnType<typeof play>['guesses']) => guesses.filter(({ user }) => user === 'a');
      expect(of(play(steps).guesses)).toEqual(of(play(alone).guesses));
    }),
  );
});

test('a clock set back by more than five minutes is noticed, less is not', () => {
  const { attempts } = seenAt(noAttempts, 1e12);
  expect(seenAt(attempts, 1e12 - 5 * minute - 1).isSetBack).toBe(true);
  expect(seenAt(attempts, 1e12 - 5 * minute)).toEqual({ attempts, isSetBack: false });
});

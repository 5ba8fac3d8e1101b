import { expect, test } from 'vitest';
import { createIdleTimer } from '../../../electron/services/session/idleTimer.ts';

/** A timer on a clock and a scheduler that move only when the test says so. */
function idleTimer() {
  let clock = Date.parse('2026-11-21T09:00:00+08:00');
  let pending: { run: () => void; milliseconds: number } | undefined;
  let expired = 0;
  const timer = createIdleTimer({
    limitMinutes: 5,
    now: () => new Date(clock),
    schedule: (run, milliseconds) => {
      pending = { run, milliseconds };
      return () => {
        pending = undefined;
      };
    },
    expire: () => {
      expired += 1;
    },
  });
  return {
    timer,
    expired: () => expired,
    setClock: (minutes: number) => {
      clock += minutes * 60_000;
    },
    /** Lets so many minutes pass while the computer is awake. */
    pass(minutes: number) {
      for (let left = minutes * 60_000; left > 0 && pending; ) {
        const { run, milliseconds } = pending;
        clock += milliseconds;
        left -= milliseconds;
        pending = undefined;
        run();
      }
    },
  };
}

test('nobody at the desk for five minutes ends the session, and not earlier', () => {
  const { timer, expired, pass } = idleTimer();
  timer.touch();
  pass(4.8);
  expect(expired()).toBe(0);
  pass(0.2);
  expect(expired()).toBe(1);
});

test('a clock that is set back does not keep the desk open', () => {
  const { timer, expired, pass, setClock } = idleTimer();
  timer.touch();
  pass(1);
  setClock(-24 * 60);
  pass(4.2);
  expect(expired()).toBe(1);
});

test('a computer that slept past the limit is locked at the first sign of life', () => {
  const { timer, expired, setClock } = idleTimer();
  timer.touch();
  setClock(600);
  expect(timer.touch()).toBe(0);
  expect(expired()).toBe(1);
});

test('a touch starts the whole count anew', () => {
  const { timer, expired, pass } = idleTimer();
  timer.touch();
  for (let round = 0; round < 4; round += 1) {
    pass(4);
    expect(timer.touch()).toBe(300);
  }
  expect(expired()).toBe(0);
});

test('a computer that has just woken up is over time before any timer has run, and locks once', () => {
  const desk = idleTimer();
  desk.timer.touch();
  desk.setClock(60);
  expect(desk.timer.isOver()).toBe(true);
  expect(desk.timer.isOver()).toBe(true);
  expect(desk.timer.touch()).toBe(0);
  expect(desk.expired()).toBe(1);
});

import { expect, test } from 'vitest';
import { createIdleTimer } from '../../../electron/services/session/idleTimer.ts';

/** A timer on a clock and a scheduler that move only when the test says so. */
function idleTimer() {
  let clock = Date.parse('2026-11-21T09:00:00+08:00');
  const pending = new Set<{ run: () => void; at: number }>();
  /** Milliseconds the computer has been awake, whatever its clock says. */
  let awake = 0;
  let minutes = 5;
  let expired = 0;
  const timer = createIdleTimer({
    limitMinutes: () => minutes,
    now: () => new Date(clock),
    schedule: (run, milliseconds) => {
      const timer = { run, at: awake + milliseconds };
      pending.add(timer);
      return () => pending.delete(timer);
    },
    expire: () => {
      expired += 1;
    },
  });
  return {
    timer,
    expired: () => expired,
    setLimit: (next: number) => {
      minutes = next;
    },
    setClock: (by: number) => {
      clock += by * 60_000;
    },
    /** Lets so many minutes pass while the computer is awake. */
    pass(minutesAwake: number) {
      const until = awake + minutesAwake * 60_000;
      for (;;) {
        const [next] = [...pending].toSorted((a, b) => a.at - b.at);
        const at = Math.min(until, next?.at ?? until);
        clock += at - awake;
        awake = at;
        if (!next || next.at > until) return;
        pending.delete(next);
        next.run();
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

test('the office may choose from one to fifteen minutes, and the next touch goes by it', () => {
  const { timer, expired, pass, setLimit } = idleTimer();
  timer.touch();
  setLimit(15);
  expect(timer.touch()).toBe(15 * 60);
  pass(14.9);
  expect(expired()).toBe(0);
  pass(0.1);
  expect(expired()).toBe(1);
});

test('eight hours end a session at which somebody sits all the time, and the warning knows', () => {
  const { timer, expired, pass } = idleTimer();
  timer.touch();
  for (let passed = 0; passed < 8 * 60 - 4; passed += 4) {
    pass(4);
    timer.touch();
  }
  expect(timer.touch()).toBe(4 * 60);
  expect(expired()).toBe(0);
  pass(4);
  expect(expired()).toBe(1);
  expect(timer.isOver()).toBe(true);
});

test('eight hours are eight hours when the clock is set back', () => {
  const { timer, expired, pass, setClock } = idleTimer();
  timer.touch();
  setClock(-24 * 60);
  for (let passed = 0; passed < 8 * 60 && expired() === 0; passed += 1) {
    pass(1);
    timer.touch();
  }
  expect(expired()).toBe(1);
});

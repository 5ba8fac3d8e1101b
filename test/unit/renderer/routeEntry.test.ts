import { describe, expect, it } from 'vitest';
import { readRouteCode } from '../../../renderer/routes/readRouteCode.ts';
import type { Route, RouteStop } from '../../../renderer/routes/routeQueries.ts';
import {
  answerInWords,
  boxesFor,
  codesOf,
  fieldOf,
  firstEntry,
  lastDayOf,
  nextWaiting,
} from '../../../renderer/routes/stopEntry.ts';
import { deskContext } from '../services/registerDesk.ts';

type Question = RouteStop['questions'][number];

const asked = (key: string, known: string | null): Question => ({
  key,
  label: key,
  known,
  options: null,
  several: false,
  now: known,
});
const stopAt = (position: number, more: Partial<RouteStop> = {}): RouteStop => ({
  position,
  record: crypto.randomUUID(),
  version: 1,
  name: '甲',
  facts: '',
  questions: [],
  answers: null,
  visitedOn: null,
  met: null,
  problem: null,
  enteredAt: null,
  enteredBy: null,
  ...more,
});
const entered = (position: number, at: string, visitedOn: string): RouteStop =>
  stopAt(position, { enteredAt: at, enteredBy: '周敏', visitedOn, answers: {} });

describe('the code on the paper', () => {
  it('is read however it is typed', () => {
    const whole = { sheet: '2026-0003', position: 7 };
    for (const text of [
      '走访单2026-0003　第07户',
      '2026-3 7',
      '2026-0003-07',
      '２０２６－３　第７户',
      ' 2026-0003 07 ',
    ]) {
      expect(readRouteCode(text), text).toEqual(whole);
    }
    expect(readRouteCode('2026-3')).toEqual({ sheet: '2026-0003', position: null });
    expect(readRouteCode('2026-12345')).toEqual({ sheet: '2026-12345', position: null });
  });

  it('is nothing else', () => {
    for (const text of ['', '陈然', '7', '2026', '2026-3-7-1', '26-3'])
      expect(readRouteCode(text), text).toBeUndefined();
  });
});

describe('the entry of a route sheet', () => {
  it('goes on with the next child that waits, and begins again at the first', () => {
    const stops = [
      stopAt(1),
      entered(2, '2026-11-21T01:00:00Z', '2026-11-21'),
      stopAt(3, { version: null }),
      stopAt(4),
    ];
    expect(nextWaiting(stops, 1)?.position).toBe(4);
    expect(nextWaiting(stops, 4)?.position).toBe(1);
    expect(nextWaiting([entered(1, '2026-11-21T01:00:00Z', '2026-11-21')], 1)).toBeUndefined();
  });

  it('begins with the day that was entered last, or with what is entered already', () => {
    const stops = [
      entered(1, '2026-11-21T02:00:00Z', '2026-11-20'),
      entered(2, '2026-11-21T01:00:00Z', '2026-11-19'),
      stopAt(3),
    ];
    const route = { stops } as Route;
    expect(lastDayOf(route)).toBe('2026-11-20');
    const [first = stopAt(1), , third = stopAt(3)] = stops;
    expect(firstEntry(third, lastDayOf(route))).toEqual({
      answers: {},
      met: null,
      problem: '',
      visitedOn: '2026-11-20',
    });
    expect(firstEntry({ ...first, met: false, problem: '插座老化' }, '2026-11-21')).toMatchObject({
      met: false,
      problem: '插座老化',
      visitedOn: '2026-11-20',
    });
  });

  it('has boxes where there are few enough to have a key each', () => {
    const boxes = (key: string) => {
      const question = asked(key, '甲');
      const field = fieldOf(question);
      return field && boxesFor(question, field, deskContext)?.length;
    };
    expect(boxes('health')).toBe(3);
    expect(boxes('study_state')).toBeUndefined();
    expect(boxes('residence_address')).toBeUndefined();
  });

  it('says answers in words', () => {
    expect(codesOf({ kind: 'value', value: false })).toEqual(['0']);
    expect(codesOf({ kind: 'value', value: ['2', '3'] })).toEqual(['2', '3']);
    expect(answerInWords(asked('health', '健康'), { kind: 'value', value: ['3'] }, deskContext)).toBe('变了：患病');
    expect(answerInWords(asked('health', null), { kind: 'value', value: ['1'] }, deskContext)).toBe('健康');
    expect(answerInWords(asked('health', '健康'), { kind: 'same' }, deskContext)).toBe('属实');
    expect(answerInWords(asked('health', '健康'), undefined, deskContext)).toBe('没问到');
  });
});

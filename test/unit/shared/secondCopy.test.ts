import { expect, test } from 'vitest';
import { isSecondCopyDue } from '../../../shared/rules/secondCopy.ts';

const setUp = '2026-11-20T09:00:00.000Z';
const at = (moment: string): Date => new Date(moment);

test('a copy on a stick is asked for a day after the first backup, not in the first minute, and then every week', () => {
  expect(isSecondCopyDue(null, null, at('2026-12-01T09:00:00Z'))).toBe(false);
  expect(isSecondCopyDue(setUp, null, at('2026-11-20T09:01:00Z'))).toBe(false);
  expect(isSecondCopyDue(setUp, null, at('2026-11-21T09:00:00Z'))).toBe(false);
  expect(isSecondCopyDue(setUp, null, at('2026-11-21T09:00:01Z'))).toBe(true);
  expect(isSecondCopyDue(setUp, '2026-11-23T09:00:00.000Z', at('2026-11-30T09:00:00Z'))).toBe(false);
  expect(isSecondCopyDue(setUp, '2026-11-23T09:00:00.000Z', at('2026-11-30T09:00:01Z'))).toBe(true);
});

test('a clock that was set back silences nothing', () => {
  expect(isSecondCopyDue(setUp, null, at('2026-11-19T09:00:00Z'))).toBe(true);
  expect(isSecondCopyDue(setUp, setUp, at('2026-11-19T09:00:00Z'))).toBe(true);
});

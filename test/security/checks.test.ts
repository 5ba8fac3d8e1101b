import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks, notMade } from './checks.ts';

const testFolder = join(import.meta.dirname, '..');

/** The numbers in quoted titles of tests, as `npm run sec` picks them out. */
function numbersInTitles(): Set<string> {
  const files = readdirSync(testFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:test|spec)\.ts$/u.test(name),
  );
  const numbers = files.flatMap((name) => [
    ...readFileSync(join(testFolder, name), 'utf8').matchAll(/(?<=['"`][^'"`\n]*)\bc\d\d(?=: )/gu),
  ]);
  return new Set(numbers.map(([number]) => number));
}

test('every check of safety that can be made has a test that bears its number', () => {
  const expected = Object.keys(checks).filter((id) => !Object.hasOwn(notMade, id));
  expect([...numbersInTitles()].toSorted()).toEqual(expected.toSorted());
});

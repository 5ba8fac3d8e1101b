import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

/** What would run markup that somebody entered, run text as a program, or hand an address to the system. */
const forbidden = [
  /dangerouslySetInnerHTML/,
  /\.innerHTML\b/,
  /\.outerHTML\s*=/,
  /insertAdjacentHTML/,
  /document\.write\(/,
  /\beval\(/,
  /new Function\(/,
  /openExternal/,
];

test('c12: no source runs entered markup or text, and none opens an address outside', () => {
  const sources = globSync('{electron,renderer,shared}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (path) => path.includes('node_modules') || path.includes('dist'),
  });
  expect(sources.length).toBeGreaterThan(400);
  const found = sources.flatMap((path) => {
    const source = readFileSync(new URL(path.replaceAll('\\', '/'), root), 'utf8');
    return forbidden.filter((call) => call.test(source)).map((call) => `${path}: ${call}`);
  });
  expect(found).toEqual([]);
});

test('c12: the frozen library of workbooks with two known holes is not among the packages', () => {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(Object.keys(packages).filter((path) => /(^|\/)node_modules\/xlsx$/u.test(path))).toEqual([]);
});

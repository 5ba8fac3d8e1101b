import { globSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { expect, test } from 'vitest';

/** Calls that make clear text, an unlocked file or a changed key when used anywhere but in the one module that knows how. */
const forbidden = [
  /new Database\(/,
  /from 'better-sqlite3'/,
  /\.backup\(/,
  /\.serialize\(/,
  /\bATTACH\s+(DATABASE|')/i,
  /hexkey/i,
  /\brekey\b/i,
  /\bVACUUM\b/,
];
const home = ['electron', 'vault', 'open.ts'].join(sep);
const typesOnly = ['electron', 'vault', 'database.ts'].join(sep);

/** Lines of code with a forbidden call, as `file: call`. Comments may name them. */
function violations(path: string, source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replaceAll(/^import type .*$/gm, '');
  return forbidden.filter((call) => call.test(code)).map((call) => `${path}: ${call}`);
}

test('c12: only open.ts opens databases, and nobody uses what would leave clear text', () => {
  const files = globSync('{electron,shared}/**/*.ts', { cwd: new URL('../..', import.meta.url) }).filter(
    (path) => !path.endsWith('.d.ts'),
  );
  expect(files).toContain(home);
  expect(files).toContain(typesOnly);
  const found = files
    .filter((path) => path !== home)
    .flatMap((path) =>
      violations(path, readFileSync(new URL(`../../${path.replaceAll(sep, '/')}`, import.meta.url), 'utf8')),
    );
  expect(found).toEqual([]);
});

test.each([
  `const d = new Database('x');`,
  `import Database from 'better-sqlite3';`,
  `db.exec("attach database 'x' as y key ''")`,
  'await connection.backup(path)',
  'connection.pragma(`rekey=1`)',
])('the search finds %j', (line) => {
  expect(violations('x.ts', line)).not.toEqual([]);
});

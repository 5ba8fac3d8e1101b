import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundledRoots, licenceList, shippedPackages } from '../licences/licencesOfProgram.ts';

const root = join(import.meta.dirname, '..', '..');

/** Licences that ask for no more than to be named. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
]);

/** Whether one of the licences that an expression offers is permissive, and all of those that it adds up. */
function isPermissive(expression: string): boolean {
  const alternatives = expression.replaceAll(/[()]/gu, '').split(/ OR /u);
  return alternatives.some((all) => all.split(/ AND /u).every((licence) => permissive.has(licence.trim())));
}

test('nothing ships under the GPL or any other licence that binds the program', () => {
  const bound = shippedPackages().filter(({ licence }) => !isPermissive(licence));
  expect(bound.map(({ name, licence }) => `${name} ${licence}`)).toEqual([]);
  expect(isPermissive('GPL-3.0-or-later')).toBe(false);
  expect(isPermissive('(MIT AND GPL-2.0)')).toBe(false);
  expect(isPermissive('(MIT OR GPL-3.0-or-later)')).toBe(true);
});

test('the list that the settings show is that of what is installed: npm run licences writes it', () => {
  expect(readFileSync(join(root, 'renderer', 'about', 'licences.txt'), 'utf8')).toBe(licenceList());
});

test('what the page is built from is all that it imports', () => {
  const imported = new Set<string>();
  for (const entry of readdirSync(join(root, 'renderer'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/u.test(entry.name) || entry.parentPath.includes('dist')) continue;
    const source = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, name = ''] of source.matchAll(/from '((?:@[^/']+\/)?[^./'@][^/']*)/gu)) imported.add(name);
  }
  const program = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const known = new Set<string>([...bundledRoots, ...Object.keys(program.dependencies)]);
  // Tools of the build itself.
  for (const tool of ['vite', '@vitejs/plugin-react']) known.add(tool);
  expect([...imported].filter((name) => !known.has(name))).toEqual([]);
});

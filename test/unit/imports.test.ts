import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import program from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Which rooms a room may import from besides itself; the order is that of DECISIONS.md and house rules. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  renderer: ['shared'],
  'electron/jobs': ['shared'],
  'electron/vault': ['shared'],
  'electron/services': ['electron/vault', 'electron/jobs', 'shared'],
  'electron/server': ['electron/services', 'electron/vault', 'electron/jobs', 'shared'],
  'electron/shell': ['electron/server', 'electron/vault', 'shared'],
  'electron/chromium': ['electron/server', 'electron/vault', 'shared'],
  electron: ['electron/chromium', 'electron/server', 'shared'],
};

/** Packages that only some rooms may use. `node:` stands for every built-in module. */
const packages: Readonly<Record<string, readonly string[]>> = {
  zod: ['shared', 'electron', 'renderer'],
  'node:': ['electron'],
  'better-sqlite3': ['electron/vault'],
  '@node-rs/argon2': ['electron/vault'],
  electron: ['electron/shell'],
  'playwright-core': ['electron/chromium'],
  'pinyin-pro': ['electron/services'],
  yauzl: ['electron/jobs'],
  '@e965/xlsx': ['electron/jobs'],
  'wasm-xlsxwriter': ['electron/jobs'],
  docx: ['electron/jobs'],
  fflate: ['electron/jobs'],
  saxes: ['electron/jobs'],
  '@cantoo/pdf-lib': ['electron/jobs'],
};

interface Edge {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name) && !entry.parentPath.includes(`${sep}dist`))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function edges(): Edge[] {
  return ['shared', 'electron', 'renderer'].flatMap(sources).flatMap((from) => {
    const text = readFileSync(join(root, from), 'utf8');
    const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'([^'$]+)'/gu);
    return [...found].map(([, to = '']) => ({
      from,
      to: to.startsWith('.')
        ? relative(root, resolve(root, dirname(from), to))
            .split(sep)
            .join('/')
        : to,
    }));
  });
}

const rooms = Object.keys(allowed).toSorted((a, b) => b.length - a.length);
const roomOf = (path: string): string | undefined => rooms.find((room) => path.startsWith(`${room}/`));
const isInside = (path: string, rooms: readonly string[]): boolean => rooms.some((room) => path.startsWith(`${room}/`));

test('imports run one way', () => {
  const offending = edges()
    .filter(({ to }) => /\.tsx?$/u.test(to))
    .filter(({ from, to }) => {
      const [room, target] = [roomOf(from), roomOf(to)];
      return room !== target && !(room && target && allowed[room]?.includes(target));
    })
    .map(({ from, to }) => `${from} → ${to}`);
  expect(offending).toEqual([]);
});

test('every package is used only where it belongs', () => {
  const offending = edges()
    .filter(({ to }) => !/\.(tsx?|json|css)$/u.test(to))
    .filter(({ from, to }) => {
      const name = to.startsWith('node:')
        ? 'node:'
        : to
            .split('/')
            .slice(0, to.startsWith('@') ? 2 : 1)
            .join('/');
      const places = packages[name];
      // Packages of the page are bundled into it; nothing else may use them.
      return places ? !isInside(from, places) : !from.startsWith('renderer/');
    })
    .map(({ from, to }) => `${from} → ${to}`);
  expect(offending).toEqual([]);
});

test('what the core runs on is a dependency, what the page bundles or the tests use is not', () => {
  const runtime = Object.keys(program.dependencies).toSorted();
  const needed = [...new Set(edges().map(({ to }) => to))]
    .filter((to) => Object.hasOwn(packages, to) && to !== 'electron' && to !== 'playwright-core')
    .concat('@fontsource-variable/noto-sans-sc', '@fontsource/noto-serif-sc');
  expect(runtime).toEqual([...new Set(needed)].toSorted());
});

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findBrowser } from '../../../electron/chromium/findBrowser.ts';
import { isProgram } from '../../../electron/chromium/isProgram.ts';

const windowsEnv = {
  ProgramFiles: 'C:\\Program Files',
  'ProgramFiles(x86)': 'C:\\Program Files (x86)',
  LOCALAPPDATA: 'C:\\Users\\wang\\AppData\\Local',
};
const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
const chrome = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
const ownChrome = 'C:\\Users\\wang\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe';
const ownChromium = 'C:\\Users\\wang\\AppData\\Local\\Chromium\\Application\\chrome.exe';

test.each([
  ['Edge of the machine before Chrome', [chrome, edge], edge],
  ['Chrome of the machine before the same of one user', [ownChrome, chrome], chrome],
  ['Chrome of one user', [ownChrome], ownChrome],
  ['Chromium of one user', [ownChromium], ownChromium],
  ['nothing', [], null],
])('on Windows: %s', (_name, installed, expected) => {
  const isProgram = (file: string) => installed.some((known) => known === file);
  expect(findBrowser({ platform: 'win32', env: windowsEnv, isProgram })).toBe(expected);
});

test.each([
  ['chromium on the path', ['/usr/bin/chromium'], '/usr/bin/chromium'],
  ['the older name of Debian and Ubuntu', ['/usr/bin/chromium-browser'], '/usr/bin/chromium-browser'],
  ['Edge', ['/usr/bin/microsoft-edge'], '/usr/bin/microsoft-edge'],
  ['chromium before Edge', ['/usr/bin/microsoft-edge', '/usr/bin/chromium'], '/usr/bin/chromium'],
  ['the vendor folder that is on no path', ['/opt/google/chrome/chrome'], '/opt/google/chrome/chrome'],
  ['nothing in a relative folder of the path', ['bin/chromium', './chromium', 'chromium'], null],
])('on Linux: %s', (_name, installed, expected) => {
  const isProgram = (file: string) => installed.some((known) => known === file);
  expect(findBrowser({ platform: 'linux', env: { PATH: '/usr/local/bin:/usr/bin:bin::.' }, isProgram })).toBe(expected);
});

test('an empty environment finds nothing and does not fail', () => {
  for (const platform of ['win32', 'linux', 'darwin'] as const) {
    expect(findBrowser({ platform, env: {}, isProgram: () => false })).toBeNull();
  }
});

test('a program is a file that may be started: no folder, no text, nothing behind a file', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'hulei-find-'));
  try {
    await mkdir(path.join(root, 'chromium'));
    await writeFile(path.join(root, 'text'), '', { mode: 0o600 });
    await writeFile(path.join(root, 'program'), '');
    await chmod(path.join(root, 'program'), 0o755);
    const found = ['program', 'chromium', 'text', 'missing', 'text/chromium'].map((name) => [
      name,
      isProgram(path.join(root, name)),
    ]);
    // Windows knows no right to start a file; what is searched for there ends in .exe.
    expect(Object.fromEntries(found)).toEqual({
      program: true,
      chromium: false,
      text: process.platform === 'win32',
      missing: false,
      'text/chromium': false,
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataDir, readStartOptions } from '../../../electron/server/startOptions.ts';

const start = path.join(import.meta.dirname, '../../../electron/start.ts');

test('without arguments the program opens a window on the usual data', () => {
  expect(readStartOptions([])).toEqual({ dataDir: null, headless: false, demo: false, help: false });
});

test('the folder is taken as an absolute path in both spellings', () => {
  for (const args of [['--data-dir', 'here'], ['--data-dir=here']]) {
    expect(readStartOptions([...args, '--headless'])).toMatchObject({ dataDir: path.resolve('here'), headless: true });
  }
});

test.each([
  [['--unknown']],
  [['word']],
  [['--data-dir']],
  [['--data-dir=']],
  [['--headless=yes']],
  [['--demo', '--data-dir=x']],
])('%j is refused with one Chinese sentence', (args) => {
  expect(readStartOptions(args)).toMatch(/^[^。]*再启动。$|^[^。]*可用的选项。$/);
});

test('the default folder is the one the system keeps for program data', () => {
  const linux = { platform: 'linux', home: '/home/wang' } as const;
  expect(defaultDataDir({ ...linux, env: {} })).toBe('/home/wang/.local/share/hulei');
  expect(defaultDataDir({ ...linux, env: { XDG_DATA_HOME: '/data' } })).toBe('/data/hulei');
  expect(defaultDataDir({ ...linux, env: { XDG_DATA_HOME: 'relative' } })).toBe('/home/wang/.local/share/hulei');
  const windows = { platform: 'win32', home: 'C:\\Users\\wang' } as const;
  expect(defaultDataDir({ ...windows, env: { LOCALAPPDATA: 'D:\\Local' } })).toBe('D:\\Local\\hulei');
  expect(defaultDataDir({ ...windows, env: {} })).toBe('C:\\Users\\wang\\AppData\\Local\\hulei');
});

test('--help names every flag and starts nothing', () => {
  const { status, stdout } = spawnSync(process.execPath, [start, '--help'], { encoding: 'utf8' });
  expect(status).toBe(0);
  for (const flag of ['--data-dir', '--demo', '--headless', '--help']) expect(stdout).toContain(flag);
});

test('a wrong flag ends the start with code 1 and one line', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, '--sandbox'], { encoding: 'utf8' });
  expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 1, stdout: '', lines: 1 });
});

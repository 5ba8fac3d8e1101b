import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { browserProfile } from '../../../electron/chromium/browserProfile.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'hulei-profile-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Keeps a folder from being removed, as a virus scanner does on Windows; undefined where this user may not. */
function hold(folder: string): (() => void) | undefined {
  const held = path.join(folder, 'held');
  mkdirSync(held);
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'none', held], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return () => execFileSync('umount', [held]);
}

test('a profile is made anew, and nothing of it stays', async () => {
  const profile = browserProfile(dataDir);
  const folder = await profile.create();
  writeFileSync(path.join(folder, 'History'), '打开过的页面');
  expect(await browserProfile(dataDir).create()).toBe(folder);
  expect(existsSync(path.join(folder, 'History'))).toBe(false);
  await profile.remove();
  expect(readdirSync(dataDir)).toEqual([]);
});

test('a profile that something holds keeps no lock waiting: the next lies beside it, and it goes when it can', async (context) => {
  const profile = browserProfile(dataDir);
  const folder = await profile.create();
  const release = hold(folder);
  if (release === undefined) return context.skip();
  try {
    const begin = performance.now();
    await profile.remove();
    expect(performance.now() - begin).toBeLessThan(5_000);
    const next = browserProfile(dataDir);
    const beside = await next.create();
    expect(beside).not.toBe(folder);
    await next.remove();
    expect(existsSync(beside)).toBe(false);
  } finally {
    release();
  }
  const last = browserProfile(dataDir);
  expect(await last.create()).toBe(folder);
  await last.remove();
  expect(readdirSync(dataDir)).toEqual([]);
});

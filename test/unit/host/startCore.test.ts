import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { forkCore } from '../../../electron/chromium/forkCore.ts';
import type { CoreChild } from '../../../electron/server/corePort.ts';
import { type Core, startCore } from '../../../electron/server/startCore.ts';
import { AppError } from '../../../shared/contract/result.ts';

const fixture = path.join(import.meta.dirname, 'fixtureCore.ts');
const started: Core[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((core) => core.close('quit')));
});

interface Setup {
  readonly core: Core;
  readonly events: string[];
  /** Resolves when the unlock page has been asked for this many times in all. */
  unlockPages(count: number): Promise<void>;
}

function start(now: () => Date = () => new Date('2026-11-21T08:00:00Z'), tearDown = async () => {}): Setup {
  const events: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let opened = 0;
  let generation = 0;
  const core = startCore({
    fork: () => {
      generation += 1;
      const name = generation;
      events.push(`start ${name}`);
      const child: CoreChild = forkCore(fixture);
      child.onExit(() => events.push(`end ${name}`));
      return child;
    },
    host: {
      name: 'chromium',
      dataDir: '/nowhere',
      pageToPdf: async (printPath) => new TextEncoder().encode(`pdf of ${printPath}`),
      saveFile: async (name, bytes) => {
        if (bytes.length === 0) throw new AppError('full', '磁盘空间不足。');
        return `/out/${name}:${bytes.length}`;
      },
      createFolder: async (name) => (name === '' ? null : `/out/${name}`),
      saveInFolder: async (folder, name, bytes) => `${folder}/${name}:${bytes.length}`,
      discardFolder: async () => {},
      showInFolder: async () => {},
      clearCopied: async () => {},
      lock: (reason) => core.restart(reason),
      quit: async () => {},
    },
    page: {
      tearDown: () => {
        events.push('tear down');
        return tearDown();
      },
      openUnlockPage: async (unlockPath) => {
        events.push(`unlock page ${unlockPath}`);
        opened += 1;
        for (const { count, resolve } of waiting) if (opened >= count) resolve();
      },
    },
    demo: true,
    now,
  });
  started.push(core);
  return {
    core,
    events,
    unlockPages: (count) =>
      new Promise((resolve) => {
        if (opened >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}

const get = (core: Core, pathname: string, init?: RequestInit) =>
  core.fetch(new Request(`https://hulei.invalid${pathname}`, init));
const text = async (core: Core, pathname: string, init?: RequestInit) => (await get(core, pathname, init)).text();

test('a request reaches the core with its method, headers and bytes, and the answer comes back', async () => {
  const { core } = start();
  const response = await get(core, '/echo', { method: 'PUT', body: '护蕾', headers: { 'x-header': 'kept' } });
  expect({
    status: response.status,
    method: response.headers.get('x-method'),
    header: response.headers.get('x-header'),
    host: response.headers.get('x-host'),
    demo: response.headers.get('x-demo'),
    body: await response.text(),
  }).toEqual({ status: 200, method: 'PUT', header: 'kept', host: 'chromium', demo: 'true', body: '护蕾' });
});

test('a body of 32 MB goes there and back unchanged; one byte more is refused', async () => {
  const { core } = start();
  const bytes = new Uint8Array(32 * 1024 * 1024).map((_, index) => (index * 31) % 251);
  const response = await get(core, '/echo', { method: 'POST', body: bytes });
  expect(Buffer.compare(await response.bytes(), bytes)).toBe(0);
  const larger = await get(core, '/echo', { method: 'POST', body: new Uint8Array(bytes.length + 1) });
  expect(larger.status).toBe(413);
});

test('the announcement of the core is told when it can answer', async () => {
  expect(await start().core.ready).toBe('demo');
});

test('the core sees its host as plain functions, and an AppError of the host as an AppError', async () => {
  const { core } = start();
  expect(await text(core, '/pdf')).toBe('pdf of /print/sheet');
  expect(await text(core, '/save?name=a.xlsx', { method: 'POST', body: 'abc' })).toBe('/out/a.xlsx:3');
  expect(await text(core, '/folder?name=b')).toBe('/out/b/a.pdf:2');
  expect(await text(core, '/folder')).toBe('none');
  expect(JSON.parse(await text(core, '/save-fails'))).toEqual({ code: 'full', message: '磁盘空间不足。' });
});

test('a lock tears the page down, ends the process, starts another and then opens the unlock page', async () => {
  const { core, events, unlockPages } = start();
  const before = await text(core, '/pid');
  expect(await text(core, '/lock')).toBe('locking');
  await unlockPages(1);
  expect(events).toEqual(['start 1', 'tear down', 'end 1', 'start 2', 'unlock page /?after=idle']);
  expect(await text(core, '/pid')).not.toBe(before);
  expect(isAlive(Number(before))).toBe(false);
});

test.each([
  ['cannot be torn down', () => Promise.reject(new Error('no page'))],
  ['hangs while it is torn down', () => new Promise<void>(() => {})],
])('a page that %s does not keep the core with its keys alive after a lock', async (_, tearDown) => {
  const { core, events, unlockPages } = start(undefined, tearDown);
  const before = await text(core, '/pid');
  await text(core, '/lock');
  await unlockPages(1);
  expect(events).toEqual(['start 1', 'tear down', 'end 1', 'start 2', 'unlock page /?after=idle']);
  expect(isAlive(Number(before))).toBe(false);
  expect((await get(core, '/pid')).status).toBe(200);
});

test('a core that does not close and a page that hangs leave no key alive a second after the lock', async () => {
  const { core, events } = start(undefined, () => new Promise<void>(() => {}));
  const before = Number(await text(core, '/pid'));
  await text(core, '/hang-at-close');
  const ended = Promise.withResolvers<number>();
  const began = performance.now();
  const restart = core.restart('idle');
  const look = setInterval(() => isAlive(before) || ended.resolve(performance.now() - began), 5);
  const took = await ended.promise;
  clearInterval(look);
  await restart;
  // 1,000 ms by its own timers; the rest is for a machine under load.
  expect(took).toBeLessThan(1_300);
  expect(events).toEqual(['start 1', 'tear down', 'end 1', 'start 2', 'unlock page /?after=idle']);
});

test('requests made while a restart is under way wait for the new core', async () => {
  const { core } = start();
  const before = await text(core, '/pid');
  const restart = core.restart('request');
  const during = text(core, '/pid');
  await restart;
  expect(await during).toBe(await text(core, '/pid'));
  expect(await during).not.toBe(before);
});

test('two wishes to lock at the same time are one restart', async () => {
  const { core, events } = start();
  await Promise.all([core.restart('request'), core.restart('request')]);
  expect(events.filter((event) => event.startsWith('start'))).toEqual(['start 1', 'start 2']);
});

test('when the core dies, waiting requests are answered, a new core starts and the unlock page opens', async () => {
  const { core, events, unlockPages } = start();
  const waiting = get(core, '/never');
  const crash = await get(core, '/crash');
  expect([crash.status, (await waiting).status]).toEqual([503, 503]);
  expect(await crash.json()).toMatchObject({ ok: false, error: { code: 'internal' } });
  await unlockPages(1);
  expect(events).toEqual(['start 1', 'end 1', 'tear down', 'start 2', 'unlock page /?after=crash']);
  expect((await get(core, '/pid')).status).toBe(200);
});

test('a core that sends something outside the protocol is ended and replaced', async () => {
  const { core, unlockPages } = start();
  const before = await text(core, '/pid');
  expect((await get(core, '/malformed')).status).toBe(503);
  await unlockPages(1);
  expect(await text(core, '/pid')).not.toBe(before);
  expect(isAlive(Number(before))).toBe(false);
});

test('after three restarts within a minute the fourth crash shows a page with one sentence', async () => {
  const { core, events, unlockPages } = start();
  for (const crash of [1, 2, 3, 4]) {
    await get(core, '/crash');
    await unlockPages(crash);
  }
  const response = await get(core, '/');
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('请关闭窗口后重新打开');
  expect(events.filter((event) => event.startsWith('start'))).toHaveLength(4);
});

test('crashes that are more than a minute apart never add up', async () => {
  let time = Date.parse('2026-11-21T08:00:00Z');
  const { core, unlockPages } = start(() => new Date(time));
  for (const crash of [1, 2, 3, 4, 5]) {
    await get(core, '/crash');
    await unlockPages(crash);
    time += 61_000;
  }
  expect((await get(core, '/pid')).status).toBe(200);
});

test('closing ends the process and no other is started', async () => {
  const { core, events } = start();
  const pid = Number(await text(core, '/pid'));
  await core.close('quit');
  expect(isAlive(pid)).toBe(false);
  expect(events).toEqual(['start 1', 'end 1']);
  expect((await get(core, '/pid')).status).toBe(503);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

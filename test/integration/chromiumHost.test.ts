import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quietBrowserArguments } from '../../electron/chromium/browserArguments.ts';
import { type ChromiumHost, openChromiumHost } from '../../electron/chromium/openChromiumHost.ts';
import type { RestartReason } from '../../electron/server/startCore.ts';
import { testBrowserPath } from '../browser.ts';

const coreEntry = path.join(import.meta.dirname, '..', 'unit', 'host', 'fixtureCore.ts');
let root = '';
let opened: ChromiumHost;

async function openHost(after: RestartReason | null = null): Promise<ChromiumHost> {
  return openChromiumHost({
    after,
    dataDir: path.join(root, 'data'),
    exportDir: path.join(root, 'out'),
    headless: true,
    withoutSandbox: true,
    executablePath: await testBrowserPath(),
    coreEntry,
  });
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hulei-host-'));
  opened = await openHost();
});
afterEach(async () => {
  await opened.close();
  await rm(root, { recursive: true, force: true });
});

/** Asks the core from inside the page. */
function ask(pathname: string, body?: string): Promise<{ status: number; text: string }> {
  return opened.page.evaluate(
    async ([address, content]) => {
      const init = content === undefined ? {} : { method: 'POST', body: content };
      const response = await fetch(address ?? '', init);
      return { status: response.status, text: await response.text() };
    },
    [pathname, body],
  );
}

test('the page and its requests are answered by the core, with bodies both ways', async () => {
  expect(await opened.page.locator('h1').textContent()).toBe('unlock');
  expect(await opened.page.title()).toBe('护蕾台账');
  expect(await ask('/pid')).toEqual({ status: 200, text: String(opened.corePid) });
  expect(await ask('/echo', '双塘村'.repeat(50_000))).toEqual({ status: 200, text: '双塘村'.repeat(50_000) });
  expect((await ask('/nowhere')).status).toBe(404);
});

test('a file of 20 MB arrives in the core as it was', async () => {
  const same = await opened.page.evaluate(async () => {
    const bytes = new Uint8Array(20 * 1024 * 1024).map((_, index) => (index * 31) % 251);
    const response = await fetch('/echo', { method: 'POST', body: new File([bytes], 'x.xlsx') });
    const back = new Uint8Array(await response.arrayBuffer());
    return back.length === bytes.length && back.every((byte, index) => byte === bytes[index]);
  });
  expect(same).toBe(true);
});

test('no other origin is reached, not even a server on this computer', async () => {
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const outcomes = await opened.page.evaluate(
    (addresses) =>
      Promise.all(
        addresses.map((other) =>
          fetch(other, { mode: 'no-cors' }).then(
            () => 'reached',
            () => 'refused',
          ),
        ),
      ),
    [`http://127.0.0.1:${port}/a`, `http://localhost:${port}/b`, 'https://example.com/', 'https://hulei.invalid:8443/'],
  );
  await opened.page.evaluate((other) => {
    const image = new Image();
    image.src = other;
    return image.decode().catch(() => {});
  }, `http://127.0.0.1:${port}/image`);
  server.close();
  expect({ outcomes, reached }).toEqual({ outcomes: ['refused', 'refused', 'refused', 'refused'], reached: [] });
});

test.each([
  ['without the rule for names', '--host-resolver-rules'],
  ['without the unusable proxy', '--proxy-server'],
  ['with both', '--none'],
])('the browser itself reaches nothing, though nobody intercepts its requests: %s', async (_, dropped) => {
  let reached = 0;
  const server = createServer((_request, response) => {
    reached += 1;
    response.end('reached');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a server on a port has such an address
  const browser = await chromium.launch({
    executablePath: await testBrowserPath(),
    chromiumSandbox: false,
    args: quietBrowserArguments.filter((argument) => !argument.startsWith(dropped)),
  });
  try {
    const page = await browser.newPage();
    for (const name of ['localhost', '127.0.0.1']) {
      await expect(page.goto(`http://${name}:${port}/`)).rejects.toThrow(
        /ERR_(NO_SUPPORTED_PROXIES|NAME_NOT_RESOLVED)/,
      );
    }
    expect(reached).toBe(0);
  } finally {
    await browser.close();
    server.close();
  }
});

test('a frame of the own origin is answered too: the preview of a sheet', async () => {
  await opened.page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/print/sheet';
    document.body.append(frame);
  });
  expect(await opened.page.frameLocator('iframe').locator('section').allTextContents()).toEqual(['一', '二']);
});

test('a window that the page opens is closed again', async () => {
  await opened.page.evaluate(() => void window.open('/record'));
  await expect.poll(() => opened.page.context().pages().length).toBe(1);
  expect(await opened.page.locator('h1').textContent()).toBe('unlock');
});

test('a print page comes out as PDF in its own paper size, again and again', async () => {
  for (const _ of [1, 2]) {
    const pdf = await opened.host.pageToPdf('/print/sheet');
    const document = await getDocument({ data: pdf }).promise;
    const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 });
    expect([document.numPages, Math.round(width), Math.round(height)]).toEqual([2, 595, 842]); // A4 in points
  }
});

test('a page that is not served, or no print page, is not printed, and the next print works', async () => {
  await expect(opened.host.pageToPdf('/print/nowhere')).rejects.toThrow('was not served');
  await expect(opened.host.pageToPdf('/print/../pid')).rejects.toThrow('not a print page');
  expect((await opened.host.pageToPdf('/print/sheet')).length).toBeGreaterThan(500);
});

test('a saved file lies in the export folder and the core is told its path', async () => {
  const saved = await ask('/save?name=登记表.xlsx', 'bytes');
  expect(saved.text).toBe(path.join(root, 'out', '登记表.xlsx'));
  expect(await readFile(saved.text, 'utf8')).toBe('bytes');
});

test('a lock ends the core and the browser, the one that prints too, and says why to whoever opens the next', async () => {
  await opened.host.pageToPdf('/print/sheet');
  const before = [Number((await ask('/pid')).text), ...(await browserProcesses(opened.page))];
  // Asked by the core as after five idle minutes, and once more meanwhile.
  await opened.page.evaluate(() => void fetch('/lock').catch(() => {}));
  await opened.locking;
  await opened.host.lock('request');
  expect(await opened.closed).toEqual({ reason: 'lock', after: 'idle' });
  expect(opened.page.isClosed()).toBe(true);
  await expect.poll(() => before.filter(isAlive)).toEqual([]);
  expect(await readdir(path.join(root, 'data'))).toEqual(['hulei.lock']);
  opened = await openHost('idle');
  expect(opened.page.url()).toBe('https://hulei.invalid/?after=idle');
  expect(await opened.page.locator('h1').textContent()).toBe('unlock');
});

test('a core that does not close keeps the lock from nothing', async () => {
  const before = Number((await ask('/pid')).text);
  await ask('/hang-at-close');
  await opened.host.lock('request');
  expect(isAlive(before)).toBe(false);
  expect(await opened.closed).toEqual({ reason: 'lock', after: 'request' });
});

test('when the core crashes the unlock page of a new core appears', async () => {
  const before = opened.corePid;
  await opened.page.goto('https://hulei.invalid/record');
  await opened.page.evaluate(() => void fetch('/crash'));
  await opened.page.locator('h1', { hasText: 'unlock' }).waitFor();
  expect(opened.corePid).not.toBe(before);
  expect((await ask('/pid')).text).toBe(String(opened.corePid));
});

test('closing ends the core, removes the browser profile and frees the data for the next start', async () => {
  const pid = Number((await ask('/pid')).text);
  await opened.close();
  expect(await opened.closed).toEqual({ reason: 'quit' });
  expect(isAlive(pid)).toBe(false);
  expect((await readdir(path.join(root, 'data'))).filter((name) => name !== 'hulei.lock')).toEqual([]);
  opened = await openHost();
  expect(await opened.page.locator('h1').textContent()).toBe('unlock');
});

test('c36: a second program on the same data is refused within a second and leaves the first alone', async () => {
  const began = performance.now();
  await expect(openHost()).rejects.toMatchObject({ code: 'busy' });
  expect(performance.now() - began).toBeLessThan(1000);
  expect((await ask('/pid')).status).toBe(200);
});

test('c27: nothing that a page showed or took is found in the data folder, running or after', async () => {
  const marker = '标记魏铁柱439981';
  await opened.page.goto('https://hulei.invalid/record');
  await opened.page.locator('h1').evaluate((heading, text) => {
    heading.textContent = text;
  }, marker);
  await opened.page.fill('#name', marker);
  await ask('/echo', marker);
  await opened.host.lock('request');
  expect(await filesHolding(path.join(root, 'data'), marker)).toEqual([]);
  opened = await openHost('request');
  await opened.page.goto('https://hulei.invalid/record');
  await opened.page.fill('#name', marker);
  await opened.close();
  expect(await filesHolding(path.join(root, 'data'), marker)).toEqual([]);
});

async function browserProcesses(page: ChromiumHost['page']): Promise<number[]> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const processes = (await session?.send('SystemInfo.getProcessInfo'))?.processInfo ?? [];
  return processes.map(({ id }) => id);
}

async function filesHolding(folder: string, marker: string): Promise<string[]> {
  const needles = [Buffer.from(marker, 'utf8'), Buffer.from(marker, 'utf16le')];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const holding: string[] = [];
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file).catch(() => Buffer.alloc(0)); // the browser removes files of its own meanwhile
    if (needles.some((needle) => bytes.includes(needle))) holding.push(entry.name);
  }
  return holding;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

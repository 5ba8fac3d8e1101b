import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { acquireInstanceLock } from '../../electron/vault/instanceLock.ts';
import { addresses } from '../../renderer/app/addresses.ts';
import { createFakeElectron, FakeContents } from './fakeElectron.ts';

type Fake = ReturnType<typeof createFakeElectron>;
let dataDir = '';
let fake: Fake;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'hulei-shell-'));
});
afterEach(() => {
  fake.app.emit('before-quit', { preventDefault: () => {} });
  vi.doUnmock('electron');
  vi.resetModules();
  rmSync(dataDir, { recursive: true, force: true });
});

async function load(options: { isPackaged?: boolean; prepare?: (fake: Fake) => void } = {}): Promise<void> {
  fake = createFakeElectron(dataDir, options.isPackaged ?? true);
  options.prepare?.(fake);
  vi.resetModules();
  vi.doMock('electron', () => fake.electron);
  await import('../../electron/shell/main.ts');
}

/** Starts the shell up to the window that shows the unlock page. */
async function start(options: Parameters<typeof load>[0] = {}): Promise<void> {
  await load(options);
  fake.ready();
  await vi.waitFor(() => expect(fake.record.events).toContain('load app://hulei/'));
}

const events = (...names: string[]) =>
  fake.record.events.filter((event) => names.some((name) => event.startsWith(name)));

function handler(name: string): (...args: unknown[]) => unknown {
  const found = fake.record.handlers.get(name);
  if (!found) throw new Error(`no handler for ${name}`);
  return found as (...args: unknown[]) => unknown; // the fake keeps every handler under one type
}

test('the scheme gets all its privileges in one call, before Electron is ready', async () => {
  await load();
  expect(fake.record.schemes).toEqual([
    [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }],
  ]);
  expect(fake.record.windows).toEqual([]);
});

test('the window is sandboxed and isolated, without Node, in a session that lives in memory', async () => {
  await start();
  const [window] = fake.record.windows;
  expect(window?.options.webPreferences).toEqual({
    session: fake.pages,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  });
  expect(window?.options).toMatchObject({ show: false, title: '护蕾台账', width: 1366, height: 728 });
  expect(events('partition', 'menu', 'spell')).toEqual(['menu null', 'partition hulei', 'spell checker false']);
});

test('sealed matter is kept from whoever captures the screen, and the other pages are not', async () => {
  await start();
  const [window] = fake.record.windows;
  const goTo = (address: string): boolean | undefined => {
    window?.webContents.emit('did-navigate-in-page', {}, `app://hulei/#${address}`, true);
    return window?.isProtected;
  };
  expect(window?.isProtected).toBe(false);
  for (const sealed of [addresses.sealed('child', '1'), addresses.sealedEntry('keyPerson', '2')]) {
    expect(goTo(sealed)).toBe(true);
    expect(goTo(addresses.record('child', '1'))).toBe(false);
  }
});

test('developer tools open only while the program is not packaged', async () => {
  await start({ isPackaged: false });
  expect(fake.record.windows[0]?.options.webPreferences).toMatchObject({ devTools: true });
});

test('no name is ever looked up and nothing runs in the background', async () => {
  await load();
  expect(fake.record.switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
  expect(fake.record.switches.has('disable-background-networking')).toBe(true);
  expect(fake.record.switches.has('disable-component-update')).toBe(true);
});

test('requests of the page go to the core, all others are cancelled', async () => {
  await start();
  const isCancelled = (url: string) => {
    let cancelled: unknown;
    handler('request')({ url }, (answer: { cancel: boolean }) => {
      cancelled = answer.cancel;
    });
    return cancelled;
  };
  for (const own of ['app://hulei/', 'app://hulei/rpc/x', 'blob:app://hulei/1', 'data:image/png;base64,AA']) {
    expect(isCancelled(own)).toBe(false);
  }
  for (const other of [
    'https://example.com/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'app://other/',
    'app://hulei.example/',
    'ws://app//hulei/',
    'devtools://devtools/',
  ]) {
    expect(isCancelled(other)).toBe(true);
  }
  const answer = handler('protocol app')(new Request('app://hulei/rpc/x', { method: 'POST', body: '{}' }));
  await vi.waitFor(() => expect(fake.record.cores[0]?.posted).toHaveLength(2));
  expect(fake.record.cores[0]?.posted[1]).toMatchObject({ kind: 'request', method: 'POST', url: 'app://hulei/rpc/x' });
  fake.record.cores[0]?.emit('message', { kind: 'response', id: 1, status: 204, headers: [], body: null });
  expect(((await answer) as Response).status).toBe(204);
});

test('permissions, devices, screen capture and downloads are denied', async () => {
  await start();
  const answers: unknown[] = [];
  handler('permission request')(null, 'media', (isGranted: boolean) => answers.push(isGranted));
  answers.push(
    handler('permission check')(null, 'clipboard-read'),
    handler('device permission')({ deviceType: 'usb' }),
  );
  handler('display media')({}, (streams: unknown) => answers.push(streams));
  expect(answers).toEqual([false, false, false, {}]);
  const download = { preventDefault: vi.fn() };
  fake.pages.emit('will-download', download);
  expect(download.preventDefault).toHaveBeenCalledOnce();
});

test('no page leaves its place, opens a window or embeds a view; the preview of a sheet may load', async () => {
  await load();
  const contents = new FakeContents();
  fake.app.emit('web-contents-created', {}, contents);
  expect(contents.handlers.get('window-open')?.()).toEqual({ action: 'deny' });
  for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
    const event = { preventDefault: vi.fn() };
    contents.emit(name, event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  }
  const isAllowed = (url: string, isMainFrame: boolean) => {
    const event = { url, isMainFrame, preventDefault: vi.fn() };
    contents.emit('will-frame-navigate', event);
    return event.preventDefault.mock.calls.length === 0;
  };
  expect(isAllowed('app://hulei/print/ticket', false)).toBe(true);
  expect(isAllowed('app://hulei/print/ticket', true)).toBe(false);
  expect(isAllowed('app://hulei/', false)).toBe(false);
  expect(isAllowed('https://example.com/print/', false)).toBe(false);
});

test.each(['suspend', 'lock-screen'])(
  'on %s the window is destroyed, the core ends, and only then others start',
  async (event) => {
    await start();
    fake.powerMonitor.emit(event);
    await vi.waitFor(() => expect(events('load')).toHaveLength(2));
    expect(events('window', 'load', 'destroy', 'core', 'quit')).toEqual([
      'core 1',
      'window 1',
      'load app://hulei/',
      'destroy',
      'core 1 ended',
      'core 2',
      'window 2',
      'load app://hulei/?after=request',
    ]);
  },
);

test('when the core or the renderer dies the unlock page of a new core opens in a new window', async () => {
  await start();
  fake.record.cores[0]?.end();
  await vi.waitFor(() => expect(events('load')).toHaveLength(2));
  fake.record.windows[1]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  await vi.waitFor(() => expect(events('load')).toHaveLength(3));
  expect(fake.record.cores).toHaveLength(3);
  expect(fake.record.windows.map((window) => window.isDestroyed)).toEqual([true, true, false]);
});

test('closing the window closes the core first and then quits', async () => {
  await start();
  fake.record.windows[0]?.emit('closed');
  await vi.waitFor(() => expect(fake.record.events.at(-1)).toBe('quit'));
  expect(events('core', 'quit')).toEqual(['core 1', 'core 1 ended', 'quit']);
  expect(() => acquireInstanceLock(dataDir).release()).not.toThrow();
});

test('a second program on the same data says so and ends', async () => {
  const first = acquireInstanceLock(dataDir);
  await load();
  fake.ready();
  await vi.waitFor(() => expect(fake.record.events).toContain('exit 1'));
  expect(events('error')).toEqual(['error 护蕾台账已经打开，请切换到已打开的窗口；找不到窗口时请重新启动电脑。']);
  expect(fake.record.windows).toEqual([]);
  first.release();
});

test('a second start by the same user ends and brings the first window forward', async () => {
  await load({
    prepare: ({ record }) => {
      record.hasInstance = false;
    },
  });
  expect(events('exit')).toEqual(['exit 1']);
  await start();
  fake.app.emit('second-instance');
  expect(events('focus')).toEqual(['focus']);
});

/** Lets the core ask its host for something and returns what the host replies. */
async function call(member: string, ...args: unknown[]): Promise<unknown> {
  const [core] = fake.record.cores;
  const posted = core?.posted.length ?? 0;
  core?.emit('message', { kind: 'call', id: 9, call: { member, args } });
  return vi.waitFor(() => {
    const reply = core?.posted.slice(posted).find((message) => (message as { kind: string }).kind === 'reply');
    expect(reply).toBeDefined();
    return (reply as { outcome: unknown }).outcome;
  });
}

test('a page is printed in a window that is never shown, and the window is gone afterwards', async () => {
  await start();
  expect(await call('pageToPdf', '/print/ticket')).toEqual({ ok: true, value: new TextEncoder().encode('%PDF') });
  const [, printing] = fake.record.windows;
  expect(printing?.loaded).toEqual(['app://hulei/print/ticket']);
  expect(printing?.options).toMatchObject({ show: false, webPreferences: { sandbox: true, session: fake.pages } });
  expect(printing?.webContents.pdfOptions).toEqual([
    { preferCSSPageSize: true, printBackground: true, generateDocumentOutline: false },
  ]);
  expect(printing?.isDestroyed).toBe(true);
  expect(events('show')).toEqual([]);
});

test('a file is saved where the dialog says, under a safe suggested name', async () => {
  const target = path.join(dataDir, '表.xlsx');
  await start({
    prepare: ({ record }) => {
      record.saveDialog = { canceled: false, filePath: target };
    },
  });
  expect(await call('saveFile', '../登记:表.xlsx', new Uint8Array([1, 2]))).toEqual({ ok: true, value: target });
  expect([...(await readFile(target))]).toEqual([1, 2]);
  expect(fake.record.dialogs).toEqual([
    { defaultPath: path.join(dataDir, '_登记_表.xlsx'), properties: ['showOverwriteConfirmation'] },
  ]);
});

test('a cancelled dialog writes nothing', async () => {
  await start();
  const before = await readdir(dataDir);
  expect(await call('saveFile', '表.xlsx', new Uint8Array([1]))).toEqual({ ok: true, value: null });
  expect(await readdir(dataDir)).toEqual(before);
});

test('many files are saved in a new folder where the dialog says, and nowhere else', async () => {
  await start({
    prepare: ({ record }) => {
      record.openDialog = { canceled: false, filePaths: [dataDir] };
    },
  });
  const folder = path.join(dataDir, '排查表-2份');
  expect(await call('createFolder', '排查表-2份')).toEqual({ ok: true, value: folder });
  expect(fake.record.dialogs).toEqual([
    {
      title: '选择放在哪个文件夹里',
      defaultPath: dataDir,
      properties: ['openDirectory', 'createDirectory'],
    },
  ]);
  const file = path.join(folder, '表-001.pdf');
  expect(await call('saveInFolder', folder, '表-001.pdf', new Uint8Array([1]))).toEqual({ ok: true, value: file });
  expect(await call('saveInFolder', dataDir, '表-002.pdf', new Uint8Array([1]))).toMatchObject({ ok: false });
  expect(await call('discardFolder', folder)).toEqual({ ok: true, value: null });
  expect(await readdir(dataDir)).not.toContain('排查表-2份');
});

test('a cancelled choice of a folder makes none', async () => {
  await start();
  const before = await readdir(dataDir);
  expect(await call('createFolder', '排查表-2份')).toEqual({ ok: true, value: null });
  expect(await readdir(dataDir)).toEqual(before);
});

test('the folder of a file is shown by the system, and quit closes the core', async () => {
  await start();
  expect(await call('showInFolder', '/out/表.xlsx')).toEqual({ ok: true, value: null });
  expect(events('folder')).toEqual(['folder /out/表.xlsx']);
  fake.record.cores[0]?.emit('message', { kind: 'call', id: 10, call: { member: 'quit', args: [] } });
  await vi.waitFor(() => expect(fake.record.events.at(-1)).toBe('quit'));
  expect(events('core')).toEqual(['core 1', 'core 1 ended']);
});

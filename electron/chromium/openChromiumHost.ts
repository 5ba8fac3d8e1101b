import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { AppError } from '../../shared/contract/result.ts';
import { createClipboardGuard } from '../server/clipboardGuard.ts';
import { isPrintPath } from '../server/corePort.ts';
import { createExportFolders } from '../server/exportFolders.ts';
import type { Host, LockReason } from '../server/host.ts';
import { saveExport } from '../server/saveExport.ts';
import { type RestartReason, startCore, unlockPath } from '../server/startCore.ts';
import { acquireInstanceLock } from '../vault/instanceLock.ts';
import { storageError } from '../vault/storageError.ts';
import { answerRequests } from './answerRequests.ts';
import { quietBrowserArguments } from './browserArguments.ts';
import { browserEnvironment } from './browserEnvironment.ts';
import { browserProfile } from './browserProfile.ts';
import { createPdfPrinter } from './createPdfPrinter.ts';
import { downloadsFolder } from './downloadsFolder.ts';
import { findBrowser } from './findBrowser.ts';
import { forkCore } from './forkCore.ts';
import { isProgram } from './isProgram.ts';

/** The one origin that is answered. The name is reserved (RFC 2606), so it can never be a real site. */
export const chromiumOrigin = 'https://hulei.invalid';

const coreEntry = path.join(import.meta.dirname, '..', 'server', 'coreProcess.ts');

/** Milliseconds that a page gets to clear the clipboard before it goes; one that hangs must not keep the desk open. */
const clipboardLimitMs = 150;

/** Milliseconds for a second try from an empty page, when the core with its keys has ended already. */
const clipboardAfterLimitMs = 1_000;

/** Milliseconds that the browser gets to end; one that hangs is killed when this process exits. */
const browserEndLimitMs = 3_000;

/** Milliseconds after which a browser that does not answer is given up; a cold start from a slow disk takes some ten seconds. */
const browserStartLimitMs = 60_000;

/**
 * A neutral page: it gives the window its title before the core answers, and takes the record's place at lock. A data:
 * page, not about:blank, because the browser gives it another renderer process and ends the one that held the record.
 */
const emptyPage = `data:text/html;charset=utf-8,${encodeURIComponent('<!doctype html><title>护蕾台账</title>')}`;

interface Driven {
  readonly page: Page;
  readonly session: CDPSession;
}

/** Why a host has ended: it was closed, or the desk is locked and the next host is to say so on the unlock page. */
export type HostEnd = { readonly reason: 'quit' } | { readonly reason: 'lock'; readonly after: LockReason };

/** How the program is opened: plain values, as they are handed to a process of its own. */
export interface ChromiumHostOptions {
  /** Folder for everything the program keeps; made when missing. */
  readonly dataDir: string;
  readonly headless: boolean;
  readonly demo?: boolean;
  /** Why the unlock page is there again, if the host before this one was locked or died. */
  readonly after?: RestartReason | null;
  /** Exports go here instead of the user's download folder. */
  readonly exportDir?: string;
  /** The browser to start instead of the installed one. */
  readonly executablePath?: string;
  /** Starts the browser without its sandbox; for build machines that run as root or without user namespaces. */
  readonly withoutSandbox?: boolean;
  /** The module that serves the core, if not the program's own. */
  readonly coreEntry?: string;
}

/** The program in an installed Chromium. */
export interface ChromiumHost {
  /** The program's one page. Tests drive it. */
  readonly page: Page;
  readonly host: Host;
  /** The present core's process; another one after each crash. */
  readonly corePid: number | undefined;
  /** What the core wants the terminal to show: how to open the demonstration. */
  readonly announcement: string | null;
  /** Resolves when a lock begins. */
  readonly locking: Promise<void>;
  /** Resolves when the window is gone, the core has closed its files and the browser's profile is removed. */
  readonly closed: Promise<HostEnd>;
  close(): Promise<void>;
}

/**
 * Opens the program in an installed Edge, Chrome or Chromium, as a window without an address bar. The browser is driven
 * over a pipe and its requests are answered by interception: no port is opened. A lock ends all of it, because a process
 * that has handed answers on cannot wipe what its runtime has copied of them; keepHost opens the next one.
 * @throws AppError busy (another program holds the data), missing (no browser, or it does not start), denied (root)
 */
export async function openChromiumHost(options: ChromiumHostOptions): Promise<ChromiumHost> {
  const { dataDir, headless, exportDir, withoutSandbox = false } = options;
  if (process.platform === 'linux' && process.getuid?.() === 0 && !withoutSandbox) {
    throw new AppError('denied', '护蕾台账不能用 root 账户启动，请换用普通账户登录后再启动。');
  }
  const executablePath =
    options.executablePath ?? findBrowser({ platform: process.platform, env: process.env, isProgram });
  if (executablePath === null)
    throw new AppError('missing', '没有找到浏览器，请安装 Edge、Chrome 或 Chromium 后再启动。');

  const lock = acquireInstanceLock(dataDir);
  const closed = Promise.withResolvers<HostEnd>();
  let end: HostEnd | null = null;
  const lockBegins = Promise.withResolvers<void>();
  let locking: Promise<void> | null = null;
  let shuttingDown: Promise<void> | null = null;
  let context: BrowserContext | null = null;
  let driven: Driven | null = null;

  const folders = createExportFolders();
  const inPage = (expression: string): Promise<unknown> => driven?.page.evaluate(expression) ?? Promise.resolve('');
  // A browser lends its clipboard to a page alone, and grants it to our own.
  const copied = createClipboardGuard({
    readText: async () => String(await inPage('navigator.clipboard.readText()')),
    clear: async () => void (await inPage(`navigator.clipboard.writeText('')`)),
  });
  const exportFolder = async (): Promise<string> =>
    exportDir ??
    path.join(await downloadsFolder({ platform: process.platform, home: homedir(), env: process.env }), '护蕾台账');

  const host = {
    name: 'chromium',
    dataDir,
    async pageToPdf(printPath) {
      if (!isPrintPath(printPath)) throw new Error('not a print page');
      return printer.print(printPath);
    },
    async saveFile(suggestedName, bytes) {
      return saveExport(await exportFolder(), suggestedName, bytes);
    },
    // Without a dialog of the system, the place where every file goes.
    async createFolder(suggestedName) {
      return folders.create(await exportFolder(), suggestedName);
    },
    saveInFolder: folders.save,
    discardFolder: folders.discard,
    async showInFolder(file) {
      showFolder(file);
    },
    async clearCopied(sha256) {
      copied.copied(sha256);
    },
    lock(reason) {
      locking ??= endByLock(reason);
      return locking;
    },
    async quit() {
      end ??= { reason: 'quit' };
      await Promise.race([copied.clearNow(), setTimeout(clipboardLimitMs)]);
      await closeBrowser();
    },
  } satisfies Host;

  async function endByLock(after: LockReason): Promise<void> {
    end ??= { reason: 'lock', after };
    lockBegins.resolve();
    await core.close('lock');
    // A page that was too slow to clear the clipboard before it went has left that to an empty one of the same origin.
    if (driven && copied.isAwaited()) {
      await navigate(driven, `${chromiumOrigin}/`);
      await Promise.race([copied.clearNow(), setTimeout(clipboardAfterLimitMs)]);
    }
    await closeBrowser();
  }

  const core = startCore({
    fork: () => forkCore(options.coreEntry ?? coreEntry),
    host,
    page: {
      async tearDown() {
        await Promise.race([copied.clearNow(), setTimeout(clipboardLimitMs)]);
        await Promise.all([driven && navigate(driven, emptyPage), printer.close()]);
        await driven?.session.send('Page.resetNavigationHistory').catch(() => {}); // no page any more
      },
      async openUnlockPage(pathname) {
        if (driven) await navigate(driven, `${chromiumOrigin}${pathname}`);
        // A page that was too slow to clear the clipboard before it went has left that to this one.
        void copied.clearNow();
      },
    },
    demo: options.demo ?? false,
    now: () => new Date(),
  });

  const launchOptions = {
    executablePath,
    chromiumSandbox: !withoutSandbox,
    timeout: browserStartLimitMs,
    // Signals go to this process, which closes the core's files before the window.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: browserEnvironment(process.env),
  };
  // Loaded when first needed, so that the core starts while this large package is read.
  const loadChromium = async () => (await import('playwright-core')).chromium;
  const printer = createPdfPrinter({
    launch: async () =>
      (await loadChromium()).launch({ ...launchOptions, headless: true, args: [...quietBrowserArguments] }),
    origin: chromiumOrigin,
    fetch: core.fetch,
  });

  const profile = browserProfile(dataDir);
  async function closeBrowser(): Promise<void> {
    await Promise.race([context?.close().catch(() => {}), setTimeout(browserEndLimitMs, null, { ref: false })]);
    await shutDown();
  }

  /** Also when the user has closed the window, without being asked to. */
  function shutDown(): Promise<void> {
    const ended = end ?? { reason: 'quit' };
    end = ended;
    shuttingDown ??= releaseAll().then(() => closed.resolve(ended), closed.reject);
    return shuttingDown;
  }

  async function releaseAll(): Promise<void> {
    try {
      await Promise.all([core.close('quit'), printer.close()]);
      await profile.remove();
    } finally {
      lock.release();
    }
  }

  try {
    const profileFolder = await profile.create();
    context = await (await loadChromium()).launchPersistentContext(profileFolder, {
      ...launchOptions,
      headless,
      viewport: headless ? { width: 1366, height: 768 } : null,
      acceptDownloads: false,
      serviceWorkers: 'block',
      args: [...quietBrowserArguments, `--app=${emptyPage}`, '--window-size=1366,728', '--window-position=0,0'],
    });
    context.once('close', () => void shutDown());
    const page = context.pages()[0] ?? (await context.newPage());
    context.on('page', (popup) => void popup.close().catch(() => {}));
    // Of our own page alone: to take a copied number off the clipboard, which it must read first.
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: chromiumOrigin });
    const session = await context.newCDPSession(page);
    await answerRequests(session, chromiumOrigin, (request) => {
      // Who looks at a preview will print it, and a browser takes half a second to start.
      if (isPrintPath(new URL(request.url).pathname)) printer.prepare();
      return core.fetch(request);
    });
    // A renderer that died shows an error of the browser; the way back is the same as after a lock.
    page.on('crash', () => void core.restart('crash'));
    driven = { page, session };
    await navigate(driven, `${chromiumOrigin}${unlockPath(options.after ?? null)}`);
    return {
      page,
      host,
      get corePid() {
        return core.pid;
      },
      announcement: await core.ready,
      locking: lockBegins.promise,
      closed: closed.promise,
      async close() {
        await host.quit();
        await closed.promise;
      },
    };
  } catch (error) {
    closed.promise.catch(() => {}); // nobody waits for the end of a host that did not open
    await closeBrowser();
    const known = storageError(error);
    if (known instanceof AppError) throw known;
    const failure = new AppError(
      'missing',
      '浏览器没有启动成功，请把 Edge、Chrome 或 Chromium 更新到最新版本后再启动。',
    );
    failure.cause = error;
    throw failure;
  }
}

/**
 * Resolves when the page has arrived there, or when there is no page any more. Playwright gives a page up when its renderer
 * has crashed; the browser itself does not.
 */
async function navigate({ page, session }: Driven, url: string): Promise<void> {
  await page
    .goto(url, { waitUntil: 'load' })
    .catch(() => session.send('Page.navigate', { url }))
    .catch(() => {});
}

function showFolder(file: string): void {
  const [command, argument] =
    process.platform === 'win32' ? ['explorer.exe', `/select,${file}`] : ['xdg-open', path.dirname(file)];
  const child = spawn(command, [argument], { detached: true, stdio: 'ignore' });
  child.on('error', () => {}); // no file manager on this computer; the path is on the page
  child.unref();
}

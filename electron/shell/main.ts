import { homedir } from 'node:os';
import path from 'node:path';
import { app, type BrowserWindow, dialog, Menu, powerMonitor, protocol, session } from 'electron';
import { AppError } from '../../shared/contract/result.ts';
import { type CorePage, startCore } from '../server/startCore.ts';
import { defaultDataDir } from '../server/startOptions.ts';
import { acquireInstanceLock } from '../vault/instanceLock.ts';
import { createShellHost, forkUtilityCore, guardClipboard } from './host.ts';
import { guardContents, guardSession, openWindow, shellOrigin } from './window.ts';

const dataDir =
  app.commandLine.getSwitchValue('data-dir') ||
  defaultDataDir({ platform: process.platform, home: homedir(), env: process.env });

// All privileges in one call before `ready`: a second call would replace the first.
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('disable-component-update');
app.commandLine.appendSwitch('disable-domain-reliability');
app.setPath('userData', path.join(dataDir, 'shell'));
app.on('web-contents-created', (_event, contents) => guardContents(contents));
app.on('window-all-closed', () => {}); // while the page is torn down at lock there is no window, and the program goes on

if (app.requestSingleInstanceLock()) {
  // Not awaited: Electron becomes ready only after this module has been evaluated.
  void app.whenReady().then(run);
} else {
  app.exit(1);
}

function run(): void {
  const lock = lockData();
  if (!lock) return;
  Menu.setApplicationMenu(null);
  const pages = session.fromPartition('hulei'); // without "persist:" it lives in memory only
  guardSession(pages);

  let window: BrowserWindow | null = null;
  const copied = guardClipboard();
  const page: CorePage = {
    async tearDown() {
      const closing = window;
      window = null;
      closing?.destroy();
      await copied.clearNow();
    },
    async openUnlockPage(unlockPath) {
      const opening = openWindow(pages, app.isPackaged);
      window = opening;
      opening.on('closed', () => {
        if (window === opening) app.quit();
      });
      opening.webContents.on('render-process-gone', () => {
        if (window === opening) void core.restart('crash');
      });
      await opening.loadURL(`${shellOrigin}${unlockPath}`).catch(() => {}); // closed by the user while it was loading
    },
  };
  const core = startCore({
    fork: forkUtilityCore,
    host: {
      ...createShellHost({ dataDir, session: pages, window: () => window, copied }),
      lock: (reason) => core.restart(reason),
    },
    page,
    demo: app.commandLine.hasSwitch('demo'),
    now: () => new Date(),
  });
  pages.protocol.handle('app', core.fetch);

  // Nobody sits in front of a sleeping or locked screen.
  powerMonitor.on('suspend', () => void core.restart('request'));
  powerMonitor.on('lock-screen', () => void core.restart('request'));
  app.on('second-instance', () => window?.focus());
  let isCoreClosed = false;
  app.on('before-quit', (event) => {
    if (isCoreClosed) return;
    event.preventDefault();
    void Promise.all([core.close('quit'), copied.clearNow()]).finally(() => {
      isCoreClosed = true;
      lock.release();
      app.quit();
    });
  });

  void core.ready.then((announcement) => announcement && process.stdout.write(`${announcement}\n`));
  void page.openUnlockPage('/');
}

function lockData(): { release(): void } | null {
  try {
    return acquireInstanceLock(dataDir);
  } catch (error) {
    dialog.showErrorBox('护蕾台账', error instanceof AppError ? error.message : '数据文件夹不能使用，请联系维护人员。');
    app.exit(1);
    return null;
  }
}

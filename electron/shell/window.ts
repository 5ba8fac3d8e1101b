import { BrowserWindow, type BrowserWindowConstructorOptions, type Session, type WebContents } from 'electron';

/** The one origin that the window shows; the core answers it. */
export const shellOrigin = 'app://hulei';

/** The pages of sealed matter: its view and its entry. */
const sealedPage = /#\/registers\/[^/]+\/records\/[^/]+\/sealed(\/new)?$/u;

/** Electron's safe defaults, said aloud: a change of a default in a later Electron must not change them here. */
function pageOptions(session: Session, isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    show: false,
    title: '护蕾台账',
    backgroundColor: '#f4f5f2',
    webPreferences: {
      session,
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
      devTools: !isPackaged,
    },
  };
}

/** Opens the program's window. It fits a screen of 1366 × 768 with a task bar. */
export function openWindow(session: Session, isPackaged: boolean): BrowserWindow {
  const window = new BrowserWindow({ ...pageOptions(session, isPackaged), width: 1366, height: 728, minWidth: 1024 });
  window.once('ready-to-show', () => window.show());
  // While sealed matter is entered or seen, screenshots, recordings and remote help get a black window (security.md b4); elsewhere
  // they go on, so that a colleague can help.
  window.webContents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
    if (isMainFrame) window.setContentProtection(sealedPage.test(url));
  });
  return window;
}

/** Prints one page of the core in a window that is never shown. */
export async function printPage(session: Session, isPackaged: boolean, path: string): Promise<Uint8Array> {
  const window = new BrowserWindow(pageOptions(session, isPackaged));
  try {
    await window.loadURL(`${shellOrigin}${path}`);
    await window.webContents.executeJavaScript('document.fonts.ready.then(() => null)');
    return await window.webContents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateDocumentOutline: false,
    });
  } finally {
    window.destroy();
  }
}

/** Shuts every way out of the session: network, permissions, devices, downloads. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwn(details.url) }));
}

/** Keeps a page where the program put it: no link, script or dropped file takes it elsewhere or opens another window. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (details) => {
    const isPreview = !details.isMainFrame && details.url.startsWith(`${shellOrigin}/print/`);
    if (!isPreview) details.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** data: and blob: are bytes that a page of ours already has; the page's own policy says where it may use them. */
function isOwn(url: string): boolean {
  return [`${shellOrigin}/`, `blob:${shellOrigin}/`, 'data:'].some((start) => url.startsWith(start));
}

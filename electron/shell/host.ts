import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, type Session, shell, utilityProcess } from 'electron';
import { type ClipboardGuard, createClipboardGuard } from '../server/clipboardGuard.ts';
import { type CoreChild, isPrintPath } from '../server/corePort.ts';
import { createExportFolders } from '../server/exportFolders.ts';
import type { Host } from '../server/host.ts';
import { safeFileName } from '../server/safeFileName.ts';
import { saveAs } from '../server/saveExport.ts';
import { printPage } from './window.ts';

const coreEntry = path.join(import.meta.dirname, '..', 'server', 'coreProcess.ts');

/** Starts the core in one of Electron's utility processes. */
export function forkUtilityCore(): CoreChild {
  const child = utilityProcess.fork(coreEntry, [], { serviceName: 'hulei core', stdio: 'inherit', execArgv: [] });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill(),
  };
}

/** The clipboard of the system, which Electron reads and clears without a window. */
export function guardClipboard(): ClipboardGuard {
  return createClipboardGuard({ readText: async () => clipboard.readText(), clear: async () => clipboard.clear() });
}

/** The Electron side of Host; `lock` belongs to the core's keeper. */
export function createShellHost(options: {
  readonly dataDir: string;
  readonly session: Session;
  readonly window: () => BrowserWindow | null;
  readonly copied: ClipboardGuard;
}): Omit<Host, 'lock'> {
  const { dataDir, session, window, copied } = options;
  const folders = createExportFolders();
  return {
    name: 'electron',
    dataDir,
    async pageToPdf(printPath) {
      if (!isPrintPath(printPath)) throw new Error('not a print page');
      return printPage(session, app.isPackaged, printPath);
    },
    async saveFile(suggestedName, bytes) {
      const suggested = path.join(app.getPath('downloads'), safeFileName(suggestedName));
      const parent = window();
      // The system's dialog asks before it lets a file be replaced.
      const dialogOptions = { defaultPath: suggested, properties: ['showOverwriteConfirmation' as const] };
      const { canceled, filePath } = await (parent
        ? dialog.showSaveDialog(parent, dialogOptions)
        : dialog.showSaveDialog(dialogOptions));
      if (canceled || filePath === '') return null;
      await saveAs(filePath, bytes);
      return filePath;
    },
    async createFolder(suggestedName) {
      const parent = window();
      const dialogOptions = {
        title: '选择放在哪个文件夹里',
        defaultPath: app.getPath('downloads'),
        properties: ['openDirectory' as const, 'createDirectory' as const],
      };
      const { filePaths } = await (parent
        ? dialog.showOpenDialog(parent, dialogOptions)
        : dialog.showOpenDialog(dialogOptions));
      return filePaths[0] === undefined ? null : folders.create(await realpath(filePaths[0]), suggestedName);
    },
    saveInFolder: folders.save,
    discardFolder: folders.discard,
    async showInFolder(file) {
      shell.showItemInFolder(file);
    },
    async clearCopied(sha256) {
      copied.copied(sha256);
    },
    async quit() {
      app.quit();
    },
  };
}

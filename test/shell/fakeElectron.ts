import { EventEmitter } from 'node:events';

type Handler = (...args: never[]) => unknown;

/** What the shell did to Electron, in order, and the handlers it left there. */
export interface ShellRecord {
  readonly events: string[];
  readonly handlers: Map<string, Handler>;
  readonly windows: FakeWindow[];
  readonly cores: FakeCore[];
  readonly switches: Map<string, string>;
  readonly schemes: unknown[];
  saveDialog: { canceled: boolean; filePath: string };
  openDialog: { canceled: boolean; filePaths: string[] };
  readonly dialogs: unknown[];
  downloads: string;
  hasInstance: boolean;
}

export class FakeContents extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  readonly pdfOptions: unknown[] = [];
  readonly scripts: string[] = [];
  setWindowOpenHandler(handler: Handler): void {
    this.handlers.set('window-open', handler);
  }
  async executeJavaScript(script: string): Promise<null> {
    this.scripts.push(script);
    return null;
  }
  async printToPDF(options: unknown): Promise<Uint8Array> {
    this.pdfOptions.push(options);
    return new TextEncoder().encode('%PDF');
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  isDestroyed = false;
  /** Whether the content is kept from whoever captures the screen. */
  isProtected = false;
  readonly options: Record<string, unknown>;
  readonly record: ShellRecord;
  constructor(record: ShellRecord, options: Record<string, unknown>) {
    super();
    this.record = record;
    this.options = options;
    record.windows.push(this);
    record.events.push(`window ${record.windows.length}`);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.record.events.push(`load ${url}`);
  }
  show(): void {
    this.record.events.push('show');
  }
  setContentProtection(isOn: boolean): void {
    this.isProtected = isOn;
  }
  focus(): void {
    this.record.events.push('focus');
  }
  destroy(): void {
    this.isDestroyed = true;
    this.record.events.push('destroy');
    this.emit('closed');
  }
}

export class FakeCore extends EventEmitter {
  readonly pid: number;
  readonly posted: unknown[] = [];
  readonly record: ShellRecord;
  constructor(record: ShellRecord) {
    super();
    this.record = record;
    record.cores.push(this);
    this.pid = record.cores.length;
    record.events.push(`core ${this.pid}`);
  }
  postMessage(message: { kind: string }): void {
    this.posted.push(message);
    if (message.kind === 'open') queueMicrotask(() => this.emit('message', { kind: 'ready', announcement: null }));
    if (message.kind === 'close') queueMicrotask(() => this.end());
  }
  kill(): boolean {
    this.end();
    return true;
  }
  end(): void {
    this.record.events.push(`core ${this.pid} ended`);
    this.emit('exit', 0);
  }
}

/** A small hand-made Electron: as much of it as electron/shell touches. */
export function createFakeElectron(dataDir: string, isPackaged: boolean) {
  const record: ShellRecord = {
    events: [],
    handlers: new Map(),
    windows: [],
    cores: [],
    switches: new Map([['data-dir', dataDir]]),
    schemes: [],
    saveDialog: { canceled: true, filePath: '' },
    openDialog: { canceled: true, filePaths: [] },
    dialogs: [],
    downloads: dataDir,
    hasInstance: true,
  };
  const keep = (name: string) => (handler: Handler) => void record.handlers.set(name, handler);
  const ready = Promise.withResolvers<void>();
  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    commandLine: {
      getSwitchValue: (name: string) => record.switches.get(name) ?? '',
      hasSwitch: (name: string) => record.switches.has(name),
      appendSwitch: (name: string, value = '') => void record.switches.set(name, value),
    },
    setPath: (name: string, value: string) => void record.events.push(`path ${name} ${value}`),
    getPath: () => record.downloads,
    requestSingleInstanceLock: () => record.hasInstance,
    whenReady: () => ready.promise,
    quit() {
      let isPrevented = false;
      app.emit('before-quit', {
        preventDefault: () => {
          isPrevented = true;
        },
      });
      if (!isPrevented) record.events.push('quit');
    },
    exit: (code: number) => void record.events.push(`exit ${code}`),
  });
  const pages = Object.assign(new EventEmitter(), {
    protocol: { handle: (scheme: string, handler: Handler) => keep(`protocol ${scheme}`)(handler) },
    webRequest: { onBeforeRequest: keep('request') },
    setPermissionRequestHandler: keep('permission request'),
    setPermissionCheckHandler: keep('permission check'),
    setDevicePermissionHandler: keep('device permission'),
    setDisplayMediaRequestHandler: keep('display media'),
    setSpellCheckerEnabled: (isOn: boolean) => void record.events.push(`spell checker ${isOn}`),
  });
  const powerMonitor = new EventEmitter();
  const electron = {
    app,
    powerMonitor,
    BrowserWindow: class extends FakeWindow {
      constructor(options: Record<string, unknown>) {
        super(record, options);
      }
    },
    Menu: { setApplicationMenu: (menu: unknown) => void record.events.push(`menu ${menu}`) },
    dialog: {
      showErrorBox: (_title: string, text: string) => void record.events.push(`error ${text}`),
      showSaveDialog: async (...args: unknown[]) => {
        record.dialogs.push(args.at(-1));
        return record.saveDialog;
      },
      showOpenDialog: async (...args: unknown[]) => {
        record.dialogs.push(args.at(-1));
        return record.openDialog;
      },
    },
    protocol: { registerSchemesAsPrivileged: (schemes: unknown) => void record.schemes.push(schemes) },
    session: {
      fromPartition: (name: string) => {
        record.events.push(`partition ${name}`);
        return pages;
      },
    },
    shell: { showItemInFolder: (file: string) => void record.events.push(`folder ${file}`) },
    utilityProcess: { fork: () => new FakeCore(record) },
  };
  return { electron, record, pages, app, powerMonitor, ready: ready.resolve };
}

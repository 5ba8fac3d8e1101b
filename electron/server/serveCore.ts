import {
  type CloseReason,
  fromHostFailure,
  type HostCall,
  type HostOutcome,
  type MessageToCore,
  type PortToHost,
  readMessageToCore,
} from './corePort.ts';
import type { Host } from './host.ts';

/** The part of the program that the port serves; see createApp. */
export interface ServedApp {
  fetch(request: Request): Promise<Response>;
  /** Closes its files; when the program ends, after a backup of what was stored. */
  close(reason: CloseReason): Promise<void>;
  /** One line for the terminal that started the program: how to open the demonstration. */
  readonly announcement?: string | null;
}

/**
 * Serves an app over a message port until the host says `close` or is gone; then the app is closed and `exit` called.
 * A message that is not part of the protocol ends the process: the host is our own code, so one is a fault or an attack.
 */
export function serveCore(options: {
  readonly port: PortToHost;
  readonly createApp: (options: { host: Host; demo: boolean }) => ServedApp | Promise<ServedApp>;
  readonly exit: (code: number) => void;
}): void {
  const { port, createApp, exit } = options;
  const calls = new Map<number, PromiseWithResolvers<Uint8Array | string | null>>();
  let lastCallId = 0;
  let app: Promise<ServedApp> | null = null;
  let isClosing = false;

  function call(hostCall: HostCall): Promise<Uint8Array | string | null> {
    const id = ++lastCallId;
    const answer = Promise.withResolvers<Uint8Array | string | null>();
    calls.set(id, answer);
    port.post({ kind: 'call', id, call: hostCall });
    return answer.promise;
  }

  function settle(id: number, outcome: HostOutcome): void {
    const answer = calls.get(id);
    calls.delete(id);
    if (outcome.ok) answer?.resolve(outcome.value);
    else answer?.reject(fromHostFailure(outcome));
  }

  async function open(message: Extract<MessageToCore, { kind: 'open' }>): Promise<ServedApp> {
    const opened = await createApp({
      host: remoteHost(message.hostName, message.dataDir, call),
      demo: message.demo,
    });
    port.post({ kind: 'ready', announcement: opened.announcement ?? null });
    return opened;
  }

  async function answer(message: Extract<MessageToCore, { kind: 'request' }>): Promise<void> {
    const response = await respond(await app, message);
    const body = response.body === null ? null : new Uint8Array(await response.arrayBuffer());
    port.post({ kind: 'response', id: message.id, status: response.status, headers: [...response.headers], body });
  }

  async function close(code: number, reason: CloseReason): Promise<void> {
    if (isClosing) return;
    isClosing = true;
    try {
      await (await app)?.close(reason);
    } finally {
      exit(code);
    }
  }

  // Nobody is left who would wait for a backup; the next unlocking makes it.
  port.onDisconnect(() => void close(0, 'lock'));
  port.onMessage((raw) => {
    const message = readMessageToCore(raw);
    switch (message?.kind) {
      case 'open':
        if (app) void close(1, 'lock');
        else app = open(message);
        return;
      case 'request':
        void answer(message);
        return;
      case 'reply':
        settle(message.id, message.outcome);
        return;
      case 'close':
        void close(0, message.reason);
        return;
      default:
        void close(1, 'lock');
    }
  });
}

async function respond(app: ServedApp | null, message: Extract<MessageToCore, { kind: 'request' }>): Promise<Response> {
  if (!app) return new Response(null, { status: 503 });
  let request: Request;
  try {
    request = new Request(message.url, {
      method: message.method,
      headers: message.headers.map(([name, value]): [string, string] => [name, value]),
      body: message.body ? new Uint8Array(message.body) : null,
    });
  } catch {
    return new Response(null, { status: 400 });
  }
  try {
    return await app.fetch(request);
  } catch {
    // The app turns every failure into an answer itself; this keeps a page from waiting for ever if it ever does not.
    return new Response(null, { status: 500 });
  }
}

function remoteHost(
  name: Host['name'],
  dataDir: string,
  call: (call: HostCall) => Promise<Uint8Array | string | null>,
): Host {
  return {
    name,
    dataDir,
    async pageToPdf(path) {
      const pdf = await call({ member: 'pageToPdf', args: [path] });
      if (!(pdf instanceof Uint8Array)) throw new Error('the host returned no PDF');
      return pdf;
    },
    async saveFile(suggestedName, bytes) {
      const path = await call({ member: 'saveFile', args: [suggestedName, bytes] });
      return typeof path === 'string' ? path : null;
    },
    async createFolder(suggestedName) {
      const path = await call({ member: 'createFolder', args: [suggestedName] });
      return typeof path === 'string' ? path : null;
    },
    async saveInFolder(folder, name, bytes) {
      const path = await call({ member: 'saveInFolder', args: [folder, name, bytes] });
      if (typeof path !== 'string') throw new Error('the host returned no path');
      return path;
    },
    async discardFolder(folder) {
      await call({ member: 'discardFolder', args: [folder] });
    },
    async showInFolder(path) {
      await call({ member: 'showInFolder', args: [path] });
    },
    async clearCopied(sha256) {
      await call({ member: 'clearCopied', args: [sha256] });
    },
    async lock(reason) {
      await call({ member: 'lock', args: [reason] });
    },
    async quit() {
      await call({ member: 'quit', args: [] });
    },
  };
}

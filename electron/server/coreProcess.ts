import { createApp } from './app.ts';
import type { PortToHost } from './corePort.ts';
import { serveCore } from './serveCore.ts';

/** What Electron adds to `process` inside a utility process; typed here because only electron/shell knows Electron. */
interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

// An error text may quote what was being worked on, so only its name and where it came from are printed.
process.on('uncaughtException', (error) => {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  process.stderr.write(
    `core stopped: ${error instanceof Error ? error.name : 'unknown error'}\n${frames.join('\n')}\n`,
  );
  process.exit(1);
});

serveCore({
  port: connectToHost(),
  createApp: ({ host, demo }) => createApp({ host, demo, now: () => new Date() }),
  exit: (code) => process.exit(code),
});

function connectToHost(): PortToHost {
  if ('parentPort' in process) {
    const parentPort = process.parentPort as UtilityParentPort; // Electron's own, present in utility processes only
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
      onDisconnect: () => {}, // Electron ends its utility processes with the program
    };
  }
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onDisconnect: (listener) => process.on('disconnect', listener),
  };
}

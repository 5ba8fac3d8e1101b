import { createApp } from './app.ts';
import type { PortToHost } from './corePort.ts';
import { exitOnUncaught } from './exitOnUncaught.ts';
import { serveCore } from './serveCore.ts';

/** What Electron adds to `process` inside a utility process; typed here because only electron/shell knows Electron. */
interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

exitOnUncaught('core');

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

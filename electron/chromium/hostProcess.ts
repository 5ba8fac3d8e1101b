import { AppError } from '../../shared/contract/result.ts';
import { exitOnUncaught } from '../server/exitOnUncaught.ts';
import type { HostOrder, HostReport } from './keepHost.ts';
import { type ChromiumHostOptions, openChromiumHost } from './openChromiumHost.ts';

// One Chromium host as the child of keepHost.ts, which says when it is to open and starts the next one after a lock.
exitOnUncaught('host');
const ordered = Promise.withResolvers<ChromiumHostOptions | null>();
const stopped = Promise.withResolvers<void>();
void stopped.promise.then(() => ordered.resolve(null)); // before it was told to open
process.on('message', (message) => {
  const order = message as HostOrder; // our own program at the other end
  if (order.kind === 'open') ordered.resolve(order.options);
  else stopped.resolve();
});
process.once('disconnect', () => stopped.resolve()); // the keeper is gone
if (!process.connected) stopped.resolve();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.resolve());

const options = await ordered.promise;
// The end of this process also ends a browser that hung when it was closed.
process.exit(options ? await runHost(options) : 0);

async function runHost(hostOptions: ChromiumHostOptions): Promise<number> {
  try {
    const host = await openChromiumHost(hostOptions);
    await report({ kind: 'opened', announcement: host.announcement });
    void stopped.promise.then(() => host.close());
    void host.locking.then(() => report({ kind: 'locking' }));
    await report({ kind: 'ended', end: await host.closed });
    return 0;
  } catch (error) {
    const sentence = error instanceof AppError ? error.message : null;
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    await report({ kind: 'failed', sentence, code });
    return 1;
  }
}

/** Resolves when it is on its way, or when nobody is there to take it. */
function report(message: HostReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
}

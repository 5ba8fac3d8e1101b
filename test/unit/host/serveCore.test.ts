import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isPrintPath,
  type MessageToHost,
  readMessageToCore,
  readMessageToHost,
} from '../../../electron/server/corePort.ts';
import { type ServedApp, serveCore } from '../../../electron/server/serveCore.ts';

function serve(app: ServedApp) {
  const posted: MessageToHost[] = [];
  const exit = Promise.withResolvers<number>();
  let receive: (message: unknown) => void = () => {};
  let disconnect = () => {};
  serveCore({
    port: {
      post: (message) => void posted.push(message),
      onMessage: (listener) => {
        receive = listener;
      },
      onDisconnect: (listener) => {
        disconnect = listener;
      },
    },
    createApp: () => app,
    exit: exit.resolve,
  });
  return {
    posted,
    exited: exit.promise,
    receive: (message: unknown) => receive(message),
    disconnect: () => disconnect(),
  };
}

function countingApp(): ServedApp & { closed: string[] } {
  return {
    closed: [],
    fetch: async () => new Response('answer'),
    async close(reason) {
      this.closed.push(reason);
    },
  };
}

const open = { kind: 'open', hostName: 'chromium', dataDir: '/nowhere', demo: false };

test('the core closes its files and ends when its host is gone', async () => {
  const app = countingApp();
  const core = serve(app);
  core.receive(open);
  core.disconnect();
  expect(await core.exited).toBe(0);
  expect(app.closed).toEqual(['lock']);
});

test.each(['lock', 'quit'])('the core closes its files and ends when told to, once: %s', async (reason) => {
  const app = countingApp();
  const core = serve(app);
  core.receive(open);
  core.receive({ kind: 'close', reason });
  core.receive({ kind: 'close', reason });
  core.disconnect();
  expect(await core.exited).toBe(0);
  expect(app.closed).toEqual([reason]);
});

test.each([
  ['nothing', undefined],
  ['a text', 'close'],
  ['an unknown kind', { kind: 'eval', code: '1' }],
  [
    'a request without an id',
    { kind: 'request', method: 'GET', url: 'https://hulei.invalid/', headers: [], body: null },
  ],
  ['a request with a text as body', { kind: 'request', id: 1, method: 'GET', url: 'x', headers: [], body: 'text' }],
  ['a request with odd headers', { kind: 'request', id: 1, method: 'GET', url: 'x', headers: [['a']], body: null }],
  ['an unknown host', { ...open, hostName: 'web' }],
  ['a second opening', open],
])('the core ends when it receives %s', async (_name, message) => {
  const app = countingApp();
  const core = serve(app);
  core.receive(open);
  core.receive(message);
  expect(await core.exited).toBe(1);
  expect(app.closed).toEqual(['lock']);
});

test('a request that is no request is answered with 400, one before the opening with 503', async () => {
  const core = serve(countingApp());
  const request = { kind: 'request', method: 'GET', url: 'https://hulei.invalid/', headers: [], body: null };
  core.receive({ ...request, id: 1 });
  core.receive(open);
  core.receive({ ...request, id: 2, url: 'no address' });
  core.receive({ ...request, id: 3, headers: [['bad name', 'x']] });
  core.receive({ ...request, id: 4, body: new Uint8Array(1) }); // GET with a body
  core.receive({ ...request, id: 5 });
  await expect
    .poll(() => core.posted.flatMap((message) => (message.kind === 'response' ? [[message.id, message.status]] : [])))
    .toEqual(
      expect.arrayContaining([
        [1, 503],
        [2, 400],
        [3, 400],
        [4, 400],
        [5, 200],
      ]),
    );
});

test('a failing app is answered with 500 and nothing of the error', async () => {
  const core = serve({
    fetch: async () => {
      throw new Error('张三 439981');
    },
    close: async () => {},
  });
  core.receive(open);
  core.receive({ kind: 'request', id: 1, method: 'GET', url: 'https://hulei.invalid/', headers: [], body: null });
  await expect
    .poll(() => core.posted.at(-1))
    .toEqual({ kind: 'response', id: 1, status: 500, headers: [], body: null });
});

test('no value whatever makes the readers throw, and what they accept they accept again unchanged', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const read of [readMessageToCore, readMessageToHost]) {
        const message = read(value);
        if (message) expect(read(message)).toEqual(message);
      }
    }),
  );
});

test.each([
  { member: 'pageToPdf', args: ['/api/secret'] },
  { member: 'pageToPdf', args: ['/print/../rpc/x'] },
  { member: 'pageToPdf', args: [] },
  { member: 'saveFile', args: ['a.txt', 'text'] },
  { member: 'showInFolder', args: [1] },
  { member: 'createFolder', args: [] },
  { member: 'saveInFolder', args: ['/folder', 'a.pdf'] },
  { member: 'discardFolder', args: [null] },
  { member: 'lock', args: ['now'] },
  { member: 'lock', args: ['restored-昨天'] },
  { member: 'lock', args: ['restored-2026-11-21T01:00:00.000Z&after=idle'] },
  { member: 'constructor', args: [] },
  { member: 'dataDir', args: [] },
])('the host refuses the call $member $args', (call) => {
  expect(readMessageToHost({ kind: 'call', id: 1, call })).toBeNull();
});

test.each(['request', 'idle', 'keysChanged', 'restored-2026-11-21T01:00:00.000Z'])(
  'the host locks for %s',
  (reason) => {
    const message = { kind: 'call', id: 1, call: { member: 'lock', args: [reason] } };
    expect(readMessageToHost(message)).toEqual(message);
  },
);

test.each(['/print/a', '/print/a?sheet=1'])('%s is a print page', (path) => expect(isPrintPath(path)).toBe(true));
test.each([
  '/print/../a',
  '/print/%2e%2e/a',
  '/print/..\\a',
  'https://example.com/print/a',
  '//example.com/print/a',
  '/a',
])('%s is not a print page', (path) => expect(isPrintPath(path)).toBe(false));

import { type ServedApp, serveCore } from '../../../electron/server/serveCore.ts';

let hangsAtClose = false;

// A small app behind the real port, run as the child process of the tests in this folder.
serveCore({
  port: {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onDisconnect: (listener) => process.on('disconnect', listener),
  },
  createApp: ({ host, demo }): ServedApp => ({
    announcement: demo ? 'demo' : null,
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      switch (pathname) {
        case '/':
          return page('<title>护蕾台账</title><h1>unlock</h1>');
        case '/record':
          return page('<title>护蕾台账</title><h1>record</h1><input id="name" autocomplete="off">');
        case '/print/sheet':
          return page(
            '<style>@page{size:A4}section{break-after:page}</style><section>一</section><section>二</section>',
            "default-src 'none'; style-src 'unsafe-inline'",
          );
        case '/pid':
          return new Response(String(process.pid));
        case '/echo':
          return new Response(await request.bytes(), {
            headers: {
              'x-method': request.method,
              'x-header': request.headers.get('x-header') ?? '',
              'x-host': host.name,
              'x-demo': String(demo),
            },
          });
        case '/malformed':
          process.send?.({ kind: 'response', id: 'one' });
          return new Response('never sent');
        case '/crash':
          return process.exit(7);
        case '/hang-at-close':
          hangsAtClose = true;
          return new Response('hanging');
        case '/never':
          return new Promise(() => {});
        case '/pdf':
          return new Response(new Uint8Array(await host.pageToPdf('/print/sheet')));
        case '/save': {
          const saved = await host.saveFile(searchParams.get('name') ?? '', await request.bytes());
          return new Response(saved);
        }
        case '/folder': {
          const folder = await host.createFolder(searchParams.get('name') ?? '');
          if (folder === null) return new Response('none');
          const saved = await host.saveInFolder(folder, 'a.pdf', new Uint8Array(2));
          await host.discardFolder(folder);
          return new Response(saved);
        }
        case '/save-fails':
          return host.saveFile('x', new Uint8Array()).then(
            () => new Response('saved'),
            (error: unknown) =>
              Response.json(
                error instanceof Error && 'code' in error
                  ? { code: error.code, message: error.message }
                  : String(error),
              ),
          );
        case '/lock':
          await host.lock('idle');
          return new Response('locking');
        default:
          return new Response(null, { status: 404 });
      }
    },
    async close() {
      if (hangsAtClose) await new Promise(() => {});
      await new Promise<void>((resolve) => process.stderr.write('', () => resolve()));
    },
  }),
  exit: (code) => process.exit(code),
});

/** Without a policy, so that what is refused is refused by the host and not by the page. */
function page(body: string, policy?: string): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(`<!doctype html>${body}`, {
    headers: policy ? { ...headers, 'content-security-policy': policy } : headers,
  });
}

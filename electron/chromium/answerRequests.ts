import type { CDPSession } from 'playwright-core';

type FetchFunction = (request: Request) => Promise<Response>;

/**
 * Answers every request of one page: those to `origin` from `fetch`, all others with an error. Nothing reaches a network.
 * The DevTools protocol is used directly because playwright's own routes switch off the page's memory cache, and a sheet
 * with a bundled Chinese font would ask for a dozen files again with every print.
 */
export async function answerRequests(session: CDPSession, origin: string, fetch: FetchFunction): Promise<void> {
  session.on('Fetch.requestPaused', (paused) => {
    const { requestId, request } = paused;
    const answered =
      URL.parse(request.url)?.origin === origin
        ? fulfil(session, requestId, request, fetch)
        : session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    // A page that is closed or sent elsewhere no longer waits for its answer.
    answered.catch(() => {});
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

async function fulfil(
  session: CDPSession,
  requestId: string,
  paused: PausedRequest,
  fetch: FetchFunction,
): Promise<void> {
  const request = toRequest(paused);
  const response = request ? await fetch(request) : new Response(null, { status: 400 });
  const body = Buffer.from(await response.arrayBuffer());
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: body.toString('base64'),
  });
}

interface PausedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly hasPostData?: boolean;
  readonly postDataEntries?: readonly { readonly bytes?: string }[];
}

/** Null for a body the browser does not hand over whole: a file inside a multipart form. A bare file or blob is whole. */
function toRequest({ url, method, headers, hasPostData, postDataEntries }: PausedRequest): Request | null {
  const parts: Buffer[] = [];
  for (const { bytes } of postDataEntries ?? []) {
    if (bytes === undefined) return null;
    parts.push(Buffer.from(bytes, 'base64'));
  }
  if (hasPostData && parts.length === 0) return null;
  return new Request(url, { method, headers, body: hasPostData ? Buffer.concat(parts) : null });
}

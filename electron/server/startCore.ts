import type { Failure } from '../../shared/contract/result.ts';
import {
  type CloseReason,
  type CoreChild,
  type MessageToHost,
  readMessageToHost,
  requestBodyLimit,
  toHostFailure,
} from './corePort.ts';
import { createCrashLimit } from './crashLimit.ts';
import type { Host, LockReason } from './host.ts';

/** The page as the core's keeper sees it. */
export interface CorePage {
  /** Leaves nothing of the current document in the page. Resolves also when there is no page any more. */
  tearDown(): Promise<void>;
  /** Opens the unlock page of a core that has just started. Its path says why it is there: `/?after=idle`. */
  openUnlockPage(path: string): Promise<void>;
}

/** A lock, or a core or page that died. */
export type RestartReason = LockReason | 'crash';

/** The path of the unlock page; it says why the page is there again, or null when the program starts. */
export function unlockPath(reason: RestartReason | null): string {
  return reason === null ? '/' : `/?after=${reason}`;
}

/** The core in its own process, as the host holds it. */
export interface Core {
  /** Resolves with the first core's announcement when it can answer, and to null when no core would start. */
  readonly ready: Promise<string | null>;
  readonly pid: number | undefined;
  /** Hands one request to the core. While a restart is under way the request waits for the new core. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /**
   * Tears the page down, ends the core's process, starts a new one and opens the unlock page, which says why. It is all
   * of a lock in Electron, whose main process cannot end without the program and keeps copies of answers it handed on.
   */
  restart(reason: RestartReason): Promise<void>;
  /** Ends the core's process for good, its database closed first; for a lock the page is torn down before. */
  close(reason: CloseReason): Promise<void>;
}

/**
 * Milliseconds a core may take to close before it is ended by force: at lock just its files, so that the keys are gone within a second
 * together with the page, at quit after the last backup. What is committed is on the disk either way.
 */
const closeLimitMs = { lock: 600, quit: 9_000 } as const satisfies Record<CloseReason, number>;
/** Milliseconds the page may take to be torn down; then the core ends all the same, and the keys with it. */
const tearDownLimitMs = 400;

interface Generation {
  readonly child: CoreChild;
  readonly ready: PromiseWithResolvers<void>;
  readonly exited: PromiseWithResolvers<void>;
  readonly pending: Map<number, (response: Response) => void>;
  /** Set when its end is wanted, so that it is not taken for a crash. */
  isEnding: boolean;
  /** Set when it sent something outside the protocol; nothing more is taken from it and it is ended. */
  isRefused: boolean;
  hasExited: boolean;
}

/**
 * Starts the core in a process of its own and keeps one running: a core that dies on its own is replaced and the unlock
 * page shown, at most three times in a minute; after that every request is answered by a page that says what to do.
 */
export function startCore(options: {
  readonly fork: () => CoreChild;
  readonly host: Host;
  readonly page: CorePage;
  readonly demo: boolean;
  readonly now: () => Date;
}): Core {
  const { fork, host, page, demo, now } = options;
  const announced = Promise.withResolvers<string | null>();
  const mayRestart = createCrashLimit(now);
  let hasGivenUp = false;
  let isClosed = false;
  let restarting: Promise<void> | null = null;
  let lastRequestId = 0;
  let generation = begin();
  /** Fulfils when requests may be sent: at once, or when a restart has begun the next generation. */
  let open: Promise<void> = Promise.resolve();

  function begin(): Generation {
    const next: Generation = {
      child: fork(),
      ready: Promise.withResolvers<void>(),
      exited: Promise.withResolvers<void>(),
      pending: new Map(),
      isEnding: false,
      isRefused: false,
      hasExited: false,
    };
    next.child.onMessage((raw) => {
      if (next.isRefused) return;
      const message = readMessageToHost(raw);
      if (!message || !receive(next, message)) {
        next.isRefused = true;
        next.child.kill();
      }
    });
    next.child.onExit(() => {
      next.hasExited = true;
      for (const answer of next.pending.values()) answer(stoppedResponse());
      next.pending.clear();
      next.ready.resolve();
      next.exited.resolve();
      if (!next.isEnding && !isClosed) recover();
    });
    next.child.post({ kind: 'open', hostName: host.name, dataDir: host.dataDir, demo });
    return next;
  }

  /** @returns false when the message makes no sense. */
  function receive(from: Generation, message: MessageToHost): boolean {
    switch (message.kind) {
      case 'ready':
        from.ready.resolve();
        announced.resolve(message.announcement);
        return true;
      case 'response': {
        const answer = from.pending.get(message.id);
        const response = toResponse(message);
        if (!answer || !response) return false;
        from.pending.delete(message.id);
        answer(response);
        return true;
      }
      case 'call':
        void answerCall(from, message);
        return true;
    }
  }

  async function answerCall(from: Generation, { id, call }: Extract<MessageToHost, { kind: 'call' }>): Promise<void> {
    const reply = (value: Uint8Array | string | null) => {
      if (!from.hasExited) from.child.post({ kind: 'reply', id, outcome: { ok: true, value } });
    };
    try {
      switch (call.member) {
        case 'pageToPdf':
          return reply(await host.pageToPdf(...call.args));
        case 'saveFile':
          return reply(await host.saveFile(...call.args));
        case 'createFolder':
          return reply(await host.createFolder(...call.args));
        case 'saveInFolder':
          return reply(await host.saveInFolder(...call.args));
        case 'discardFolder':
          await host.discardFolder(...call.args);
          return reply(null);
        case 'showInFolder':
          await host.showInFolder(...call.args);
          return reply(null);
        case 'clearCopied':
          await host.clearCopied(...call.args);
          return reply(null);
        case 'lock':
          reply(null);
          return await host.lock(...call.args);
        case 'quit':
          reply(null);
          return await host.quit();
      }
    } catch (error) {
      if (!from.hasExited) from.child.post({ kind: 'reply', id, outcome: toHostFailure(error) });
    }
  }

  /** The page goes first, so that what it is just saving arrives; a page that hangs or fails keeps nobody unlocked. */
  async function tornDown(): Promise<void> {
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, tearDownLimitMs);
    await Promise.race([page.tearDown().catch(() => {}), limit.promise]);
    clearTimeout(timer);
  }

  async function end(ending: Generation, reason: CloseReason): Promise<void> {
    ending.isEnding = true;
    if (ending.hasExited) return;
    ending.child.post({ kind: 'close', reason });
    const force = setTimeout(() => ending.child.kill(), closeLimitMs[reason]);
    await ending.exited.promise;
    clearTimeout(force);
  }

  function recover(): void {
    if (!mayRestart()) {
      hasGivenUp = true;
      announced.resolve(null);
    }
    void restart('crash');
  }

  function restart(reason: RestartReason): Promise<void> {
    restarting ??= replaceUntilAlive(reason).finally(() => {
      restarting = null;
    });
    return restarting;
  }

  async function replaceUntilAlive(reason: RestartReason): Promise<void> {
    do {
      const next = Promise.withResolvers<void>();
      open = next.promise;
      await tornDown();
      await end(generation, 'lock');
      if (isClosed) return next.resolve();
      if (!hasGivenUp) generation = begin();
      next.resolve();
      await page.openUnlockPage(unlockPath(reason));
    } while (generation.hasExited && !hasGivenUp && !isClosed);
  }

  return {
    ready: announced.promise,
    get pid() {
      return generation.child.pid;
    },
    async fetch(request) {
      const body = request.body === null ? null : await request.bytes();
      if ((body?.byteLength ?? 0) > requestBodyLimit) return new Response(null, { status: 413 });
      await open;
      await generation.ready.promise;
      if (hasGivenUp) return gaveUpResponse();
      const target = generation;
      if (target.hasExited) return stoppedResponse();
      const id = ++lastRequestId;
      const answer = Promise.withResolvers<Response>();
      target.pending.set(id, answer.resolve);
      const { method, url } = request;
      target.child.post({ kind: 'request', id, method, url, headers: [...request.headers], body });
      return answer.promise;
    },
    restart,
    async close(reason) {
      isClosed = true;
      if (reason === 'lock') await tornDown();
      await end(generation, reason);
    },
  };
}

/** Null when the parts do not make a response (a body with status 204, a header value no header may have). */
function toResponse({ status, headers, body }: Extract<MessageToHost, { kind: 'response' }>): Response | null {
  try {
    return new Response(body ? new Uint8Array(body) : null, {
      status,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    });
  } catch {
    return null;
  }
}

/** The answer to a request whose core ended before it could answer; the page that asked is being torn down. */
function stoppedResponse(): Response {
  const error: Failure = { code: 'internal', message: '程序内部已重新启动，请重新登录后再试一次。' };
  return Response.json({ ok: false, error }, { status: 503, headers: { 'cache-control': 'no-store' } });
}

function gaveUpResponse(): Response {
  const page =
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>护蕾台账</title>' +
    '<p>程序连续几次没有启动成功，数据没有改动，请关闭窗口后重新打开，仍不行时请联系维护人员。</p></html>';
  return new Response(page, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
      'cache-control': 'no-store',
    },
  });
}

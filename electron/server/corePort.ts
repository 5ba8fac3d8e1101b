import { AppError, type ErrorCode, errorCodes } from '../../shared/contract/result.ts';
import { type Host, isLockReason } from './host.ts';

/** Largest body of one request in bytes; a workbook may have 20 MB. A larger one is answered with 413 by the host. */
export const requestBodyLimit = 32 * 1024 * 1024;

/** What the core asks of its host. `lock` and `quit` are answered before they begin, because both end the core. */
export type HostCalls = Pick<
  Host,
  | 'pageToPdf'
  | 'saveFile'
  | 'createFolder'
  | 'saveInFolder'
  | 'discardFolder'
  | 'showInFolder'
  | 'clearCopied'
  | 'lock'
  | 'quit'
>;
export type HostCall = {
  [Member in keyof HostCalls]: { readonly member: Member; readonly args: Parameters<HostCalls[Member]> };
}[keyof HostCalls];

/** Why a core ends: the desk is locked and nothing may be waited for, or the program ends and a backup is made before. */
export type CloseReason = 'lock' | 'quit';

export type MessageToCore =
  | { readonly kind: 'open'; readonly hostName: Host['name']; readonly dataDir: string; readonly demo: boolean }
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly method: string;
      readonly url: string;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: Uint8Array | null;
    }
  | { readonly kind: 'reply'; readonly id: number; readonly outcome: HostOutcome }
  | { readonly kind: 'close'; readonly reason: CloseReason };

export type HostOutcome =
  | { readonly ok: true; readonly value: Uint8Array | string | null }
  | { readonly ok: false; readonly code: ErrorCode | null; readonly message: string };

export type MessageToHost =
  | { readonly kind: 'ready'; readonly announcement: string | null }
  | {
      readonly kind: 'response';
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: Uint8Array | null;
    }
  | { readonly kind: 'call'; readonly id: number; readonly call: HostCall };

/** The core's end of the message port. */
export interface PortToHost {
  post(message: MessageToHost): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The host is gone; nobody will ever answer. */
  onDisconnect(listener: () => void): void;
}

/** The host's end: a running core process. */
export interface CoreChild {
  readonly pid: number | undefined;
  post(message: MessageToCore): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, however the process ended. */
  onExit(listener: () => void): void;
  /** Ends the process at once; it gets no chance to refuse. */
  kill(): void;
}

/** Reads a message that arrived at the core, or returns null for anything that is not exactly one. */
export function readMessageToCore(message: unknown): MessageToCore | null {
  if (!isRecord(message)) return null;
  const { kind, id } = message;
  switch (kind) {
    case 'close': {
      const { reason } = message;
      return reason === 'lock' || reason === 'quit' ? { kind, reason } : null;
    }
    case 'open': {
      const { hostName, dataDir, demo } = message;
      if (hostName !== 'electron' && hostName !== 'chromium') return null;
      if (typeof dataDir !== 'string' || typeof demo !== 'boolean') return null;
      return { kind, hostName, dataDir, demo };
    }
    case 'request': {
      const { method, url, headers, body } = message;
      if (!isId(id) || typeof method !== 'string' || typeof url !== 'string') return null;
      if (!isHeaders(headers) || !isBody(body) || (body?.byteLength ?? 0) > requestBodyLimit) return null;
      return { kind, id, method, url, headers, body };
    }
    case 'reply': {
      const outcome = readOutcome(message.outcome);
      return isId(id) && outcome ? { kind, id, outcome } : null;
    }
    default:
      return null;
  }
}

/** Reads a message that arrived at the host, or returns null for anything that is not exactly one. */
export function readMessageToHost(message: unknown): MessageToHost | null {
  if (!isRecord(message)) return null;
  const { kind, id } = message;
  switch (kind) {
    case 'ready': {
      const { announcement } = message;
      return announcement === null || typeof announcement === 'string' ? { kind, announcement } : null;
    }
    case 'response': {
      const { status, headers, body } = message;
      if (!isId(id) || !isHeaders(headers) || !isBody(body)) return null;
      if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return null;
      return { kind, id, status, headers, body };
    }
    case 'call': {
      const call = readCall(message.call);
      return isId(id) && call ? { kind, id, call } : null;
    }
    default:
      return null;
  }
}

function readCall(call: unknown): HostCall | null {
  if (!isRecord(call) || !Array.isArray(call.args)) return null;
  const { member, args } = call;
  const [first, second, third]: unknown[] = args;
  switch (member) {
    case 'pageToPdf':
      return args.length === 1 && isPrintPath(first) ? { member, args: [first] } : null;
    case 'saveFile':
      return args.length === 2 && typeof first === 'string' && second instanceof Uint8Array
        ? { member, args: [first, second] }
        : null;
    case 'saveInFolder':
      return args.length === 3 && typeof first === 'string' && typeof second === 'string' && third instanceof Uint8Array
        ? { member, args: [first, second, third] }
        : null;
    case 'createFolder':
    case 'discardFolder':
    case 'showInFolder':
    case 'clearCopied':
      return args.length === 1 && typeof first === 'string' ? { member, args: [first] } : null;
    case 'lock':
      return args.length === 1 && isLockReason(first) ? { member, args: [first] } : null;
    case 'quit':
      return args.length === 0 ? { member, args: [] } : null;
    default:
      return null;
  }
}

function readOutcome(outcome: unknown): HostOutcome | null {
  if (!isRecord(outcome)) return null;
  const { ok, value, code, message } = outcome;
  if (ok === true) {
    return value === null || typeof value === 'string' || value instanceof Uint8Array ? { ok, value } : null;
  }
  if (ok !== false || typeof message !== 'string') return null;
  const known = errorCodes.find((name) => name === code);
  return known || code === null ? { ok, code: known ?? null, message } : null;
}

/** Turns what a host member threw into something the port carries; only an AppError keeps its text. */
export function toHostFailure(error: unknown): HostOutcome {
  if (error instanceof AppError) return { ok: false, code: error.code, message: error.message };
  return { ok: false, code: null, message: error instanceof Error ? error.name : 'Error' };
}

/** The error that the core sees for a failed call to its host. */
export function fromHostFailure(failure: Extract<HostOutcome, { ok: false }>): Error {
  return failure.code ? new AppError(failure.code, failure.message) : new Error(`the host failed: ${failure.message}`);
}

/** True for a path under /print/ that stays there when a URL parser has read it. */
export function isPrintPath(path: unknown): path is `/print/${string}` {
  if (typeof path !== 'string' || !path.startsWith('/print/')) return false;
  const url = URL.parse(path, 'https://host.invalid');
  return url !== null && url.host === 'host.invalid' && url.pathname.startsWith('/print/');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isBody(value: unknown): value is Uint8Array | null {
  return value === null || value instanceof Uint8Array;
}

function isHeaders(value: unknown): value is [string, string][] {
  return (
    Array.isArray(value) &&
    value.every(
      (pair: unknown) =>
        Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && typeof pair[1] === 'string',
    )
  );
}

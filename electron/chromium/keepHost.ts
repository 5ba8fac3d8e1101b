import { fork } from 'node:child_process';
import path from 'node:path';
import { AppError } from '../../shared/contract/result.ts';
import { createCrashLimit } from '../server/crashLimit.ts';
import type { RestartReason } from '../server/startCore.ts';
import type { ChromiumHostOptions, HostEnd } from './openChromiumHost.ts';

const hostEntry = path.join(import.meta.dirname, 'hostProcess.ts');

/** What the keeper tells a host's process: to open its window, once, and to close it again. */
export type HostOrder = { readonly kind: 'open'; readonly options: ChromiumHostOptions } | { readonly kind: 'close' };

/** What a host's process tells its keeper: nothing that it has answered or that was entered. */
export type HostReport =
  | { readonly kind: 'opened'; readonly announcement: string | null }
  | { readonly kind: 'locking' }
  | { readonly kind: 'ended'; readonly end: HostEnd }
  /** One sentence for the user, or null for an unforeseen error, of which the code alone is told. */
  | { readonly kind: 'failed'; readonly sentence: string | null; readonly code: string | null };

interface HostProcess {
  give(order: HostOrder): void;
  /** Resolves when the process is gone: with its last report, or with null when it died before it could make one. */
  readonly gone: Promise<Extract<HostReport, { kind: 'ended' | 'failed' }> | null>;
}

/**
 * Runs the Chromium host in a process of its own until it is closed, and the next one after each lock: what a host has
 * handed on and what its browser has shown goes with their processes, and this one never had it. A host that died on its
 * own is followed by another too, at most three times in a minute. The host closes itself when this process is gone.
 * @throws AppError as openChromiumHost, and internal when hosts keep dying; Error, with a code where there is one, for the rest
 */
export async function keepHost(options: {
  readonly host: ChromiumHostOptions;
  /** Called whenever a window has opened, with what the core wants the terminal to show. */
  readonly opened: (announcement: string | null) => void;
  /** Resolves when the program is to end. */
  readonly stopped: Promise<void>;
  readonly now: () => Date;
}): Promise<void> {
  const mayRestart = createCrashLimit(options.now);
  /** The one to open next, which reads its modules while the one before it ends. */
  const waiting: HostProcess[] = [];
  let present = forkHost(heard);
  let isStopped = false;
  void options.stopped.then(() => {
    isStopped = true;
    present.give({ kind: 'close' });
  });

  let after: RestartReason | null = null;
  try {
    for (;;) {
      present.give({ kind: 'open', options: { ...options.host, after } });
      const report = await present.gone;
      if (report?.kind === 'failed') throw failure(report);
      if (report?.end.reason === 'quit' || (report && isStopped)) return;
      if (report) {
        after = report.end.after;
      } else if (isStopped) {
        throw failure({ sentence: null, code: null });
      } else if (mayRestart()) {
        after = 'crash';
      } else {
        throw new AppError(
          'internal',
          '程序连续几次意外中断，数据没有改动，请重新启动护蕾台账，仍不行时请联系维护人员。',
        );
      }
      present = waiting.pop() ?? forkHost(heard);
    }
  } finally {
    for (const host of waiting) host.give({ kind: 'close' });
  }

  function heard(report: HostReport): void {
    if (report.kind === 'opened') options.opened(report.announcement);
    if (report.kind === 'locking' && waiting.length === 0) waiting.push(forkHost(heard));
  }
}

function forkHost(heard: (report: HostReport) => void): HostProcess {
  const child = fork(hostEntry, [], {
    execArgv: [], // a debugger asked for here is not handed on to a process that sees records
    // A process group of its own: Ctrl+C in the terminal reaches the keeper alone, which lets the host close its files.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let last: Extract<HostReport, { kind: 'ended' | 'failed' }> | null = null;
  child.on('message', (message) => {
    const report = message as HostReport; // our own program at the other end
    if (report.kind === 'ended' || report.kind === 'failed') last = report;
    heard(report);
  });
  return {
    give(order) {
      if (child.connected) child.send(order, () => {}); // what cannot be sent any more is told by `gone`
    },
    gone: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.once('close', () => resolve(last)); // unlike `exit`, after the last message
    }),
  };
}

function failure({ sentence, code }: { readonly sentence: string | null; readonly code: string | null }): Error {
  if (sentence !== null) return new AppError('internal', sentence);
  return Object.assign(new Error('the host failed'), code === null ? {} : { code });
}

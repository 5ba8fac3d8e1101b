import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a program did to its files, in order; `told` is a number that it gave out as stored. */
export type RecordedEvent =
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  | { readonly kind: 'flush'; readonly path: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'told'; readonly number: number };

/** True where system calls can be recorded. */
export const canRecord = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0;

const calls = 'pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat';

/** Runs a program of Node under strace and gives what it wrote. */
export function recordWrites(parameters: readonly string[], log: string): RecordedEvent[] {
  spawnSync(
    'strace',
    ['-f', '-y', '-xx', '-s', '1000000', '-e', `trace=${calls}`, '-o', log, process.execPath, ...parameters],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 60_000,
    },
  );
  const begun = new Map<string, string>();
  return readFileSync(log, 'latin1')
    .split('\n')
    .flatMap((line): RecordedEvent[] => {
      const [, process = '', said = ''] = /^(\d+) +(.*)$/u.exec(line) ?? [];
      // Two threads at once: the call is told in two parts.
      if (said.endsWith(' <unfinished ...>')) {
        begun.set(process, said.slice(0, -' <unfinished ...>'.length));
        return [];
      }
      const resumed = /^<\.\.\. \w+ resumed>(.*)$/u.exec(said);
      return eventOf(resumed ? `${begun.get(process) ?? ''}${resumed[1]}` : said);
    });
}

function eventOf(call: string): RecordedEvent[] {
  const [, name, written = ''] = /^(\w+)\(\d+<([^>]*)>/u.exec(call) ?? [];
  const path = decoded(written).toString();
  const bytes = (): Buffer => decoded(/"((?:\\x[0-9a-f]{2})*)"/u.exec(call)?.[1] ?? '');
  switch (name) {
    case 'pwrite64':
      return [{ kind: 'write', path, offset: Number(/, (\d+)\) += \d+$/u.exec(call)?.[1]), bytes: bytes() }];
    case 'ftruncate':
      return [{ kind: 'truncate', path, length: Number(/, (\d+)\) += 0$/u.exec(call)?.[1]) }];
    case 'fsync':
    case 'fdatasync':
      return [{ kind: 'flush', path }];
    case 'write':
      return call.startsWith('write(1<') ? [{ kind: 'told', number: Number(bytes().toString()) }] : [];
    default: {
      const removed = /^unlink(?:at)?\((?:AT_FDCWD<[^>]*>, )?"((?:\\x[0-9a-f]{2})*)"/u.exec(call)?.[1];
      return removed === undefined ? [] : [{ kind: 'remove', path: decoded(removed).toString() }];
    }
  }
}

/** Bytes that were told as hexadecimal escapes. */
function decoded(escapes: string): Buffer {
  return Buffer.from(escapes.replaceAll('\\x', ''), 'hex');
}

type Change = Extract<RecordedEvent, { kind: 'write' | 'truncate' }>;

/** What becomes of what was written and not flushed when the power goes: nothing of it, all of it, or whatever 512-byte sectors. */
export type Cut = 'none' | 'all' | 'torn';

const sector = 512;

/**
 * A disk that follows recorded events and can be looked at as a power cut would leave it. What is flushed is there; a file that was
 * removed is gone at once or comes back, since nothing of it is needed.
 */
export function createDisk(initial: ReadonlyMap<string, Buffer>) {
  const durable = new Map(initial);
  const pending = new Map<string, Change[]>();

  /** A file with its changes, or with the sectors of them that are kept. */
  function changed(content: Buffer, changes: readonly Change[], keep: () => boolean): Buffer {
    const ends = changes.map((change) =>
      change.kind === 'write' ? change.offset + change.bytes.length : change.length,
    );
    const room = Buffer.alloc(Math.max(content.length, ...ends));
    let length = content.copy(room);
    for (const change of changes) {
      if (change.kind === 'truncate') {
        if (!keep()) continue;
        room.fill(0, Math.min(length, change.length));
        length = change.length;
        continue;
      }
      for (let at = 0; at < change.bytes.length; at += sector) {
        if (!keep()) continue;
        const copied = change.bytes.copy(room, change.offset + at, at, at + sector);
        length = Math.max(length, change.offset + at + copied);
      }
    }
    return room.subarray(0, length);
  }

  return {
    follow(event: RecordedEvent): void {
      switch (event.kind) {
        case 'write':
        case 'truncate':
          pending.set(event.path, (pending.get(event.path) ?? []).concat(event));
          return;
        case 'flush': {
          const changes = pending.get(event.path) ?? [];
          if (changes.length === 0) return;
          durable.set(
            event.path,
            changed(durable.get(event.path) ?? Buffer.alloc(0), changes, () => true),
          );
          pending.delete(event.path);
          return;
        }
        case 'remove':
          durable.delete(event.path);
          pending.delete(event.path);
          return;
        case 'told':
      }
    },

    /** The files after a cut at this moment; `random` gives numbers from 0 to below 1. */
    after(cut: Cut, random: () => number): Map<string, Buffer> {
      const files = new Map(durable);
      if (cut === 'none') return files;
      for (const [path, changes] of pending) {
        const keep = (): boolean => cut === 'all' || random() < 0.5;
        files.set(path, changed(files.get(path) ?? Buffer.alloc(0), changes, keep));
      }
      return files;
    },
  };
}

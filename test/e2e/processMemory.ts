import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** A process and all that has come of it. */
export function familyOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/u.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const family = [root];
  for (const pid of family) for (const [child, parent] of parents) if (parent === pid) family.push(child);
  return family;
}

/** How often each of the needles stands in the writable memory of a process. */
function countIn(pid: number, needles: ReadonlyMap<string, Buffer>): Map<string, number> {
  const counts = new Map<string, number>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const slice = Buffer.alloc(16 * 1024 * 1024);
  const overlap = 64;
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/u.exec(line) ?? [];
      if (from === '') continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += slice.length - overlap) {
        let read = 0;
        try {
          read = readSync(memory, slice, 0, Math.min(slice.length, end - at), at);
        } catch {
          // Pages that were never touched cannot be read.
        }
        const bytes = slice.subarray(0, read);
        for (const [name, needle] of needles) {
          for (let found = bytes.indexOf(needle); found !== -1; found = bytes.indexOf(needle, found + 1)) {
            counts.set(name, (counts.get(name) ?? 0) + 1);
          }
        }
        if (at + slice.length >= end) break;
      }
    }
  } finally {
    closeSync(memory);
  }
  return counts;
}

/** Whether a process still has any memory; what is left of one that has ended, until its parent takes note, has none. */
export function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch {
    return false;
  }
}

/** Which of the program's processes it is, by what it was started with: keeper, host, core or browser. */
export function kindOf(pid: number, root: number): string {
  if (pid === root) return 'keeper';
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  if (command.includes('hostProcess.ts')) return 'host';
  return command.includes('coreProcess.ts') ? 'core' : 'browser';
}

/**
 * What stands in the writable memory of a program's processes on Linux, as `kind of process: needle ×times`.
 * @param root the process that started all others
 */
export function inMemory(root: number, needles: ReadonlyMap<string, Buffer>): string[] {
  return familyOf(root).flatMap((pid) => {
    try {
      const kind = kindOf(pid, root);
      return [...countIn(pid, needles)].map(([name, times]) => `${kind}: ${name} ×${times}`);
    } catch {
      return []; // it ended meanwhile
    }
  });
}

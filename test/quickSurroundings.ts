import { readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Linux keeps it in memory. */
const memoryFolder = '/dev/shm';

/** Bytes that are to be free in memory: far more than all that the tests have there at a time. */
const memoryNeeded = 4 * 1024 ** 3;

/**
 * The surroundings in which tests and the programs they start are quick, as environment variables.
 *
 * Temporary folders lie in memory where there is plenty: a vault waits for the disk at every commit, three quarters of the time of
 * most tests. Files, locks and what a kill leaves are the same there; what a power cut leaves is told from recorded writes.
 * Programs keep their compiled modules, as they do at the offices.
 */
export function quickSurroundings(): { readonly TMPDIR: string; readonly NODE_COMPILE_CACHE: string } {
  return {
    TMPDIR: hasMemoryFolder() ? memoryFolder : tmpdir(),
    NODE_COMPILE_CACHE: fileURLToPath(new URL('artefacts/compiled', import.meta.url)),
  };
}

/** Whether files, among them a browser that is unpacked for the tests, can lie in memory. */
function hasMemoryFolder(): boolean {
  if (process.platform !== 'linux') return false;
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .findLast(([, folder]) => folder === memoryFolder);
  if (mounted?.[2] !== 'tmpfs' || mounted[3]?.split(',').includes('noexec')) return false;
  const { bavail, bsize } = statfsSync(memoryFolder);
  return bavail * bsize >= memoryNeeded;
}

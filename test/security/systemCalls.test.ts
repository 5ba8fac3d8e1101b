import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { canRecord } from '../faults/recordedWrites.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';
import { tellFigure } from './figure.ts';

/** Devices and the like, into which nothing is stored; but for files in memory. */
const isNoFile = (path: string): boolean => /^\/(dev\/(?!shm\/)|proc\/|sys\/)/u.test(path);

test.skipIf(!canRecord)(
  'c10: while the core works no file outside the data folder is opened for writing; c26: none of its sockets listens',
  (context) => {
    const dataDir = realpathSync(temporaryFolder());
    const log = join(temporaryFolder(), 'calls');
    const program = fileURLToPath(new URL('busyCore.ts', import.meta.url));
    const { status } = spawnSync(
      'strace',
      [
        '-f',
        '-s',
        '4096',
        '-e',
        'trace=openat,open,creat,socket,bind,listen,connect',
        '-o',
        log,
        process.execPath,
        program,
        dataDir,
      ],
      {
        // What the tests keep between starts is none of the core's doing.
        env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: 100_000,
      },
    );
    expect(status).toBe(0);
    const calls = readFileSync(log, 'utf8').split('\n');
    const written = calls
      .filter((call) => /O_WRONLY|O_RDWR|O_CREAT|\bcreat\(/u.test(call))
      .flatMap((call) => /"([^"]*)"/u.exec(call)?.[1] ?? [])
      .filter((path) => !isNoFile(path));
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((path) => !path.startsWith(`${dataDir}/`))).toEqual([]);
    expect(written.filter((path) => path.includes('etilqs'))).toEqual([]);
    // The kernel's own messages, which Node reads to name the network cards, are no network.
    const network = calls.filter((call) => /\blisten\(|sa_family=AF_INET|socket\(AF_INET/u.test(call));
    expect(network).toEqual([]);
    tellFigure(context, `${written.length} openings for writing, 0 outside the data folder; 0 sockets of a network`);
  },
  110_000,
);

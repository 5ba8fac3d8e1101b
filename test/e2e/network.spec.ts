import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startDriven } from './drivenProgram.ts';
import { childWith, expect, fillVault, test } from './program.ts';

/** A network of its own without any card that is up needs root; strace has to be there. */
const canIsolate =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-n', 'true']).status === 0 &&
  spawnSync('strace', ['--seccomp-bpf', '-f', '-e', 'trace=connect', 'true']).status === 0;

test('c40: a journey in program and browser works without any network, and tries to reach none', async ({
  dataDir,
}) => {
  test.skip(!canIsolate, 'needs root and strace');
  await fillVault(dataDir, [childWith({})]);
  const log = path.join(dataDir, 'calls');
  const tracing = ['strace', '--seccomp-bpf', '-f', '-qq', '-e', 'trace=connect', '-o', log];
  const program = await startDriven(dataDir, { by: [...tracing, 'unshare', '-n'] });
  try {
    await program.unlock();
    await program.look();
    await program.lock();
  } finally {
    await program.end();
  }
  const connects = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('connect('));
  expect(connects.length).toBeGreaterThan(0);
  // Sockets of this computer's own files are no network.
  const network = connects.filter((line) => /sa_family=AF_INET/u.test(line) && !/"127\.|"::1"/u.test(line));
  // Each browser asks the kernel whether it has a route for IPv6, by naming an address to a datagram socket that sends nothing.
  const isProbe = (line: string): boolean => line.includes('"2001:4860:4860::8888"') && line.includes(' = -1 ');
  expect(network.filter((line) => !isProbe(line))).toEqual([]);
});

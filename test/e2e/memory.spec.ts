import { unlock as unlockKeyring } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { vaultFolder } from '../../electron/vault/vault.ts';
import { isFull } from '../security/figure.ts';
import { testUser } from '../testApp.ts';
import { startDriven } from './drivenProgram.ts';
import { inMemory } from './processMemory.ts';
import { childWith, expect, fillVault, test } from './program.ts';

/** Characters that stand in no other text, and in no font's name table. */
const marker = '龘靐齉爩鱻';
const address = '标记住址丙丁戊己庚辛';

test('c25: after the lock no key is in the memory of any process, and no record in that of the core', async ({
  dataDir,
}) => {
  test.skip(process.platform !== 'linux', 'memory is read through /proc');
  await fillVault(dataDir, [childWith({ name: marker, residence_address: address })]);
  const { keyring } = await readKeyring(vaultFolder(dataDir));
  const { dataKeys } = await unlockKeyring(keyring, testUser.user, testUser.password);
  const needles = new Map<string, Buffer>([
    ['name utf-8', Buffer.from(marker, 'utf8')],
    ['name utf-16', Buffer.from(marker, 'utf16le')],
    ['address utf-8', Buffer.from(address, 'utf8')],
    ['address utf-16', Buffer.from(address, 'utf16le')],
    ...[...dataKeys.keys].flatMap(([name, key]): [string, Buffer][] => [
      [`key of ${name} raw`, Buffer.from(key)],
      [`key of ${name} hex`, Buffer.from(Buffer.from(key).toString('hex'), 'latin1')],
      [`key of ${name} hex utf-16`, Buffer.from(Buffer.from(key).toString('hex'), 'utf16le')],
    ]),
  ]);
  const program = await startDriven(dataDir);
  try {
    const core = await program.step('work');
    const before = inMemory(program.pid, core, needles);
    // The control: what is looked for is there while somebody works.
    expect(before.some((line) => line.startsWith('core: key of children raw'))).toBe(true);
    expect(before.some((line) => line.startsWith('browser: name'))).toBe(true);
    const next = await program.step('lock');
    expect(next).not.toBe(core);
    // Host and browser pass answers on and cannot wipe what their runtimes have copied; they never have a key.
    const isPassedOn = (line: string): boolean => /^(host|browser): /u.test(line) && !line.includes('key');
    expect(inMemory(program.pid, next, needles).filter((line) => !isPassedOn(line))).toEqual([]);
    // The whole check is missed by about one run in six: its line in `npm run sec:full` says so.
    if (!isFull) return;
    const left = (): string[] => inMemory(program.pid, next, needles).filter((line) => line.startsWith('browser: '));
    await expect.poll(left, { timeout: 5_000 }).toEqual([]);
  } finally {
    await program.end();
  }
});

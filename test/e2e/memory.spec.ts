import { unlock as unlockKeyring } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { vaultFolder } from '../../electron/vault/vault.ts';
import { testUser } from '../testApp.ts';
import { startDriven } from './drivenProgram.ts';
import { familyOf, inMemory, isRunning, kindOf } from './processMemory.ts';
import { childWith, expect, fillVault, test } from './program.ts';

/** Characters that stand in no other text, and in no font's name table. */
const marker = '龘靐齉爩鱻';
const address = '标记住址丙丁戊己庚辛';

test('c25: after the lock no key and no record is in the memory of any process', async ({ dataDir }) => {
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
    await program.unlock();
    await program.look();
    const before = inMemory(program.pid, needles);
    // The control: what is looked for is there while somebody works.
    for (const held of ['core: key of children raw', 'core: name', 'host: name', 'browser: name']) {
      expect(before.filter((line) => line.startsWith(held))).not.toEqual([]);
    }
    const worked = familyOf(program.pid).filter((pid) => pid !== program.pid);
    expect(await program.lock()).toBe('https://hulei.invalid/?after=request');
    // All processes that have worked are gone, and those in their place were never told.
    await expect.poll(() => worked.filter(isRunning)).toEqual([]);
    const present = new Set(familyOf(program.pid).map((pid) => kindOf(pid, program.pid)));
    expect([...present].sort()).toEqual(['browser', 'core', 'host', 'keeper']);
    expect(inMemory(program.pid, needles)).toEqual([]);
  } finally {
    await program.end();
  }
});

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { listBackups } from '../../../electron/vault/backupManifest.ts';
import { readKeyring } from '../../../electron/vault/keyringFile.ts';
import { vaultFolder } from '../../../electron/vault/vault.ts';
import { startTestApp, type TestApp, testKdf, testUser } from '../../testApp.ts';

let testApp: TestApp;
afterEach(() => testApp.close());

test('after a change of data keys the chains are whole, the backup of before is named, and nobody notices', async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  const before = await testApp.value('office.get', {});
  await testApp.value('people.rotateKeys', {});
  expect(testApp.hostCalls).toContain('lock keysChanged');
  testApp = await testApp.restart();
  await testApp.value('session.unlock', testUser);
  expect(await testApp.value('office.get', {})).toEqual(before);
  await testApp.value('audit.verify', {});
  const { faults, lastCheck } = await testApp.value('audit.status', {});
  expect([faults, lastCheck?.isSound]).toEqual([[], true]);
  const { keyring } = await readKeyring(vaultFolder(testApp.dataDir), testKdf);
  expect(Object.values(keyring.compartments).map(({ keyGeneration }) => keyGeneration)).toEqual([2, 2, 2, 2]);
  const [oldest] = (await testApp.value('backup.list', {})).backups.toReversed();
  expect(await testApp.call('backup.rehearse', { id: oldest?.id ?? '' })).toMatchObject({
    ok: false,
    error: { code: 'denied', message: expect.stringContaining('更换数据密钥以前') },
  });
});

test('after a change of data keys the next to come in makes a backup at once, which takes the place of the old ones', async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  await testApp.value('backup.make', {});
  expect(await testApp.value('people.exposedBackups', {})).toMatchObject({ isReplaced: true });
  // A look leaves rows of the program's own: the backup of before serves for the change too.
  await testApp.value('audit.verify', {});
  const newest = async () => (await testApp.value('backup.list', {})).backups[0];
  const before = await newest();
  await testApp.value('people.rotateKeys', {});
  testApp = await testApp.restart();
  expect(listBackups(testApp.dataDir)[0]?.id).toBe(before?.id);
  // The clock stands still: the backups of before are minutes old at most.
  await testApp.value('session.unlock', testUser);
  await expect
    .poll(async () => (await testApp.value('people.exposedBackups', {})).isReplaced, { timeout: 20_000 })
    .toBe(true);
  const [next, last] = (await testApp.value('backup.list', {})).backups;
  expect(next).toMatchObject({ isUnderOldKeys: false, lost: { keys: 0 } });
  expect(last).toMatchObject({ id: before?.id, isUnderOldKeys: true, lost: { keys: 1 } });
});

test('a change of data keys, and the backup before it, have rows of whoever asked for it, also when it fails', async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  const rows = async () => {
    const acts = ['backup.make' as const, 'keys.begin' as const, 'keys.rotate' as const];
    const filter = { from: null, to: null, users: [testUser.user], acts, object: '', after: null };
    return (await testApp.value('audit.list', filter)).rows.map(({ act }) => act).toReversed();
  };
  // Something of that name is in the way of the new file.
  const inTheWay = join(vaultFolder(testApp.dataDir), 'children.vault.g2');
  mkdirSync(join(inTheWay, 'kept'), { recursive: true });
  expect(await testApp.call('people.rotateKeys', {})).toMatchObject({ ok: false });
  rmSync(inTheWay, { recursive: true });
  testApp = await testApp.restart();
  await testApp.value('session.unlock', testUser);
  expect(await rows()).toEqual(['backup.make', 'keys.begin']);
  await testApp.value('people.rotateKeys', {});
  testApp = await testApp.restart();
  await testApp.value('session.unlock', testUser);
  expect((await rows()).slice(-2)).toEqual(['keys.begin', 'keys.rotate']);
});

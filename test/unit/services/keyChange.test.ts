import { afterEach, expect, test } from 'vitest';
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
  expect(testApp.hostCalls).toContain('lock request');
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

test('after a change of data keys the next to come in makes a backup at once, and until then no old one is to be destroyed', async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  await testApp.value('backup.make', {});
  expect(await testApp.value('people.exposedBackups', {})).toMatchObject({ isReplaced: true });
  await testApp.value('people.rotateKeys', {});
  testApp = await testApp.restart();
  // The clock stands still: the backups of before are minutes old at most.
  await testApp.value('session.unlock', testUser);
  expect(await testApp.value('people.exposedBackups', {})).toMatchObject({ isReplaced: false });
  await expect
    .poll(async () => (await testApp.value('people.exposedBackups', {})).isReplaced, { timeout: 20_000 })
    .toBe(true);
});

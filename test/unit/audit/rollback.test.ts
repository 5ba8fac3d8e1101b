import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unlock } from '../../../electron/vault/keyring.ts';
import { readKeyring } from '../../../electron/vault/keyringFile.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { compartmentFile, vaultFolder } from '../../../electron/vault/vault.ts';
import { startTestApp, type TestApp, testKdf, testUser } from '../../testApp.ts';

const values = { fields: { name: '高泽磊', no_id_reason: '1', sex: '2', birth_date: '2020-01-01' }, rows: {} };
const entry = { register: 'child', id: null, version: null, values };

async function desk() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  let current = await startTestApp({ dataDir });
  onTestFinished(() => current.app.close());
  await current.setUp();
  return {
    dataDir,
    first: current,
    /** The next unlocking; `between` is what happens to the closed files. */
    async next(between: () => void = () => undefined): Promise<TestApp> {
      await current.app.close('lock');
      between();
      current = await startTestApp({ dataDir });
      await current.value('session.unlock', testUser);
      return current;
    },
  };
}

async function faultsOf(app: TestApp) {
  await app.value('audit.verify', {});
  return (await app.value('audit.status', {})).faults;
}

test('a file that was put back to an older state is told at every unlocking, and nothing is locked out', async () => {
  const { dataDir, first, next } = await desk();
  await first.value('register.save', entry);
  const children = compartmentFile(dataDir, 'children');
  const second = await next(() => copyFileSync(children, `${children}.kept`));
  expect(await faultsOf(second)).toEqual([]);
  await second.value('register.save', { ...entry, values: { ...values, fields: { ...values.fields, name: '乙' } } });
  const third = await next(() => copyFileSync(`${children}.kept`, children));
  expect(await faultsOf(third)).toMatchObject([{ file: 'children', kind: 'older' }]);
  await third.value('register.save', { ...entry, values: { ...values, fields: { ...values.fields, name: '丙' } } });
  expect(await faultsOf(await next())).toMatchObject([{ file: 'children', kind: 'older' }]);
});

test('anchors that were taken away or edited are told', async () => {
  const { dataDir, next } = await desk();
  const path = join(vaultFolder(dataDir), 'anchors.json');
  expect(await faultsOf(await next())).toEqual([]);
  const without = await next(() => rmSync(path));
  expect(await faultsOf(without)).toMatchObject([{ file: 'office', kind: 'anchors' }]);
});

test('a restore is an act of its own, and explains why the records of use go back', async () => {
  const { first, next } = await desk();
  await first.value('register.save', entry);
  await first.value('backup.make', {});
  await first.value('register.save', { ...entry, values: { ...values, fields: { ...values.fields, name: '乙' } } });
  await first.value('backup.make', {});
  const { backups } = await first.value('backup.list', {});
  await first.value('backup.restore', { id: backups.at(-1)?.id ?? '', ...testUser });
  const restored = await next();
  expect(await faultsOf(restored)).toEqual([]);
  const filter = { from: null, to: null, users: [], acts: ['backup.restored' as const], object: '', offset: 0 };
  const { rows } = await restored.value('audit.list', filter);
  expect(rows.map(({ file }) => file).toSorted()).toEqual(['children', 'office', 'watchlist']);
  expect(await faultsOf(await next())).toEqual([]);
});

test('a row that was made unreadable locks nobody out, and is told', async () => {
  const { dataDir, first, next } = await desk();
  await first.value('register.save', entry);
  await first.value('backup.make', {});
  const { backups } = await first.value('backup.list', {});
  await first.value('backup.restore', { id: backups[0]?.id ?? '', ...testUser });
  await next();
  const tampered = await next(await tampering(dataDir));
  expect(await faultsOf(tampered)).toMatchObject([{ file: 'children', kind: 'chain' }]);
  const filter = { from: null, to: null, users: [], acts: ['backup.restored' as const], object: '', offset: 0 };
  const { rows } = await tampered.value('audit.list', filter);
  expect(rows.find(({ file }) => file === 'children')).toMatchObject({ told: [] });
  expect((await tampered.value('audit.report', { period: '2026' })).heads).toHaveLength(3);
});

test('a keyring that was put back, with the password of that time, is told and recorded', async () => {
  const { dataDir, first, next } = await desk();
  const copies = ['keyring.json', 'keyring.copy.json'].map((name) => join(vaultFolder(dataDir), name));
  for (const path of copies) copyFileSync(path, `${path}.kept`);
  const newPassword = 'Yunque-2027-zm';
  await first.value('session.changePassword', { oldPassword: testUser.password, newPassword });
  const putBack = await next(() => {
    for (const path of copies) copyFileSync(`${path}.kept`, path);
  });
  expect(await faultsOf(putBack)).toEqual([{ file: 'office', kind: 'keyring', since: null }]);
  const filter = { from: null, to: null, users: [], acts: ['integrity' as const], object: '', offset: 0 };
  expect((await putBack.value('audit.list', filter)).rows[0]).toMatchObject({
    told: expect.arrayContaining(['发现异常']),
  });
  expect(await faultsOf(await next())).toMatchObject([{ kind: 'keyring' }]);
});

/** What a colleague with the keys could do to the closed file of the children. */
async function tampering(dataDir: string): Promise<() => void> {
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const { dataKeys } = await unlock(keyring, testUser.user, testUser.password);
  const key = dataKeys.keys.get('children') ?? Buffer.alloc(0);
  return () => {
    const file = openEncrypted(compartmentFile(dataDir, 'children'), key);
    const guard = file.database.get<{ sql: string }>(sql`SELECT sql FROM sqlite_schema WHERE name = 'audit_no_update'`);
    file.execute(`DROP TRIGGER "audit_no_update"; UPDATE audit SET detail = '?' WHERE act = 'backup.restored'`);
    file.execute(guard?.sql ?? '');
    file.close();
  };
}

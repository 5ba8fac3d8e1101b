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
  const filter = { from: null, to: null, users: [], acts: ['backup.restored' as const], object: '', after: null };
  const { rows } = await restored.value('audit.list', filter);
  expect(rows.map(({ file }) => file).toSorted()).toEqual(['children', 'office', 'watchlist']);
  expect(await faultsOf(await next())).toEqual([]);
});

test('a restore that was told is not told again when the file that says so could not be written', async () => {
  const { dataDir, first, next } = await desk();
  await first.value('backup.make', {});
  const { backups } = await first.value('backup.list', {});
  await first.value('backup.restore', { id: backups[0]?.id ?? '', ...testUser });
  const path = join(vaultFolder(dataDir), 'anchors.json');
  await next(() => copyFileSync(path, `${path}.kept`));
  // As a disk without room leaves it.
  const later = await next(() => copyFileSync(`${path}.kept`, path));
  expect(await faultsOf(later)).toEqual([]);
  const filter = { from: null, to: null, users: [], acts: ['backup.restored' as const], object: '', after: null };
  const { rows } = await later.value('audit.list', filter);
  expect(rows.map(({ file }) => file).toSorted()).toEqual(['children', 'office', 'watchlist']);
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
  const filter = { from: null, to: null, users: [], acts: ['backup.restored' as const], object: '', after: null };
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
  expect(await faultsOf(putBack)).toMatchObject([{ file: 'office', kind: 'keyring', since: null }]);
  const filter = { from: null, to: null, users: [], acts: ['integrity' as const], object: '', after: null };
  expect((await putBack.value('audit.list', filter)).rows[0]).toMatchObject({
    told: expect.arrayContaining(['发现异常']),
  });
  const later = await next();
  expect(await faultsOf(later)).toMatchObject([{ kind: 'keyring' }]);
  // Changes that go beyond where it had come make it no newer.
  for (const name of ['李强', '王丽华', '石磊']) {
    const person = { name, roles: ['childrenClerk' as const], villages: null, exception: null };
    await later.value('people.add', { ...person, password: 'Luoxia-74-guwu' });
  }
  const changed = await next();
  expect(await faultsOf(changed)).toMatchObject([{ kind: 'keyring', review: null }]);
  await reviewAll(changed);
  expect(await openFaultsOf(await next())).toEqual([]);
});

test('a fault that was looked into is told quietly, a further one in red again', async () => {
  const { dataDir, first, next } = await desk();
  const save = (app: TestApp, name: string) =>
    app.value('register.save', { ...entry, values: { ...values, fields: { ...values.fields, name } } });
  await save(first, '甲');
  const children = compartmentFile(dataDir, 'children');
  const second = await next(() => copyFileSync(children, `${children}.kept`));
  await save(second, '乙');
  await second.value('backup.make', {});
  const third = await next(() => copyFileSync(`${children}.kept`, children));
  const [fault] = await faultsOf(third);
  const { file = 'office', kind = 'chain', mark = '' } = fault ?? {};
  const review = { file, kind, mark, reason: '清理磁盘时误放回旧文件，已核对' };
  expect(await third.call('audit.review', { ...review, mark: 'another' })).toMatchObject({
    error: { code: 'conflict' },
  });
  await third.value('audit.review', review);
  const reviewed = [{ file: 'children', kind: 'older', mark, review: { by: testUser.user, reason: review.reason } }];
  expect(await faultsOf(third)).toMatchObject(reviewed);
  await save(third, '丙');
  const fourth = await next();
  expect(await faultsOf(fourth)).toMatchObject(reviewed);
  expect((await fourth.value('audit.report', { period: '2026' })).faults).toMatchObject(reviewed);
  // The same old file once more is not the same fault.
  const fifth = await next(() => copyFileSync(`${children}.kept`, children));
  expect(await faultsOf(fifth)).toMatchObject([{ file: 'children', kind: 'older', review: null }, ...reviewed]);
});

test('behind a row that was tampered with and looked into, the rest is checked as before', async () => {
  const { dataDir, first, next } = await desk();
  await first.value('register.save', entry);
  await first.value('backup.make', {});
  const { backups } = await first.value('backup.list', {});
  await first.value('backup.restore', { id: backups[0]?.id ?? '', ...testUser });
  await next();
  const tampered = await next(await tampering(dataDir));
  const [fault] = await faultsOf(tampered);
  await tampered.value('audit.review', {
    ...{ file: 'children', kind: 'chain', mark: fault?.mark ?? '' },
    reason: '已查明是谁改的',
  });
  expect(await faultsOf(tampered)).toMatchObject([{ kind: 'chain', review: { reason: '已查明是谁改的' } }]);
  expect((await tampered.value('audit.status', {})).lastCheck).toMatchObject({ isSound: false, reviewed: 1 });
  await tampered.value('register.save', entry);
  const again = await next(await tampering(dataDir, 'record.save'));
  expect(await faultsOf(again)).toMatchObject([
    { kind: 'chain', review: null },
    { kind: 'chain', review: {} },
  ]);
});

test('anchors and a keyring that were looked into are kept anew, so that the next loss shows', async () => {
  const { dataDir, first, next } = await desk();
  const copies = ['keyring.json', 'keyring.copy.json'].map((name) => join(vaultFolder(dataDir), name));
  for (const path of copies) copyFileSync(path, `${path}.kept`);
  const newPassword = 'Yunque-2027-zm';
  await first.value('session.changePassword', { oldPassword: testUser.password, newPassword });
  const putBack = await next(() => {
    for (const path of copies) copyFileSync(`${path}.kept`, path);
  });
  await reviewAll(putBack);
  const anchors = join(vaultFolder(dataDir), 'anchors.json');
  const without = await next(() => rmSync(anchors));
  expect(await openFaultsOf(without)).toMatchObject([{ kind: 'anchors' }]);
  await reviewAll(without);
  const sound = await next();
  expect(await openFaultsOf(sound)).toEqual([]);
  expect((await sound.value('audit.status', {})).lastCheck).toMatchObject({ isSound: true });
  expect(await openFaultsOf(await next(() => rmSync(anchors)))).toMatchObject([{ kind: 'anchors' }]);
});

test('what was found out about a fault is told to those who read the records of use, to others that somebody looked into it', async () => {
  const { dataDir, first, next } = await desk();
  const clerk = { name: '王丽华', roles: ['childrenClerk' as const], villages: null, exception: null };
  await first.value('people.add', { ...clerk, password: 'Luoxia-74-guwu' });
  const auditor = await next(() => rmSync(join(vaultFolder(dataDir), 'anchors.json')));
  await reviewAll(auditor);
  const told = await auditor.value('audit.status', {});
  expect(told).toMatchObject({ faults: [{ review: { by: testUser.user, reason: '已查明' } }], reviewed: 1 });
  const app = await auditor.restart();
  onTestFinished(() => app.app.close());
  const passwords = { oldPassword: 'Luoxia-74-guwu', newPassword: 'Qiushui-63-changtian' };
  await app.value('session.unlock', { user: clerk.name, password: passwords.oldPassword });
  await app.value('session.changePassword', passwords);
  expect(await app.value('audit.status', {})).toMatchObject({ faults: [], reviewed: 1 });
});

async function openFaultsOf(app: TestApp) {
  return (await faultsOf(app)).filter(({ review }) => review === null);
}

async function reviewAll(app: TestApp): Promise<void> {
  for (const { file, kind, mark } of await openFaultsOf(app)) {
    await app.value('audit.review', { file, kind, mark, reason: '已查明' });
  }
}

/** What a colleague with the keys could do to the closed file of the children. */
async function tampering(dataDir: string, act = 'backup.restored'): Promise<() => void> {
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const { dataKeys } = await unlock(keyring, testUser.user, testUser.password);
  const key = dataKeys.keys.get('children') ?? Buffer.alloc(0);
  return () => {
    const file = openEncrypted(compartmentFile(dataDir, 'children'), key);
    const guard = file.database.get<{ sql: string }>(sql`SELECT sql FROM sqlite_schema WHERE name = 'audit_no_update'`);
    file.execute(`DROP TRIGGER "audit_no_update"; UPDATE audit SET detail = '?' WHERE act = '${act}'`);
    file.execute(guard?.sql ?? '');
    file.close();
  };
}

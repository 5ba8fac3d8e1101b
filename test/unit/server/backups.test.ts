import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { type BackupFile, listBackups, manifestText } from '../../../electron/vault/backupManifest.ts';
import { backupsFolder, compartmentFile, manifestName } from '../../../electron/vault/vault.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { nothingLost } from '../../fixtures/nothingLost.ts';
import { startTestApp, type TestApp, testDay, testUser } from '../../testApp.ts';
import { entryOf } from '../seal/sealDesk.ts';

interface Desk {
  readonly dataDir: string;
  /** Ends the program, or locks it, and starts it again so many hours later. */
  again(hours?: number, reason?: 'quit' | 'lock'): Promise<TestApp>;
  /** Lets some seconds pass, as after a mistyped password. */
  wait(seconds: number): void;
  readonly app: TestApp;
}

async function desk(): Promise<Desk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  let moment = testDay.getTime();
  const now = () => new Date(moment);
  let current = await startTestApp({ dataDir, now });
  onTestFinished(() => current.app.close());
  await current.setUp();
  return {
    dataDir,
    app: current,
    wait(seconds) {
      moment += seconds * 1000;
    },
    async again(hours = 0, reason = 'quit') {
      await current.app.close(reason);
      moment += hours * 3_600_000;
      current = await startTestApp({ dataDir, now });
      return current;
    },
  };
}

const count = (dataDir: string): number =>
  readdirSync(backupsFolder(dataDir)).filter((name) => /^\d{4}-/u.test(name)).length;

const renamed = (county: string) => ({ ...inventedOffice, county });

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(9_000) ^ 1, 9_000);
  writeFileSync(path, bytes);
}

test('a first backup is made at once, and asked for a copy on a stick a day later', async () => {
  const { app, again, dataDir } = await desk();
  expect(await app.value('backup.make', {})).toEqual({ made: testDay.toISOString(), history: 0 });
  expect(await app.value('backup.status', {})).toMatchObject({
    last: testDay.toISOString(),
    isRunning: false,
    failure: null,
    secondCopy: null,
    secondCopyDue: false,
  });
  expect(count(dataDir)).toBeGreaterThan(0);
  const later = await again(25);
  await later.value('session.unlock', testUser);
  expect(await later.value('backup.status', {})).toMatchObject({ secondCopy: null, secondCopyDue: true });
});

test('what was sealed since a backup is counted among what a restore of it would lose', async () => {
  const { app } = await desk();
  const values = JSON.parse(JSON.stringify(child.sample)) as MethodInput<'register.save'>['values'];
  const { id } = await app.value('register.save', { register: 'child', id: null, version: null, values });
  await app.value('backup.make', {});
  await app.value('seal.enter', { register: 'child', record: id, ...entryOf('victim') });
  const [newest] = (await app.value('backup.list', {})).backups;
  expect(newest).toMatchObject({ lost: { changes: 0, sealed: 1, isCertain: true } });
});

test('people, settings and a round of screening that a restore would undo are told; a look at a record is nothing', async () => {
  const { app } = await desk();
  await app.value('backup.make', {});
  await app.value('audit.choices', {});
  expect((await app.value('backup.list', {})).backups[0]?.lost).toEqual(nothingLost);
  await app.value('screening.open', { month: '2026-11', village: inventedOffice.villages[0]?.code ?? '' });
  await app.value('office.save', renamed('甲县'));
  await app.value('people.add', {
    name: '钱会计',
    roles: ['systemKeeper'],
    villages: null,
    exception: null,
    password: 'Fenduan#58-tz',
  });
  await app.value('people.disable', { name: '钱会计' });
  const [newest] = (await app.value('backup.list', {})).backups;
  expect(newest?.lost).toEqual({ ...nothingLost, changes: 1, screening: 1, people: 2 });
});

test('drafts and own lists that a restore would undo are told, and are not certain once the clock was set back', async () => {
  const { app, again, wait } = await desk();
  const values = { fields: { name: '甲小禾' }, rows: {} };
  const draft = { register: 'child', id: null, version: null, values };
  await app.value('draft.save', draft);
  wait(1);
  await app.value('backup.make', {});
  expect((await app.value('backup.list', {})).backups[0]?.lost).toEqual(nothingLost);
  await app.value('draft.save', draft);
  const query = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
  await app.value('list.save', { id: randomUUID(), title: '本村名册', query, columns: null });
  const [backup] = (await app.value('backup.list', {})).backups;
  expect(backup?.lost).toEqual({ ...nothingLost, drafts: 1, lists: 1 });

  const earlier = await again(-48, 'lock');
  await earlier.value('session.unlock', testUser);
  const known = (await earlier.value('backup.list', {})).backups.find(({ id }) => id === backup?.id);
  expect(known?.lost).toMatchObject({ drafts: 1, lists: 1, isCertain: false });
});

test('a backup by somebody who opens one part only, or of another line of the chain, does not say that nothing is lost', async () => {
  const { app, dataDir } = await desk();
  await app.value('backup.make', {});
  const [backup] = listBackups(dataDir);
  if (!backup) throw new Error('there is a backup');
  const changed = (change: (file: BackupFile) => BackupFile): void =>
    writeFileSync(
      join(backup.folder, manifestName),
      manifestText({ ...backup.manifest, files: backup.manifest.files.map(change) }),
    );
  changed((file) => (file.compartment === 'watchlist' ? { ...file, content: null, state: null } : file));
  expect((await app.value('backup.list', {})).backups[0]?.lost).toEqual({ ...nothingLost, isCertain: false });
  changed((file) =>
    file.compartment === 'office' && file.content?.audit
      ? { ...file, content: { ...file.content, audit: { ...file.content.audit, mac: '0'.repeat(64) } } }
      : file,
  );
  expect((await app.value('backup.list', {})).backups[0]?.lost).toMatchObject({ isCertain: false });
});

test('closing makes a backup of a session, whose acts are recorded in any case, and none when nobody came in', async () => {
  const { app, again, dataDir } = await desk();
  await app.value('backup.make', {});
  await app.value('office.save', renamed('甲县'));
  await again();
  const afterChange = count(dataDir);
  expect(afterChange).toBeGreaterThanOrEqual(2);
  await again();
  expect(count(dataDir)).toBe(afterChange);
});

test('backups that make themselves stand in the records of use, and in themselves', async () => {
  const { app, again, dataDir } = await desk();
  await app.value('office.save', renamed('甲县'));
  const later = await again();
  const atQuit = listBackups(dataDir)[0];
  await later.value('session.unlock', testUser);
  const filter = { from: null, to: null, users: [], acts: ['backup.make' as const], object: '', after: null };
  const row = (await later.value('audit.list', filter)).rows.find(({ told }) => told[0] === '自动：退出程序时');
  expect(row).toMatchObject({ file: 'office', user: '', roles: [] });
  const office = atQuit?.manifest.files.find(({ compartment }) => compartment === 'office');
  expect(office?.content?.audit?.seq).toBeGreaterThanOrEqual(row?.seq ?? Number.NaN);
});

test('a backup that was not made after all is told so', async () => {
  const { app, dataDir } = await desk();
  rmSync(backupsFolder(dataDir), { recursive: true, force: true });
  writeFileSync(backupsFolder(dataDir), 'in the way');
  expect(await app.call('backup.make', {})).toMatchObject({ ok: false, error: { code: 'readonly' } });
  const filter = { from: null, to: null, users: [testUser.user], acts: [], object: '', after: null };
  const acts = (await app.value('audit.list', filter)).rows.map(({ act, told }) => [act, told[0]]);
  expect(acts.slice(0, 2)).toEqual([
    ['backup.failed', '原因：文件夹不能写入'],
    ['backup.make', undefined],
  ]);
});

test('locking waits for no backup, and the next unlocking makes the one that is missing', async () => {
  const { app, again, dataDir } = await desk();
  await app.value('backup.make', {});
  await app.value('office.save', renamed('甲县'));
  expect((await app.value('backup.list', {})).changedSinceNewest).toBe(true);
  const made = count(dataDir);
  const unlocked = await again(1, 'lock');
  expect(count(dataDir)).toBe(made);
  await unlocked.value('session.unlock', testUser);
  await expect
    .poll(async () => (await unlocked.value('backup.list', {})).changedSinceNewest, { timeout: 20_000 })
    .toBe(false);
});

test('unlocking makes a backup when the last one is older than four hours', async () => {
  const { app, again } = await desk();
  await app.value('backup.make', {});
  const later = await again(5);
  await later.value('session.unlock', testUser);
  // Whoever asks while one is being made gets that one.
  await expect
    .poll(async () => (await later.value('backup.status', {})).last, { timeout: 20_000 })
    .toBe(new Date(testDay.getTime() + 5 * 3_600_000).toISOString());
});

test('while the vault can be opened and is not, nothing is told of backups and nothing restored', async () => {
  const { again } = await desk();
  const locked = await again();
  for (const result of [
    await locked.call('backup.list', {}),
    await locked.call('backup.restore', { id: null, ...testUser }),
    await locked.call('backup.make', {}),
  ]) {
    expect(result).toMatchObject({ ok: false, error: { code: 'locked' } });
  }
});

test('damage that shows at unlocking leads to the backups, and a restore brings everything back', async () => {
  const { app, again, wait, dataDir } = await desk();
  await app.value('office.save', renamed('乙县'));
  const next = await again();
  damage(compartmentFile(dataDir, 'children'));
  expect(await next.call('session.unlock', testUser)).toMatchObject({ ok: false, error: { code: 'damaged' } });
  expect(await next.value('app.state', {})).toMatchObject({
    state: 'damaged',
    problem: expect.stringContaining('备份'),
  });
  const { backups } = await next.value('backup.list', {});
  expect(backups[0]).toMatchObject({ isWhole: true, wasOpened: true, lost: null });
  expect(
    await next.call('backup.restore', { id: null, user: testUser.user, password: '猜的密码2026年' }),
  ).toMatchObject({
    ok: false,
    error: { code: 'denied' },
  });
  wait(1);
  const restored = await next.value('backup.restore', { id: null, ...testUser });
  expect(restored).toMatchObject({ skipped: 0, kept: expect.stringMatching(/^损坏-2026-11-21-/u) });
  expect(readdirSync(dataDir)).toContain(restored.kept);
  expect(await next.value('app.state', {})).toMatchObject({ state: 'locked' });
  await next.value('session.unlock', testUser);
  expect(await next.value('office.get', {})).toMatchObject({ county: '乙县' });
});

test('a restore at the desk goes back to the chosen backup, keeps the newer files and locks', async () => {
  const { app, dataDir } = await desk();
  await app.value('office.save', renamed('甲县'));
  await app.value('backup.make', {});
  await app.value('backup.make', {});
  const [chosen] = (await app.value('backup.list', {})).backups;
  await app.value('office.save', renamed('乙县'));
  expect((await app.value('backup.list', {})).changedSinceNewest).toBe(true);
  const id = chosen?.id ?? '';
  expect(await app.value('backup.rehearse', { id })).toMatchObject({ history: 0 });
  const restored = await app.value('backup.restore', { id, ...testUser });
  expect(restored.kept).toMatch(/^恢复前-/u);
  expect(app.hostCalls).toContain(`lock restored-${restored.made}`);
  expect(await app.call('office.get', {})).toMatchObject({ ok: false, error: { code: 'locked' } });
  await app.value('session.unlock', testUser);
  expect(await app.value('office.get', {})).toMatchObject({ county: '甲县' });
  expect(readdirSync(dataDir)).toContain(restored.kept);
});

test('a wrong password at the desk leaves the session as it is', async () => {
  const { app } = await desk();
  await app.value('backup.make', {});
  const input = { id: null, user: testUser.user, password: '猜的密码2026年' };
  expect(await app.call('backup.restore', input)).toMatchObject({ ok: false, error: { code: 'denied' } });
  expect(await app.value('office.get', {})).toEqual(inventedOffice);
});

test('a copy in another folder is read back, and asked for again after a week', async () => {
  const { app, again } = await desk();
  const copied = await app.value('backup.copyOut', { stick: null });
  expect(copied.sameDisk).toBe(true);
  expect(readdirSync(copied.folder ?? '').toSorted()).toEqual([
    'children.vault',
    'keyring.copy.json',
    'keyring.json',
    'manifest.json',
    'office.vault',
    'watchlist.vault',
  ]);
  expect(await app.value('backup.status', {})).toMatchObject({ secondCopyDue: false });
  const later = await again(8 * 24);
  await later.value('session.unlock', testUser);
  expect(await later.value('backup.status', {})).toMatchObject({ secondCopyDue: true });
});

test('the demonstration makes no backups by itself', async () => {
  const app = await startTestApp({ demo: true });
  onTestFinished(() => app.close());
  const { demo } = await app.value('app.state', {});
  await app.value('session.unlock', { user: demo?.user ?? '', password: demo?.password ?? '' });
  expect(await app.value('backup.status', {})).toMatchObject({ last: null, isRunning: false, secondCopyDue: false });
});

import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { AuditLine } from '../../../shared/contract/auditMethods.ts';
import { startTestApp, type TestApp, testDay, testUser } from '../../testApp.ts';

let testApp: TestApp;

beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
});
afterEach(() => testApp.close());

async function rows(): Promise<AuditLine[]> {
  const filter = { from: null, to: null, users: [], acts: [], object: '', after: null };
  return (await testApp.value('audit.list', filter)).rows;
}

const values = { fields: { name: '新来的', no_id_reason: '1', sex: '2', birth_date: '2020-01-01' }, rows: {} };

test('setting up, saving, looking at and searching for a record each have their row', async () => {
  const { id } = await testApp.value('register.save', { register: 'child', id: null, version: null, values });
  await testApp.value('register.get', { register: 'child', id });
  await testApp.value('register.list', {
    register: 'child',
    search: '新来的',
    filters: {},
    sort: { field: 'name', descending: false },
    offset: 0,
    limit: 10,
  });
  const found = await rows();
  const acts = found.map(({ act, object }) => [act, object]);
  expect(acts).toContainEqual(['setup', '']);
  expect(acts).toContainEqual(['record.save', `child/${id}`]);
  expect(acts).toContainEqual(['record.view', `child/${id}`]);
  expect(acts).toContainEqual(['search', '']);
  expect(
    found.every(({ user, act }) => user === '周敏' || ['system', 'anchors.began', 'integrity'].includes(act)),
  ).toBe(true);
  expect(JSON.stringify(found)).not.toContain('新来的');
});

test('wrong passwords are told by whoever comes in next, and coming in and closing have their rows', async () => {
  let time = testDay.getTime();
  const own = await startTestApp({ now: () => new Date(time) });
  await own.setUp();
  await own.app.close('lock');
  const later = await startTestApp({ dataDir: own.dataDir, now: () => new Date(time) });
  onTestFinished(() => later.close());
  onTestFinished(() => rmSync(own.dataDir, { recursive: true, force: true }));
  expect(await later.call('session.unlock', { ...testUser, password: '不是这个密码' })).toMatchObject({ ok: false });
  time += 60_000;
  await later.value('session.unlock', testUser);
  const filter = { from: null, to: null, users: [], acts: [], object: '', after: null };
  const acts = (await later.value('audit.list', filter)).rows.map(({ act, object }) => [act, object]);
  expect(acts.map(([act]) => act)).toContain('login.failed');
  expect(acts).toContainEqual(['login', '']);
  expect(acts).toContainEqual(['lock', '']);
});

test('a report counts what was done, names where the chains stand, and tells nobody’s name', async () => {
  const { id } = await testApp.value('register.save', { register: 'child', id: null, version: null, values });
  await testApp.value('register.get', { register: 'child', id });
  const report = await testApp.value('audit.report', { period: '2026-11' });
  expect(report.counts).toContainEqual({ user: testUser.user, act: 'record.view', n: 1 });
  expect(report.heads.map(({ file }) => file)).toEqual(['office', 'children', 'watchlist']);
  expect(report.heads.every(({ code }) => /^[0-9A-HJKMNP-TV-Z]{8}$/u.test(code))).toBe(true);
  expect(report.people).toMatchObject([{ name: testUser.user }]);
  expect(JSON.stringify(report)).not.toContain('新来的');
  expect((await testApp.value('audit.report', { period: '2025' })).counts).toEqual([]);
});

test('a destruction blanks the history, and the chain that binds it is still sound', async () => {
  const register = 'child';
  const { id, version } = await testApp.value('register.save', { register, id: null, version: null, values });
  const changed = { ...values, fields: { ...values.fields, name: '改过的' } };
  await testApp.value('register.save', { register, id, version, values: changed });
  await testApp.value('recycle.remove', { register, selection: { ids: [id] }, reason: '重复' });
  await testApp.value('recycle.destroy', { register, ids: [id], reason: '重复登记', word: '销毁' });
  expect((await testApp.value('audit.verify', {})).faults).toEqual([]);
  const filter = { from: null, to: null, users: [], acts: ['record.destroy' as const], object: id, after: null };
  expect((await testApp.value('audit.list', filter)).rows).toMatchObject([
    { object: `child/${id}`, user: testUser.user },
  ]);
});

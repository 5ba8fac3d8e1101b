import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditLine } from '../../../shared/contract/auditMethods.ts';
import { startTestApp, type TestApp } from '../../testApp.ts';

let testApp: TestApp;

beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
});
afterEach(() => testApp.close());

async function rows(): Promise<AuditLine[]> {
  const filter = { from: null, to: null, users: [], acts: [], object: '', offset: 0 };
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

import { afterEach, beforeEach, expect, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { child } from '../../../shared/registers/child.ts';
import { startTestApp, type TestApp } from '../../testApp.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  const { fields, rows } = child.sample;
  const values = { rows, fields: { ...fields, village: '439981100201' } };
  await testApp.value('register.save', {
    register: 'child',
    id: null,
    version: null,
    values: JSON.parse(JSON.stringify(values)) as never,
  });
});
afterEach(() => testApp.close());

const used = inventedOffice.villages.find(({ code }) => code === '439981100201') ?? { code: '', name: '' };
const others = inventedOffice.villages.filter(({ code }) => code !== used.code);
const saved = (villages: typeof inventedOffice.villages) =>
  testApp.call('office.save', { ...inventedOffice, villages: [...villages] });

test('a village with records cannot be taken away, and the sentence says so', async () => {
  expect(await saved(others)).toMatchObject({
    ok: false,
    error: { code: 'conflict', message: expect.stringContaining('不能删除') as string },
  });
});

test('another code for a village with records is refused as such, not as a deletion', async () => {
  const result = await saved([...others, { ...used, code: '439981100299' }]);
  expect(result).toMatchObject({ ok: false, error: { code: 'conflict' } });
  const message = result.ok ? '' : result.error.message;
  expect(message).toContain(`“${used.name}”的代码439981100201已用在在册记录里，不能更改`);
  expect(message).not.toContain('删除');
});

test('another name for a village with records is stored', async () => {
  expect(await saved([...others, { ...used, name: `${used.name}（新）` }])).toMatchObject({ ok: true });
});

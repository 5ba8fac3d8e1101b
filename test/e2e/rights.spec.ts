import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { kdfFloor } from '../../electron/vault/kdf.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { startTestApp, testUser } from '../testApp.ts';
import { childWith, expect, fillVault, openChildren, settled, test, unlock } from './program.ts';

const [own, other] = inventedOffice.villages.map(({ code }) => code);
const firstPassword = 'Luoxia-74-guwu';

/** Adds a person who has chosen his password and made his promise, and returns how he unlocks. */
async function addPerson(
  dataDir: string,
  person: Pick<MethodInput<'people.add'>, 'name' | 'roles' | 'villages'>,
): Promise<{ user: string; password: string }> {
  let testApp = await startTestApp({ dataDir, kdf: kdfFloor, now: () => new Date() });
  await testApp.value('session.unlock', testUser);
  await testApp.value('people.add', { ...person, password: firstPassword, exception: null });
  testApp = await testApp.restart();
  const password = 'Qiushui-65-changtian';
  await testApp.value('session.unlock', { user: person.name, password: firstPassword });
  await testApp.value('session.changePassword', { oldPassword: firstPassword, newPassword: password });
  await testApp.value('session.acceptPromise', {});
  await testApp.app.close();
  return { user: person.name, password };
}

test('a system keeper sees no children anywhere, and reads whom to ask', async ({ dataDir, start }) => {
  const [record] = await fillVault(dataDir, [childWith({ name: '龙朵朵', village: own ?? null })]);
  const keeper = await addPerson(dataDir, { name: '石磊', roles: ['systemKeeper'], villages: null });
  const { page, picture } = await start();
  await unlock(page, keeper);
  const places = page.getByRole('navigation').getByRole('link');
  await expect(places).toHaveText(['今日', '表格', '设置']);
  await expect(page.getByText('您的角色不看个人资料')).toBeVisible();
  await picture('95-rights-keeper');
  await page.keyboard.press('Control+k');
  for (const address of [
    'registers/child',
    `registers/child/records/${record}`,
    'registers/child/import',
    'screening',
    'routes',
    'forms/prints',
    'forms/F01',
  ]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${address}`);
    await expect(page.getByRole('heading', { name: '这一页没有开放给您' })).toBeVisible();
    await expect(page.getByText('请找安全保密员开通')).toBeVisible();
  }
  await expect(page.getByText('龙朵朵')).toHaveCount(0);
  await page.evaluate(() => {
    location.hash = '#/rights';
  });
  await expect(page.getByRole('table', { name: '角色与权限' })).toBeVisible();
  await settled(page);
  await picture('96-rights-matrix');
});

test('a clerk of one village sees and enters his village only', async ({ dataDir, start }) => {
  const [, foreign] = await fillVault(dataDir, [
    childWith({ name: '龙朵朵', village: own ?? null }),
    childWith({ name: '莫小乐', village: other ?? null, id_number: null, no_id_reason: '1', file_number: null }),
  ]);
  const clerk = await addPerson(dataDir, { name: '李强', roles: ['childrenClerk'], villages: [own ?? ''] });
  const { page, picture } = await start();
  await unlock(page, clerk);
  await openChildren(page);
  await expect(page.getByRole('row', { name: /龙朵朵/u })).toBeVisible();
  await expect(page.getByText('莫小乐')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('莫小乐');
  await expect(page.getByText('没有找到', { exact: false }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate((id) => {
    location.hash = `#/registers/child/records/${id}`;
  }, foreign);
  await expect(page.getByText('没有这份记录，或不归您负责')).toBeVisible();
  await expect(page.getByRole('button', { name: '返回名册' })).toBeFocused();
  await picture('97-rights-other-village');
  await page.evaluate(() => {
    location.hash = '#/screening';
  });
  await expect(page.getByText(inventedOffice.villages[0]?.name ?? '').first()).toBeVisible();
  await expect(page.getByText(inventedOffice.villages[1]?.name ?? '')).toHaveCount(0);
});

test('a leader reads a child without a way to change it', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childWith({ name: '龙朵朵', village: own ?? null })]);
  const leader = await addPerson(dataDir, { name: '唐立新', roles: ['leader'], villages: null });
  const { page, picture } = await start();
  await unlock(page, leader);
  await openChildren(page);
  for (const action of ['新增儿童', '导入', '导出', '批量修改']) {
    await expect(page.getByRole('button', { name: new RegExp(`^${action}`, 'u') })).toHaveCount(0);
  }
  await page.getByRole('row', { name: /龙朵朵/u }).dblclick();
  await expect(page.getByText('只能查看')).toBeVisible();
  await expect(page.getByLabel('姓名', { exact: true }).first()).toBeDisabled();
  await expect(page.getByRole('button', { name: /^保存/u })).toHaveCount(0);
  await expect(page.getByRole('button', { name: '添加照片' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^打印/u }).first()).toBeVisible();
  await picture('98-rights-read-only');
});

import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import {
  childWith,
  expect,
  fillVault,
  firstDrawn,
  openChildren,
  test,
  title,
  unlock,
  unlockButton,
} from './program.ts';

const clerk = { user: '罗建国', password: 'Kanshu!27-qk' };
const ownPassword = 'Pingju-31#vm';

test('the secrecy officer adds a clerk for one village, who chooses his password, works, and is disabled', async ({
  dataDir,
  start,
}) => {
  const [village, otherVillage] = inventedOffice.villages;
  await fillVault(dataDir, [
    childWith({ name: '高甲', village: village?.code ?? '' }),
    childWith({ name: '高乙', village: otherVillage?.code ?? '', id_number: null, no_id_reason: '1' }),
  ]);
  let program = await start();
  let { page, picture } = program;
  /** Locks the desk and goes on in the window that opens. */
  async function lock(): Promise<void> {
    await page.keyboard.press('Control+l');
    program = await program.reopened();
    ({ page, picture } = program);
    await expect(unlockButton(page)).toBeVisible();
  }
  await unlock(page);

  await page.getByRole('link', { name: '设置' }).click();
  await page.getByRole('tab', { name: '人员与权限' }).click();
  await expect(page.getByText('现在只有您一个人使用')).toBeVisible();
  await picture('90-people-alone');
  await page.getByRole('button', { name: '添加人员' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('姓名（打开台账时输入）').fill(clerk.user);
  await dialog.getByLabel('只限下面选的').check();
  await dialog.getByLabel(village?.name ?? '').check();
  const noWatchlist = dialog.getByText('重点人员不分村。只限几个村的人看不到');
  await expect(noWatchlist).toBeHidden();
  await dialog.getByLabel('经办（重点人员）').check();
  await expect(noWatchlist).toBeVisible();
  await picture('91-person-without-watchlist');
  await dialog.getByLabel('经办（重点人员）').uncheck();
  const password = dialog.getByLabel('首次密码', { exact: true });
  const repeated = dialog.getByLabel('再输一次首次密码');
  await password.fill(clerk.password);
  await password.press('Alt+v');
  await expect(password).toHaveAttribute('type', 'text');
  await password.press('Alt+v');
  await expect(password).toHaveAttribute('type', 'password');
  await password.press('Tab');
  await expect(repeated).toBeFocused();
  await page.keyboard.type(clerk.password);
  await picture('91-person-added');
  await dialog.getByRole('button', { name: '添加', exact: true }).click();
  await expect(
    page.getByRole('row', { name: new RegExp(`${clerk.user}.*${village?.name}.*等本人改首次密码`, 'u') }),
  ).toBeVisible();

  await lock();
  await expect(page.getByText('本软件不得处理国家秘密')).toBeVisible();
  await unlock(page, clerk);
  await expect(title(page, '请先设置自己的密码')).toBeVisible();
  await page.getByRole('button', { name: '设置密码并继续' }).click();
  await expect(page.getByLabel('首次密码')).toBeFocused();
  await page.keyboard.type(clerk.password);
  await page.getByLabel('新密码', { exact: true }).fill(ownPassword);
  await page.getByLabel('再输一次新密码').fill(ownPassword);
  await picture('92-first-password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /年保密承诺/u })).toBeVisible();
  await picture('93-promise');
  await page.getByRole('button', { name: `${clerk.user}承诺遵守` }).click();
  await openChildren(page);
  await expect(page.getByRole('row', { name: /高甲/u })).toBeVisible();
  await expect(page.getByRole('row', { name: /高乙/u })).toBeHidden();
  await page.getByRole('link', { name: '设置' }).click();
  await expect(page.getByRole('tab', { name: '安全' })).toBeVisible();
  await expect(page.getByRole('tab', { name: '人员与权限' })).toBeHidden();
  // He opens one part only, and may not restore.
  await page.getByRole('tab', { name: '备份' }).click();
  await expect(page.getByRole('region', { name: '备份列表' })).toContainText('说不准');
  await expect(page.getByText('您没有“恢复备份”的权限')).toBeVisible();
  await expect(page.getByRole('button', { name: '恢复', exact: true })).toHaveCount(0);

  await lock();
  await unlock(page);
  await page.getByRole('link', { name: '设置' }).click();
  await page.getByRole('tab', { name: '人员与权限' }).click();
  await page.getByRole('button', { name: `停用${clerk.user}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click();
  const exchange = page.getByRole('button', { name: '更换数据密钥' });
  await expect(exchange).toBeVisible();
  // The button that was pressed is gone; the keyboard goes on where it was.
  await expect(page.getByRole('region', { name: '人员列表' })).toBeFocused();
  await picture('94-person-left');
  await page.getByRole('tab', { name: '备份' }).click();
  const backup = page.getByRole('button', { name: '立即备份' });
  await backup.press('Enter');
  await expect(page.getByText('已备份')).toBeVisible();
  await expect(backup).toBeFocused();

  await page.getByRole('tab', { name: '人员与权限' }).click();
  await exchange.click();
  // Watched from before: with so little data it is there for a moment only.
  const exchanging = firstDrawn(page, '#exchange-title');
  await page.getByRole('dialog').getByRole('button', { name: '更换', exact: true }).click();
  expect((await exchanging).words).toBe('正在更换数据密钥，请不要关机');
  program = await program.reopened();
  ({ page } = program);
  await expect(page.getByText('数据密钥已更换，请重新输入密码')).toBeVisible();
  await unlock(page);
  await page.getByRole('link', { name: '设置' }).click();
  await page.getByRole('tab', { name: '人员与权限' }).click();
  await expect(page.getByText('离岗人员可能还打得开')).toBeVisible();
  // Not before there is a backup under the new keys.
  await expect(page.getByRole('button', { name: '打印销毁登记' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('button', { name: '更换数据密钥' })).toBeHidden();
  await lock();
  await unlock(page, { user: clerk.user, password: ownPassword });
  await expect(page.getByRole('alert')).toContainText('用户名或密码不正确');
});

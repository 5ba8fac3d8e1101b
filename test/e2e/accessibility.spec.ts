import {
  childWith,
  expect,
  fillVault,
  openChild,
  openChildren,
  openImport,
  test,
  title,
  unlock,
  unlockButton,
} from './program.ts';
import { look, seriousFindings } from './seriousFindings.ts';

test('axe finds nothing serious on any page, and English nowhere', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childWith({})]);
  const { page } = await start();
  await expect(unlockButton(page)).toBeVisible();
  expect(await look(page)).toEqual([]);
  await page.getByText('忘记密码').click();
  expect(await look(page)).toEqual([]);
  await page.reload();
  await unlock(page);
  await expect(page.getByRole('navigation')).toBeVisible();
  expect(await look(page)).toEqual([]);
  await openChildren(page);
  await expect(page.getByText('共1名儿童')).toBeVisible();
  expect(await look(page)).toEqual([]);
  await openImport(page);
  expect(await look(page)).toEqual([]);
  await openChild(page, '欧阳朵朵');
  expect(await look(page)).toEqual([]);
  await page.getByLabel('民族', { exact: true }).fill('');
  await page.getByRole('button', { name: '是哪些' }).click();
  await page
    .getByRole('button', { name: /^机构与保障/u })
    .last()
    .click();
  expect(await look(page)).toEqual([]);
  await page.getByRole('button', { name: '家庭主要成员第1行详细' }).click();
  expect(await look(page)).toEqual([]);
  await page.keyboard.press('Escape');
  for (const name of ['转出…', '移入回收站…']) {
    await page.getByRole('button', { name: '更多' }).click();
    expect(await look(page)).toEqual([]);
    await page.getByRole('menuitem', { name }).click();
    expect(await look(page)).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: '带入兄弟姐妹的家庭' }).click();
  expect(await look(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '历史' }).click();
  expect(await look(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: /纸样/u }).click();
  expect(await look(page)).toEqual([]);
  await page.getByRole('link', { name: '设置' }).click();
  expect(await look(page)).toEqual([]);
});

test('nor on any page of safety', async ({ dataDir, start }) => {
  const [id = ''] = await fillVault(dataDir, [childWith({})]);
  const { page } = await start();
  await unlock(page);
  const open = async (address: string): Promise<void> => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${address}`);
  };
  await page.getByRole('link', { name: '审计' }).click();
  await expect(page.getByRole('table', { name: '操作记录' })).toBeVisible();
  // The numbers of records are no English.
  expect(await seriousFindings(page)).toEqual([]);
  await page.locator('[data-row]').first().press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await open('rights');
  await expect(page.getByRole('table', { name: '角色与权限' })).toBeVisible();
  expect(await look(page)).toEqual([]);
  await open('forms/prints');
  await expect(title(page, '打印登记')).toBeVisible();
  expect(await look(page)).toEqual([]);
  for (const place of ['sealed/new', 'sealed']) {
    await open(`registers/child/records/${id}/${place}`);
    await expect(page.getByRole('heading', { name: /封存/u }).first()).toBeVisible();
    expect(await look(page), place).toEqual([]);
  }
  await page.getByRole('link', { name: '设置' }).click();
  for (const tab of ['修改密码', '人员与权限', '安全', '备份', 'U盘']) {
    await page.getByRole('tab', { name: tab }).click();
    expect(await look(page), tab).toEqual([]);
  }
  await page.getByRole('tab', { name: '人员与权限' }).click();
  await page.getByRole('button', { name: '添加人员' }).click();
  expect(await look(page)).toEqual([]);
  await page.keyboard.press('Escape');
  // Licences are in the language of their authors.
  await page.getByRole('tab', { name: '关于' }).click();
  expect(await seriousFindings(page)).toEqual([]);
});

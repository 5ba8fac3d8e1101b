import {
  childWith,
  expect,
  fillVault,
  openChild,
  openChildren,
  openImport,
  test,
  unlock,
  unlockButton,
} from './program.ts';
import { look } from './seriousFindings.ts';

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

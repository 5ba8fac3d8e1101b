import { kdfFloor } from '../../electron/vault/kdf.ts';
import { addPeople, leader } from '../unit/seal/sealDesk.ts';
import { childWith, expect, fillVault, openChild, test, unlock } from './program.ts';
import { look } from './seriousFindings.ts';

const secret = '邻居反映多次打骂';

test('sealed matter is entered, shows no more than its number, and is seen with a second person', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({})]);
  await addPeople(dataDir, [{ ...leader, roles: ['leader'] }], kdfFloor);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  const part = page.getByRole('region', { name: '封存事项' });
  await expect(part.getByText('没有封存的内容')).toBeVisible();
  await part.getByRole('button', { name: '登记封存事项' }).click();
  await expect(page.getByRole('button', { name: /^受害信息/u })).toBeFocused();
  await picture('140-sealed-groups');
  await page.getByRole('button', { name: /^受害信息/u }).click();
  await expect(page.getByRole('radio', { name: '公安机关依规定通报' })).toBeFocused();
  // What is missing first on the page has the cursor.
  await page.getByRole('checkbox', { name: '家庭暴力' }).check();
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('radio', { name: '公安机关依规定通报' })).toBeFocused();
  await page.keyboard.press('Space');
  await page.getByLabel('简要情况').fill(secret);
  expect(await look(page)).toEqual([]);
  await picture('141-sealed-entry');
  await page.keyboard.press('Control+s');
  await expect(part.getByText('已封存1项')).toBeVisible();
  await expect(part.getByRole('heading', { name: '封存事项' })).toBeFocused();
  await expect(part.getByRole('heading', { name: '封存事项' })).toBeInViewport();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expect(part.getByText('家庭暴力')).toHaveCount(0);
  await picture('142-sealed-part');

  await part.getByRole('button', { name: '申请查看' }).click();
  await page.getByRole('button', { name: '批准并查看' }).press('Enter');
  await expect(page.getByRole('radio', { name: '办案需要' })).toBeFocused();
  await expect(page.getByRole('radio', { name: '办案需要' }).locator('..')).toHaveCSS('outline-style', 'solid');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '批准并查看' }).click();
  await expect(page.getByLabel('依据文号')).toBeFocused();
  await expect(page.getByText('请填依据文号')).toBeVisible();
  await expect(page.getByText('请输入密码')).toBeVisible();
  await page.getByLabel('依据文号').fill('安检未〔2026〕12号');
  expect(await look(page)).toEqual([]);
  await picture('143-sealed-request');
  await page.getByLabel('批准人的密码').fill(leader.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText(secret)).toBeVisible();
  await expect(page.getByText(/还可查看(10分00秒|9分\d\d秒)/u)).toBeVisible();
  await expect(page.getByRole('button', { name: '收起' })).toBeFocused();
  // The request did not ask for paper.
  await expect(page.getByRole('button', { name: '打印', exact: true })).toHaveCount(0);
  expect(await look(page)).toEqual([]);
  await picture('144-sealed-view');
  await page.getByRole('button', { name: '解除封存…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '解除封存', exact: true }).click();
  await expect(page.getByLabel('决定机关')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '收起' }).click();
  await expect(page.getByText('已收起')).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
});

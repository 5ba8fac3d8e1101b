import { readdirSync } from 'node:fs';
import { sheets } from '../../shared/forms/index.ts';
import { registerForms } from '../../shared/forms/registerForms.ts';
import { childWith, expect, fillVault, startAtForms, test, title } from './program.ts';
import { look } from './seriousFindings.ts';

const forms = [...sheets, ...registerForms];

test('every official form is listed once with its source, and found by number, title or purpose', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, []);
  const { page, picture } = await startAtForms(start);
  await expect(page.getByText(`共${forms.length}张表`)).toBeVisible();
  for (const { key, title, source } of forms) {
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: title, exact: true }) });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(key);
    await expect(row).toContainText(source.text);
  }
  expect(await look(page)).toEqual([]);
  await picture('90-forms');

  const search = page.getByLabel('在表格中查找');
  await search.fill('f08');
  await expect(page.getByText('找到1张表')).toBeVisible();
  await search.fill('双亡');
  await expect(page.getByRole('link', { name: '“失亲”及事实困难未成年人排查表', exact: true })).toBeVisible();
  await search.fill('没有这种表');
  await expect(page.getByText('没有找到这样的表')).toBeVisible();
  expect(await look(page)).toEqual([]);
  await page.getByRole('button', { name: '清除查找' }).click();
  await expect(page.getByText(`共${forms.length}张表`)).toBeVisible();
});

test('the list of forms is gone through by keyboard, and a blank is opened', async ({ start, dataDir }) => {
  await fillVault(dataDir, []);
  const { page } = await startAtForms(start);
  await page.getByLabel('在表格中查找').focus();
  await page.keyboard.press('ArrowDown');
  const links = page.locator('[data-row]');
  await expect(links.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(title(page, '打印预览')).toBeVisible();
  await page.getByRole('button', { name: '返回' }).click();
  await expect(page.getByRole('heading', { name: '表格', level: 1 })).toBeVisible();
});

test('a blank is shown, multiplied and saved', async ({ start, dataDir }) => {
  await fillVault(dataDir, []);
  const { page, picture, exportDir } = await startAtForms(start);
  await page.getByRole('link', { name: '“失亲”及事实困难未成年人排查表空白表' }).click();
  const paper = page.frameLocator('[title=打印预览]');
  await expect(paper.getByText('“失亲”及事实困难未成年人排查表')).toBeVisible();
  await expect(page.getByText('共1页A4纸')).toBeVisible();
  expect(await look(page)).toEqual([]);
  await picture('91-form-blank');

  await page.getByLabel('空白表份数').fill('３');
  await expect(page.getByText('共3页A4纸')).toBeVisible();
  await expect(paper.locator('section')).toHaveCount(3);
  await page.getByLabel('空白表份数').fill('201');
  await expect(page.getByText('请填1到200')).toBeVisible();
  await expect(page.getByRole('button', { name: '打印', exact: true })).toBeDisabled();
  await page.getByLabel('空白表份数').fill('2');
  await page.getByRole('button', { name: '另存为PDF' }).click();
  await expect(page.getByText(/已存为PDF/u)).toBeVisible();
  expect(readdirSync(exportDir)).toEqual([expect.stringMatching(/^失亲排查表-空白表-\d{8}\.pdf$/u)]);
  // The address names the form alone, so it is there again.
  await page.reload();
  await expect(paper.getByText('“失亲”及事实困难未成年人排查表')).toBeVisible();
});

test('a form is filled in about a child that is looked for by initials', async ({ start, dataDir }) => {
  const [id = ''] = await fillVault(dataDir, [childWith({ name: '欧阳朵朵' })]);
  const { page, picture } = await startAtForms(start);
  await page.getByRole('button', { name: /^填写“失亲”/u }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('查找儿童')).toBeFocused();
  await page.keyboard.type('oydd');
  await expect(dialog.getByRole('option', { name: /欧阳朵朵/u }).and(page.locator('.Mui-focused'))).toBeVisible();
  expect(await look(page)).toEqual([]);
  await picture('92-form-choose-child');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`#/registers/child/records/${id}`, 'u'));
});

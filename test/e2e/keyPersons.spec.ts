import { expect, fillVault, test, unlock } from './program.ts';
import { seriousFindings } from './seriousFindings.ts';

test('a key person is entered, listed without a word that labels him, and printed in a numbered copy', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, []);
  const { page, picture } = await start();
  await unlock(page);
  await page.getByRole('navigation').getByRole('link', { name: '重点人员' }).click();
  await expect(page.getByText('还没有登记重点人员')).toBeVisible();
  // Nothing comes in or goes out in bulk.
  for (const name of ['导入', '导入表格', '导出']) await expect(page.getByRole('button', { name })).toHaveCount(0);
  await page
    .getByRole('button', { name: /^新增重点人员/u })
    .first()
    .click();
  await page.getByLabel('姓名').fill('魏平安');
  await page.getByLabel('身份证号').fill('439981201503070024');
  await page.keyboard.press('Tab');
  await expect(page.getByText(/不满18周岁的人不能列为重点人员/u).first()).toBeVisible();
  await page.getByLabel('身份证号').fill('439981197803150019');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('性别', { exact: true })).toHaveValue('男');
  await page.getByLabel('认定依据').fill('接收社区矫正对象通知书（2026）第12号');
  await page.getByLabel('入库日期').fill('2026.11.2');
  await page.getByLabel('复核日期').fill('2027.5.2');
  await page.getByLabel('最近见面').fill('2026.11.5');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('已保存').first()).toBeVisible();
  // Nobody screens for them: there is nothing that is filed, and what was printed is told.
  await expect(page.getByRole('region', { name: '打印记录' })).toBeVisible();
  await expect(page.getByText('归档')).toHaveCount(0);
  expect(await seriousFindings(page)).toEqual([]);
  await picture('120-key-person');
  await page.getByRole('button', { name: '返回名册' }).click();
  await expect(page.getByRole('row', { name: /魏平安/u })).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(/前科|矫正|犯罪/u);
  expect(await seriousFindings(page)).toEqual([]);
  await picture('121-key-persons');
  await page.keyboard.press('Control+p');
  const preview = page.frameLocator('iframe');
  await expect(preview.getByText('重点人群信息库台账')).toBeVisible();
  await expect(preview.getByText('439981********0019')).toBeVisible();
  await expect(page.getByLabel('印出人员类别的名称')).not.toBeChecked();
  await picture('122-key-persons-print');
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildWorkbook, type CellSpec } from '../fixtures/workbooks/buildWorkbook.ts';
import { headings, idNumberOf, rowWith, villageWorkbook } from '../unit/import/importDesk.ts';
import { expect, fillVault, openImport, test, unlock } from './program.ts';

const numberOf = (serial: number): string => idNumberOf(`43998120150307${String(serial).padStart(3, '0')}`);

test('a table of villages that the settings lack is finished without leaving the page, and what is refused can be printed', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, []);
  const { page, picture } = await start();
  await unlock(page);
  await openImport(page);
  const rows: CellSpec[][] = [
    rowWith({ 姓名: '欧阳一一', 身份证号: numberOf(2), 村: '新塘村' }),
    rowWith({ 姓名: '欧阳二二', 身份证号: numberOf(4), 村: '老塘村' }),
    rowWith({ 姓名: '欧阳三三', 身份证号: numberOf(6), 村: '双塘材' }),
    rowWith({ 姓名: '欧阳五五', 身份证号: numberOf(10), 村: '双塘社区' }),
    rowWith({ 姓名: '欧阳坏坏', 身份证号: '439981201503070025' }),
    rowWith({ 姓名: '欧阳四四', 身份证号: numberOf(8), 事实困难依据: '孤儿', 家庭主要成员: '母亲 田桂英' }),
  ];
  const chosen = path.join(dataDir, '各村.xlsx');
  writeFileSync(chosen, villageWorkbook(rows));
  await page.getByLabel('选择要导入的表格文件').setInputFiles(chosen);

  const villages = page.getByRole('region', { name: '设置里没有的村（社区）' });
  await villages.getByLabel('双塘材').uncheck();
  // A known place under another word is no new one.
  await expect(villages.getByLabel('双塘社区（与“双塘村”相近，请核对）')).not.toBeChecked();
  await picture('import-unknown-villages');
  await villages.getByRole('button', { name: '加入这些村（社区）' }).click();
  const take = page.getByRole('button', { name: '导入新增3名儿童' });
  await expect(take).toBeEnabled();

  // A look at another page, and back: nothing is lost.
  await page.getByRole('link', { name: '设置' }).click();
  await expect(page.getByText('老塘村').or(page.locator('input[value="老塘村"]')).first()).toBeVisible();
  await openImport(page);
  await expect(page.getByText('各村.xlsx')).toBeVisible();
  await page.getByRole('button', { name: /^请核对/u }).click();
  const panel = page.getByRole('region', { name: '这一行' });
  await expect(panel.getByText(/Q9“事实困难依据”现为“孤儿”：/u)).toBeVisible();
  await expect(page.getByRole('grid').getByRole('row', { name: /欧阳坏坏/u })).toHaveCount(0);

  await take.click();
  await expect(page.getByText('已导入：新增3名儿童')).toBeVisible();
  // What is left to be mended is listed at once; the button would take that away again.
  await expect(page.getByRole('button', { name: /^错误 3/u })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('grid').getByRole('row', { name: /欧阳二二/u })).toHaveCount(0);
  await page
    .getByRole('grid')
    .getByRole('row', { name: /欧阳坏坏/u })
    .click();
  await expect(panel).toContainText('C8“身份证号”现为“439981201503070025”');
  await picture('import-refused-rows');

  await page.getByRole('button', { name: '打印待改清单' }).click();
  await expect(page.locator('.print-page')).toBeAttached();
  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('.print-page');
  await expect(paper).toBeVisible();
  await expect(paper).toContainText('C8“身份证号”：身份证号校验位不正确');
  await expect(paper).toContainText('E6“村”：设置里没有这个村（社区）');
  await expect(paper).not.toContainText(/欧阳|4399812015|双塘材|双塘社区|儿童/u);
  await page.screenshot({
    path: path.join(import.meta.dirname, '..', 'artefacts', 'pictures', 'import-refused-paper.png'),
  });
  await page.emulateMedia({ media: 'screen' });
});

test('a table that cannot be taken over says why beside the button, at the size of old screens too', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, []);
  const { page, picture } = await start();
  await page.setViewportSize({ width: 911, height: 512 });
  await unlock(page);
  await openImport(page);
  const without = (...left: string[]): CellSpec[][] => {
    const kept = headings.filter((heading) => !left.includes(heading));
    return [
      [...kept, '备忘'],
      [...rowWith().filter((_, index) => kept.includes(headings[index] ?? '姓名')), 'x'],
    ];
  };
  const choose = async (table: CellSpec[][]): Promise<void> => {
    const chosen = path.join(dataDir, '表.xlsx');
    writeFileSync(chosen, buildWorkbook({ sheets: [{ rows: table }] }));
    await page.getByLabel('选择要导入的表格文件').setInputFiles(chosen);
  };
  await choose(without('姓名'));
  await expect(page.getByText(/不能导入：表里没有“姓名”这一列/u)).toBeVisible();
  await expect(page.getByRole('button', { name: '导入', exact: true })).toBeDisabled();
  await picture('import-missing-columns-911');
  await page.getByRole('button', { name: '换一个文件' }).click();

  await choose(without('登记人', '登记时间'));
  await expect(page.getByText(/不导入：R列“备忘”/u)).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeInViewport();
  await picture('import-common-fields-911');
  await page.getByRole('region', { name: '统一填写' }).getByRole('button', { name: '填写' }).click();
  await page.getByLabel('登记时间').fill('2026年10月');
  await expect(page.getByRole('alert')).toHaveText('“登记时间”：只写到月，请补上日');
  await expect(page.getByLabel('登记时间')).toHaveAccessibleDescription('只写到月，请补上日');
  await expect(page.getByRole('button', { name: '导入新增1名儿童' })).toBeDisabled();
  await page.getByLabel('登记时间').fill('2026年10月26日');
  await page.getByLabel('登记人').fill('周敏');
  await expect(page.getByRole('button', { name: '导入新增1名儿童' })).toBeEnabled();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await picture('import-common-fields-filled-911');
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, openChildren, openImport, setUpOffice, tellLeaving, test, title, unlock } from './program.ts';

const workbook = path.join(import.meta.dirname, '..', 'fixtures', 'workbooks', '失亲排查汇总-双塘村.xlsx');

test('a village’s workbook becomes a checked registry and 25 printed sheets, and is there after a restart', async ({
  start,
}) => {
  const program = await start();
  const { page, picture } = program;
  await setUpOffice(program);
  await picture('05-today');

  await openChildren(page);
  await picture('06-empty-list');
  await openImport(page);
  await page.getByLabel('选择要导入的表格文件').setInputFiles(workbook);
  const take = page.getByRole('button', { name: '导入新增25名儿童' });
  await expect(take).toBeEnabled();
  await picture('07-import-check');
  await take.click();
  await expect(page.getByText('已导入：新增25名儿童')).toBeVisible();
  await picture('08-import-done');

  await openChildren(page);
  await expect(page.getByText('共25名儿童')).toBeVisible();
  await picture('09-list');
  // 胡兰英, found by the initials of her name.
  const search = page.getByPlaceholder('在本页查找');
  await search.fill('hly');
  await expect(page.getByText('找到1名')).toBeVisible();
  await picture('10-found-by-initials');
  await page.getByRole('row', { name: /胡兰英/u }).dblclick();
  await expect(title(page, '胡兰英')).toBeVisible();
  await picture('11-record-form');

  await page.getByRole('tab', { name: /纸样/u }).click();
  const school = page.getByRole('textbox', { name: '就读学校或现实状况' });
  await expect(school).toHaveValue('安宁镇中学');
  await school.fill('安宁镇中心小学');
  await picture('12-record-paper');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('已保存').first()).toBeVisible();
  await page.getByRole('button', { name: '历史' }).click();
  await expect(page.getByText('安宁镇中心小学').first()).toBeVisible();
  await picture('13-history');
  await page.keyboard.press('Escape');

  await openChildren(page);
  await search.fill('');
  await expect(page.getByText('共25名儿童')).toBeVisible();
  await page.getByRole('button', { name: /打印全部/u }).click();
  await expect(page.getByText('25名儿童，共25页A4纸')).toBeVisible();
  await picture('14-print-preview');
  await page.getByRole('button', { name: '另存为PDF' }).click();
  await tellLeaving(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('已存为PDF')).toBeVisible();

  const pdf = await getDocument({
    data: new Uint8Array(
      readFileSync(path.join(program.exportDir, '失亲排查表-25份-20261121.pdf'.replace('20261121', today()))),
    ),
  }).promise;
  expect(pdf.numPages).toBe(25);
  const texts = await Promise.all(
    Array.from({ length: 25 }, async (_, index) => {
      const { items } = await (await pdf.getPage(index + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join('');
    }),
  );
  for (const text of texts) expect(text).toContain('“失亲”及事实困难未成年人排查表');
  const corrected = texts.filter((text) => text.includes('胡兰英'));
  expect(corrected).toHaveLength(1);
  expect(corrected[0]).toContain('安宁镇中心小学');
  expect(corrected[0]).toContain('439981201007258378');

  await program.chromium.close();
  const again = await start();
  await again.picture('15-unlock');
  await unlock(again.page);
  await openChildren(again.page);
  await expect(again.page.getByText('共25名儿童')).toBeVisible();
  await again.page.getByPlaceholder('在本页查找').fill('hly');
  await again.page.getByRole('row', { name: /胡兰英/u }).dblclick();
  await expect(again.page.getByLabel('就读学校或现实状况').first()).toHaveValue('安宁镇中心小学');
});

function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('');
}

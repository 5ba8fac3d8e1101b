import { copyFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { kdfFloor } from '../../electron/vault/kdf.ts';
import { compartmentFile } from '../../electron/vault/vault.ts';
import { startTestApp, testUser } from '../testApp.ts';
import { childWith, expect, fillVault, test, title, unlock } from './program.ts';
import { seriousFindings } from './seriousFindings.ts';

test('an older file in place of the data is told in red, and the records of use are searched and checked', async ({
  start,
  dataDir,
}) => {
  const [id = ''] = await fillVault(dataDir, [childWith({ name: '安宁' })]);
  const children = compartmentFile(dataDir, 'children');
  copyFileSync(children, `${children}.kept`);
  const earlier = await startTestApp({ dataDir, kdf: kdfFloor, now: () => new Date() });
  await earlier.value('session.unlock', testUser);
  await earlier.value('register.get', { register: 'child', id });
  await earlier.app.close('lock');
  copyFileSync(`${children}.kept`, children);

  const { page, picture } = await start();
  await unlock(page);
  const bar = page.getByRole('alert').filter({ hasText: '数据被换成旧版本' });
  await expect(bar).toContainText('儿童');
  await expect(bar).toContainText('用最近的备份恢复');

  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '审计' }).click();
  await expect(title(page, '审计')).toBeVisible();
  const table = page.getByRole('table', { name: '操作记录' });
  await expect(table.getByRole('row', { name: /登录/u }).first()).toContainText(testUser.user);
  await expect(table).not.toContainText('安宁');
  await picture('audit-list');
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('textbox', { name: '记录编号' }).fill(id);
  await expect(table.getByRole('row')).not.toHaveCount(1);
  await expect(table.getByRole('row', { name: /登录/u })).toHaveCount(0);
  await page.getByRole('button', { name: '核对全部记录' }).press('Enter');
  await expect(page.getByText(/^数据被换成旧版本（现有数据只到.*）$/u).last()).toBeVisible();

  // A row can be read whole without a mouse.
  await table.locator('[data-row]').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog');
  await expect(details).toContainText(id);
  expect(await seriousFindings(page)).toEqual([]);
  await picture('audit-row');
  await page.keyboard.press('Escape');
  await expect(table.locator('[data-row]').nth(1)).toBeFocused();

  await bar.getByRole('button', { name: '登记查明情况' }).click();
  await page.getByLabel('查到了什么，怎样处理').fill('清理磁盘时误放回旧文件，已核对');
  expect(await seriousFindings(page)).toEqual([]);
  await picture('audit-review');
  await page.keyboard.press('Enter');
  await expect(bar).toHaveCount(0);
  await expect(page.getByText('操作记录有过1处异常，已登记查明情况')).toBeVisible();
  await expect(page.getByRole('region', { name: '异常和查明情况' })).toContainText('查明：清理磁盘时误放回旧文件');
  await picture('audit-reviewed');

  // What goes to the printer is there as long as the dialog of the system; here it stays.
  await page.evaluate(() => {
    window.print = () => document.body.append(document.querySelector('.print-page')?.cloneNode(true) ?? '');
  });
  await page.getByRole('button', { name: '打印本年度审计报告' }).click();
  await expect(page.locator('.print-page')).toBeAttached();
  const pages = await pagesOf(await page.pdf({ preferCSSPageSize: true }));
  expect(pages.length).toBeGreaterThan(1);
  for (const [index, text] of pages.entries()) expect(text).toContain(`第${index + 1}页共${pages.length}页`);
});

/** The text of each page, without blanks. A font names 页 by the radical that looks the same. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(
      items
        .map((item) => ('str' in item ? item.str : ''))
        .join('')
        .replace(/\s/gu, '')
        .replaceAll('⻚', '页'),
    );
  }
  await document.destroy();
  return texts;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import {
  childWith,
  expect,
  fillVault,
  openChild,
  openChildren,
  openImport,
  settled,
  test,
  unlock,
  unlockButton,
} from './program.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Words that stand on keyboards and in menus of Chinese offices. */
const keyNames = ['Ctrl', 'Shift', 'Tab', 'Enter', 'Esc', 'PDF', 'Excel', 'WPS', 'xlsx'];

/** What axe-core calls serious or critical on the page as it stands. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  await settled(page);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

test('axe finds nothing serious on any page, and English nowhere', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childWith({})]);
  const { page } = await start();
  const look = async (): Promise<void> => {
    expect(await seriousFindings(page)).toEqual([]);
    const words = (await page.locator('body').innerText()).match(/[A-Za-z]{3,}/gu) ?? [];
    expect(words.filter((word) => !keyNames.includes(word))).toEqual([]);
  };
  await expect(unlockButton(page)).toBeVisible();
  await look();
  await page.getByText('忘记密码').click();
  await look();
  await page.reload();
  await unlock(page);
  await expect(page.getByRole('navigation')).toBeVisible();
  await look();
  await openChildren(page);
  await expect(page.getByText('共1名儿童')).toBeVisible();
  await look();
  await openImport(page);
  await look();
  await openChild(page, '欧阳朵朵');
  await look();
  await page.getByLabel('民族', { exact: true }).fill('');
  await page.getByRole('button', { name: '是哪些' }).click();
  await page
    .getByRole('button', { name: /^机构与保障/u })
    .last()
    .click();
  await look();
  await page.getByRole('button', { name: '家庭主要成员第1行详细' }).click();
  await look();
  await page.keyboard.press('Escape');
  for (const name of ['转出…', '移入回收站…']) {
    await page.getByRole('button', { name: '更多' }).click();
    await look();
    await page.getByRole('menuitem', { name }).click();
    await look();
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: '带入兄弟姐妹的家庭' }).click();
  await look();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '历史' }).click();
  await look();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: /纸样/u }).click();
  await look();
  await page.getByRole('link', { name: '设置' }).click();
  await look();
});

import type { Page } from '@playwright/test';
import { expect, fillVault, settled, startAtSample, test, title, unlock, unlockButton } from './program.ts';
import { look } from './seriousFindings.ts';

/** Begins a form about the child whose page is open, by the keys a clerk uses. */
async function begin(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: '新填一张' }).focus();
  await page.keyboard.press('Enter');
  const entry = page.getByRole('menuitem', { name: title });
  await entry.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: title })).toBeVisible();
}

/** The name of the place that has the cursor. */
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.closest('[aria-label]:not(fieldset)')?.getAttribute('aria-label'));

test('a child is entered once and shows on every sheet of the register', async ({ dataDir, start }) => {
  const { page, picture } = await startAtSample({ dataDir, start });
  await page.keyboard.press('F2');
  const choice = page.getByRole('group', { name: '表样' });
  await expect(choice.getByRole('button')).toHaveCount(5);
  await expect(page.getByRole('group', { name: '“失亲”及事实困难未成年人排查表' })).toBeVisible();
  await picture('100-sheets-first');
  await page.getByLabel('居住地址').fill('虚拟县安宁镇石桥社区1号');
  await page.keyboard.press('F4');
  await expect(page.getByRole('group', { name: '“失足、失管”未成年人排查表' })).toBeVisible();
  await expect(page.getByLabel('居住地址')).toHaveValue('虚拟县安宁镇石桥社区1号');
  // The cursor stays in the same field of the next sheet, which says what its secret boxes are.
  await expect(page.getByLabel('居住地址')).toBeFocused();
  await expect(page.getByText(/不能勾的方框是依法保密的内容/u)).toBeVisible();
  expect(await look(page)).toEqual([]);
  await picture('101-sheets-second');
  await choice.getByRole('button').nth(4).click();
  await expect(page.getByText('以下印在第2页')).toBeVisible();
  await picture('102-sheets-two-pages');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('已保存').first()).toBeVisible();
  // The choice is remembered, and what is seen is what is printed.
  await page.reload();
  await expect(page.getByRole('group', { name: '困境儿童和留守儿童基本信息采集表' })).toBeVisible();
  await settled(page);
  // A record that opens on a sheet begins at its first field.
  await expect(page.locator('#panel-sheet').locator('input,textarea').first()).toBeFocused();
  await page.keyboard.press('Control+p');
  await expect(title(page, '打印预览')).toBeVisible();
  await expect(page.getByText('共2页A4纸').first()).toBeVisible();
  await expect(page.getByText('困境儿童和留守儿童基本信息采集表').first()).toBeVisible();
});

test('a visit is written down by keyboard alone, mended in its cell, saved, printed, found again', async ({
  dataDir,
  start,
}) => {
  const { page, picture } = await startAtSample({ dataDir, start });
  await expect(page.getByText('还没有填过表格')).toBeVisible();
  await begin(page, '入户走访记录表');
  const form = page.getByRole('group', { name: '入户走访记录表' });
  // What is registered stands there and is not asked again.
  await expect(form.getByText('439981201503070024')).toBeVisible();
  await expect(page.getByLabel('身份证号')).toHaveCount(0);
  // The first place to fill has the cursor, its boxes answer to numbers, Enter goes on.
  await expect.poll(() => focused(page)).toBe('走访类型');
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('原定走访日期');
  await page.keyboard.press('Enter');
  await page.keyboard.type('2099.1.1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect.poll(() => focused(page)).toBe('见到本人');
  await page.keyboard.press('1');
  for (const words of ['祖母照看', '在校', '情绪平稳']) {
    await page.keyboard.press('Enter');
    await page.keyboard.type(words);
  }
  await page.keyboard.press('Control+s');
  // The wrong day is said in its cell, and has the cursor.
  await expect.poll(() => focused(page)).toBe('走访时间');
  await expect(page.getByRole('alert', { name: '需要改正的地方' })).toContainText('走访时间');
  expect(await look(page)).toEqual([]);
  await picture('103-paper-mended');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2026.3.5');
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/^已保存/u).first()).toBeVisible();
  // The cursor stays where it was, now on the stored form.
  await expect.poll(() => focused(page)).toBe('走访时间');
  await expect(page.getByRole('note', { name: '待补的内容' })).toBeVisible();
  await picture('104-paper-saved');
  await page.keyboard.press('Control+p');
  await expect(title(page, '打印预览')).toBeVisible();
  await expect(page.getByText('入户走访记录表，共1页A4纸')).toBeVisible();
  await page.getByRole('button', { name: '返回' }).click();
  await expect(form).toBeVisible();
  await page.getByRole('button', { name: '历史' }).click();
  await expect(page.getByRole('dialog')).toContainText('新增');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '返回' }).click();
  await expect(page.getByText('欧阳朵朵，已填1张')).toBeVisible();
  expect(await look(page)).toEqual([]);
  await picture('105-papers-of-a-form');
  await page.getByRole('button', { name: '返回登记' }).click();
  const listed = page.getByRole('list', { name: '填过的表格' });
  await expect(listed).toContainText('走访时间：2026年3月5日');
  await listed.scrollIntoViewIfNeeded();
  await picture('106-papers-of-a-child');
});

test('a form that was not saved is there again after a crash, from the first page', async ({ dataDir, start }) => {
  const { page, chromium, picture } = await startAtSample({ dataDir, start });
  await begin(page, '入户走访记录表');
  await page.getByLabel('走访内容').fill('祖母说父亲春节回来');
  await expect(page.getByText(/草稿存于/u)).toBeVisible();
  process.kill(chromium.corePid ?? 0, 'SIGKILL');
  await expect(unlockButton(page)).toBeVisible();
  await expect(page.getByText('祖母说父亲春节回来')).toHaveCount(0);
  await unlock(page);
  await page.getByRole('navigation').getByRole('link', { name: '今日' }).click();
  const waiting = page.getByRole('list', { name: '没有保存的内容' });
  await expect(waiting).toContainText('新填的入户走访记录：欧阳朵朵');
  await picture('107-paper-draft');
  await waiting.getByRole('link', { name: '接着填' }).click();
  await expect(page.getByText(/恢复了未保存的内容/u)).toBeVisible();
  await expect(page.getByLabel('走访内容')).toHaveValue('祖母说父亲春节回来');
  // Given up, it is gone for good.
  await page.getByRole('button', { name: '放弃', exact: true }).click();
  await page.getByRole('button', { name: '放弃所填内容' }).click();
  await expect(page.getByLabel('走访内容')).toHaveValue('');
  await page.getByRole('navigation').getByRole('link', { name: '今日' }).click();
  await expect(title(page, '今日')).toBeVisible();
  await expect(waiting).toHaveCount(0);
});

test('a form is taken off with a reason and brought back', async ({ dataDir, start }) => {
  const { page, picture } = await startAtSample({ dataDir, start });
  await begin(page, '入户走访记录表');
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/^已保存/u).first()).toBeVisible();
  const remove = async (): Promise<void> => {
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '移除这张表…' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('填错了孩子');
    await page.keyboard.press('Enter');
    await expect(page.getByText('还没有填过这张表')).toBeVisible();
  };
  await remove();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('欧阳朵朵，已填1张')).toBeVisible();
  await page.getByRole('list', { name: '入户走访记录表' }).getByRole('link').first().click();
  await remove();
  const removed = page.getByRole('region', { name: '移除的' });
  await expect(removed).toContainText('填错了孩子');
  await picture('108-paper-removed');
  await removed.getByRole('button', { name: '恢复' }).click();
  await expect(page.getByText('欧阳朵朵，已填1张')).toBeVisible();
});

test('a report is filled in and printed, and nothing of it is kept', async ({ dataDir, start }) => {
  await fillVault(dataDir, []);
  const { page, picture } = await start();
  await unlock(page);
  await page.getByRole('navigation').getByRole('link', { name: '表格' }).click();
  await page.getByRole('link', { name: '侵害未成年人案件强制报告表', exact: true }).click();
  await page.getByRole('button', { name: '在程序里填写' }).click();
  await expect(page.getByText(/程序不保存所填的内容/u)).toBeVisible();
  const focused = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.closest('[id^="field-"]')?.id ?? 'nowhere');
  await expect.poll(focused).not.toBe('nowhere');
  const first = await focused();
  await page.keyboard.press('Control+p');
  await expect(page.getByRole('alert', { name: '需要改正的地方' })).toContainText('改好后再打印');
  await page.getByLabel('报告时间').fill('2026.3.5');
  await page.getByLabel('报告时刻').fill('9:30');
  // Cleared, it begins where it began.
  await page.getByRole('button', { name: '清空重填' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '清空', exact: true }).click();
  await expect(page.getByLabel('报告时刻')).toHaveValue('');
  await expect.poll(focused).toBe(first);
  await page.getByLabel('报告时间').fill('2026.3.5');
  await page.getByLabel('报告时刻').fill('9:30');
  await page.getByLabel('报告单位').fill('安宁镇双塘村');
  await page.getByLabel('报告人及职务').fill('周敏，儿童主任');
  await page.getByLabel('联系电话', { exact: true }).fill('19900000001');
  await page.locator('#field-way input').first().focus();
  await page.keyboard.press('1');
  await page.locator('#field-situations input').first().focus();
  await page.keyboard.press('6');
  await page.getByLabel('发现时间地点及经过').fill('三月五日上午在村口发现独自一人的幼儿');
  expect(await look(page)).toEqual([]);
  await picture('109-fill-only');
  await page.keyboard.press('Control+p');
  await expect(page.getByText('侵害未成年人案件强制报告表，共1页A4纸')).toBeVisible();
  await picture('110-fill-only-print');
  await page.getByRole('button', { name: '返回' }).click();
  await expect(page.getByLabel('发现时间地点及经过')).toHaveValue('三月五日上午在村口发现独自一人的幼儿');
  // Clearing asks first.
  await page.getByRole('button', { name: '清空重填' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '接着填' }).click();
  await expect(page.getByLabel('报告单位')).toHaveValue('安宁镇双塘村');
  // Leaving asks first, and then nothing is there any more.
  await page.getByRole('navigation').getByRole('link', { name: '今日' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '接着填' }).click();
  await expect(page.getByLabel('报告单位')).toHaveValue('安宁镇双塘村');
  await page.getByRole('navigation').getByRole('link', { name: '今日' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '离开' }).click();
  await expect(title(page, '今日')).toBeVisible();
  await expect(page.getByRole('list', { name: '没有保存的内容' })).toHaveCount(0);
});

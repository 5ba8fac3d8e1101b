import type { Page } from '@playwright/test';
import { childWith, expect, fillVault, openChild, openChildren, settled, test, unlock } from './program.ts';

/** Opens an empty record on its sheet, by the keys a clerk uses. */
async function newSheet(page: Page): Promise<void> {
  await openChildren(page);
  await settled(page);
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: '新增儿童' })).toBeVisible();
  if ((await page.getByRole('tab', { name: '纸样' }).getAttribute('aria-selected')) === 'false') {
    await page.keyboard.press('F2');
  }
  await expect(page.getByRole('group', { name: '“失亲”及事实困难未成年人排查表' })).toBeVisible();
}

/** The id of the field that has the cursor. */
const focusedField = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest('[id^="field-"]')?.id ?? document.activeElement?.id ?? '');

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

for (const size of [
  { width: 1366, height: 768 },
  { width: 911, height: 512 },
]) {
  test(`the desk stays where it is while the sheet scrolls, at ${size.width} × ${size.height}`, async ({
    dataDir,
    start,
  }) => {
    await fillVault(dataDir, []);
    const { page, picture } = await start();
    await page.setViewportSize(size);
    await unlock(page);
    await newSheet(page);
    const desk = () =>
      page.evaluate(() => ({
        top: document.scrollingElement?.scrollTop,
        fits: (document.scrollingElement?.scrollHeight ?? Number.POSITIVE_INFINITY) <= innerHeight,
      }));
    const unmoved = { top: 0, fits: true };
    await picture(`40-sheet-top-${size.width}`);
    await page.mouse.move(size.width / 2, size.height / 2);
    await page.mouse.wheel(0, 20_000);
    expect(await desk()).toEqual(unmoved);
    await page.getByLabel('登记单位').focus();
    expect(await desk()).toEqual(unmoved);
    await picture(`41-sheet-foot-${size.width}`);
    await page.getByRole('button', { name: '添加第5名家庭主要成员' }).click();
    await expect(page.getByLabel('家庭主要成员第5行与儿童关系')).toBeFocused();
    expect(await desk()).toEqual(unmoved);
    await picture(`42-sheet-fifth-${size.width}`);
    await page.getByLabel('登记时间').focus();
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('alert', { name: '需要改正的地方' })).toBeAttached();
    expect(await desk()).toEqual(unmoved);
    await expect(button(page, '保存')).toBeInViewport();
  });
}

test('a sheet is finished on the sheet alone, and the cursor is led to what is missing and back', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({ id_number: null, no_id_reason: '1', name: '先前' })]);
  const { page, picture } = await start();
  await unlock(page);
  await newSheet(page);

  // Cells that the cursor only passes are not at fault; what is impossible is said on leaving.
  await page.getByLabel('姓名', { exact: true }).first().focus();
  for (let cell = 0; cell < 6; cell += 1) await page.keyboard.press('Tab');
  await expect(page.getByText(/没有填，请补上/u)).toHaveCount(0);
  await page.getByLabel('出生日期').fill('1890.1.1');
  await page.getByLabel('出生日期').press('Tab');
  await expect(page.getByText(/已满18周岁/u)).toBeVisible();
  await page.getByLabel('出生日期').fill('');

  await page.keyboard.press('Control+s');
  const beside = page.getByRole('region', { name: '纸样上没有、但登记要填' });
  await expect(beside.getByText('“村（社区）”没有填，请补上')).toBeVisible();
  // The first place on the page, not the first of the declaration, which is the name.
  await expect.poll(() => focusedField(page)).toMatch(/^field-(id_number|no_id_reason|birth_date|village)$/u);
  await picture('43-sheet-missing');

  await page.getByLabel('姓名', { exact: true }).first().fill('欧阳朵朵');
  await page.getByLabel('性别', { exact: true }).fill('男');
  await page.getByLabel('性别', { exact: true }).press('Tab');
  await page.getByLabel('身份证号', { exact: true }).fill('439981201503070024');
  await expect(page.getByText('已按身份证号改为女')).toBeVisible();
  await picture('44-sheet-corrected');
  await beside.getByLabel('村（社区）').fill('双塘');
  await beside.getByLabel('村（社区）').press('Tab');
  await page.getByLabel('民族', { exact: true }).fill('土家');
  await page.getByLabel('民族', { exact: true }).press('Tab');
  const tick = async (field: string, key: string) => {
    await page.locator(`#field-${field} input`).first().focus();
    await page.keyboard.press(key);
  };
  await tick('health', '1');
  await tick('study_state', '1');
  await tick('family_states', '3');
  await tick('guardian_capable', '1');
  await tick('hardship_grounds', '1');
  const long = '虚拟县安宁镇双塘村三组八号往东走过小桥再过老粮站以后左边第二栋青砖房子二楼';
  await page.getByLabel('就读学校或现实状况').fill('安宁镇中心小学');
  await page.getByLabel('户籍地址').fill(long);
  await page.getByLabel('居住地址').fill(long);
  // Long text wraps as in print; nothing of it is out of sight.
  const cut = await page.getByLabel('户籍地址').evaluate((area) => area.scrollHeight - area.clientHeight);
  expect(cut).toBeLessThanOrEqual(1);
  await page.getByLabel('填表时间').fill('2026.3.5');
  await page.getByLabel('登记单位').fill('安宁镇双塘村');
  await page.getByLabel('登记人').fill('周敏');
  await page.getByLabel('登记时间').fill('2099.1.1');
  await page.getByLabel('登记时间').press('Tab');
  await expect(page.getByText('日期晚于今天，请核对年份')).toBeVisible();
  await page.getByLabel('登记时间').fill('2026.3.6');
  await picture('45-sheet-full');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('status').getByText(/^已保存/u)).toBeVisible();
  await expect(page.getByRole('button', { name: '历史' })).toBeVisible();
  await expect.poll(() => focusedField(page)).toBe('field-registered_on');

  // What was said of this child is not said of the next; the sheet stays chosen.
  await openChildren(page);
  await expect(page.getByRole('status').getByText(/^已保存/u)).toHaveCount(0);
  await openChild(page, '先前');
  await expect(page.getByRole('tab', { name: '纸样' })).toHaveAttribute('aria-selected', 'true');
  await page.reload();
  await expect(page.getByRole('tab', { name: '纸样' })).toHaveAttribute('aria-selected', 'true');
});

test('unsaved entry is given up only when the clerk says so, and what is forgotten stands on the first page', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({ remark: '原来的备注' })]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  await expect(button(page, '放弃')).toHaveCount(0);
  const remark = page.getByLabel('备注');
  await remark.fill('改了一半');
  await page.getByLabel('登记人').fill('周'.repeat(51));

  await page.getByRole('link', { name: '今日' }).click();
  const forgotten = page.getByRole('list', { name: '没有保存的内容' });
  await expect(forgotten).toContainText('欧阳朵朵');
  await settled(page);
  await picture('46-today-drafts');
  await forgotten.getByRole('link', { name: '接着填' }).click();

  await expect(remark).toHaveValue('改了一半');
  // Faults of what was brought back are shown before anything is touched.
  await expect(page.getByText('不能超过50字，现有51字，请缩短')).toBeVisible();
  await button(page, '放弃').click();
  await picture('47-give-up');
  await button(page, '接着填').click();
  await expect(remark).toHaveValue('改了一半');
  await button(page, '放弃').click();
  await button(page, '放弃所填内容').click();
  await expect(remark).toHaveValue('原来的备注');
  await expect(button(page, '放弃')).toHaveCount(0);
  await page.getByRole('link', { name: '今日' }).click();
  await expect(page.getByText('已登记1名儿童')).toBeVisible();
  await expect(forgotten).toHaveCount(0);
});

test('a long name leaves room for the state and the buttons', async ({ dataDir, start }) => {
  const name = '买买提·阿卜杜热合曼·艾力肯江·吐尔逊古丽·阿依努尔·麦麦提敏·艾合买提';
  await fillVault(dataDir, [childWith({ name })]);
  const { page, picture } = await start();
  await unlock(page);
  await openChildren(page);
  await page.getByRole('row', { name: /买买提/u }).dblclick();
  await page.getByLabel('备注').fill('改了');
  const state = page.getByText(/^没有保存/u);
  for (const width of [1366, 911]) {
    await page.setViewportSize({ width, height: 768 });
    await picture(`48-long-name-${width}`);
    const [box, last] = [await state.boundingBox(), await button(page, '保存').boundingBox()];
    expect(box?.height).toBeLessThan(30);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(width);
  }
});

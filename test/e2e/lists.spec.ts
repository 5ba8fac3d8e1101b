import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { readWorkbook } from '../../electron/jobs/readWorkbook.ts';
import type { RecordValues, Values } from '../../shared/registers/register.ts';
import { addDays, addYears, calendarDateOf } from '../../shared/rules/calendarDate.ts';
import { childWith, expect, fillVault, openChildren, tellLeaving, test, unlock } from './program.ts';
import { look } from './seriousFindings.ts';

const today = calendarDateOf(new Date());

/** A child of the sample's village without an ID number, seen today. */
function listed(name: string, fields: Values = {}): RecordValues {
  return childWith({
    name,
    file_number: null,
    id_number: null,
    no_id_reason: '1',
    last_visited_on: today,
    ...fields,
  });
}

const five = [
  listed('丁一', { responsible_person: '罗建国' }),
  listed('方静', { village: '439981100202', risk_level: null }),
  listed('江月', { last_visited_on: null, phone: null }),
  listed('李雪', { birth_date: addDays(addYears(today, -18), 10), filled_on: null }),
  listed('欧阳雪', { family_states: ['5'], guardian_capable: false }),
];

async function begin(start: () => Promise<{ page: Page }>): Promise<Page> {
  const { page } = await start();
  await unlock(page);
  await openChildren(page);
  await expect(page.getByText('共5名儿童')).toBeVisible();
  return page;
}

const names = (page: Page): Promise<string[]> =>
  page.locator('[role=rowgroup] [role=row] [role=gridcell]:nth-child(2)').allInnerTexts();
const view = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: '常用名册' }).getByRole('button', { name });
const filter = (page: Page, label: string) => page.locator('button[aria-haspopup=menu]', { hasText: label });
const tick = (page: Page, name: string): Promise<void> => page.getByLabel(`选择${name}`, { exact: true }).check();
const more = async (page: Page, item: RegExp | string): Promise<void> => {
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('the daily lists say how many they hold, and what they ask for can be taken off', async ({ start, dataDir }) => {
  await fillVault(dataDir, five);
  const page = await begin(start);
  await expect(view(page, '60天内满18周岁')).toHaveText(/1$/u);
  await expect(view(page, '本月未走访')).toHaveText(/1$/u);
  await view(page, '60天内满18周岁').click();
  await expect(page.getByText('找到1名儿童')).toBeVisible();
  await expect(view(page, '60天内满18周岁')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => names(page)).toEqual(['李雪']);
  const condition = page.getByRole('button', { name: '去掉条件：60天内满18周岁' });
  await condition.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('共5名儿童')).toBeVisible();
  await expect(view(page, '全部')).toHaveAttribute('aria-pressed', 'true');
});

test('the user’s village is asked for once, and lists of his own are kept, renamed, taken away and brought back', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, five);
  const page = await begin(start);
  await view(page, '我的村').click();
  await page.getByRole('dialog').getByLabel('双塘村').check();
  await page.getByRole('button', { name: '记住并打开' }).click();
  await expect(page.getByText('找到4名儿童')).toBeVisible();
  await view(page, '全部').click();
  await expect(page.getByText('共5名儿童')).toBeVisible();
  await view(page, '我的村').click();
  await expect(page.getByText('找到4名儿童')).toBeVisible();

  await page.getByLabel('在儿童中查找').fill('雪');
  await expect(page.getByText('找到2名儿童')).toBeVisible();
  const own = page.getByRole('group', { name: '常用名册' }).locator('[aria-haspopup=menu]');
  await own.click();
  await page.getByRole('menuitem', { name: '把现在的条件和列存为名册' }).click();
  await page.keyboard.type('叫雪的');
  await page.keyboard.press('Enter');
  await expect(own).toHaveText('叫雪的');
  await own.click();
  await page.getByRole('menuitem', { name: '给“叫雪的”改名' }).click();
  await page.getByLabel('名册名称').fill('我的村');
  await page.keyboard.press('Enter');
  await expect(page.getByText('已有同名的名册，请换一个名字')).toBeVisible();
  await page.getByLabel('名册名称').fill('双塘的雪');
  await page.keyboard.press('Enter');
  await expect(own).toHaveText('双塘的雪');

  await page.reload();
  await openChildren(page);
  await own.click();
  await page.getByRole('menuitem', { name: '双塘的雪' }).click();
  await expect(page.getByText('找到2名儿童')).toBeVisible();
  await own.click();
  await page.getByRole('menuitem', { name: '删除“双塘的雪”' }).click();
  await expect(own).toHaveText('我的名册');
  await page.getByRole('button', { name: '撤销' }).click();
  await own.click();
  await expect(page.getByRole('menuitem', { name: '双塘的雪' })).toBeVisible();
});

test('columns are chosen and put in order by keyboard, and stay until they are set back', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, five);
  const page = await begin(start);
  const heads = async (): Promise<string[]> =>
    (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim()).filter(Boolean);
  const first = await heads();
  await page.getByRole('button', { name: '更多', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: '选择列' })).toBeVisible();
  await page.getByLabel('年龄', { exact: true }).focus();
  await page.keyboard.press('Space');
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByLabel('年龄', { exact: true })).toBeFocused();
  await page.getByLabel('性别', { exact: true }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '确定' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(heads).toEqual(['姓名', '年龄', ...first.filter((each) => !['姓名', '性别'].includes(each))]);
  await expect(page.getByRole('row', { name: /欧阳雪/u })).toContainText('岁');
  // The store has no order of what is made from a record when it is read.
  await expect(page.getByRole('columnheader', { name: '年龄' }).getByRole('button')).toHaveCount(0);
  await page.reload();
  await openChildren(page);
  await expect.poll(heads).toContain('年龄');
  await more(page, '选择列');
  await page.getByRole('button', { name: '恢复默认' }).click();
  await expect.poll(heads).toEqual(first);
});

test('what is not filled in, days and completeness narrow the list', async ({ start, dataDir }) => {
  await fillVault(dataDir, five);
  const page = await begin(start);
  await filter(page, '风险等级').click();
  await page.getByRole('menuitemcheckbox', { name: '未填' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('找到1名儿童')).toBeVisible();
  await expect.poll(() => names(page)).toEqual(['方静']);
  await page.getByRole('button', { name: '清除条件' }).click();
  await expect(page.getByText('共5名儿童')).toBeVisible();

  await page.getByRole('button', { name: '更多筛选' }).click();
  await page.getByLabel('最近走访从').fill(today.replaceAll('-', '.'));
  await expect(page.getByText('找到4名儿童')).toBeVisible();
  await page.getByLabel('最近走访未填').check();
  await expect(page.getByText('共5名儿童').or(page.getByText('找到5名儿童'))).toBeVisible();
  await page.getByLabel('最近走访从').fill('');
  await expect(page.getByText('找到1名儿童')).toBeVisible();
  await page.getByLabel('最近走访从').fill('2026.13');
  await page.getByLabel('最近走访到').focus();
  await expect(page.getByText('不是日期，请重新填写')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: '去掉条件：最近走访：未填' })).toBeVisible();
  await expect.poll(() => names(page)).toEqual(['江月']);
  await page.getByRole('button', { name: '清除条件' }).click();

  await filter(page, '在册状态').click();
  await page.getByRole('menuitem', { name: '不限在册状态' }).click();
  await expect(page.getByText('找到5名儿童')).toBeVisible();
});

test('many children are changed at once, those that cannot be stay, and all of it is taken back', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, five);
  const page = await begin(start);
  await expect(page.getByRole('button', { name: '批量修改' })).toBeDisabled();
  await more(page, '批量修改全部5名儿童');
  const dialog = page.getByRole('dialog', { name: '批量修改5名儿童' });
  await page.keyboard.type('监护能力');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('是', { exact: true }).check();
  await dialog.getByRole('button', { name: '看看会改哪些' }).click();
  await expect(dialog.getByText('将修改4名儿童；1名儿童不能这样改，保持原样。')).toBeVisible();
  const refused = dialog.getByRole('list', { name: '不能修改的' });
  await expect(refused).toContainText('欧阳雪');
  await expect(refused).toContainText('监护能力应选“否”');
  await dialog.getByRole('button', { name: '修改4名儿童' }).click();
  await expect(page.getByText('已修改4名儿童；1名儿童没有修改，已替您勾选')).toBeVisible();
  await expect(page.getByText('已选1')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('已撤销，4名儿童恢复为修改前')).toBeVisible();
});

test('chosen children leave the registry with reason and day', async ({ start, dataDir }) => {
  await fillVault(dataDir, five);
  const page = await begin(start);
  await tick(page, '丁一');
  await tick(page, '江月');
  await more(page, '变更在册状态');
  const dialog = page.getByRole('dialog', { name: '批量修改2名儿童' });
  await dialog.getByLabel('在册状态', { exact: true }).fill('转出');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: '看看会改哪些' })).toBeDisabled();
  await dialog.getByLabel('状态变动原因', { exact: true }).fill('随父母迁往外省');
  await dialog.getByLabel('状态变动日期', { exact: true }).fill(today.replaceAll('-', '.'));
  await dialog.getByRole('button', { name: '看看会改哪些' }).click();
  await dialog.getByRole('button', { name: '修改2名儿童' }).click();
  await expect(page.getByText('共3名儿童，已选2')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('共5名儿童')).toBeVisible();
});

test('chosen children go into the recycle bin with a reason, and come back', async ({ start, dataDir }) => {
  await fillVault(dataDir, five);
  const page = await begin(start);
  await tick(page, '丁一');
  await more(page, '移入回收站');
  await page.keyboard.type('重复登记');
  await page.keyboard.press('Enter');
  await expect(page.getByText('已把1名儿童移入回收站')).toBeVisible();
  await expect(page.getByText('共4名儿童')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('共5名儿童')).toBeVisible();
});

test('a list is exported as it is shown, with what it is for', async ({ start, dataDir }) => {
  await fillVault(dataDir, [...five.slice(1), childWith({ name: '丁一', last_visited_on: today })]);
  const program = await start();
  const page = await begin(async () => program);
  const files = (): string[] => readdirSync(program.exportDir).filter((name) => name.endsWith('.xlsx'));
  const table = async (file: string): Promise<string[][]> => {
    const [sheet] = (await readWorkbook(readFileSync(path.join(program.exportDir, file)))).sheets;
    return (sheet?.rows ?? []).map(({ cells }) => cells.map((cell) => cell?.text ?? ''));
  };
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByRole('button', { name: '导出表格' }).click();
  await expect(page.getByText('请填写用途')).toBeVisible();
  await tellLeaving(page);
  await page.getByRole('button', { name: '导出表格' }).click();
  await expect(page.getByText(/已导出5名儿童：.*用完请删除/u)).toBeVisible();
  const [file = ''] = files();
  expect(file).toBe(`儿童名册-5名-${today.replaceAll('-', '')}.xlsx`);
  const [title, , , ...rows] = await table(file);
  expect(title?.[0]).toBe('儿童名册（共5名）　内部资料　严格保密');
  expect(rows.map(([name]) => name)).toEqual(await names(page));
  expect(JSON.stringify(rows)).toContain('439981********0024');

  await page.getByRole('button', { name: '导出' }).click();
  await page.getByLabel('完整写出').check();
  await page.getByLabel('全部项目，可以再导入').check();
  await tellLeaving(page);
  // The list of proposals takes the first Enter, the dialog the next one.
  await page.getByLabel('完整写出').press('Enter');
  await expect.poll(() => files().length).toBe(2);
  const full = await table(files().find((name) => name !== file) ?? '');
  expect(full[1]?.[0]).toContain('用途：报县民政局核对');
  expect(JSON.stringify(full)).toContain('439981201503070024');
  expect(full[2]).toContain('家庭主要成员');
});

test('a list is printed as one register, discreet unless somebody chooses otherwise', async ({ start, dataDir }) => {
  await fillVault(dataDir, [childWith({ name: '丁一' }), ...five.slice(1)]);
  const program = await start();
  const page = await begin(async () => program);
  await page.keyboard.press('Control+p');
  const paper = page.frameLocator('[title=打印预览]');
  await expect(paper.locator('section')).toHaveCount(5);
  await page.getByRole('button', { name: '一人一行的台账' }).click();
  await expect(paper.getByText('重点儿童底数台账')).toBeVisible();
  await expect(paper.getByText('439981********0024')).toBeVisible();
  await expect(page.getByText('5名儿童，共1页A4纸（横向）')).toBeVisible();
  await program.picture('67-print-choice');
  await page.getByLabel('印出完整身份证号').check();
  await expect(paper.getByText('439981201503070024')).toBeVisible();
  await page.getByRole('button', { name: '另存为PDF' }).click();
  await tellLeaving(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已存为PDF：.*重点儿童底数台账-5名-/u)).toBeVisible();
});

test('axe finds nothing serious on the list and its dialogues', async ({ start, dataDir }) => {
  await fillVault(dataDir, five);
  const program = await start();
  const page = await begin(async () => program);
  expect(await look(page)).toEqual([]);
  await program.picture('60-list-views');
  await page.getByRole('button', { name: '更多筛选' }).click();
  expect(await look(page)).toEqual([]);
  await program.picture('61-more-filters');
  await page.keyboard.press('Escape');
  await view(page, '本月未走访').click();
  expect(await look(page)).toEqual([]);
  await more(page, '选择列');
  expect(await look(page)).toEqual([]);
  await program.picture('64-columns');
  await page.getByRole('button', { name: '取消' }).click();
  await more(page, '批量修改找到的1名儿童');
  await page.keyboard.type('责任人');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('帮扶责任人', { exact: true }).fill('罗建国');
  await page.getByRole('button', { name: '看看会改哪些' }).click();
  await expect(page.getByText('将修改1名儿童')).toBeVisible();
  await expect(page.getByText(/帮扶责任人：.+1名儿童 → 罗建国/u)).toBeVisible();
  expect(await look(page)).toEqual([]);
  await program.picture('65-edit-many');
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByRole('button', { name: '导出' }).click();
  expect(await look(page)).toEqual([]);
  await page.getByRole('button', { name: '取消' }).click();
  await view(page, '我的村').click();
  expect(await look(page)).toEqual([]);
  await page.getByRole('button', { name: '取消' }).click();
  await page.keyboard.press('Control+p');
  await expect(page.getByTitle('打印预览')).toBeVisible();
  expect(await look(page)).toEqual([]);
});

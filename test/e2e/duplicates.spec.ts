import type { Page } from '@playwright/test';
import type { RecordValues, Values } from '../../shared/registers/register.ts';
import { childWith, expect, fillVault, openChildren, settled, test, title, unlock } from './program.ts';
import { look } from './seriousFindings.ts';

const grandmother = { relation: '62', name: '田桂英', guardian_role: '1', phone: '19900000001' };
const withoutNumber = { id_number: null, no_id_reason: '1' };

/** The sample child with other values and members. */
function withMembers(fields: Values, members: readonly Values[]): RecordValues {
  const { fields: all, rows } = childWith(fields);
  return { fields: all, rows: { ...rows, members } };
}

const children: readonly RecordValues[] = [
  withMembers({ name: '欧阳朵朵', file_number: null, remark: '2025年建档' }, [grandmother]),
  withMembers(
    {
      ...withoutNumber,
      name: '欧阳多多',
      file_number: null,
      grid: null,
      phone: '19900000008',
      school_class: '六年级1班',
      remark: '学校报来',
    },
    [
      { relation: '62', name: '田桂英', health: '年迈' },
      { relation: '51', name: '欧阳山', phone: '19900000003', workplace: '在外务工' },
    ],
  ),
  withMembers({ ...withoutNumber, name: '周云', sex: '1', birth_date: '2018-05-06', file_number: null }, [
    { relation: '52', name: '李秀', phone: '19900000005' },
  ]),
  withMembers({ ...withoutNumber, name: '周雨', sex: '2', birth_date: '2018-05-06', file_number: null }, [
    { relation: '52', name: '李秀', phone: '19900000005' },
  ]),
];

async function openDuplicates(page: Page): Promise<void> {
  await expect(page.getByRole('navigation')).toBeVisible();
  await page.evaluate(() => {
    location.hash = '/registers/child/duplicates';
  });
  await expect(title(page, '疑似重复')).toBeVisible();
}

const pairs = (page: Page) => page.getByRole('table', { name: '疑似重复' }).locator('tbody');

test('twins are told apart and a double is merged by keys alone, and either is taken back', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, children);
  const { page, picture } = await start();
  await unlock(page);
  await openDuplicates(page);
  await expect(pairs(page)).toHaveCount(2);
  await expect(pairs(page).nth(0)).toContainText('姓名读音和出生日期相同');
  await expect(pairs(page).nth(1)).toContainText('可能是双胞胎');
  await expect(pairs(page).nth(0)).toBeFocused();
  // Whole numbers are compared on the page that merges, not here.
  await expect(page.getByText('439981201503070024')).toHaveCount(0);
  await picture('60-duplicates');
  expect(await look(page)).toEqual([]);

  await page.keyboard.press('ArrowDown');
  await expect(pairs(page).nth(1)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('status').getByText('已记为不是同一人')).toBeVisible();
  await expect(pairs(page)).toHaveCount(1);
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(pairs(page)).toHaveCount(2);

  await pairs(page).nth(0).focus();
  await page.keyboard.press('Enter');
  await expect(title(page, '核对合并')).toBeVisible();
  const row = (name: string) => page.getByRole('radiogroup', { name, exact: true });
  await expect(row('姓名').getByRole('radio', { checked: true })).toBeFocused();
  await expect(row('身份证号').getByRole('radio', { checked: true })).toContainText('439981201503070024');
  await expect(row('儿童联系电话').getByRole('radio', { checked: true })).toContainText('19900000008');
  await expect(row('家庭主要成员').getByRole('radio', { checked: true })).toHaveText(/两边都留/u);
  // The spelling beside the ID number is proposed; the clerk looks at the newer one, and goes on with Enter.
  await expect(row('姓名').getByRole('radio', { checked: true })).toContainText('欧阳朵朵');
  await page.keyboard.press('ArrowRight');
  await expect(row('姓名').getByRole('radio', { checked: true })).toContainText('欧阳多多');
  await page.keyboard.press('ArrowLeft');
  await expect(row('姓名').getByRole('radio', { checked: true })).toContainText('欧阳朵朵');
  await page.keyboard.press('Enter');
  await expect(row('身份证号').getByRole('radio', { checked: true })).toBeFocused();
  await picture('61-merge');
  await page.getByRole('button', { name: /^展开相同的/u }).click();
  await picture('62-merge-same');
  expect(await look(page)).toEqual([]);

  // Enter leads through the rest to the end.
  await row('姓名').getByRole('radio', { checked: true }).focus();
  const count = await page.getByRole('radiogroup').count();
  for (let index = 0; index < count; index += 1) await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '合并为一条' })).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('status').getByText('已合并为一条')).toBeVisible();
  // A notice stays for as long as the pointer is on it.
  await page.getByRole('button', { name: '撤销' }).hover();
  await expect(title(page, '疑似重复')).toBeVisible();
  await expect(pairs(page)).toHaveCount(1);
  await picture('63-merged');

  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByRole('status').getByText('已撤销合并')).toBeVisible();
  await expect(pairs(page)).toHaveCount(2);
  await page.getByRole('button', { name: '全部重新核对' }).click();
  await expect(page.getByRole('status').getByText('已重新核对4名儿童，有2对疑似重复')).toBeVisible();
});

test('a merge that would make an impossible record says why and can be chosen otherwise', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, children.slice(0, 2));
  const { page, picture } = await start();
  await unlock(page);
  await openDuplicates(page);
  await expect(pairs(page).first()).toBeFocused();
  await page.keyboard.press('Enter');
  const number = page.getByRole('radiogroup', { name: '身份证号', exact: true });
  await number.getByRole('radio', { name: /^用右边/u }).click();
  await page
    .getByRole('radiogroup', { name: '无身份证号原因' })
    .getByRole('radio', { name: /^用左边/u })
    .click();
  await expect(page.getByText('这样选还不能合并：“身份证号”没有填')).toBeVisible();
  await expect(page.getByRole('button', { name: '合并为一条' })).toBeDisabled();
  // A second click does not go through it to the page.
  await expect(page.getByRole('button', { name: '合并为一条' })).toHaveCSS('pointer-events', 'auto');
  await picture('64-merge-impossible');
  await number.getByRole('radio', { name: /^用左边/u }).click();
  await expect(page.getByRole('button', { name: '合并为一条' })).toBeEnabled();
  await page.getByRole('button', { name: '不是同一人' }).click();
  await expect(page.getByText('没有疑似重复', { exact: true })).toBeVisible();
  await picture('65-duplicates-none');
  await page.getByRole('button', { name: '返回名册' }).click();
  await page.getByRole('button', { name: '更多', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: '疑似重复' }).press('Enter');
  await expect(title(page, '疑似重复')).toBeFocused();
});

test('while a child is entered, who may be in the register already is named and can be opened by keys', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, children.slice(0, 1));
  const { page, picture } = await start();
  await unlock(page);
  await openChildren(page);
  await settled(page);
  await page.keyboard.press('n');
  await expect(title(page, '新增儿童')).toBeVisible();
  const warning = page.getByRole('status', { name: '可能已在册' });
  await page.getByLabel('姓名', { exact: true }).first().fill('欧阳多多');
  await page.getByLabel('出生日期').first().fill('2015.3.8');
  await page.getByLabel('出生日期').first().press('Tab');
  await settled(page);
  await expect(warning).toHaveCount(0);
  await page.getByLabel('出生日期').first().fill('2015.3.7');
  await page.getByLabel('出生日期').first().press('Tab');
  await expect(warning).toContainText('欧阳朵朵');
  await expect(warning).toContainText('姓名读音和出生日期相同');
  await expect(warning).not.toContainText('439981201503070024');
  await picture('66-similar');

  // A new record that surely repeats one is asked about, once; Esc goes back to the form.
  await page.getByLabel('性别', { exact: true }).first().fill('女');
  await page.getByLabel('性别', { exact: true }).first().press('Tab');
  await page.getByLabel('无身份证号原因').first().fill('未登记户口');
  await page.getByLabel('无身份证号原因').first().press('Tab');
  await page.getByLabel('姓名', { exact: true }).first().focus();
  await page.keyboard.press('Control+s');
  const question = page.getByRole('dialog', { name: '可能已在册' });
  await expect(question).toContainText('可能已在册：欧阳朵朵（姓名读音和出生日期相同）');
  await picture('68-certain-double');
  expect(await look(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(page.getByLabel('姓名', { exact: true }).first()).toBeFocused();
  await expect(title(page, '欧阳多多')).toBeVisible();
  await warning.getByRole('link', { name: '打开核对' }).focus();
  await page.keyboard.press('Enter');
  await expect(title(page, '欧阳朵朵')).toBeVisible();

  await page.goBack();
  await expect(title(page, '欧阳多多')).toBeVisible();
  await page.keyboard.press('Control+s');
  await question.getByRole('button', { name: '仍要登记' }).click();
  await expect(page.getByRole('status').getByText(/^已保存/u)).toBeVisible();
});

import type { Page } from '@playwright/test';
import { testUser } from '../testApp.ts';
import { expect, type Program, setUpOffice, test, title } from './program.ts';

const next = (page: Page) => page.getByRole('button', { name: '下一步' });

async function reachVillages({ page }: Program): Promise<void> {
  await next(page).click();
  // Every empty box says so at once.
  await expect(page.getByText(/^请填.*全称$/u)).toHaveCount(4);
  for (const label of ['省（自治区、直辖市）', '市（州）', '县（市、区）', '镇（乡、街道）']) {
    await page.getByLabel(label).fill('虚拟');
  }
  await page.keyboard.press('Enter');
}

test('villages: several on a line, full-width codes, no rubbish, a marked row, and a way back', async ({ start }) => {
  const program = await start();
  const { page } = program;
  await reachVillages(program);
  const name = page.getByLabel('村（社区）名称', { exact: true });
  await expect(name).toBeFocused();
  await name.fill('坪里村，岩湾村');
  await name.press('Enter');
  await expect(page.getByText('加入了2个：坪里村、岩湾村')).toBeVisible();
  await name.fill('双塘村　４３９９８１１００２０１');
  await name.press('Enter');
  await expect(page.getByLabel('第3个村（社区）的代码')).toHaveValue('439981100201');
  const file = page.getByLabel('读取村（社区）文本文件');
  await file.setInputFiles({
    name: 'old.xls',
    mimeType: '',
    buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 1, 2]),
  });
  await expect(page.getByText('这不是文本文件，没有读取')).toBeVisible();
  for (let index = 1; index <= 12; index += 1) {
    await name.fill(`甲${index}村`);
    await name.press('Enter');
  }
  await page.getByLabel('第15个村（社区）的名称').fill('坪里村');
  await page.getByLabel('第1个村（社区）的名称').focus();
  await next(page).click();
  await expect(page.getByText('第15行“坪里村”与第1行重名，请删去一个')).toBeVisible();
  await expect(page.getByLabel('第15个村（社区）的名称')).toBeFocused();
  await page.getByRole('button', { name: '全部清除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '全部清除' }).click();
  await expect(page.getByText('还没有村（社区）')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByLabel('第3个村（社区）的代码')).toHaveValue('439981100201');
});

test('settings: a deletion waits for the save, an old name brings its code, leaving asks once, Ctrl+S saves', async ({
  start,
}) => {
  const program = await start();
  let { page } = program;
  const groups = await setUpOffice(program);
  // A page begins at its heading, not on the link that led there.
  await expect(title(page, '今日')).toBeFocused();
  await expect(page.getByText(/^还有\d+个村（社区）没有归档，(?:离月底还有\d+天|今天是月底)。$/u)).toBeVisible();
  await page.getByRole('link', { name: '设置' }).click();
  await expect(title(page, '设置')).toBeFocused();
  const firstName = await page.getByLabel('第1个村（社区）的名称').inputValue();
  const firstCode = await page.getByLabel('第1个村（社区）的代码').inputValue();
  await page.getByRole('button', { name: `删除${firstName}` }).click();
  await expect(page.getByText(`已从列表中去掉“${firstName}”，保存后才生效`)).toBeVisible();
  const name = page.getByLabel('村（社区）名称', { exact: true });
  await expect(name).toBeFocused();
  await name.fill(firstName);
  await name.press('Enter');
  await expect(page.locator(`input[value="${firstCode}"]`)).toHaveCount(1);
  await page.getByLabel('镇（乡、街道）').fill('虚拟镇2😀');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('地名只能用文字，不能有数字和符号，请改正')).toBeVisible();
  await page.getByLabel('镇（乡、街道）').fill('虚拟镇');
  await page.getByRole('tab', { name: '修改密码' }).click();
  await page.getByRole('tab', { name: '单位和村（社区）' }).click();
  await expect(page.getByText('有改动，还没有保存')).toBeVisible();
  await page.getByRole('link', { name: '今日' }).click();
  await page.getByRole('button', { name: '留下' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+s');
  await expect(page.getByText('已保存单位和村（社区）')).toBeVisible();
  await page.getByRole('link', { name: '今日' }).click();
  await expect(title(page, '今日')).toBeVisible();

  // The unlock page names what is missing; the paper key is judged without blaming a group that is right.
  await page.keyboard.press('Control+l');
  ({ page } = await program.reopened());
  await page.getByRole('button', { name: '打开', exact: true }).click();
  await expect(page.getByText('请填用户')).toBeVisible();
  await expect(page.getByText('请输入密码')).toBeVisible();
  await expect(page.getByLabel('用户', { exact: true })).toBeFocused();
  await page.getByRole('button', { name: '忘记密码，用恢复密钥打开' }).click();
  for (const [index, group] of groups.entries()) {
    await expect(page.getByLabel(`第${index + 1}组`)).toBeFocused();
    await page.keyboard.type(index === 2 ? (group === 'ZZZZ' ? '0000' : 'ZZZZ') : group);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText(/恢复密钥抄写有误/u)).toBeVisible();
  await page.getByLabel('第3组').fill(groups[2] ?? '');
  await expect(page.getByText(/恢复密钥抄写有误/u)).toHaveCount(0);
  await page.getByLabel('第3组').press('Enter');
  await expect(title(page, '设置新密码')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: testUser.user })).toBeFocused();
  await page.getByLabel('新密码', { exact: true }).fill('Pingju-31#vm');
  await page.getByLabel('再输一次新密码').fill('Pingju-31#vm');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '已打印或抄好，去核对' })).toBeFocused();
});

test('the recovery key is printed on one page', async ({ start }) => {
  const program = await start();
  const { page } = program;
  await reachVillages(program);
  await page.keyboard.type('双塘村');
  await page.keyboard.press('Enter');
  await next(page).click();
  await page.getByLabel('用户（姓名）').fill('周敏');
  await page.getByLabel('密码', { exact: true }).fill('Yunque-2026-zm');
  await page.getByLabel('再输一次密码').fill('Yunque-2026-zm');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '已打印或抄好，去核对' })).toBeFocused();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/gu)).toHaveLength(1);
});

test('a name in pinyin is told while the password is typed, and a step back leaves the paper key as it is', async ({
  start,
}) => {
  const program = await start();
  const { page } = program;
  await reachVillages(program);
  await page.keyboard.type('双塘村');
  await page.keyboard.press('Enter');
  await next(page).click();
  const password = page.getByLabel('密码', { exact: true });
  const repeated = page.getByLabel('再输一次密码');
  await page.getByLabel('用户（姓名）').fill('尉迟春燕');
  await password.fill('Weichicy-7#ktm');
  const refusal = page.getByText('密码里不要带姓名或单位名称的拼音。');
  await expect(refusal).toBeVisible();
  await repeated.fill('Weichicy-7#ktm');
  await page.keyboard.press('Enter');
  const items = page.getByRole('list', { name: '恢复密钥' }).first().getByRole('listitem');
  await expect(items).toHaveCount(0);
  await password.fill('Pingju-31#vm');
  await expect(refusal).toBeHidden();
  await repeated.fill('Pingju-31#vm');
  await page.keyboard.press('Enter');
  await expect(items).toHaveCount(9);
  const groups = (await items.allInnerTexts()).map((text) => text.trim().slice(-4));
  await page.keyboard.press('Enter');
  await expect(items).toHaveCount(0);
  for (const [index, group] of groups.entries()) {
    const asked = page.getByLabel(`第${index + 1}组`);
    if (await asked.isVisible()) await asked.fill(group);
  }
  await page.getByRole('button', { name: '上一步' }).click();
  await password.fill('Pingju-32#vm');
  await repeated.fill('Pingju-32#vm');
  await page.keyboard.press('Enter');
  // What was typed from the paper is still there.
  await page.getByRole('button', { name: '完成设置' }).click();
  await expect(page.getByRole('button', { name: '开始使用' })).toBeFocused();
});

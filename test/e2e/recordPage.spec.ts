import type { Page } from '@playwright/test';
import type { RecordValues } from '../../shared/registers/register.ts';
import {
  childWith,
  expect,
  fillVault,
  openChild,
  openChildren,
  settled,
  startAtSample,
  test,
  title,
  unlock,
} from './program.ts';

/** Opens an empty record on its sheet, by the keys a clerk uses. */
async function newSheet(page: Page): Promise<void> {
  await openChildren(page);
  await settled(page);
  await page.keyboard.press('n');
  await expect(title(page, '新增儿童')).toBeVisible();
  if ((await page.getByRole('tab', { name: '纸样' }).getAttribute('aria-selected')) === 'false') {
    await page.keyboard.press('F2');
    // The cursor is in the same field of the other way of entry.
    await expect.poll(() => focusedField(page)).toBe('field-name');
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
  await expect(beside.getByText('“出生日期”没有填，请补上')).toBeVisible();
  // What may come later is marked and does not keep the record back.
  await expect(beside.getByText('待补')).toBeVisible();
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

/** A child of the father of the others in these journeys. */
function childOf(fields: RecordValues['fields'], rows: RecordValues['rows'] = {}): RecordValues {
  const father = { relation: '51', name: '高浩', phone: '19962799825' };
  return { ...childWith(fields), rows: { members: [father], ...rows } };
}

/** A section in the index of the form, by its words. */
const section = (page: Page, name: RegExp) =>
  page.getByRole('navigation', { name: '页内跳转' }).getByRole('button', { name });

test('what the forms still lack is said without alarm, counted by section, and reached by one key', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({ ethnicity: null, risk_level: null, responsible_person: null })]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  const note = page.getByRole('note', { name: '待补的内容' });
  await expect(note).toContainText('还有3项待补');
  await expect(section(page, /^基本情况，1项待补$/u)).toBeVisible();
  await expect(section(page, /^在册与帮扶，2项待补$/u)).toBeVisible();
  for (const field of ['ethnicity', 'risk_level', 'responsible_person', 'ethnicity']) {
    await page.keyboard.press('F8');
    await expect.poll(() => focusedField(page)).toBe(`field-${field}`);
  }
  await expect(page.getByLabel('民族', { exact: true })).toHaveAccessibleDescription('待补');
  await note.getByRole('button', { name: '是哪些' }).click();
  await picture('49-record-gaps');
  await note.getByRole('button', { name: '帮扶责任人' }).click();
  await page.keyboard.type('周敏');
  await expect(note).toContainText('还有2项待补');

  // The paper marks what it asks for; what it does not ask for leads to the form.
  await page.keyboard.press('F2');
  await expect(page.getByLabel('民族', { exact: true })).toHaveAttribute('placeholder', '待补');
  await page.keyboard.press('F8');
  await expect.poll(() => focusedField(page)).toBe('field-ethnicity');
  await picture('50-sheet-gap');
  await page.keyboard.press('F8');
  await expect.poll(() => focusedField(page)).toBe('field-risk_level');
  await expect(page.getByRole('tab', { name: '表单' })).toHaveAttribute('aria-selected', 'true');
});

test('sections without content are one line each and open by one key; nothing with a value or an error is hidden', async ({
  dataDir,
  start,
}) => {
  const { page, picture } = await startAtSample({ dataDir, start });
  const schooling = page.getByRole('button', { name: /^失学与劝返/u }).last();
  await expect(page.getByLabel('原就读学校及班级')).toHaveCount(0);
  await expect(section(page, /^失学与劝返，没有内容，已收起$/u)).toBeVisible();
  await picture('51-record-folded');

  // From section to section, and into a folded one.
  await page.getByLabel('就读学校或现实状况').focus();
  await page.keyboard.press('F6');
  await expect(schooling).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => focusedField(page)).toBe('field-out_of_school_kind');
  await page.keyboard.press('F6');
  await expect.poll(() => focusedField(page)).not.toBe('field-out_of_school_kind');
  await schooling.click();
  await expect(page.getByLabel('原就读学校及班级')).toHaveCount(0);

  // A child who left school: the section is asked for and shows itself.
  await page.getByRole('combobox', { name: '就学情况' }).fill('辍学');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('原就读学校及班级')).toBeVisible();
  await expect(section(page, /^失学与劝返，6项待补$/u)).toBeVisible();

  // An error behind “详细” is marked at its row, and saving leads to it.
  await page.getByRole('button', { name: '家庭主要成员第1行详细' }).click();
  await expect.poll(() => focusedField(page)).toBe('field-members-0-birth_date');
  await page.keyboard.type('2099.1.1');
  await page.keyboard.press('Escape');
  const details = page.getByRole('button', { name: '家庭主要成员第1行详细，1处需要改正' });
  await expect(details).toBeFocused();
  await picture('52-row-details-error');
  await page.keyboard.press('Control+s');
  await expect.poll(() => focusedField(page)).toBe('field-members-0-birth_date');
  await expect(page.getByRole('dialog').getByText('日期晚于今天，请核对年份')).toBeVisible();
  await picture('53-row-details');
  await page.getByRole('dialog').getByLabel('出生日期').fill('1955.1.1');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('status').getByText(/^已保存/u)).toBeVisible();
});

test('a choice box loses nothing typed: what is highlighted is saved, and a word that means nothing is refused', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({ id_number: null, no_id_reason: '1', sex: '1', ethnicity: null })]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  const box = (name: string) => page.getByRole('combobox', { name, exact: true });
  const isSaved = () => expect(page.getByRole('main').getByText('已保存', { exact: true })).toBeVisible();

  for (const { way, sex, ethnic, unknown } of [
    {
      way: '表单',
      sex: '女',
      ethnic: '土家',
      unknown: { name: '村（社区）', kept: '双塘村', said: /^请选本镇的一个村/u },
    },
    { way: '纸样', sex: '男', ethnic: '苗', unknown: { name: '民族', kept: '苗族', said: /选项中选一项/u } },
  ]) {
    await page.getByRole('tab', { name: way }).click();
    // With the list open, by the key that saves and by the key that changes the way of entry.
    await box('性别').fill(sex);
    await page.keyboard.press('Control+s');
    await expect(box('性别')).toHaveValue(sex);
    await expect(box('性别')).toBeFocused();
    await isSaved();
    await box('民族').fill(ethnic);
    await page.keyboard.press('F2');
    await expect(page.getByRole('tab', { name: way })).toHaveAttribute('aria-selected', 'false');
    await expect(box('民族')).toHaveValue(`${ethnic}族`);
    await page.keyboard.press('F2');
    await expect(page.getByRole('tab', { name: way })).toHaveAttribute('aria-selected', 'true');
    await expect(box('民族')).toBeFocused();
    await page.keyboard.press('Control+s');
    await isSaved();

    const { name, kept, said } = unknown;
    await box(name).fill('上坪');
    await page.keyboard.press('Escape');
    await expect(box(name)).toHaveValue(kept);
    await box(name).fill('上坪');
    await page.keyboard.press('Tab');
    await expect(box(name)).toHaveValue('上坪');
    await expect(page.getByText(said).first()).toBeVisible();
    await picture(way === '表单' ? '56-unknown-word-form' : '56-unknown-word-sheet');
    await page.keyboard.press('Control+s');
    await expect(box(name)).toBeFocused();
    await expect(box(name)).toHaveAttribute('aria-invalid', 'true');
    await box(name).fill(kept.slice(0, 1));
    await page.keyboard.press('Tab');
    await expect(box(name)).toHaveValue(kept);
    await expect(page.getByText(said)).toHaveCount(0);
  }

  // What the page said it saved is what is stored.
  await page.keyboard.press('Control+s');
  await isSaved();
  await page.reload();
  await expect(box('性别')).toHaveValue('男');
  await expect(box('民族')).toHaveValue('苗族');
});

test('no key is lost after a row is added or the way of entry changed: the cursor goes with it', async ({
  dataDir,
  start,
}) => {
  const { page } = await startAtSample({ dataDir, start });
  // Asked in the same breath: a person's next key may come before the next drawing.
  const withCursor = page.getByRole('button', { name: '添加一行家庭主要成员' }).evaluate((button: HTMLElement) => {
    button.click();
    return document.activeElement?.id;
  });
  expect(await withCursor).toMatch(/^field-members-\d+-relation$/u);
  const onSheet = page.evaluate(() => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2' }));
    return document.activeElement?.closest('#panel-sheet') !== null;
  });
  expect(await onSheet).toBe(true);

  // A new record has every key that was pressed since it was asked for, on the way chosen.
  await page.keyboard.press('F2');
  await button(page, '返回名册').click();
  await settled(page);
  await page.evaluate(
    (keys) => {
      for (const key of keys)
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    },
    ['n', 'F2', ...'石小花'],
  );
  await expect(page.getByRole('tab', { name: '纸样' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByLabel('姓名', { exact: true }).first()).toHaveValue('石小花');
  expect(await focusedField(page)).toBe('field-name');

  // What the paper does not ask for stands above it, and is not what an entry begins with.
  await page.keyboard.press('F2');
  await button(page, '返回名册').focus();
  await page.keyboard.press('F2');
  expect(await focusedField(page)).toBe('field-name');
});

test('the boxes of the paper and the table of categories are one', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childWith({ filled_on: null })]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  const today = await page.evaluate(() => {
    const now = new Date();
    return `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
  });
  await page.getByRole('button', { name: '终止对象类别第1行' }).click();
  await expect(page.getByLabel('对象类别第1行终止日期')).toHaveValue(today);
  await expect(page.getByLabel('对象类别第1行终止日期')).toBeFocused();
  await picture('54-category-ended');
  await page.keyboard.press('F2');
  const grounds = page.getByRole('group', { name: '事实困难依据' });
  await expect(grounds.getByLabel('低保家庭')).not.toBeChecked();
  await grounds.getByLabel('重病儿童').check();
  await page.keyboard.press('F2');
  await expect(page.getByLabel('对象类别第3行对象类别')).toHaveValue('重病儿童');
  await expect(page.getByLabel('对象类别第3行起始日期')).toHaveValue(today);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('status').getByText(/^已保存/u)).toBeVisible();
  await page.keyboard.press('F2');
  await grounds.getByLabel('重病儿童').uncheck();
  await page.keyboard.press('F2');
  // Opened today and taken back today: it never was.
  await expect(page.getByLabel('对象类别第3行对象类别')).toHaveCount(0);
});

test('a family is taken over from a brother, and a change to who is shared says where else it shows', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [
    childWith({ name: '高泽磊' }),
    childOf(
      { name: '高泽涛', id_number: null, no_id_reason: '1' },
      { household: [{ number: 'ST-0999', head: '高浩' }] },
    ),
  ]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '高泽磊');
  await page.getByRole('button', { name: '带入兄弟姐妹的家庭' }).click();
  await page.getByLabel('查找已登记的儿童').fill('gzt');
  // The match that Enter takes is marked.
  await expect(page.getByRole('option', { name: /高泽涛/u }).and(page.locator('.Mui-focused'))).toBeVisible();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(/父亲 高浩/u)).toBeChecked();
  // The child has a household already; another one replaces it only when somebody says so.
  await expect(dialog.getByLabel(/ST-0999/u)).not.toBeChecked();
  await dialog.getByLabel(/ST-0999/u).check();
  await picture('55-bring-family');
  await dialog.getByRole('button', { name: '带入所选' }).click();
  await expect(page.getByLabel('家庭主要成员第2行姓名')).toHaveValue('高浩');
  await expect(page.getByLabel('户编号')).toHaveValue('ST-0999');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('status').getByText(/^已保存/u)).toBeVisible();
  await expect(page.getByText('兄弟姐妹：')).toBeVisible();
  await expect(page.getByText('与高泽涛共用', { exact: true })).toHaveCount(2);

  await page.getByLabel('家庭主要成员第2行联系电话').fill('19900001111');
  await expect(page.getByText('改了家庭主要成员“高浩”，高泽涛也用这份资料，保存后高泽涛那里一起改。')).toBeAttached();
  await picture('56-shared-change');
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/那里一起改/u)).toHaveCount(0);
  await page.getByRole('link', { name: '高泽涛' }).click();
  await expect(title(page, '高泽涛')).toBeVisible();
  await expect(page.getByLabel('家庭主要成员第1行联系电话')).toHaveValue('19900001111');
  await button(page, '历史').click();
  const history = page.getByRole('dialog', { name: '修改历史' });
  await expect(history).toContainText('（在高泽磊的记录里改的）');
  await expect(history).toContainText('家庭主要成员“高浩”联系电话');
  await picture('57-history');
});

test('a child leaves the register with a reason, is seen to have left, comes back, and goes to the bin and back', async ({
  dataDir,
  start,
}) => {
  const { page, picture } = await startAtSample({ dataDir, start });
  const act = async (name: string) => {
    await button(page, '更多').click();
    await page.getByRole('menuitem', { name }).click();
  };
  await act('转出…');
  await page.getByRole('dialog').getByLabel('状态变动原因').fill('随父母外迁');
  await picture('58-departure');
  await page.keyboard.press('Enter');
  const left = page.getByRole('note', { name: '在册状态' });
  await expect(left).toContainText('已不在册：转出，随父母外迁');
  await settled(page);
  await picture('59-departed');
  await left.getByRole('button', { name: '恢复在册' }).click();
  await expect(left).toHaveCount(0);
  await expect(page.getByLabel('状态变动原因')).toHaveValue('');

  await act('移入回收站…');
  await page.keyboard.press('Enter');
  await expect(page.getByText('请写明原因')).toBeVisible();
  await page.getByLabel('原因', { exact: true }).fill('重复登记');
  await picture('60-remove');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').getByText('已把欧阳朵朵移入回收站')).toBeVisible();
  await expect(page.getByRole('row', { name: /欧阳朵朵/u })).toHaveCount(0);
  await button(page, '撤销').click();
  await expect(page.getByRole('row', { name: /欧阳朵朵/u })).toBeVisible();
});

test('an ID number says at once whose it is, and an old one is brought to 18 digits', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childWith({ id_number: null, no_id_reason: '2', birth_date: '2015-03-07', sex: '2' })]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  const number = page.getByLabel('身份证号', { exact: true });
  await number.fill('439981150307002');
  await picture('61-old-id-number');
  await page.getByRole('button', { name: '改用439981201503070024' }).click();
  await expect(number).toHaveValue('439981201503070024');
  await expect(page.getByText('女，2015年3月7日出生，11岁')).toBeVisible();
  await expect(page.getByLabel('旧身份证号')).toHaveValue('439981150307002');
  // Without a number the reason brings the day on which to ask again.
  await number.fill('');
  await expect(page.getByLabel('证件跟进日期')).toHaveValue('');
  await page.getByRole('combobox', { name: '无身份证号原因' }).fill('办理');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('证件跟进日期')).not.toHaveValue('');
});

test('the first photo stands small beside the name, and in no list', async ({ dataDir, start }) => {
  const { page, picture } = await startAtSample({ dataDir, start });
  const portrait = page.getByRole('img', { name: '照片', exact: true });
  await expect(page.getByText('还没有附件')).toBeVisible();
  await expect(portrait).toHaveCount(0);
  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(60, 80);
    canvas.getContext('2d')?.fillRect(10, 10, 40, 60);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  });
  await page
    .getByLabel('选择照片')
    .setInputFiles([{ name: '近照.png', mimeType: 'image/png', buffer: Buffer.from(drawn, 'base64') }]);
  await expect(portrait).toBeVisible();
  await expect.poll(() => portrait.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(60);
  await page.setViewportSize({ width: 911, height: 512 });
  await picture('62-record-photo-911');
  await openChildren(page);
  await expect(page.locator('main img')).toHaveCount(0);
});

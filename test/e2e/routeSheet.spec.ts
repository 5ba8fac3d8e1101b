import type { Page } from '@playwright/test';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import {
  childWith,
  expect,
  fillVault,
  firstDrawn,
  openChild,
  openChildren,
  settled,
  test,
  title,
  unlock,
} from './program.ts';
import { look } from './seriousFindings.ts';

const [doubleTang] = inventedOffice.villages;

/** Somebody whom nobody visited for a year, and of whom something is missing. */
const childOf = (name: string, fields: Parameters<typeof childWith>[0] = {}) =>
  childWith({
    name,
    village: doubleTang?.code ?? null,
    id_number: null,
    no_id_reason: '1',
    last_visited_on: '2025-06-01',
    ...fields,
  });

/** A day as a clerk types it. */
const dayAsTyped = (day: Date): string => `${day.getFullYear()}.${day.getMonth() + 1}.${day.getDate()}`;

test('a clerk prints a route sheet for a village and enters what came back, by keyboard', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [
    childOf('陈然', { health: null, ethnicity: null }),
    childOf('丁一', { family_states: null }),
    childOf('方静'),
  ]);
  const { page, picture } = await start();
  await unlock(page);
  await openChildren(page);
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('menuitem', { name: '打印走访单（全部3户）' }).click();
  const preview = page.frameLocator('iframe[title="打印预览"]');
  await expect(preview.locator('section')).toHaveCount(2);
  const [year] = new Date().toISOString().split('-');
  await expect(preview.getByText(`走访单${year}-0001　第03户`)).toBeAttached();
  await expect(page.getByText('3户，每页两户，共2页A4纸')).toBeVisible();
  await picture('90-route-preview');

  await page.getByRole('navigation').getByRole('link', { name: '走访单' }).click();
  const table = page.getByRole('table', { name: '走访单' });
  await expect(table.getByRole('row', { name: /双塘村/u })).toContainText(`${year}-0001`);
  expect(await look(page)).toEqual([]);
  await picture('91-route-list');

  // The paper that came back is found by what stands at its head.
  await page.keyboard.press('/');
  await page.keyboard.type(`${year}-1 1`, { delay: 5 });
  await page.keyboard.press('Enter');
  await expect(title(page, `走访单${year}-0001`)).toBeVisible();
  const half = (place: number) => page.getByRole('region', { name: `第${place}户` });
  await expect(half(1)).toContainText('陈然');
  await expect(page.getByRole('radiogroup', { name: '见到本人' }).getByRole('radio', { name: '是' })).toBeFocused();
  await page.keyboard.press('1');
  // Telephone is right, the address changed, schooling nobody asked, the school is right.
  await page.keyboard.press('1');
  await page.keyboard.press('2');
  await expect(page.getByLabel('居住地址变为')).toBeFocused();
  await page.keyboard.type('虚拟县安宁镇双塘村9组1号');
  await page.keyboard.press('Enter');
  await page.keyboard.press('0');
  await page.keyboard.press('1');
  // The ID number stays unknown, health is two boxes, the ethnicity is typed.
  await expect(page.getByLabel('身份证号')).toBeFocused();
  await page.keyboard.type('123');
  await page.keyboard.press('Enter');
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.keyboard.type('土家');
  await page.keyboard.press('Enter');
  await page.keyboard.type('厨房插座老化');
  await picture('92-route-entry');
  await page.keyboard.press('Control+s');
  // A key that was meant for the next child answers nothing when this one is refused.
  await page.keyboard.press('1');
  // Errors stand at their questions, and the first of them is where the cursor is.
  await expect(page.getByRole('alert')).toContainText('有2处需要改正');
  await expect(page.getByLabel('身份证号')).toBeFocused();
  await expect(page.getByText('没有填走访日期，请照纸上的日期填写')).toBeVisible();
  await expect(page.getByLabel('发现问题')).toHaveValue('厨房插座老化');
  expect(await look(page)).toEqual([]);
  await picture('93-route-errors');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByLabel('走访日期').focus();
  await page.keyboard.type(dayAsTyped(new Date()));
  await page.keyboard.press('Enter');

  // The next child comes up; its day is that of the round.
  await expect(half(2)).toContainText('丁一');
  await expect(page.getByText('发现的问题请填走访记录')).toBeVisible();
  await expect(page.getByRole('list', { name: '各户' }).getByRole('listitem').first()).toContainText('有问题');
  await expect(page.getByLabel('走访日期')).toHaveValue(/年/u);
  await page.keyboard.press('/');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(half(3)).toContainText('方静');
  await expect(page.getByRole('radiogroup', { name: '见到本人' }).getByRole('radio', { name: '是' })).toBeFocused();
  await page.keyboard.press('2');
  await page.keyboard.press('Control+s');
  await expect(half(2)).toContainText('丁一');
  await page.keyboard.press('1');
  for (let fact = 0; fact < 5; fact += 1) await page.keyboard.press('1');
  await expect(page.getByLabel('身份证号')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('3');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('各户都已录完，请点“结束录入”')).toBeVisible();
  await settled(page);
  await picture('94-route-entered');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('没有待录入的走访单')).toBeVisible();
  await page.getByRole('button', { name: '已结束' }).click();
  await page.getByRole('button', { name: `查看${year}-0001` }).click();
  await page.getByRole('list', { name: '各户' }).getByText('陈然').click();
  await expect(half(1)).toContainText('变了：虚拟县安宁镇双塘村9组1号');
  expect(await look(page)).toEqual([]);
  await picture('95-route-closed');

  await openChildren(page);
  await openChild(page, '陈然');
  await expect(page.getByLabel('居住地址')).toHaveValue('虚拟县安宁镇双塘村9组1号');
  await expect(page.getByLabel('民族', { exact: true })).toHaveValue('土家族');
});

test('no key is lost between one child and the next, however quickly they are pressed', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childOf('陈然'), childOf('丁一'), childOf('方静')]);
  const { page } = await start();
  await unlock(page);
  await openChildren(page);
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('menuitem', { name: '打印走访单（全部3户）' }).click();
  await expect(page.getByText('3户，每页两户，共2页A4纸')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: '走访单' }).click();
  await page.getByRole('button', { name: /^录入/u }).click();
  await expect(page.getByRole('radiogroup', { name: '见到本人' }).getByRole('radio', { name: '是' })).toBeFocused();

  // The cursor comes with the child, not after it: every answer would stand one question too early.
  const drawn = firstDrawn(page, 'section[aria-label="第3户"]');
  await page.getByRole('list', { name: '各户' }).getByText('方静').click();
  expect((await drawn).cursor).toBe('见到本人');

  // Keys that are quicker than the saving are for the child that comes next, and those behind its last Enter for the one
  // after it: a child is answered, gone through to its end and stored before any of its keys was seen to act.
  await page.getByLabel('走访日期').fill(dayAsTyped(new Date()));
  const answers = (place: number) =>
    page.getByRole('region', { name: `第${place}户` }).getByRole('radio', { checked: true });
  const rows = await page.locator('[data-row]').count();
  const answered = ['2', '1', '2', '9', 'Backspace', '8', 'Enter', '0', '1'];
  await pressAtOnce(page, ['Control+s', ...answered, ...Array<string>(rows - 5).fill('Enter'), '1', 'Tab', '2']);
  await expect(answers(2)).toHaveText([/是/u]);
  // Where a key cannot be given once more, nothing after it is taken, or it would answer another question.
  await expect(page.locator(':focus')).toHaveCount(0);
  await page.keyboard.press('2');
  await expect(answers(2)).toHaveCount(1);
  await page.getByRole('list', { name: '各户' }).getByText('陈然').click();
  // The last is health, which was passed over.
  await expect(answers(1)).toHaveText([/否/u, /属实/u, /变了/u, /没问到/u, /属实/u, /没问到/u]);
  await expect(page.getByLabel('居住地址变为')).toHaveValue('8');
});

/** Presses keys so quickly that nothing happens in between; `Control+s` is the one with another held down. */
function pressAtOnce(page: Page, keys: readonly string[]): Promise<void> {
  return page.evaluate((all) => {
    for (const each of all) {
      const ctrlKey = each.startsWith('Control+');
      const key = ctrlKey ? each.slice('Control+'.length) : each;
      const event = new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
    }
  }, keys);
}

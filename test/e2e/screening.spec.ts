import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { childWith, expect, fillVault, settled, test, title, unlock } from './program.ts';

const [doubleTang, guJing] = inventedOffice.villages;
const names = ['陈然', '丁一', '方静', '高原', '何敏', '江月', '柯南', '李雪', '毛宁', '宁夏', '欧阳雪', '彭程'];

const childOf = (village: string | undefined, name: string) =>
  childWith({ name, village: village ?? null, id_number: null, no_id_reason: '1', status: '1' });

test('a clerk screens a village by keyboard, files it, and prints what was filed', async ({ dataDir, start }) => {
  await fillVault(dataDir, [
    ...names.map((name) => childOf(doubleTang?.code, name)),
    ...['万俟晴', '单小雨'].map((name) => childOf(guJing?.code, name)),
  ]);
  const { page, picture } = await start();
  await unlock(page);
  await page.getByRole('navigation').getByRole('link', { name: '排查' }).click();
  const villages = page.getByRole('table', { name: '各村排查进度' });
  await expect(villages.getByRole('row', { name: /双塘村/u })).toContainText('未开始12');
  await picture('70-screening-month');

  await page.getByRole('button', { name: '开始排查双塘村' }).click();
  await expect(title(page, /^双塘村/u)).toBeVisible();
  const grid = page.getByRole('grid', { name: '本村儿童' });
  const row = (name: string) => grid.getByRole('row', { name: new RegExp(name, 'u') });
  const counted = (outcome: string, number: number) =>
    expect(page.getByRole('button', { name: `${outcome} ${number}`, exact: true })).toBeVisible();
  await expect(grid).toBeFocused();
  for (const [index, name] of names.slice(0, 3).entries()) {
    await page.keyboard.press('Space');
    await expect(row(name)).toContainText('已核实');
    await counted('已核实', index + 1);
  }
  // Nobody came or left so far, but there are children to be filed.
  await expect(page.getByRole('button', { name: /归档/u })).toHaveText(/^归档/u);
  // The fourth was not at home; the second was ticked by mistake.
  await page.keyboard.press('n');
  await page.getByRole('button', { name: '随父母外出' }).click();
  const why = page.getByLabel('原因', { exact: true });
  await why.fill(`随父母外出${'久'.repeat(96)}`);
  await expect(page.getByText('原因不能超过100字，现有101字，请缩短')).toBeVisible();
  await expect(page.getByRole('button', { name: '保存' })).toBeDisabled();
  await picture('71-screening-not-seen');
  await page.getByRole('button', { name: '随父母外出' }).click();
  await expect(why).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row('高原')).toContainText('随父母外出');
  await expect(grid).toBeFocused();
  await expect(row('何敏')).toHaveAttribute('data-current', 'true');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(row('丁一')).toContainText('未核实');
  await counted('已核实', 2);
  await picture('72-screening-round');

  // Found by its sound; what is changed in the record is found by the round.
  await page.keyboard.press('/');
  await page.getByLabel('在本村查找').fill('oyx');
  await expect(grid.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('备注').fill('已转入镇中心小学');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('status').getByText(/^已保存/u)).toBeVisible();
  await page.getByRole('button', { name: '返回排查' }).click();
  await expect(row('欧阳雪')).toHaveAttribute('data-current', 'true');
  await expect(grid).toBeFocused();
  await page.getByRole('navigation').getByRole('link', { name: '排查' }).click();
  await expect(villages.getByRole('row', { name: /双塘村/u })).toContainText('进行中');
  await page.getByRole('button', { name: '继续排查双塘村' }).click();
  await expect(row('欧阳雪')).toContainText('变更');
  await expect(row('欧阳雪')).toContainText('备注');

  await page.getByRole('button', { name: /^未核实/u }).click();
  await expect(grid.getByRole('row')).toHaveCount(9);
  await settled(page);
  // The key asks first, and its mark is taken back like that of the button.
  await page.keyboard.press('a');
  const question = page.getByRole('dialog', { name: '把8名未核实的儿童都标为已核实？' });
  await page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await counted('已核实', 2);
  await page.keyboard.press('a');
  await picture('72-screening-mark-all');
  await question.getByRole('button', { name: '都标为已核实' }).click();
  await counted('已核实', 10);
  await counted('未见到', 1);
  await page.getByRole('button', { name: '撤销' }).click();
  await counted('已核实', 2);
  await page.getByRole('button', { name: '全部 12' }).click();
  await grid.focus();
  for (const name of names.slice(4, 10)) {
    await row(name).getByText('未核实').click();
    await expect(row(name)).toContainText('已核实');
  }

  await page.keyboard.press('Control+Enter');
  const filing = page.getByRole('dialog');
  await expect(filing.getByRole('list', { name: '按未见到归档的儿童' }).getByRole('listitem')).toHaveText([
    '丁一未核实',
    '高原随父母外出',
    '彭程未核实',
  ]);
  const confirm = filing.getByRole('button', { name: '确认3名未见到，归档' });
  await expect(confirm).toBeDisabled();
  const reason = filing.getByLabel('其中2名未核实，归档为未见到，原因都记为');
  await reason.fill('在校住宿'.repeat(26));
  await expect(filing.getByText('原因不能超过100字，现有104字，请缩短')).toBeVisible();
  await expect(confirm).toBeDisabled();
  await reason.fill('在校住宿');
  await picture('73-screening-filing');
  await confirm.click();
  await expect(page.getByText('已归档，存下9份排查表')).toBeVisible();
  await expect(row('彭程')).toContainText('在校住宿');
  await picture('74-screening-filed');

  await page.keyboard.press('Control+p');
  const preview = page.frameLocator('iframe[title="打印预览"]');
  await expect(preview.locator('section')).toHaveCount(9);
  await expect(preview.getByText('欧阳雪').first()).toBeAttached();
  await picture('75-screening-filed-sheets');
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('button', { name: '返回各村' }).click();

  await page.getByRole('button', { name: /^零报告（6个村）/u }).click();
  const reporting = page.getByRole('dialog');
  await expect(reporting.getByRole('button')).toHaveText(['先不归档', '归档零报告']);
  await reporting.getByRole('button', { name: '归档零报告' }).click();
  await expect(villages.getByRole('row', { name: /石桥村/u })).toContainText('零报告');
  await expect(page.getByRole('button', { name: '零报告', exact: true })).toHaveAccessibleDescription(
    '没有归档的村都有在册儿童或本月移出，请打开村逐个核实后归档',
  );
  await picture('76-screening-month-filed');
  await page.setViewportSize({ width: 911, height: 512 });
  await picture('76-screening-month-filed-911');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.keyboard.press('Control+p');
  await expect(preview.getByText(/未成年人排查情况汇总表（\d{4}年\d{1,2}月）/u)).toBeVisible();
  await picture('77-screening-summary');
  await page.getByRole('button', { name: '返回' }).click();
  await expect(page.getByRole('button', { name: /“四失”汇总表/u })).toBeVisible();
  await page.keyboard.press('4');
  await expect(preview.getByText(/“四失”未成年人排查汇总表（\d{4}年\d{1,2}月）/u)).toBeVisible();
  await expect(preview.getByText('两次以上')).toBeVisible();
  await picture('78-four-lacks');
});

import type { Page } from '@playwright/test';
import { kdfFloor } from '../../electron/vault/kdf.ts';
import { startTestApp, type TestApp, testUser } from '../testApp.ts';
import { childWith, expect, fillVault, test, title, unlock } from './program.ts';
import { seriousFindings } from './seriousFindings.ts';

/** Does something with the vault before the program is opened, as on an earlier day. */
async function earlier(dataDir: string, work: (app: TestApp) => Promise<void>): Promise<void> {
  const app = await startTestApp({ dataDir, kdf: kdfFloor, now: () => new Date() });
  await app.value('session.unlock', testUser);
  await work(app);
  await app.app.close();
}

/** Goes to a page of the register by its address; the ways there belong to the list. */
async function goTo(page: Page, place: 'recycle' | 'batches'): Promise<void> {
  await page.evaluate((address) => {
    window.location.hash = address;
  }, `/registers/child/${place}`);
  await expect(title(page, place === 'recycle' ? '回收站' : '操作记录')).toBeVisible();
}

const without = { id_number: null, no_id_reason: '1' };
const names = ['安宁', '白露', '陈晨', '丁一', '方圆', '高原', '何苗', '江月'];

test('the bin tells who, when and why; records are chosen by keyboard, put back, and told when they cannot be', async ({
  start,
  dataDir,
}) => {
  const twin = childWith({ name: '欧阳朵朵' });
  const ids = await fillVault(dataDir, [twin, ...names.map((name) => childWith({ name, ...without }))]);
  await earlier(dataDir, async (app) => {
    const [first = '', ...others] = ids;
    const remove = (chosen: string[], reason: string) =>
      app.value('recycle.remove', { register: 'child', selection: { ids: chosen }, reason });
    await remove([first], '与另一条重复');
    await remove(others.slice(0, 5), '不属于本镇，已转给邻镇登记');
    await app.value('register.save', {
      register: 'child',
      id: null,
      version: null,
      values: JSON.parse(JSON.stringify(twin)) as Parameters<typeof app.value<'register.save'>>[1]['values'],
    });
  });
  const { page, picture } = await start();
  await unlock(page);
  await goTo(page, 'recycle');
  const grid = page.getByRole('grid');
  await expect(page.getByText('共6名儿童')).toBeVisible();
  const row = grid.getByRole('row', { name: /欧阳朵朵/u });
  await expect(row).toContainText('周敏');
  await expect(row).toContainText('与另一条重复');
  await expect(row).toContainText(`${new Date().getFullYear()}年`);
  expect(await seriousFindings(page)).toEqual([]);

  // The last removal first: 安宁 to 方圆, then 欧阳朵朵.
  await expect(grid.getByRole('row').nth(1)).toContainText('安宁');
  await expect(grid).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('共6名儿童，已选3')).toBeVisible();
  await picture('recycle-chosen');
  await page.keyboard.press('Control+a');
  await expect(page.getByText('已选6')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('已选')).toHaveCount(0);

  await page.getByLabel('在回收站查找').fill('bl');
  await expect(page.getByText('找到1名儿童')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '恢复所选（1）' }).click();
  await expect(page.getByText('1名儿童已放回名册')).toBeVisible();
  await expect(page.getByRole('heading', { name: '回收站里没有找到' })).toBeVisible();
  await page.getByRole('button', { name: '看全部' }).click();
  await expect(page.getByText('共5名儿童')).toBeVisible();

  await row.click();
  await grid.getByRole('row', { name: /安宁/u }).click();
  await page.getByRole('button', { name: '恢复所选（2）' }).click();
  const dialog = page.getByRole('dialog', { name: '1名儿童没有恢复' });
  await expect(dialog).toContainText('欧阳朵朵');
  await expect(dialog).toContainText('身份证');
  await picture('recycle-refused');
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByText('共4名儿童')).toBeVisible();
});

test('records are destroyed only with the word and a reason that names nobody, and filed sheets stay', async ({
  start,
  dataDir,
}) => {
  const ids = await fillVault(
    dataDir,
    names.slice(0, 2).map((name) => childWith({ name, ...without })),
  );
  const today = new Date();
  const month = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}`;
  await earlier(dataDir, async (app) => {
    const { round } = await app.value('screening.open', { month, village: '439981100201' });
    await app.value('screening.mark', { round, records: ids.slice(1), mark: { kind: 'seen' } });
    const { counts } = await app.value('screening.round', { round });
    await app.value('screening.file', { round, counts, notSeenReason: '外出' });
    await app.value('recycle.remove', { register: 'child', selection: { ids }, reason: '录错了' });
  });
  const { page, picture } = await start();
  await unlock(page);
  await goTo(page, 'recycle');
  await expect(page.getByText('共2名儿童')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: '永久销毁' }).click();
  const dialog = page.getByRole('dialog', { name: '永久销毁2名儿童？' });
  const confirm = dialog.getByRole('button', { name: '永久销毁' });
  await confirm.click();
  await expect(dialog.getByText('请写明原因')).toBeVisible();
  await expect(dialog.getByText('其中2名儿童已列入归档的排查')).toBeVisible();
  await expect(dialog.getByText('和1份排查表')).toBeVisible();
  const word = dialog.getByLabel('确认销毁');
  await expect(word).toHaveAttribute('aria-invalid', 'true');
  await picture('recycle-destroy-faults');
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByLabel('原因').fill('安宁不属于本镇');
  await word.fill('销毁');
  await confirm.click();
  await expect(dialog.getByText(/不要写姓名和身份证号，改写后再销毁/u)).toBeVisible();
  await dialog.getByLabel('原因').fill('不属于本镇');
  await picture('recycle-destroy');
  await word.press('Enter');
  await expect(page.getByText('2名儿童已永久销毁')).toBeVisible();
  await expect(page.getByRole('heading', { name: '回收站是空的' })).toBeVisible();
  await picture('recycle-empty');
  expect(await seriousFindings(page)).toEqual([]);
});

test('what was done to several records is undone as a whole, and what changed since is told', async ({
  start,
  dataDir,
}) => {
  const ids = await fillVault(
    dataDir,
    names.map((name) => childWith({ name, ...without })),
  );
  await earlier(dataDir, async (app) => {
    const register = 'child';
    const edit = (chosen: string[], risk: string) =>
      app.value('list.edit', {
        register,
        selection: { ids: chosen },
        changes: { risk_level: risk },
        expected: chosen.length,
      });
    await edit(ids.slice(0, 6), '4');
    await edit(ids.slice(0, 1), '2');
    await app.value('recycle.remove', { register, selection: { ids: ids.slice(6) }, reason: '录错了' });
  });
  const { page, picture } = await start();
  await unlock(page);
  // What waits is told in numbers, without names, and leads to its list.
  const waiting = page.getByRole('list', { name: '儿童待办' });
  await expect(waiting).toContainText('本月未走访');
  await waiting.getByRole('link', { name: /^本月未走访：/u }).click();
  await expect(page.getByRole('button', { name: /^本月未走访/u })).toHaveAttribute('aria-pressed', 'true');
  await goTo(page, 'batches');
  const table = page.getByRole('table', { name: '操作记录' });
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByRole('row').nth(1)).toContainText('移入回收站（2名儿童）');
  await expect(page.getByText('最近3次')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);

  const undo = (index: number) => table.getByRole('row').nth(index).getByRole('button').click();
  await undo(1);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('移入回收站的放回名册');
  await picture('batches-undo');
  expect(await seriousFindings(page)).toEqual([]);
  // The safe answer has the focus.
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(table.getByText('已撤销')).toHaveCount(0);
  await undo(1);
  await dialog.getByRole('button', { name: '撤销这次操作' }).click();
  await expect(page.getByText('已撤销，2名儿童放回名册')).toBeVisible();
  await expect(table.getByRole('row').nth(1)).toContainText('已撤销，周敏');
  await undo(3);
  await dialog.getByRole('button', { name: '撤销这次操作' }).click();
  await expect(page.getByText('已撤销，5名儿童恢复原值；1名儿童之后又有变动，保持不变')).toBeVisible();
  await picture('batches-undone');
  await page.getByRole('button', { name: '回收站' }).click();
  await expect(page.getByRole('heading', { name: '回收站是空的' })).toBeVisible();
});

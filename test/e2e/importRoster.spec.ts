import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { buildWorkbook } from '../fixtures/workbooks/buildWorkbook.ts';
import { idNumberOf } from '../unit/import/importDesk.ts';
import { childWith, expect, fillVault, openChildren, openImport, tellLeaving, test, unlock } from './program.ts';
import { seriousFindings } from './seriousFindings.ts';

const workbooks = path.join(import.meta.dirname, '..', 'fixtures', 'workbooks');

const table = (page: Page): Locator => page.getByRole('grid', { name: '核对结果' });
const panel = (page: Page): Locator => page.getByRole('region', { name: '这一行' });
const chip = (page: Page, label: string): Locator => page.getByRole('button', { name: new RegExp(`^${label} `, 'u') });
const rowOf = (page: Page, number: number): Locator =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: String(number), exact: true }) });

async function choose(page: Page, file: string): Promise<void> {
  await page.getByLabel('选择要导入的表格文件').setInputFiles(file);
}

/** Drops a file onto the page as from the file manager. */
async function drop(page: Page, file: string): Promise<void> {
  const bytes = readFileSync(file).toString('base64');
  const transfer = await page.evaluateHandle(
    ({ base64, name }) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name));
      return dropped;
    },
    { base64: bytes, name: path.basename(file) },
  );
  await page.getByText('把村里报来的表格拖到这里').dispatchEvent('drop', { dataTransfer: transfer });
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Watches the page's main thread; the answer ends it and names its longest task in milliseconds: the work it took, which other
 * programs on the machine cannot lengthen, and the time from its begin to its end.
 */
async function watchTasks(page: Page): Promise<() => Promise<{ work: number; wall: number }>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    const threads = new Set(
      events
        .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    );
    const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && threads.has(`${pid} ${tid}`));
    expect(tasks.length).toBeGreaterThan(100);
    const longest = (durations: readonly (number | undefined)[]): number =>
      Math.round(Math.max(...durations.map((each) => each ?? 0)) / 1000);
    return { work: longest(tasks.map(({ tdur }) => tdur)), wall: longest(tasks.map(({ dur }) => dur)) };
  };
}

test('a roster of three hundred is looked at, mended, decided, taken over and taken back', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, []);
  const { page, picture } = await start();
  await unlock(page);
  await openImport(page);
  await picture('70-import-choose');
  await drop(page, path.join(workbooks, '重点儿童花名册.xlsx'));
  await expect(page.getByText('共300行：新增254、更新0、相同0、疑似重复6、错误40')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await picture('71-import-roster');

  // The first row to mend, and a name typed into it: the keyboard alone.
  await page.keyboard.press('F8');
  await expect(panel(page)).toContainText('第17行');
  await expect(rowOf(page, 17).locator('[aria-invalid=true]')).toBeInViewport({ ratio: 1 });
  await picture('72-import-faulty-row');
  await page.keyboard.press('F8');
  await expect(panel(page)).toContainText('第19行');
  await page.keyboard.press('F8');
  await expect(panel(page)).toContainText('第23行');
  await page.keyboard.press('F2');
  const editor = page.getByRole('textbox', { name: '第23行儿童姓名' });
  await expect(editor).toBeFocused();
  await picture('73-import-editor');
  await editor.fill('误');
  await page.keyboard.press('Escape');
  await expect(table(page)).toBeFocused();
  // As in a spreadsheet, what is typed takes the place of what stands there.
  await page.keyboard.type('gai');
  await expect(editor).toHaveValue('gai');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, 23)).toContainText('错误');
  await page.keyboard.press('Enter');
  await editor.fill('盖昇明');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 23)).toContainText('新增');
  await expect(table(page)).toBeFocused();
  await expect(page.getByText('已改，第23行现在是“新增”')).toBeVisible();
  // A notice stays for as long as the pointer is on it.
  await page.getByRole('button', { name: '撤回' }).hover();
  await expect(page.getByText(/新增255、.*错误39/u)).toBeVisible();
  await expect(panel(page)).toContainText('在这里改过，原表为空');
  await picture('74-import-mended');
  await page.getByRole('button', { name: '撤回' }).click();
  await expect(page.getByText(/新增254、.*错误40/u)).toBeVisible();
  await rowOf(page, 23).getByRole('gridcell').nth(4).dblclick();
  await editor.fill('盖昇明');
  await editor.press('Enter');
  await expect(page.getByText(/新增255、.*错误39/u)).toBeVisible();

  // The proposal for an old number of fifteen digits.
  await chip(page, '错误').click();
  await page.getByLabel('在表里查找').fill('仇子勇');
  await expect(rowOf(page, 127)).toBeVisible();
  const proposal = panel(page).getByRole('button', { name: /^采用 439981202008236140/u });
  await picture('75-import-proposal');
  await proposal.click();
  await expect(page.getByText(/新增256、.*错误38/u)).toBeVisible();
  await expect(page.getByText('没有找到含有这些字的行')).toBeVisible();
  await page.getByRole('button', { name: '看全部' }).click();
  await page.getByLabel('在表里查找').fill('');

  // A double of another row names it and leads to it.
  await chip(page, '疑似重复').click();
  await expect(panel(page)).toContainText('第8行“张明国”：身份证号相同');
  await picture('76-import-double');
  await panel(page).getByRole('button', { name: '看第8行' }).click();
  await expect(panel(page)).toContainText('第8行　张明国');
  await expect(chip(page, '全部')).toHaveAttribute('aria-pressed', 'true');
  expect(await seriousFindings(page)).toEqual([]);

  // A look at the settings, and back: nothing is lost.
  await page.getByRole('link', { name: '设置' }).click();
  await openImport(page);
  await expect(page.getByText(/新增256、.*错误38/u)).toBeVisible();
  await expect(panel(page)).toContainText('第8行　张明国');

  await page.getByRole('button', { name: '导入新增256名儿童' }).click();
  await expect(page.getByText('已导入：新增256名儿童')).toBeVisible();
  await expect(page.getByText(/另有44行没有写入：错误38行，疑似重复6行。/u)).toBeVisible();
  await expect(chip(page, '错误')).toHaveAttribute('aria-pressed', 'true');
  await picture('77-import-done');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: '打开儿童名册' }).click();
  await expect(page.getByText('共256名儿童')).toBeVisible();

  await openImport(page);
  await page.getByRole('button', { name: '撤销这次导入' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
  await expect(page.getByText('已撤销：256名儿童恢复到导入以前')).toBeVisible();
  await chip(page, '新增').click();
  await expect(panel(page)).toContainText('导入过，已撤销');
  await picture('78-import-undone');
  await openChildren(page);
  await expect(page.getByText('还没有登记儿童')).toBeVisible();
});

test('a child who is registered already is decided about by a key, and changed field by field', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [
    childWith({ name: '欧阳朵朵' }),
    childWith({ name: '田小丫', id_number: null, no_id_reason: '1', birth_date: '2015-03-07', sex: '2' }),
  ]);
  const { page, picture } = await start();
  await unlock(page);
  await openImport(page);
  const chosen = path.join(dataDir, '表.xlsx');
  writeFileSync(
    chosen,
    buildWorkbook({
      sheets: [
        {
          rows: [
            ['姓名', '性别', '身份证号', '村', '就读学校', '民族'],
            ['欧阳朵朵', '女', '439981201503070024', '双塘村', '安宁镇第二小学', '土家族'],
            ['田小丫', '女', idNumberOf('43998120150307006'), '双塘村', '安宁镇第二小学', '土家族'],
            ['田大丫', '女', idNumberOf('43998120150307008'), '双塘村', '安宁镇第二小学', '土家的'],
            ['田二丫', '女', idNumberOf('43998120150307010'), '双塘村', '安宁镇第二小学', '土家的'],
          ],
        },
      ],
    }),
  );
  await choose(page, chosen);
  await expect(page.getByText(/更新1、相同0、疑似重复1（等待决定1）、错误2/u)).toBeVisible();
  await picture('80-import-update');
  const changes = panel(page).getByRole('definition');
  await expect(changes).toHaveText('安宁镇中心小学 → 安宁镇第二小学');

  // The double of a stored record: the record beside the row, then a decision by its key, and another one.
  await page.keyboard.press('ArrowDown');
  await expect(panel(page)).toContainText('疑似重复，决定怎么办以后才导入');
  await picture('81-import-decision');
  await panel(page).getByRole('button', { name: '打开核对' }).click();
  const beside = page.getByRole('dialog');
  await expect(beside.getByRole('row', { name: /就读学校.*安宁镇中心小学.*安宁镇第二小学（不同）/u })).toBeVisible();
  await picture('82-import-record-beside');
  expect(await seriousFindings(page)).toEqual([]);
  await beside.getByRole('button', { name: '关闭' }).click();
  await table(page).focus();
  // A digit begins a text, on a row that waits for a decision too.
  await page.keyboard.type('350');
  const typed = page.getByRole('textbox', { name: '第3行姓名' });
  await expect(typed).toHaveValue('350');
  await page.keyboard.press('Alt+3');
  await page.keyboard.press('Escape');
  await expect(typed).toHaveCount(0);
  await expect(panel(page)).toContainText('疑似重复，决定怎么办以后才导入');
  await page.keyboard.press('Alt+1');
  await expect(rowOf(page, 3)).toContainText('作为新的');
  await expect(page.getByRole('button', { name: '导入新增1名儿童、更新1名儿童' })).toBeEnabled();
  await page.keyboard.press('Alt+2');
  await expect(rowOf(page, 3)).toContainText('更新那条');
  await expect(page.getByRole('button', { name: '导入更新2名儿童' })).toBeEnabled();

  // A word no list knows, mended everywhere at once.
  await page.keyboard.press('F8');
  await expect(panel(page)).toContainText('第4行　田大丫');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: '第4行民族' }).fill('土家族');
  await picture('83-import-everywhere');
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/新增2、更新1、.*错误0/u)).toBeVisible();

  await page.keyboard.press('Control+s');
  await expect(page.getByText('已导入：新增2名儿童、更新2名儿童')).toBeVisible();
  await page.getByRole('button', { name: '撤销这次导入' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
  await expect(page.getByText('已撤销：4名儿童恢复到导入以前')).toBeVisible();
  await openChildren(page);
  await expect(page.getByText('共2名儿童')).toBeVisible();
});

test('many doubles are decided together, one sheet of several is chosen, and an old workbook reads as a new one', async ({
  dataDir,
  start,
}) => {
  await fillVault(
    dataDir,
    ['田一', '田二', '田三'].map((name) =>
      childWith({ name, id_number: null, no_id_reason: '1', birth_date: '2015-03-07', sex: '2' }),
    ),
  );
  const { page, picture } = await start();
  await unlock(page);
  await openImport(page);
  const heading = ['姓名', '性别', '身份证号', '村'];
  const chosen = path.join(dataDir, '两张表.xlsx');
  writeFileSync(
    chosen,
    buildWorkbook({
      sheets: [
        {
          name: '三月',
          rows: [
            heading,
            ...['田一', '田二', '田三'].map((name, index) => [
              name,
              '女',
              idNumberOf(`43998120150307${String(index * 2).padStart(3, '0')}`),
              '双塘村',
            ]),
          ],
        },
        { name: '四月', rows: [heading, ['田四', '女', idNumberOf('43998120160307008'), '双塘村']] },
      ],
    }),
  );
  await choose(page, chosen);
  await expect(page.getByText(/疑似重复3（等待决定3）/u)).toBeVisible();
  await expect(page.getByText('不能导入：请先决定等待决定的3行')).toBeVisible();
  await page.getByRole('button', { name: '去决定' }).click();
  await expect(chip(page, '等待决定')).toHaveAttribute('aria-pressed', 'true');
  await expect(panel(page).getByRole('group', { name: '怎么办' })).toBeInViewport({ ratio: 1 });
  await picture('88-import-undecided');
  await page.getByRole('button', { name: '都跳过' }).click();
  await expect(page.getByText('没有“等待决定”的行')).toBeVisible();
  await expect(chip(page, '已跳过')).toContainText('3');
  await expect(page.getByText(/不能导入：没有可以导入的行，其余的都已决定跳过/u)).toBeVisible();

  await page.getByLabel('工作表').selectOption('四月');
  await page.getByRole('dialog').getByRole('button', { name: '接着核对' }).click();
  await expect(page.getByLabel('工作表')).toHaveValue('三月');
  await page.getByLabel('工作表').selectOption('四月');
  await page.getByRole('dialog').getByRole('button', { name: '换工作表' }).click();
  await expect(page.getByText('共1行：新增1、更新0、相同0、疑似重复0、错误0')).toBeVisible();

  await page.getByRole('button', { name: '换一个文件' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await choose(page, path.join(workbooks, '重点儿童花名册.xls'));
  await expect(page.getByText('共300行：新增254、更新0、相同0、疑似重复6、错误40')).toBeVisible();
});

test('columns are chosen by hand and remembered, and the result goes back to the village as a file', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, []);
  const { page, picture, exportDir } = await start();
  await unlock(page);
  await openImport(page);
  await choose(page, path.join(workbooks, '失学台账.csv'));
  await expect(page.getByText(/^共40行：/u)).toBeVisible();
  await picture('84-import-csv');
  const before = await page.getByText(/^共40行：/u).innerText();
  await page.getByRole('button', { name: '核对各列对应' }).click();
  const drawer = page.getByRole('dialog', { name: '各列对应' });
  await picture('85-import-columns');
  expect(await seriousFindings(page)).toEqual([]);
  const selects = drawer.getByRole('combobox');
  const named = await selects.evaluateAll((each) =>
    each.findIndex((one) => (one as HTMLSelectElement).value === 'name'),
  );
  await selects.nth(named).selectOption('');
  await expect(page.getByText(/不能导入：/u)).toBeVisible();
  await selects.nth(named).selectOption('name');
  await expect(page.getByText(before)).toBeVisible();
  await selects.last().selectOption('');
  await expect(page.getByText(/下列各列没有对应，不导入：K列“联系电话”/u)).toBeVisible();
  await drawer.getByRole('button', { name: '关闭各列对应' }).click();

  await page.getByRole('button', { name: '保存核对结果' }).click();
  await tellLeaving(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/核对结果已存到.*文件没有加密/u)).toBeVisible();
  expect(readdirSync(exportDir)).toHaveLength(1);

  await page.getByRole('button', { name: '导入新增40名儿童' }).click();
  await expect(page.getByText('“失学台账.csv”的40行都已写入。')).toBeVisible();
  await page.getByRole('button', { name: '再导入一份' }).click();
  await choose(page, path.join(workbooks, '失学台账.csv'));
  await expect(page.getByText('共40行：新增0、更新0、相同40、疑似重复0、错误0')).toBeVisible();
  await expect(page.getByText(/已按周敏\d{4}年\d{1,2}月\d{1,2}日选定的列对应/u)).toBeVisible();
  await picture('86-import-remembered');
});

test('ten thousand rows are read, stopped, read again and scrolled without holding the page up', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, []);
  const { page, picture } = await start();
  await unlock(page);
  await openImport(page);
  const chosen = path.join(dataDir, '大表.xlsx');
  const count = 10_000;
  const rows = Array.from({ length: count }, (_, index) => [
    String(index + 1),
    `田${String.fromCodePoint(0x4e00 + (index % 5000))}${index % 2 === 0 ? '平' : '安'}`,
    idNumberOf(
      `4399812015${String(1 + (index % 12)).padStart(2, '0')}${String(1 + (Math.floor(index / 12) % 28)).padStart(2, '0')}${String(Math.floor(index / 336)).padStart(3, '0')}`,
    ),
    '双塘村',
    '安宁镇第二小学',
    index % 100 === 7 ? '土家的' : '土家族',
  ]);
  writeFileSync(
    chosen,
    buildWorkbook({ sheets: [{ rows: [['序号', '姓名', '身份证号', '村', '就读学校', '民族'], ...rows] }] }),
  );
  await choose(page, chosen);
  await page.getByRole('button', { name: '停止' }).click();
  await expect(page.getByText('把村里报来的表格拖到这里')).toBeVisible();

  const longest = await watchTasks(page);
  await choose(page, chosen);
  await expect(page.getByText(/^共10,000行：.*错误100$/u)).toBeVisible({ timeout: 60_000 });
  await table(page).hover();
  for (let turn = 0; turn < 40; turn += 1) {
    await page.mouse.wheel(0, 9_000);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await table(page).focus();
  await page.keyboard.press('Control+End');
  await expect(rowOf(page, count + 1)).toBeVisible();
  await page.keyboard.press('F8');
  await expect(panel(page)).toContainText('第9行');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: '第9行民族' }).fill('土家族');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^共10,000行：.*错误99$/u)).toBeVisible();
  const { work, wall } = await longest();
  test.info().annotations.push({ type: 'figure', description: `longest task ${work} ms of work, ${wall} ms in all` });
  expect(work).toBeLessThanOrEqual(100);
  await picture('87-import-ten-thousand');

  // Stopped half way, nothing is stored.
  await page.keyboard.press('Control+s');
  const progress = page.getByRole('dialog', { name: /正在导入新增/u });
  await expect(progress.getByRole('button', { name: '停止' })).toBeFocused();
  await page.screenshot({
    path: path.join(import.meta.dirname, '..', 'artefacts', 'pictures', '89-import-committing.png'),
  });
  await page.keyboard.press('Enter');
  await expect(progress).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^导入新增/u })).toBeEnabled();
  await openChildren(page);
  await expect(page.getByText('还没有登记儿童')).toBeVisible();
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { childWith, expect, fillVault, openChildren, type Program, tellLeaving, test, unlock } from './program.ts';
import { seriousFindings } from './seriousFindings.ts';

const children = [
  childWith({ name: '丁一', id_number: '439981201503070016', birth_date: '2015-03-07' }),
  childWith({ name: '王二', id_number: '439981201503070024', birth_date: '2015-03-07' }),
  childWith({ name: '伍三', id_number: null, no_id_reason: '1', birth_date: '2016-01-01' }),
];

/** The preview of every child's sheet. */
async function openPreview({ page }: Program): Promise<FrameLocator> {
  await unlock(page);
  await openChildren(page);
  await expect(page.getByText('共3名儿童')).toBeVisible();
  await page.keyboard.press('Control+p');
  const preview = page.frameLocator('[title=打印预览]');
  await expect(preview.locator('section')).toHaveCount(3);
  return preview;
}

/** The texts of a saved PDF, page by page, and its bookmarks. */
async function readPdf(file: string): Promise<{ readonly pages: string[]; readonly bookmarks: string[] }> {
  const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const { items } = await (await pdf.getPage(index + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join('');
    }),
  );
  const bookmarks = ((await pdf.getOutline()) ?? []).map(({ title }) => title);
  await pdf.destroy();
  return { pages, bookmarks };
}

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

test('a clerk prints by keyboard, says what came out, and finds the paper by its code', async ({ start, dataDir }) => {
  await fillVault(dataDir, children);
  const program = await start();
  const { page, picture } = program;
  const preview = await openPreview(program);
  await expect(preview.getByText('预览').first()).toBeVisible();

  await page.keyboard.press('Control+p');
  await expect(dialog(page, '打印').getByLabel('份数')).toBeFocused();
  await picture('80-print-dialog');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('30');
  await expect(page.getByText('请填1到20')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog(page, '打印')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('２');
  await expect(dialog(page, '打印')).toContainText(/每份(\d+)页，共\d+页/u);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByLabel('隐去中间八位')).toBeChecked();
  await expect(preview.getByText('439981********0016')).toBeVisible();
  await page.keyboard.press('Enter');

  await expect(dialog(page, '打印出来了吗？')).toBeVisible();
  await expect(page.getByRole('button', { name: '已打出' })).toBeFocused();
  await picture('81-print-outcome');
  const paper = page.frameLocator('[title=送去打印的页面]');
  await expect(paper.locator('section')).toHaveCount(6);
  const foot = (await paper.getByText(/^编号/u).last().textContent()) ?? '';
  expect(foot).toMatch(/^编号 \d{4}-000001　第2份共2份　打印人 周敏　.+　校验码 [0-9A-Z]{8}　第3页共3页$/u);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/编号\d{4}-000001已登记：只打出一部分/u)).toBeVisible();

  await page.getByRole('button', { name: '打印登记' }).last().click();
  await expect(page.getByRole('row', { name: /-000001/u })).toContainText('只打出一部分');
  await page.getByLabel(/找编号/u).fill(/校验码 (\w{8})/u.exec(foot)?.[1]?.toLowerCase() ?? '');
  await page.keyboard.press('Enter');
  const found = page.getByRole('dialog', { name: /打印编号/u });
  await expect(found).toContainText('3条，3页×2份');
  await expect(found.getByRole('link')).toHaveText(['丁一', '王二', '伍三'], { useInnerText: true });
  await picture('82-print-found');
  await page.keyboard.press('Escape');
  await picture('83-print-register');
  await page.getByLabel(/找编号/u).fill('2001-1');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/没有这个编号或校验码/u)).toBeVisible();
});

test('one PDF has a bookmark for each child and a foot on each page; one for each child names nobody', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, children);
  const program = await start();
  const { page, exportDir, picture } = program;
  await openPreview(program);
  await page.getByRole('button', { name: '另存为PDF' }).click();
  await tellLeaving(page);
  await picture('84-save-dialog');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已存为PDF：.*编号\d{4}-000001/u)).toBeVisible();
  const [whole = ''] = readdirSync(exportDir).filter((name) => name.endsWith('.pdf'));
  const { pages, bookmarks } = await readPdf(path.join(exportDir, whole));
  expect(bookmarks.map((title) => title.split('　')[0])).toEqual(['丁一', '王二', '伍三']);
  for (const [index, text] of pages.entries()) {
    expect(text).toContain(children[index]?.fields.name);
    expect(text).toMatch(new RegExp(`编号 \\d{4}-000001\\s+第1份共1份.+第${index + 1}页共3页`, 'u'));
  }

  await page.getByRole('button', { name: '另存为PDF' }).click();
  await page.getByLabel('一人一个PDF，共3个').check();
  await tellLeaving(page);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText(/已存为3个PDF/u)).toBeVisible();
  await picture('85-saved-each');
  const [folder = ''] = readdirSync(exportDir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  const files = readdirSync(path.join(exportDir, folder)).toSorted();
  expect(files).toHaveLength(3);
  for (const [index, file] of files.entries()) {
    expect(file).toMatch(new RegExp(`^失亲排查表-00${index + 1}-[^\\p{Script=Han}]+\\.pdf$`, 'u'));
  }
  const second = await readPdf(path.join(exportDir, folder, files[1] ?? ''));
  expect(second.pages).toHaveLength(1);
  expect(second.pages[0]).toContain('王二');
  expect(second.pages[0]).toMatch(/编号 \d{4}-000002.+第1页共1页/u);

  await openChildren(page);
  await page.getByRole('row', { name: /丁一/u }).dblclick();
  await expect(page.getByRole('list', { name: '打印记录' }).getByRole('listitem')).toHaveCount(2);
  await page.getByRole('link', { name: '在打印登记里看' }).click();
  await expect(page.getByText('这份档案共2次，新的在前')).toBeVisible();
});

test('a register with whole ID numbers goes out only with a reason', async ({ start, dataDir }) => {
  await fillVault(dataDir, children);
  const program = await start();
  const { page, picture } = program;
  const preview = await openPreview(program);
  await page.getByRole('button', { name: '一人一行的台账' }).click();
  await expect(preview.getByText('重点儿童底数台账')).toBeVisible();
  await page.keyboard.press('Control+p');
  await expect(page.getByLabel('隐去中间八位')).toBeChecked();
  await page.getByLabel('完整印出').check();
  await expect(page.getByRole('button', { name: '打印', exact: true }).last()).toBeEnabled();
  await page.getByRole('button', { name: '打印', exact: true }).last().click();
  await expect(page.getByText('名册上印出完整身份证号，请写明原因')).toBeVisible();
  await expect(page.getByLabel('完整印出的原因')).toBeFocused();
  await picture('86-print-reason');
  await page.getByLabel('完整印出的原因').fill('报县民政局核对');
  await page.keyboard.press('Enter');
  await expect(dialog(page, '打印出来了吗？')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/还没登记是否打出/u)).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: '表格' }).click();
  await page.getByRole('main').getByRole('button', { name: '打印登记' }).click();
  await page.getByRole('button', { name: /^登记是否打出：\d{4}-000001$/u }).click();
  await page.getByRole('button', { name: '已打出' }).click();
  await expect(page.getByRole('row', { name: /-000001/u })).toContainText('已打出');
});

test('axe finds nothing serious on the way to paper and in the register of prints', async ({ start, dataDir }) => {
  await fillVault(dataDir, children);
  const program = await start();
  const { page, picture } = program;
  await openPreview(program);
  await page.getByRole('button', { name: '打印登记' }).click();
  await expect(page.getByText('还没有打印')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('button', { name: '另存为PDF' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  for (const outcome of ['没打出', '已打出', '以后再答']) {
    await page.keyboard.press('Control+p');
    await expect(dialog(page, '打印')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(dialog(page, '打印出来了吗？')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: outcome }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.getByRole('main').getByRole('button', { name: '打印登记' }).first().click();
  await expect(page.getByRole('row')).toHaveCount(4);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByLabel('从哪天').fill('2001年2月30日');
  await expect(page.getByText('日期不存在，请核对年、月、日')).toBeVisible();
  await page.getByLabel('从哪天').fill('2001.2.3');
  await page.getByRole('button', { name: '结果' }).click();
  await page.getByRole('menuitemcheckbox', { name: '还没登记' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row')).toHaveCount(2);
  await picture('87-print-filters');
  await page.getByRole('button', { name: '清除条件' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
  await expect(page.getByLabel('从哪天')).toHaveValue('');
  // By keyboard from the first line to the last, and into it.
  await page.getByRole('button', { name: /^\d{4}-000003$/u }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog(page, '打印编号')).toContainText('没打出');
  expect(await seriousFindings(page)).toEqual([]);
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { readWorkbook } from '../../electron/jobs/readWorkbook.ts';
import { buildDocument, paragraph } from '../fixtures/templates/buildDocument.ts';
import { lackTable, proofLetter, rosterSheet, visitLetter } from '../fixtures/templates/officeForms.ts';
import { unzipWorkbook } from '../fixtures/workbooks/unzipWorkbook.ts';
import { childWith, expect, fillVault, openChild, openChildren, startAtForms, tellLeaving, test } from './program.ts';
import { look } from './seriousFindings.ts';

const documentType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const two = [
  childWith({ name: '欧阳朵朵' }),
  childWith({ name: '丁一', id_number: null, no_id_reason: '1', file_number: null }),
];

async function add(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByRole('button', { name: '添加本单位表样' }).click();
  await page.getByLabel('选择表样文件').setInputFiles({ name, mimeType: documentType, buffer });
}

/** A place of the form on the page by the words that say what it is. */
const place = (page: Page, name: RegExp) => page.getByRole('region', { name: '表样' }).getByRole('button', { name });
const panel = (page: Page) => page.getByRole('region', { name: '填什么' });

/** What the body of a filled document says. */
function textOf(file: string): string {
  return (unzipWorkbook(readFileSync(file)).get('word/document.xml') ?? '').replace(/<[^>]*>/gu, '');
}

test('a file that cannot be used is refused with the reason, and nothing of it stays', async ({ start, dataDir }) => {
  await fillVault(dataDir, []);
  const { page, picture } = await startAtForms(start);
  await add(page, '登记表.docx', Buffer.from('这不是文档'));
  await expect(page.getByRole('alert').getByText(/。|，/u)).toBeVisible();
  await picture('93-template-refused');
  expect(await look(page)).toEqual([]);
  const macros = buildDocument({
    body: paragraph('姓名：____'),
    extra: [{ name: 'word/vbaProject.bin', data: 'x' }],
  });
  await page.getByLabel('选择表样文件').setInputFiles({ name: '带宏.docx', mimeType: documentType, buffer: macros });
  await expect(page.getByRole('alert').getByText(/宏/u)).toBeVisible();
  await page.getByRole('button', { name: '返回表格' }).click();
  await expect(page.getByText('上级发来新的Word或Excel表样')).toBeVisible();
});

test('a bureau’s document is recognised, decided by keyboard, put to use and filled for chosen children', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, two);
  const program = await startAtForms(start);
  const { page, picture, exportDir } = program;
  await add(page, '失亲排查表.docx', lackTable.file);
  await expect(page.getByRole('heading', { level: 1, name: /未成年人排查表/u })).toBeVisible();
  await expect(place(page, /儿童基本情况 姓 *名：姓名/u)).toBeVisible();
  expect(await look(page)).toEqual([]);
  await picture('94-template');

  // What waits is gone to by key, searched by the first letters of its pinyin, and taken with Enter.
  await page.keyboard.press('F8');
  const first = page.locator('button[data-current=true]');
  await expect(first).toBeFocused();
  await expect(first).toHaveAttribute('data-state', /undecided|check/u);
  await page.keyboard.type('liukong');
  await page.keyboard.press('Escape');
  await expect(first).toBeFocused();

  // The box to choose in has the cursor with the click itself: whoever types at once writes into it.
  const name = place(page, /儿童基本情况 姓 *名：姓名/u);
  const labelled = await name.evaluate((button: HTMLElement) => {
    button.click();
    return document.activeElement?.id;
  });
  await expect(panel(page).getByLabel('这里填什么')).toHaveId(labelled ?? '');
  await page.keyboard.type('sfzh');
  await expect(page.getByRole('option', { name: '身份证号', exact: true }).first()).toBeVisible();
  await picture('95-template-search');
  await page.keyboard.press('Enter');
  await expect(place(page, /儿童基本情况 姓 *名：身份证号/u)).toBeVisible();
  // The same again goes on as well.
  await place(page, /儿童基本情况 姓 *名：身份证号/u).click();
  await page.keyboard.press('Enter');
  await expect(place(page, /儿童基本情况 姓 *名：身份证号/u)).not.toHaveAttribute('data-current', 'true');
  await expect(page.getByRole('region', { name: '检查' }).getByText(/没有一处填“姓名”/u)).toBeVisible();
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.getByText(/没有一处填“姓名”，/u).last()).toBeVisible();
  await place(page, /儿童基本情况 姓 *名：身份证号/u).click();
  await page.keyboard.type('xm');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '检查' }).getByText(/没有一处填“姓名”/u)).toHaveCount(0);

  // The number that the form itself bears is there already.
  const number = page.getByRole('textbox', { name: '文号' });
  await expect(number).toHaveValue('望政办〔2026〕12号');
  await number.fill('望政办〔2026〕13号');
  await page.getByRole('button', { name: '用一名儿童试填' }).click();
  await page.keyboard.type('oydd');
  await page.getByRole('option', { name: /欧阳朵朵/u }).click();
  await expect(page.getByRole('region', { name: '表样' }).getByText('欧阳朵朵')).toBeVisible();
  await picture('96-template-preview');
  expect(page.url()).not.toContain(encodeURIComponent('欧阳'));
  await page.getByRole('button', { name: '结束试填' }).click();

  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.getByText('已启用，可以照着填了')).toBeVisible();
  await page.getByRole('button', { name: '填写', exact: true }).click();
  await expect(page.getByRole('radio', { name: /未成年人排查表/u })).toBeChecked();
  await expect(page.getByText('2名儿童', { exact: true })).toBeVisible();
  expect(await look(page)).toEqual([]);
  await picture('97-template-fill');
  await page.getByRole('button', { name: '生成并保存' }).click();
  await tellLeaving(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已给2名儿童填好，共2个文件/u)).toBeVisible();
  // The folder of this journey is not in Chinese.
  expect((await look(page)).filter((found) => !exportDir.includes(found))).toEqual([]);
  await picture('98-template-filled');
  const [folder = ''] = readdirSync(exportDir);
  expect(statSync(path.join(exportDir, folder)).isDirectory()).toBe(true);
  const files = readdirSync(path.join(exportDir, folder)).map((file) => path.join(exportDir, folder, file));
  expect(files).toHaveLength(2);
  expect(files.join()).not.toMatch(/欧阳|丁一/u);
  const texts = files.map(textOf);
  expect(texts.filter((text) => text.includes('欧阳朵朵'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('丁一'))).toHaveLength(1);

  await page.getByRole('navigation').getByRole('link', { name: '表格' }).click();
  await expect(page.getByRole('row', { name: /望政办〔2026〕13号/u })).toContainText('使用中');
  expect(await look(page)).toEqual([]);
  await picture('99-own-forms');
});

test('a list of the office is filled with a row for each child of a village, discreet unless somebody chooses otherwise', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, two);
  const { page, picture, exportDir } = await startAtForms(start);
  await add(page, '花名册.xlsx', rosterSheet.file);
  await expect(place(page, /每名儿童一行/u)).toBeVisible();
  expect(await look(page)).toEqual([]);
  await picture('94-template-list');
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await page.getByRole('button', { name: '填写', exact: true }).click();
  await page.getByLabel('一个村（社区）').check();
  await expect(page.getByRole('button', { name: '生成并保存' })).toBeDisabled();
  await page.getByRole('combobox', { name: '村（社区）' }).click();
  await page.getByRole('option', { name: '双塘村' }).click();
  await page.getByLabel('完整写出', { exact: true }).check();
  await page.getByRole('button', { name: '生成并保存' }).click();
  await tellLeaving(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已给2名儿童填好，共1个文件/u)).toBeVisible();
  const [file = ''] = readdirSync(exportDir);
  const [sheet] = (await readWorkbook(readFileSync(path.join(exportDir, file)))).sheets;
  const rows = (sheet?.rows ?? []).map(({ cells }) => cells.map((cell) => cell?.text ?? '').join('|'));
  expect(rows.join('\n')).toMatch(/1\|丁一|2\|丁一/u);
  expect(rows.join('\n')).toContain('439981201503070024');
});

test('an unknown placeholder keeps a form from being used until somebody decides what it is', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, two);
  const { page, picture } = await startAtForms(start);
  await add(page, '证明.docx', proofLetter.file);
  const check = page.getByRole('region', { name: '检查' });
  await check.getByRole('button', { name: /神秘字段/u }).click();
  const mystery = place(page, /神秘字段/u);
  await expect(mystery).toBeFocused();
  await expect(mystery).toHaveAttribute('data-state', 'undecided');
  await picture('94-template-placeholder');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: '固定文字' }).click();
  await page.getByLabel('每张都写这些字').fill('特此证明');
  await page.keyboard.press('Enter');
  await expect(place(page, /神秘字段：“特此证明”/u)).toHaveAttribute('data-state', 'decided');
  await expect(check.getByText(/神秘字段/u)).toHaveCount(0);
  await page.reload();
  await expect(place(page, /神秘字段：“特此证明”/u)).toBeVisible();
});

test('a later version takes the decisions of the one before, which is kept', async ({ start, dataDir }) => {
  await fillVault(dataDir, two);
  const { page, picture } = await startAtForms(start);
  await add(page, '告知书.docx', visitLetter.file);
  await expect(page.getByRole('heading', { level: 1, name: '未成年人走访告知书' })).toBeVisible();
  await page.getByLabel('表样名称').fill('走访告知书');
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.getByText('已启用，可以照着填了')).toBeVisible();
  const later = buildDocument({
    body: [
      paragraph('未成年人走访告知书'),
      paragraph('姓名：________　民族：____'),
      paragraph('身份证号码：______________'),
    ].join(''),
  });
  await page.getByRole('button', { name: '更多' }).click();
  await expect(page.getByRole('menuitem', { name: '添加新版…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page
    .getByLabel('选择新版表样文件')
    .setInputFiles({ name: '告知书2.docx', mimeType: documentType, buffer: later });
  await expect(page.getByText(/第2版，待核对/u)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: '走访告知书' })).toBeVisible();
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await page.getByRole('button', { name: '返回表格' }).click();
  await expect(page.getByRole('row', { name: /走访告知书/u })).toHaveCount(1);
  await page.getByRole('button', { name: '看停用的1份' }).click();
  await expect(page.getByRole('row', { name: /走访告知书/u })).toHaveCount(2);
  await picture('99-own-form-versions');
  await page.getByRole('link', { name: '查看走访告知书第1版' }).click();
  await expect(page.getByText('这一版已停用，只留着备查')).toBeVisible();
  expect(await look(page)).toEqual([]);
});

test('filling goes with the records that are chosen in the list, and with the record that is open', async ({
  start,
  dataDir,
}) => {
  await fillVault(dataDir, two);
  const { page, exportDir } = await startAtForms(start);
  await page.getByRole('button', { name: '用本单位表样填写' }).click();
  await expect(page.getByText('还没有启用的表样')).toBeVisible();
  expect(await look(page)).toEqual([]);
  await page.getByRole('navigation').getByRole('link', { name: '表格' }).click();
  await add(page, '告知书.docx', visitLetter.file);
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.getByText('已启用，可以照着填了')).toBeVisible();

  await openChildren(page);
  await page.getByLabel('选择丁一', { exact: true }).check();
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('menuitem', { name: '用本单位表样填写…' }).click();
  await expect(page.getByRole('radio', { name: '刚才选的1名儿童' })).toBeChecked();
  await page.keyboard.press('Control+s');
  await tellLeaving(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已给1名儿童填好，共1个文件/u)).toBeVisible();
  const [folder = ''] = readdirSync(exportDir);
  const [file = ''] = readdirSync(path.join(exportDir, folder));
  expect(textOf(path.join(exportDir, folder, file))).toContain('丁一');
  expect(page.url()).not.toMatch(/[0-9a-f]{8}-/u);

  await openChild(page, '欧阳朵朵');
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('menuitem', { name: '用本单位表样填写…' }).click();
  await expect(page.getByRole('radio', { name: '刚才选的1名儿童' })).toBeChecked();
  // Elsewhere the record that was open is not meant any more.
  await page.getByRole('navigation').getByRole('link', { name: '表格' }).click();
  await page.getByRole('button', { name: '用本单位表样填写' }).click();
  await expect(page.getByRole('radio', { name: '全部在册儿童' })).toBeChecked();
});

test('a page of the desk at 125 % shows the whole width of a form', async ({ start, dataDir }) => {
  await fillVault(dataDir, two);
  const { page, picture } = await startAtForms(start);
  await page.setViewportSize({ width: 1093, height: 614 });
  await picture('90-forms-1093');
  await add(page, '失亲排查表.docx', lackTable.file);
  await expect(place(page, /儿童基本情况 姓 *名/u)).toBeVisible();
  await picture('94-template-1093');
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  expect(await look(page)).toEqual([]);
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveFile } from '../../electron/server/files.ts';
import { type EntryItem, planEntry } from '../../renderer/sheets/entryPlan.ts';
import { stops } from '../../renderer/sheets/paperOrder.ts';
import { fieldsBesideSheet } from '../../shared/forms/defineSheet.ts';
import { F01 } from '../../shared/forms/F01.ts';
import { sheets } from '../../shared/forms/index.ts';
import type { GridCell, Sheet } from '../../shared/forms/sheet.ts';
import { emptyRecord, findField, type RecordValues } from '../../shared/registers/register.ts';
import { testBrowserPath } from '../browser.ts';

/** For a human to look at. */
const pictures = fileURLToPath(new URL('../artefacts/pictures/', import.meta.url));

let browser: Browser;
let page: Page;
/** Errors that the page or React reported. */
let complaints: string[] = [];

/** The page under test, built in memory. */
async function buildPage(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [react()],
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL('sheetEntryPage.tsx', import.meta.url)), formats: ['es'] },
    },
    // React's development build, whose complaints fail the tests below.
    define: { 'process.env.NODE_ENV': '"development"' },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (!bundle || !('output' in bundle)) throw new Error('vite built nothing');
  return bundle.output[0].code;
}

beforeAll(async () => {
  const script = await buildPage();
  browser = await chromium.launch({ executablePath: await testBrowserPath(), args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(5_000);
  const html = `<!doctype html><html lang="zh-CN"><title>Forms</title><body><script type="module" src="/page.js"></script>`;
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    if (pathname === '/page.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    const response = await serveFile(pathname);
    return route.fulfill({ status: response.status, body: Buffer.from(await response.arrayBuffer()) });
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto('https://entry.invalid/');
});
afterAll(() => browser.close());

/** Shows the form anew, empty or with its sample. The page stays: loading it takes ten times as long as a form. */
async function openForm({ key, title }: Sheet, content: 'empty' | 'filled' = 'empty'): Promise<void> {
  await page.evaluate(`entryPage.open('${key}', '${content}')`);
  await page.getByRole('group', { name: title, exact: true }).waitFor();
}

afterEach(() => {
  const said = complaints;
  complaints = [];
  expect(said).toEqual([]);
});

const values = (): Promise<RecordValues> => page.evaluate('entryPage.values');
const field = async (key: string): Promise<unknown> => (await values()).fields[key];
const focus = (label: string): Promise<void> => page.getByLabel(label, { exact: true }).first().focus();
/** The field that has the cursor: its own name, or that of its group of boxes. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const named = element?.closest('[aria-label]:not(fieldset,section),[aria-labelledby]');
    const beside = named?.getAttribute('aria-labelledby') ?? `${element?.id}-label`;
    const label = named?.getAttribute('aria-label') ?? document.getElementById(beside)?.textContent;
    return label ?? (element instanceof HTMLButtonElement ? element.textContent : '');
  });

const paperOrder = [
  '填表时间',
  '姓名',
  '性别',
  '身份证号',
  '民族',
  '身体状况',
  '残疾类别',
  '残疾等级',
  '患病类型',
  '就学情况',
  '就读学校或现实状况',
  '户籍地址',
  '居住地址',
  ...[1, 2, 3, 4].flatMap((row) =>
    ['与儿童关系', '姓名', '身份证号', '联系电话', '健康状况', '工作单位或务工地'].map(
      (label) => `家庭主要成员第${row}行${label}`,
    ),
  ),
  '家庭状况',
  '监护人监护能力是否到位',
  '监护不到位具体情形',
  '事实困难依据',
  '登记单位',
  '登记人',
  '登记时间',
];

/** The button for a further member stands with the members; Enter goes from field to field. */
const addMember = '添加第5名家庭主要成员（打印在附页）';
const tabOrder = paperOrder.flatMap((label) => (label === '家庭状况' ? [addMember, label] : [label]));

describe('entry on the sheet', () => {
  beforeEach(() => openForm(F01));

  it.each([
    ['Tab', tabOrder],
    ['Enter', paperOrder],
  ] as const)('goes through the page in paper order with %s, and back with Shift', async (key, order) => {
    await focus('填表时间');
    const visited = [await focused()];
    while (visited.length < order.length) {
      await page.keyboard.press(key);
      visited.push(await focused());
    }
    expect(visited).toEqual(order);
    await page.keyboard.press(`Shift+${key}`);
    expect(await focused()).toBe('登记人');
  });

  it('ticks with the space bar, the arrows and the number keys', async () => {
    await focus('性别');
    await page.keyboard.type('女');
    await page.keyboard.press('Enter');
    await page.locator('#field-health input').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.keyboard.press('3');
    expect(await field('health')).toEqual(['2', '3']);
    await page.keyboard.press('1');
    expect(await field('health')).toEqual(['1']);
    await page.keyboard.press('1');
    expect(await field('health')).toBeNull();
    await page.locator('#field-guardian_capable input').first().focus();
    await page.keyboard.press('2');
    expect(await field('guardian_capable')).toBe(false);
  });

  it('takes a choice by its first word and goes on with Enter', async () => {
    await focus('民族');
    await page.keyboard.type('土家');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await field('ethnicity')).toBe('15');
  });

  it('keeps every keystroke of an input method, and Enter inside it does not move', async () => {
    await focus('姓名');
    const session = await page.context().newCDPSession(page);
    for (const text of ['o', 'ou', 'ou yang']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    }
    // While a method composes, browsers report every key as 229.
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
    expect(await focused()).toBe('姓名');
    expect(await field('name')).toBeNull();
    await session.send('Input.insertText', { text: '欧阳𫖯' });
    expect(await field('name')).toBe('欧阳𫖯');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('性别');
  });

  it('takes a date typed any way', async () => {
    await focus('登记时间');
    await page.keyboard.type('2026.3.5');
    await page.keyboard.press('Tab');
    expect(await field('registered_on')).toBe('2026-03-05');
    expect(await page.getByLabel('登记时间').inputValue()).toBe('2026年3月5日');
  });

  it('breaks a line of a longer text with Shift+Enter', async () => {
    await focus('监护不到位具体情形');
    await page.keyboard.type('一');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('二');
    expect(await field('guardian_gap')).toBe('一\n二');
  });

  it('makes the rows before the one that is typed in', async () => {
    await focus('家庭主要成员第3行姓名');
    await page.keyboard.type('田桂英');
    const { members } = (await values()).rows;
    expect(members?.map((row) => row.name)).toEqual([null, null, '田桂英']);
  });

  it('adds and removes members beyond the printed rows below the page', async () => {
    await page.getByRole('button', { name: '添加第5名家庭主要成员' }).click();
    await page.getByLabel('家庭主要成员第5行姓名').fill('田小英');
    expect((await values()).rows.members?.[4]?.name).toBe('田小英');
    await page.getByRole('button', { name: '删除家庭主要成员第5行' }).click();
    expect((await values()).rows.members).toHaveLength(4);
  });

  it('heads the columns of the members beyond the printed rows', async () => {
    await page.getByRole('button', { name: '添加第5名家庭主要成员' }).click();
    const band = page.locator('#field-members');
    for (const head of ['与儿童关系', '姓名', '身份证号', '联系电话', '健康状况', '工作单位或务工地']) {
      await band.getByText(head, { exact: true }).waitFor();
    }
    expect(await focused()).toBe('家庭主要成员第5行与儿童关系');
  });

  it('shows the whole of a text that is longer than its cell, in one line of entry', async () => {
    const name = page.getByLabel('姓名', { exact: true }).first();
    await name.fill('买买提·阿卜杜热合曼·艾力肯江·吐尔逊古丽·阿依努尔');
    expect(await name.evaluate((area) => area.scrollHeight <= area.clientHeight + 1)).toBe(true);
    expect(await name.evaluate((area) => area.scrollWidth <= area.clientWidth)).toBe(true);
    await page.keyboard.press('Shift+Enter');
    expect(await focused()).toBe('填表时间');
    expect(await field('name')).toBe('买买提·阿卜杜热合曼·艾力肯江·吐尔逊古丽·阿依努尔');
  });

  it('keeps the places of the lines above and below the grid, whatever is typed into them', async () => {
    const places = () => Promise.all(['登记人', '登记时间', '填表时间'].map((label) => placeOf(label)));
    const placeOf = async (label: string) => {
      const box = await page.getByLabel(label, { exact: true }).boundingBox();
      return [box?.x, box?.width];
    };
    const before = await places();
    await page.getByLabel('登记单位').fill('虚拟县安宁镇双塘村村民委员会未成年人保护工作站登记处');
    await page.getByLabel('登记时间').fill('2026年3月5日');
    expect(await places()).toEqual(before);
  });

  it('marks the field of a line that has the cursor', async () => {
    const edge = () =>
      page.getByLabel('登记单位').evaluate((area) => getComputedStyle(area.parentElement ?? area).boxShadow);
    const before = await edge();
    await focus('登记单位');
    expect(await edge()).not.toBe(before);
  });

  it('stays within the margins of the page', async () => {
    const [margins] = await page.evaluate(() => {
      const sheet = document.querySelector('fieldset h2')?.parentElement;
      const grid = sheet?.querySelector('h2 ~ div:nth-of-type(2)');
      const [outer, inner] = [sheet?.getBoundingClientRect(), grid?.getBoundingClientRect()];
      return outer && inner ? [[inner.left - outer.left, outer.right - inner.right]] : [];
    });
    expect(margins?.[0]).toBeGreaterThan(10);
    expect(margins?.[1]).toBeCloseTo(margins?.[0] ?? 0, 0);
  });

  it('says in the cell what is wrong, and shows the whole message', async () => {
    await page.evaluate(`entryPage.show([{ path: 'sex', message: '请从“性别”的选项中选一项', severity: 'error' }])`);
    const message = page.getByText('请从“性别”的选项中选一项');
    await message.waitFor();
    const [text, cell] = [await message.boundingBox(), await page.locator('#field-sex').boundingBox()];
    expect(text && cell && text.y >= cell.y + cell.height - 1).toBe(true);
    expect(await page.getByLabel('性别', { exact: true }).getAttribute('aria-describedby')).toBe('field-sex-message');
  });

  it('shows a stored answer that the form has no box for', async () => {
    await page.evaluate(`entryPage.set('study_state', '7')`);
    await page.getByText('已记：大专及以上（表上没有这一格）').waitFor();
    await page.locator('#field-study_state input').nth(2).press('Space');
    expect(await field('study_state')).toBe('5');
    expect(await page.getByText('表上没有这一格').count()).toBe(0);
  });

  it('fits the width of the window with letters of 14 pixels and more', async () => {
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('fieldset *')]
        .filter((element) => element.matches('input:not([type=checkbox]),textarea') || /\S/u.test(element.textContent))
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(14);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});

/** The names of the places of a form where something is typed or ticked, in the order of the paper. */
function placesOf(sheet: Sheet): string[] {
  const plan = planEntry(sheet);
  const shape = sheet.register;
  const names = (items: readonly EntryItem[], member: GridCell['member']): string[] => {
    const group = member === null ? undefined : shape.rows[member.group];
    return items.flatMap((item) => {
      if ((item.kind !== 'value' && item.kind !== 'ticks') || item.source !== null) return [];
      const field = group === undefined ? findField(shape, item.field) : group.fields[item.field];
      return `${group === undefined ? '' : `${group.label}第${(member?.index ?? 0) + 1}行`}${field?.label}`;
    });
  };
  const cut = new Set<number>();
  return [
    ...fieldsBesideSheet(sheet, emptyRecord(shape).fields).map((key) => findField(shape, key)?.label ?? key),
    ...plan.head.flatMap((items) => names(items, null)),
    ...sheet.cells.flatMap((placed) => {
      const above = [...plan.cuts].filter(([row]) => row < placed.row && !cut.has(row));
      for (const [row] of above) cut.add(row);
      return [
        ...above.flatMap(([, items]) => names(items, null)),
        ...names(plan.cells.get(placed) ?? [], placed.member),
      ];
    }),
    ...plan.foot.flatMap((items) => names(items, null)),
  ];
}

describe.each(sheets.map((sheet) => [sheet.key, sheet] as const))('%s on the screen', (_, sheet) => {
  /** Nothing stands wider than its place, and every letter is large enough. */
  async function expectReadable(): Promise<void> {
    await page.evaluate(() => document.fonts.ready);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('fieldset div, fieldset span, fieldset textarea')]
        .filter((each) => each.scrollWidth > each.clientWidth + 2 && getComputedStyle(each).overflowX !== 'visible')
        // For programs that read aloud, and what measures the height of a text.
        .filter((each) => getComputedStyle(each).clipPath === 'none' && getComputedStyle(each).visibility === 'visible')
        .map((each) => each.textContent),
    );
    expect(cut).toEqual([]);
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('fieldset *')]
        .filter((element) => /\S/u.test(element.textContent))
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  }

  describe('empty', () => {
    // None of these changes anything on it.
    beforeAll(() => openForm(sheet));

    it('stays on its page, with letters that can be read', expectReadable);

    it('is gone through in paper order with Enter, every place once', async () => {
      const places = placesOf(sheet);
      expect(places.length).toBeGreaterThan(0);
      await page.locator(stops).first().focus();
      const visited = [await focused()];
      while (visited.length < places.length) {
        await page.keyboard.press('Enter');
        visited.push(await focused());
      }
      expect(visited).toEqual(places);
      // Nothing follows the last one.
      await page.keyboard.press('Enter');
      expect(await focused()).toBe(places.at(-1));
    });

    it('asks for no value at two places, and names every place for programs that read it aloud', async () => {
      const ids = await page.evaluate(() =>
        [...document.querySelectorAll('fieldset [id^="field-"]')].map((element) => element.id),
      );
      expect(ids).toEqual([...new Set(ids)]);
      const nameless = await page.evaluate((places) => {
        const controls = [...document.querySelectorAll<HTMLInputElement>(places)];
        return controls.filter((each) => !each.labels?.length && !each.getAttribute('aria-label')).length;
      }, stops);
      expect(nameless).toBe(0);
    });
  });

  it('stays on its page when it is filled, with letters that can be read', async () => {
    await openForm(sheet, 'filled');
    await expectReadable();
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `entry-${sheet.key}.png`), fullPage: true });
  });
});

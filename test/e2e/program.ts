import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { type ChromiumHost, openChromiumHost } from '../../electron/chromium/openChromiumHost.ts';
import type { RestartReason } from '../../electron/server/startCore.ts';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { kdfFloor } from '../../electron/vault/kdf.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { child } from '../../shared/registers/child.ts';
import type { RecordValues, Values } from '../../shared/registers/register.ts';
import { testBrowserPath } from '../browser.ts';
import { startTestApp, testUser } from '../testApp.ts';

/** The running program: a real core on a real vault behind a real browser. */
export interface Program {
  readonly page: Page;
  readonly chromium: ChromiumHost;
  readonly dataDir: string;
  readonly exportDir: string;
  /** Keeps a picture of the page among the artefacts. */
  picture(name: string): Promise<void>;
  /** Waits for the end of a lock, which ends the whole of it, and opens the program again as its keeper does. */
  reopened(): Promise<Program>;
}

interface Fixtures {
  /** Folder of one journey's data; removed after it. */
  readonly dataDir: string;
  /** Starts the program on the journey's data; it is closed after the journey. */
  readonly start: (options?: { readonly demo?: boolean }) => Promise<Program>;
}

const pictures = path.join(import.meta.dirname, '..', 'artefacts', 'pictures');

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the fixtures that are needed from this pattern
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'hulei-e2e-'));
    await use(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  },
  start: async ({ dataDir }, use) => {
    const running = new Set<ChromiumHost>();
    async function open(demo: boolean, after: RestartReason | null): Promise<Program> {
      const exportDir = path.join(dataDir, 'exports');
      const chromium = await openChromiumHost({
        dataDir,
        headless: true,
        demo,
        after,
        exportDir,
        executablePath: await testBrowserPath(),
        withoutSandbox: true,
      });
      running.add(chromium);
      const { page } = chromium;
      // The screen of the offices.
      await page.setViewportSize({ width: 1366, height: 768 });
      mkdirSync(pictures, { recursive: true });
      return {
        page,
        chromium,
        dataDir,
        exportDir,
        picture: async (name) => {
          await settled(page);
          await page.screenshot({ path: path.join(pictures, `${name}.png`) });
        },
        reopened: async () => {
          const end = await chromium.closed;
          if (end.reason !== 'lock') throw new Error('the program was closed, not locked');
          return open(demo, end.after);
        },
      };
    }
    await use(({ demo = false } = {}) => open(demo, null));
    for (const chromium of running) await chromium.close();
  },
});

export { expect };

/** Waits until the page has its answers and its fonts, and nothing on it is on its way from one look to the next. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[data-app-state="ready"]').waitFor();
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

/**
 * Fills the journey's data folder with a vault that the program itself will open: the invented office, `testUser`, and
 * the given children.
 */
export async function fillVault(dataDir: string, children: readonly RecordValues[]): Promise<string[]> {
  const wanted = JSON.stringify(children);
  const known = filled.get(wanted) ?? (await filledAnew(children));
  filled.set(wanted, known);
  cpSync(known.folder, dataDir, { recursive: true });
  return [...known.ids];
}

/** Vaults that were filled for earlier journeys of this process, by the children in them: copying one is quicker than a new one. */
const filled = new Map<string, FilledVault>();
process.once('exit', () => {
  for (const { folder } of filled.values()) rmSync(folder, { recursive: true, force: true });
});

interface FilledVault {
  readonly folder: string;
  readonly ids: readonly string[];
}

async function filledAnew(children: readonly RecordValues[]): Promise<FilledVault> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hulei-e2e-filled-'));
  const testApp = await startTestApp({ dataDir: folder, kdf: kdfFloor, now: () => new Date() });
  await testApp.setUp();
  const ids: string[] = [];
  for (const values of children) {
    const saved = await testApp.value('register.save', {
      register: 'child',
      id: null,
      version: null,
      // A record as a page would send it.
      values: JSON.parse(JSON.stringify(values)) as MethodInput<'register.save'>['values'],
    });
    ids.push(saved.id);
  }
  await testApp.app.close();
  return { folder, ids };
}

/** The sample child with some fields replaced. */
export function childWith(fields: Values): RecordValues {
  return { ...child.sample, fields: { ...child.sample.fields, ...fields } };
}

/** Goes through the first run as a clerk would, with the invented office; returns the groups of the recovery key. */
export async function setUpOffice({ page, picture }: Program): Promise<string[]> {
  const next = page.getByRole('button', { name: '下一步' });
  await page.getByLabel('省（自治区、直辖市）').fill(inventedOffice.province);
  await page.getByLabel('市（州）').fill(inventedOffice.city);
  await page.getByLabel('县（市、区）').fill(inventedOffice.county);
  await page.getByLabel('镇（乡、街道）').fill(inventedOffice.township);
  await picture('01-first-run-office');
  await next.click();
  const villageName = page.getByLabel('村（社区）名称');
  for (const { name } of inventedOffice.villages) {
    await villageName.fill(name);
    await villageName.press('Enter');
  }
  await picture('02-first-run-villages');
  await next.click();
  await page.getByLabel('用户（姓名）').fill(testUser.user);
  await page.getByLabel('密码', { exact: true }).fill(testUser.password);
  await page.getByLabel('再输一次密码').fill(testUser.password);
  await picture('03-first-run-password');
  await next.click();
  const items = page.getByRole('list', { name: '恢复密钥' }).first().getByRole('listitem');
  await expect(items).toHaveCount(9);
  // Each group stands behind its number.
  const groups = (await items.allInnerTexts()).map((text) => text.trim().slice(-4));
  await picture('04-first-run-recovery-key');
  await page.getByRole('button', { name: '已打印或抄好，去核对' }).click();
  await expect(items).toHaveCount(0);
  for (const [index, group] of groups.entries()) {
    const asked = page.getByLabel(`第${index + 1}组`);
    if (await asked.isVisible()) await asked.fill(group);
  }
  await page.getByRole('button', { name: '完成设置' }).click();
  await page.getByRole('button', { name: '开始使用' }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
  return groups;
}

/** Opens the vault from the unlock page. */
export async function unlock(page: Page, user: { user: string; password: string } = testUser): Promise<void> {
  await page.getByLabel('用户').fill(user.user);
  await page.getByLabel('密码', { exact: true }).fill(user.password);
  await page.keyboard.press('Enter');
}

/** Opens a record from the list of children by the name it shows. */
export async function openChild(page: Page, name: string): Promise<void> {
  await openChildren(page);
  await page.getByRole('row', { name: new RegExp(name, 'u') }).dblclick();
  await expect(title(page, name)).toBeVisible();
}

/** Starts the program on a vault that holds the sample child alone, and opens its record. */
export async function startAtSample({ dataDir, start }: Fixtures): Promise<Program> {
  await fillVault(dataDir, [childWith({})]);
  const program = await start();
  await unlock(program.page);
  await openChild(program.page, '欧阳朵朵');
  return program;
}

/** Starts the program on the vault that is there, and opens the page of forms. */
export async function startAtForms(start: Fixtures['start']): Promise<Program> {
  const program = await start();
  const { page } = program;
  await unlock(page);
  await page.getByRole('navigation').getByRole('link', { name: '表格' }).click();
  await expect(title(page, '表格')).toBeVisible();
  return program;
}

/** Opens the list of children from anywhere. */
export async function openChildren(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: '儿童' }).click();
  // The first page has a button of the same name, so the button alone does not tell that the list is there.
  await expect(page.getByPlaceholder('在本页查找')).toBeVisible();
}

/** The title of a page. What the page says may hold the same words, and comes a moment later: that its list is empty. */
export function title(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name });
}

/** A moment of the page. */
interface Moment {
  /** What the element said that was waited for. */
  readonly words: string;
  /** The words that name what had the cursor. */
  readonly cursor: string;
}

/** Waits inside the page for the first moment at which a selector is found: neither a person nor another process is as quick. */
export function firstDrawn(page: Page, selector: string): Promise<Moment> {
  return page.evaluate(
    (wanted) =>
      new Promise<Moment>((resolve) => {
        const observer = new MutationObserver(() => {
          const found = document.querySelector(wanted);
          if (found === null) return;
          observer.disconnect();
          const { activeElement } = document;
          const named = activeElement?.closest('[role="radiogroup"]') ?? activeElement;
          resolve({
            words: found.textContent ?? '',
            cursor: named?.getAttribute('aria-label') ?? named?.textContent ?? '',
          });
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
    selector,
  );
}

/** The button by which the unlock page is known. */
export function unlockButton(page: Page): Locator {
  return page.getByRole('button', { name: '打开', exact: true });
}

/** Opens the page that takes a village's workbook in. */
export async function openImport(page: Page): Promise<void> {
  await openChildren(page);
  await page
    .getByRole('button', { name: '导入' })
    .or(page.getByRole('link', { name: '导入' }))
    .first()
    .click();
}

/** Tells what a file is for and who gets it, in the dialog that is open. */
export async function tellLeaving(page: Page, purpose = '报县民政局核对'): Promise<void> {
  await page.getByLabel('用途', { exact: true }).fill(purpose);
  await page.getByLabel('交给谁', { exact: true }).fill('县民政局');
}

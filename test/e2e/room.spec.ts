import type { Page } from '@playwright/test';
import { childWith, expect, fillVault, openChild, openChildren, settled, test, unlock } from './program.ts';
import { seriousFindings } from './seriousFindings.ts';

const marker = '龘靐齉';
const number = '439981201503071238';

/** Texts and boxes that show the marker to whoever looks at the screen. */
async function shown(page: Page): Promise<string[]> {
  await settled(page);
  return page.evaluate((name) => {
    const isHidden = (element: Element): boolean => {
      const style = getComputedStyle(element);
      const concealed = style.getPropertyValue('-webkit-text-security') !== 'none';
      return concealed || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    };
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent !== null && (node.nodeValue ?? '').includes(name) && !isHidden(parent)) {
        found.push(`${parent.tagName} ${parent.textContent}`);
      }
    }
    for (const box of document.querySelectorAll('input,textarea')) {
      if (box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) {
        if (box.value.includes(name) && box !== document.activeElement && !isHidden(box)) found.push(`box ${box.id}`);
      }
    }
    return found;
  }, marker);
}

const family = {
  ...childWith({ name: marker, id_number: null, no_id_reason: '1' }),
  rows: { ...childWith({}).rows },
};

test('names are hidden on every page at one key, and tell nobody in titles and addresses', async ({
  dataDir,
  start,
}) => {
  const [id = ''] = await fillVault(dataDir, [family]);
  const program = await start();
  const { page, picture } = program;
  await unlock(page);
  await openChildren(page);
  await expect(page.getByRole('row', { name: new RegExp(marker, 'u') })).toBeVisible();
  expect((await shown(page)).length).toBeGreaterThan(0);
  await page.keyboard.press('F9');
  await expect(page.getByRole('button', { name: '隐去姓名' })).toHaveAttribute('aria-pressed', 'true');
  await picture('90-privacy-list');
  const record = `/registers/child/records/${id}`;
  for (const address of [
    '/',
    '/registers/child',
    record,
    `${record}/papers/F12`,
    '/registers/child/recycle',
    '/registers/child/batches',
    '/registers/child/duplicates',
    '/screening',
    '/routes',
    '/forms',
    '/forms/prints',
    '/forms/own/fill',
    '/settings',
  ]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, address);
    await page.waitForURL((url) => url.hash === `#${address}`);
    await settled(page);
    expect(await shown(page), address).toEqual([]);
    expect(await page.title()).toBe('护蕾台账');
    expect(decodeURIComponent(page.url())).not.toContain(marker);
  }
  await page.evaluate((hash) => {
    location.hash = hash;
  }, record);
  await expect(page.getByRole('tab', { name: '表单' })).toBeVisible();
  for (const way of ['表单', /纸样/u]) {
    await page.getByRole('tab', { name: way }).click();
    expect(await shown(page)).toEqual([]);
  }
  await picture('91-privacy-record');
  await page.getByRole('button', { name: '历史' }).click();
  await expect(page.getByRole('dialog', { name: '修改历史' })).toBeVisible();
  expect(await shown(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: '查找全部' }).fill(marker.slice(0, 2));
  await expect(page.getByRole('option').first()).toBeVisible();
  expect(await shown(page)).toEqual([]);
  expect(await seriousFindings(page)).toEqual([]);
});

test('a masked number shows while it is held, by pointer or key, and is gone on release', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({ name: '欧阳朵朵', id_number: number })]);
  const { page, picture } = await start();
  await unlock(page);
  await openChildren(page);
  const masked = page.getByRole('gridcell', { name: /439981\*+/u });
  await expect(masked).toBeVisible();
  await expect(page.getByText(number)).toHaveCount(0);
  await masked.hover();
  await page.mouse.down();
  await expect(page.getByText(number)).toBeVisible();
  await picture('92-revealed');
  await page.mouse.up();
  await expect(page.getByText(number)).toHaveCount(0);
  // To look is not to open.
  await expect(page.getByPlaceholder('在本页查找')).toBeVisible();
  await page.getByRole('grid').focus();
  await page.keyboard.down('1');
  await expect(page.getByText(number)).toBeVisible();
  await page.keyboard.up('1');
  await expect(page.getByText(number)).toHaveCount(0);
});

test('one key covers the window with all that is open, and brings it back with the entry and the cursor', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({})]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  await page.getByRole('tab', { name: '表单' }).click();
  const remark = page.getByLabel('备注');
  await remark.fill('正在填的内容');
  await page.keyboard.press('F10');
  const curtain = page.getByRole('dialog', { name: '屏幕已遮住' });
  await expect(curtain).toBeVisible();
  await picture('93-curtain');
  // Nothing of the page can be reached under it.
  const hit = await page.evaluate(() => document.elementFromPoint(innerWidth / 3, innerHeight / 3)?.className);
  expect(hit).toContain('curtain');
  await page.keyboard.type('看不见');
  await page.keyboard.press('F10');
  await expect(curtain).toBeHidden();
  await expect(remark).toHaveValue('正在填的内容');
  await expect(remark).toBeFocused();
  await page.getByRole('button', { name: '遮屏' }).click();
  await page.getByRole('button', { name: /回到工作/u }).click();
  await expect(curtain).toBeHidden();
});

test('the screen carries name and time faintly, and takes no click, no paper and no voice', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({})]);
  const { page } = await start();
  await unlock(page);
  const mark = page.locator('[data-screen-mark]');
  await expect(mark).toBeAttached();
  const style = await mark.evaluate((element) => {
    const { opacity, pointerEvents, backgroundImage } = getComputedStyle(element);
    return { opacity: Number(opacity), pointerEvents, text: decodeURIComponent(backgroundImage) };
  });
  expect(style.opacity).toBeGreaterThanOrEqual(0.04);
  expect(style.opacity).toBeLessThanOrEqual(0.06);
  expect(style.pointerEvents).toBe('none');
  expect(style.text).toContain('周敏');
  expect(await mark.getAttribute('aria-hidden')).toBe('true');
  expect(await mark.textContent()).toBe('');
  await page.emulateMedia({ media: 'print' });
  expect(await mark.evaluate((element) => getComputedStyle(element).display)).toBe('none');
});

for (const [how, hangs] of [
  ['', false],
  [', also when its page hangs', true],
] as const) {
  test(`a whole number that was copied leaves the clipboard when the desk is locked${how}`, async ({
    dataDir,
    start,
  }) => {
    await fillVault(dataDir, [childWith({ id_number: number })]);
    const { page, chromium } = await start();
    // The window goes with the lock, and a browser without a screen takes its clipboard along: its pages say what stands there at last.
    const seen: string[] = [];
    await page.exposeFunction('seeClipboard', (text: string) => seen.push(text));
    await page.addInitScript(() => {
      const write = navigator.clipboard.writeText.bind(navigator.clipboard);
      navigator.clipboard.writeText = async (text) => {
        await write(text);
        await Reflect.get(globalThis, 'seeClipboard')(await navigator.clipboard.readText());
      };
    });
    await page.reload();
    await unlock(page);
    await openChild(page, '欧阳朵朵');
    await page.getByRole('tab', { name: '表单' }).click();
    const told = page.waitForResponse((response) => response.url().endsWith('/rpc/reveal.copied'));
    await page.getByLabel('身份证号', { exact: true }).first().selectText();
    await page.keyboard.press('Control+c');
    await told;
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
    if (hangs) {
      await page.evaluate(() => {
        navigator.clipboard.readText = () => new Promise(() => {});
      });
    }
    await page.keyboard.press('Control+l');
    await chromium.closed;
    // At once, or from an empty page where the page of the desk had no time left for it.
    expect(seen).toEqual(['']);
  });
}

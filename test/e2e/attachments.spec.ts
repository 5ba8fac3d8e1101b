import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { jpegSegment, pdfFile } from '../fixtures/images/buildImages.ts';
import { expect, settled, startAtSample, tellLeaving, test } from './program.ts';

const place = '东经109.73北纬38.28';

/** A picture of the page's own making, its left half red and its right half blue. */
async function drawn(page: Page, width: number, height: number, type = 'image/jpeg'): Promise<Buffer> {
  const base64 = await page.evaluate(
    async (size) => {
      const canvas = new OffscreenCanvas(size.width, size.height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = 'red';
      context.fillRect(0, 0, size.width / 2, size.height);
      context.fillStyle = 'blue';
      context.fillRect(size.width / 2, 0, size.width / 2, size.height);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: size.type })).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    { width, height, type },
  );
  return Buffer.from(base64, 'base64');
}

/** A JPEG as a telephone held upright writes it: the pixels lie on their side, Exif says so, and where it was taken. */
function fromTelephone(jpeg: Buffer): Buffer {
  const turned = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex');
  const exif = jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), turned, Buffer.from(place)]));
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/** What the core serves: its bytes, size, and the colours at its top and its foot. */
async function served(page: Page, address: string) {
  const found = await page.evaluate(async (from) => {
    const response = await fetch(from);
    const blob = await response.blob();
    const picture = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(picture, 0, 0);
    const colourAt = (y: number): string => {
      const [red = 0, , blue = 0] = context.getImageData(picture.width / 2, y, 1, 1).data;
      return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : 'another';
    };
    return {
      bytes: [...new Uint8Array(await blob.arrayBuffer())],
      policy: response.headers.get('cache-control'),
      width: picture.width,
      height: picture.height,
      top: colourAt(5),
      foot: colourAt(picture.height - 5),
    };
  }, address);
  return { ...found, bytes: Buffer.from(found.bytes) };
}

/** Hands files to the page as another program does by dropping or pasting. */
async function hand(
  target: Locator,
  event: 'drop' | 'paste',
  files: readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[],
): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
  await target.evaluate(
    (element, { event, given }) => {
      const transfer = new DataTransfer();
      for (const { name, mimeType, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: mimeType }));
      }
      element.dispatchEvent(
        event === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
      );
    },
    { event, given },
  );
}

const panelOf = (page: Page): Locator => page.getByRole('region', { name: '附件' });
const tilesOf = (page: Page): Locator => panelOf(page).getByRole('listitem');
const png = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });

test('a photo is added upright and without the place it was taken at, and looked at, renamed, removed and brought back', async ({
  dataDir,
  start,
}) => {
  const { page, picture } = await startAtSample({ dataDir, start });
  const panel = panelOf(page);
  await expect(panel.getByText('还没有附件')).toBeVisible();
  const photo = fromTelephone(await drawn(page, 3_000, 2_000));
  expect(photo.includes(place)).toBe(true);
  await panel
    .getByLabel('选择照片')
    .setInputFiles([
      { name: '家门口.jpg', mimeType: 'image/jpeg', buffer: photo },
      png('奖状.png', await drawn(page, 300, 200, 'image/png')),
    ]);
  await expect(page.getByRole('status').getByText('已添加2个附件')).toBeVisible();
  await expect(panel.getByText('2个', { exact: true })).toBeVisible();
  const [address = ''] = await tilesOf(page)
    .locator('img')
    .evaluateAll((images) => images.map((image) => image.getAttribute('src')?.replace('/thumbnail', '') ?? ''));
  const kept = await served(page, address);
  // What lay at the left of the sensor is at the top of the upright picture.
  expect(kept).toMatchObject({ width: 1_707, height: 2_560, top: 'red', foot: 'blue', policy: 'no-store' });
  expect(kept.bytes.includes('Exif')).toBe(false);
  expect(kept.bytes.includes(place)).toBe(false);
  const small = await served(page, `${address}/thumbnail`);
  expect(small).toMatchObject({ width: 160, height: 240, top: 'red', foot: 'blue' });
  await panel.scrollIntoViewIfNeeded();
  await settled(page);
  await picture('60-attachments');

  await panel.getByRole('button', { name: /家门口/u }).press('Enter');
  const viewer = page.getByRole('dialog');
  await expect(viewer.getByRole('img', { name: '家门口' })).toBeVisible();
  const shownWidth = () => viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(shownWidth).toBe(1_707);
  await picture('61-attachment-viewer');
  await page.keyboard.press('ArrowRight');
  await expect(viewer.getByRole('img', { name: '奖状' })).toBeVisible();
  await expect.poll(shownWidth).toBe(300);
  await viewer.getByRole('button', { name: '改名' }).click();
  const naming = page.getByRole('dialog', { name: '给附件改名' });
  const name = naming.getByLabel('名称');
  await name.fill('');
  await name.press('Enter');
  await expect(naming.getByText('名称没有填，请补上')).toBeVisible();
  await picture('62-attachment-name');
  // The arrows belong to the text here.
  await name.fill('三好学生奖状');
  await name.press('ArrowLeft');
  await name.press('Enter');
  await expect(naming).toHaveCount(0);
  await expect(viewer.getByRole('heading', { name: '三好学生奖状' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(panel.getByRole('button', { name: '三好学生奖状 照片' })).toBeVisible();

  await panel.getByRole('button', { name: /家门口/u }).click();
  await viewer.getByRole('button', { name: '删除' }).click();
  await expect(tilesOf(page)).toHaveCount(1);
  await expect(panel.getByRole('button', { name: '添加照片' })).toBeFocused();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(tilesOf(page)).toHaveCount(2);
  await page.reload();
  await expect(tilesOf(page)).toHaveCount(2);
});

test('a picture is pasted and dropped, but not into a text box', async ({ dataDir, start }) => {
  const { page } = await startAtSample({ dataDir, start });
  await expect(panelOf(page).getByText('还没有附件')).toBeVisible();
  const image = await drawn(page, 40, 30, 'image/png');
  const remark = page.getByLabel('备注');
  await remark.focus();
  await hand(remark, 'paste', [png('image.png', image)]);
  await hand(page.locator('body'), 'paste', [png('image.png', image)]);
  await expect(tilesOf(page)).toHaveText([/粘贴的图片/u]);
  // The same content a second time says so and stays one.
  await hand(panelOf(page), 'drop', [
    png('又一张.png', image),
    png('另一张.png', await drawn(page, 41, 30, 'image/png')),
  ]);
  await expect(panelOf(page).getByRole('alert')).toContainText('“又一张.png”没有添加：这份记录里已经有这个文件');
  await expect(tilesOf(page)).toHaveText([/粘贴的图片/u, /另一张/u]);
});

test('what cannot be kept is refused with what to do, and a scan is saved outside under a name that says nobody’s', async ({
  dataDir,
  start,
}) => {
  const { page, picture, exportDir } = await startAtSample({ dataDir, start });
  const panel = panelOf(page);
  const pdf = Buffer.from(pdfFile());
  const photo = await drawn(page, 600, 400);
  await panel.getByLabel('选择扫描件').setInputFiles([
    { name: '苹果手机.heic', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic....', 'latin1') },
    { name: '花名册.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('PK\x03\x04............', 'latin1') },
    { name: '断了.jpg', mimeType: 'image/jpeg', buffer: photo.subarray(0, photo.length - 100) },
    { name: '欧阳朵朵出生证.pdf', mimeType: 'application/pdf', buffer: pdf },
  ]);
  await expect(tilesOf(page)).toHaveCount(1);
  const alert = panel.getByRole('alert');
  await expect(alert).toContainText('“苹果手机.heic”没有添加：这是苹果手机的照片格式');
  await expect(alert).toContainText('“花名册.jpg”没有添加：只能添加照片');
  await expect(alert).toContainText('“断了.jpg”没有添加：图片不完整');
  await panel.scrollIntoViewIfNeeded();
  await picture('63-attachments-refused');
  await panel.getByRole('button', { name: /欧阳朵朵出生证/u }).click();
  await picture('64-attachment-scan');
  await page.getByRole('dialog').getByRole('button', { name: '另存为' }).click();
  await tellLeaving(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('文件没有加密');
  const [saved = ''] = readdirSync(exportDir);
  expect(saved).toMatch(/^附件-扫描件-\d{8}\.pdf$/u);
  expect(readFileSync(path.join(exportDir, saved)).equals(pdf)).toBe(true);
  expect(await page.title()).not.toContain('欧阳');
});

test('a photo of 48 megapixels is added without holding the page up', async ({ dataDir, start }) => {
  const { page } = await startAtSample({ dataDir, start });
  // From the disk as a clerk's is: bytes handed over by the test itself would be unpacked by the page.
  const large = path.join(dataDir, 'large.jpg');
  writeFileSync(large, fromTelephone(await drawn(page, 8_000, 6_000)));
  await page.evaluate(() => {
    const longest = { milliseconds: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.milliseconds = Math.max(longest.milliseconds, duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  const started = Date.now();
  await panelOf(page).getByLabel('选择照片').setInputFiles(large);
  await expect(tilesOf(page)).toHaveCount(1);
  const longest = await page.evaluate(() => (window as unknown as { longest: { milliseconds: number } }).longest);
  test
    .info()
    .annotations.push({ type: 'figure', description: `${Date.now() - started} ms, ${longest.milliseconds} ms` });
  expect(longest.milliseconds).toBeLessThanOrEqual(100);
});

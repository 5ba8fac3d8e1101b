import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { childWith, expect, fillVault, openChild, openChildren, test, title, unlock, unlockButton } from './program.ts';

const marker = '龘靐齉';
const school = '标记学校甲乙丙丁';

/** The ways in which the two texts may stand in a file; GB18030 is written out, as Node only reads it. */
const encodings = [
  ...[marker, school].flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]),
  Buffer.from('fd93ec68fd51', 'hex'),
  Buffer.from('b1eabcc7d1a7d0a3bcd7d2d2b1fbb6a1', 'hex'),
];

/**
 * Files that hold a marker in clear. The core, which has the databases open, is another process: on Linux, reading them in its own
 * would drop its locks.
 */
function filesWithMarker(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return files.filter((file) => {
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      // The browser tidies its caches meanwhile; what is gone holds nothing.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    }
    return encodings.some((encoding) => bytes.includes(encoding));
  });
}

test('c27: nothing that was entered stands in clear in any file, the browser’s among them, while the program runs and after it', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({ name: marker, school_or_status: school })]);
  const program = await start();
  const { page } = program;
  await unlock(page);
  await openChildren(page);
  await page.getByPlaceholder('在本页查找').fill(marker);
  await openChild(page, marker);
  await page.getByLabel('备注').fill(`${marker}${school}`);
  await expect(page.getByText(/草稿存于/u)).toBeVisible();
  await page.getByRole('tab', { name: /纸样/u }).click();
  await page.getByRole('button', { name: /^保存/u }).click();
  await expect(page.getByText('已保存').first()).toBeVisible();
  await page.getByRole('button', { name: /^打印/u }).click();
  await expect(title(page, '打印预览')).toBeVisible();
  expect(filesWithMarker(dataDir)).toEqual([]);
  expect(await page.title()).toBe('护蕾台账');
  expect(page.url()).not.toContain(encodeURIComponent(marker));

  await page.keyboard.press('Control+l');
  const again = await program.reopened();
  await expect(unlockButton(again.page)).toBeVisible();
  expect(await again.page.content()).not.toContain(marker);
  expect(filesWithMarker(dataDir)).toEqual([]);
  await again.chromium.close();
  expect(filesWithMarker(dataDir)).toEqual([]);
});

test('locking ends the process that held the keys, and the window with all it has shown', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({})]);
  const program = await start();
  const { page, chromium } = program;
  await unlock(page);
  const before = chromium.corePid ?? 0;
  await page.getByRole('button', { name: /锁定/u }).click();
  await chromium.closed;
  expect(() => process.kill(before, 0)).toThrow(/ESRCH/u);
  expect(page.isClosed()).toBe(true);
  const again = await program.reopened();
  await expect(unlockButton(again.page)).toBeVisible();
  // Going back shows nothing of what was there.
  await again.page.goBack().catch(() => null);
  await expect(again.page.getByText('欧阳朵朵')).toHaveCount(0);
});

const hostile = [
  '<script>document.title="x"</script>',
  '<img src=x onerror=document.title="x">',
  '"><svg onload=document.title="x">',
  '</textarea><iframe srcdoc="<script>parent.document.title=1</script>">',
  "javascript:document.title='x'",
  '{{constructor.constructor("document.title=1")()}}',
  '=HYPERLINK("http://example.invalid","x")',
];

test('hostile text in a record is text on every page, on paper and in the history', async ({ dataDir, start }) => {
  await fillVault(
    dataDir,
    hostile.map((text, index) =>
      childWith({
        name: `敌意文本${'甲乙丙丁戊己庚'.charAt(index)}`,
        id_number: null,
        no_id_reason: '1',
        school_or_status: text.slice(0, 60),
        guardian_gap: text,
        remark: text,
      }),
    ),
  );
  const { page, chromium } = await start();
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('https://hulei.invalid/') && !request.url().startsWith('data:')) {
      outside.push(request.url());
    }
  });
  await unlock(page);
  for (const [index, text] of hostile.entries()) {
    await openChild(page, `敌意文本${'甲乙丙丁戊己庚'.charAt(index)}`);
    await page.getByRole('tab', { name: '表单' }).click();
    await expect(page.getByLabel('备注')).toHaveValue(text);
    await page.getByRole('tab', { name: /纸样/u }).click();
    await page.getByRole('button', { name: '历史' }).click();
    await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await openChildren(page);
  await page.getByRole('button', { name: /打印全部/u }).click();
  await expect(page.getByText(/共\d+页A4纸/u)).toBeVisible();
  expect(await page.title()).toBe('护蕾台账');
  expect(outside).toEqual([]);
  await chromium.close();
});

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openChromiumHost } from '../../electron/chromium/openChromiumHost.ts';
import { testBrowserPath } from '../browser.ts';
import {
  childWith,
  expect,
  fillVault,
  openChild,
  openChildren,
  openImport,
  tellLeaving,
  test,
  unlock,
} from './program.ts';

const village = path.join(import.meta.dirname, '..', 'fixtures', 'workbooks', '失亲排查汇总-双塘村.xlsx');

/** Takes what room is left; returns how to give it back. */
function fillDisk(folder: string): () => void {
  const filler = path.join(folder, 'filler');
  const descriptor = openSync(filler, 'w');
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(descriptor, block);
  } catch {
    // full
  } finally {
    closeSync(descriptor);
  }
  return () => rmSync(filler);
}

let disk = '';
let isMounted = false;
// Only root may mount.
test.beforeAll(() => {
  disk = mkdtempSync(path.join(tmpdir(), 'hulei-disk-'));
  isMounted =
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', disk]).status === 0;
});
test.afterAll(() => {
  if (isMounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

test('on a full disk drafts, saving, importing and PDF are refused in words; with room again the same click goes through', async () => {
  test.skip(!isMounted, 'needs a file system of its own');
  await fillVault(disk, [childWith({})]);
  const exportDir = path.join(disk, 'exports');
  const open = async () =>
    openChromiumHost({
      dataDir: disk,
      headless: true,
      exportDir,
      executablePath: await testBrowserPath(),
      withoutSandbox: true,
    });
  let chromium = await open();
  try {
    let { page } = chromium;
    await unlock(page);
    await openChild(page, '欧阳朵朵');
    let makeRoom = fillDisk(disk);
    await page.getByLabel('备注').fill('满'.repeat(500));
    await expect(page.getByText(/草稿也没有存上/u)).toBeVisible();
    const save = page.getByRole('button', { name: /^保存/u });
    await save.click();
    await expect(page.getByRole('alert')).toHaveText(/磁盘空间不足.*请清理磁盘后再试/u);
    await expect(page.getByLabel('备注')).toHaveValue('满'.repeat(500));
    makeRoom();
    await save.click();
    await expect(page.getByText('已保存').first()).toBeVisible();

    await openChildren(page);
    await page.getByRole('button', { name: /打印全部/u }).click();
    const savePdf = page.getByRole('button', { name: '另存为PDF' });
    await expect(savePdf).toBeEnabled();
    const confirm = page.getByRole('button', { name: '保存', exact: true });
    await savePdf.click();
    await tellLeaving(page);
    // At the last moment: the browser, which keeps its profile there too, gives back what it needs no more.
    makeRoom = fillDisk(disk);
    await confirm.click();
    await expect(page.getByRole('alert')).toHaveText(/磁盘空间不足.*请清理磁盘后再/u);
    // What cannot be entered does not go out.
    expect(existsSync(exportDir)).toBe(false);
    makeRoom();
    await page.keyboard.press('Escape');
    await savePdf.click();
    await tellLeaving(page);
    await confirm.click();
    await expect(page.getByText('已存为PDF')).toBeVisible();

    await openImport(page);
    await page.getByLabel('选择要导入的表格文件').setInputFiles(village);
    const take = page.getByRole('button', { name: /导入新增25名儿童/u });
    await expect(take).toBeEnabled();
    makeRoom = fillDisk(disk);
    await take.click();
    await expect(page.getByRole('alert')).toHaveText(/磁盘空间不足.*请清理磁盘后再试/u);

    // The program ends and starts on the full disk, and what was stored can be read.
    await chromium.close();
    chromium = await open();
    ({ page } = chromium);
    await unlock(page);
    await openChildren(page);
    await expect(page.getByText('共1名儿童')).toBeVisible();
    await openChild(page, '欧阳朵朵');
    await expect(page.getByLabel('备注')).toHaveValue('满'.repeat(500));
    makeRoom();
  } finally {
    await chromium.close();
  }
});

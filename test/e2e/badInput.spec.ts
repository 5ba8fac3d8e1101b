import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildWorkbook } from '../fixtures/workbooks/buildWorkbook.ts';
import { childWith, expect, fillVault, openChildren, openImport, test, unlock } from './program.ts';

const village = path.join(import.meta.dirname, '..', 'fixtures', 'workbooks', '失亲排查汇总-双塘村.xlsx');
const heading = ['姓名', '身份证号', '性别'] as const;

test('a file that cannot be imported gets one sentence, nothing is stored, and the next file goes in once', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({ name: '在册儿童', id_number: null, no_id_reason: '1' })]);
  const { page, chromium } = await start();
  const core = chromium.corePid;
  await unlock(page);
  await openImport(page);
  const file = page.getByLabel('选择要导入的表格文件');
  const refusals: readonly (readonly [name: string, content: Buffer, sentence: RegExp])[] = [
    ['空.xlsx', Buffer.alloc(0), /文件是空的，请重新选择/u],
    ['乱码.xlsx', Buffer.alloc(19 * 1024 * 1024, 7), /不能识别这个文件，请/u],
    ['大.xlsx', Buffer.alloc(21 * 1024 * 1024, 7), /文件超过20 MB，请拆分/u],
    ['很大.xlsx', Buffer.alloc(40 * 1024 * 1024, 7), /文件超过20 MB，请拆分/u],
    [
      '膨胀.xlsx',
      buildWorkbook({
        sheets: [{ rows: [heading] }],
        extra: [{ name: 'xl/media/a.bin', data: Buffer.alloc(300 * 1024 * 1024) }],
      }),
      /解开后过大，请/u,
    ],
    [
      '宏.xlsx',
      buildWorkbook({ sheets: [{ rows: [heading] }], extra: [{ name: 'xl/vbaProject.bin', data: 'x' }] }),
      /带有宏，请/u,
    ],
    ['水果.xlsx', buildWorkbook({ sheets: [{ rows: [['水果', '价格']] }] }), /找不到表头，请/u],
  ];
  for (const [name, content, sentence] of refusals) {
    const chosen = path.join(dataDir, name);
    writeFileSync(chosen, content);
    await file.setInputFiles(chosen);
    await expect(page.getByRole('alert')).toHaveText(sentence, { timeout: 30_000 });
  }

  // Taken away between the choice and the reading.
  const gone = path.join(dataDir, '失踪.xlsx');
  copyFileSync(village, gone);
  await page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = async function whenRemoved(this: Blob) {
      await new Promise((resolve) => window.addEventListener('removed', resolve, { once: true }));
      return read.call(this);
    };
  });
  await file.setInputFiles(gone);
  rmSync(gone);
  await page.evaluate(() => window.dispatchEvent(new Event('removed')));
  await expect(page.getByRole('alert')).toHaveText(/文件读不出来.*请重新选择文件/u);
  await expect(page.getByRole('button', { name: '选择文件' })).toBeFocused();
  await page.reload();

  await openImport(page);
  const ids = path.join(dataDir, '证号.xlsx');
  writeFileSync(
    ids,
    buildWorkbook({
      sheets: [
        {
          rows: [heading, ['敌甲', '439981201007258379', '女'], ['敌乙', 439981201007258400, '女']],
        },
      ],
    }),
  );
  await file.setInputFiles(ids);
  const panel = page.getByRole('region', { name: '这一行' });
  await expect(panel.getByText(/身份证号校验位不正确，请/u)).toBeVisible();
  await page.keyboard.press('F8');
  await page.keyboard.press('F8');
  await expect(panel.getByText(/第3行　敌乙/u)).toBeVisible();
  await expect(panel.getByText(/身份证号被表格软件当作数值.*请/u)).toBeVisible();

  await page.getByRole('button', { name: '换一个文件' }).click();
  await file.setInputFiles(village);
  await page.getByRole('button', { name: '导入新增25名儿童' }).dblclick();
  await expect(page.getByText('已导入：新增25名儿童')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await openChildren(page);
  await expect(page.getByText('共26名儿童')).toBeVisible();
  expect(chromium.corePid).toBe(core);
});

import { codeTable } from '../../shared/codes/codeTable.ts';
import { child } from '../../shared/registers/child.ts';
import { xssCorpus } from '../security/xssCorpus.ts';
import { childWith, expect, fillVault, openChildren, settled, test, title, unlock } from './program.ts';

/** A text as the form of a field would keep it. */
function kept(field: 'school_or_status' | 'guardian_gap' | 'remark' | 'residence_address', text: string): string {
  const { kind } = child.fields[field];
  const most = kind.maxLength ?? 1;
  return String(kind.parse([...text].slice(0, most).join(''), context) ?? '无');
}

const context = { today: '2026-11-21', villages: codeTable('村', '测试', []) };

/** 甲甲甲, 甲甲乙, …: names are hanzi. */
const stems = '甲乙丙丁戊己庚辛壬癸';
const numeral = (index: number): string =>
  [...String(index).padStart(3, '0')].map((digit) => stems.charAt(Number(digit))).join('');

test('c28: two hundred texts that are markup elsewhere run nothing and ask for nothing on lists, records, paper and history', async ({
  dataDir,
  start,
}) => {
  expect(xssCorpus).toHaveLength(200);
  const ids = await fillVault(
    dataDir,
    xssCorpus.map((text, index) =>
      childWith({
        name: `敌意文本${numeral(index)}`,
        id_number: null,
        no_id_reason: '1',
        school_or_status: kept('school_or_status', text),
        guardian_gap: kept('guardian_gap', text),
        remark: kept('remark', text),
        residence_address: kept('residence_address', text),
      }),
    ),
  );
  const { page, chromium } = await start();
  const outside: string[] = [];
  page.on('request', (request) => {
    const own = request.url().startsWith('https://hulei.invalid/') || request.url().startsWith('data:');
    if (!own) outside.push(request.url());
  });
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await unlock(page);
  await openChildren(page);
  const ran = (): Promise<boolean> => page.evaluate(() => Object.hasOwn(window, '__ran'));
  // Some of them; all stand on the list and on paper.
  for (const id of ids.filter((_, index) => index % 50 === 0)) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `/registers/child/records/${id}`);
    await expect(title(page, /^敌意文本/u)).toBeVisible();
    await settled(page);
  }
  expect(await ran()).toBe(false);
  await page.getByRole('button', { name: '历史' }).click();
  await expect(page.getByText('修改历史')).toBeVisible();
  await page.keyboard.press('Escape');
  await openChildren(page);
  // The key prints what is listed, so it waits for the list.
  await expect(page.getByText(/^共200名儿童/u)).toBeVisible();
  await page.keyboard.press('Control+p');
  const paper = page.frameLocator('[title=打印预览]');
  await expect(paper.locator('section')).toHaveCount(xssCorpus.length);
  expect(await paper.locator('script,iframe,object,form,a,[onerror],[onload],[onfocus],[ontoggle]').count()).toBe(0);
  // The page itself may not turn text into markup: the policy refuses it, whatever asked for it.
  const refusals = await page.evaluate((texts) => {
    let refused = 0;
    for (const text of texts) {
      try {
        document.createElement('div').innerHTML = text;
      } catch {
        refused += 1;
      }
    }
    return refused;
  }, xssCorpus);
  expect(refusals).toBe(xssCorpus.length);
  expect(await ran()).toBe(false);
  expect(outside).toEqual([]);
  expect(dialogs).toEqual([]);
  expect(await page.title()).toBe('护蕾台账');
  await chromium.close();
});

import { childWith, expect, fillVault, openChildren, settled, test, title, unlock } from './program.ts';

const names = ['陈然', '陈然宇', '丁一', '方静', '高原', '何敏', '江月', '柯南', '李雪', '毛宁', '宁夏', '欧阳雪'];

test('the list is chosen from by keyboard, and the choice outlives a preview', async ({ start, dataDir }) => {
  const children = names.map((name) => childWith({ name, id_number: null, no_id_reason: '1' }));
  await fillVault(dataDir, children.toReversed());
  const { page } = await start();
  await unlock(page);
  await openChildren(page);
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('row').nth(1)).toContainText(/^陈然[^宇]/u);
  await grid.focus();
  for (const chosen of [2, 3]) {
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText(`已选${chosen}`)).toBeVisible();
  }
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByText('已选2')).toBeVisible();
  await page.keyboard.press('Control+p');
  await expect(page.getByTitle('打印预览')).toBeVisible();
  await page.getByRole('button', { name: '返回' }).click();
  await expect(page.getByText('已选2')).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText(`已选${names.length}`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('已选')).toHaveCount(0);

  const search = page.getByLabel('在儿童中查找');
  await search.fill('陈');
  await expect(page.getByText('找到2名儿童')).toBeVisible();
  await search.press('ArrowDown');
  await expect(grid).toBeFocused();
  await search.press('Escape');
  await expect(page.getByText(`共${names.length}名儿童`)).toBeVisible();
});

test('the search over everything says how many it does not show, and leads to them', async ({ start, dataDir }) => {
  await fillVault(
    dataDir,
    Array.from({ length: 10 }, () => childWith({ name: '王芳', id_number: null, no_id_reason: '1' })),
  );
  const { page } = await start();
  await unlock(page);
  await page.getByLabel('查找全部').fill('wf');
  await page.getByText('还有2名儿童，打开儿童名册看全部').click();
  await expect(page.getByText('找到10名儿童')).toBeVisible();

  // Enter before the answer opens the first match when it comes, unless another key takes it back.
  const box = page.getByLabel('查找全部');
  const enterAtOnce = (text: string, ...keys: readonly string[]) =>
    box.evaluate(
      (input: HTMLInputElement, [written, pressed]) => {
        input.focus();
        document.execCommand('insertText', false, written);
        for (const key of pressed)
          input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      },
      [text, keys] as const,
    );
  await enterAtOnce('wf', 'Enter', 'ArrowDown');
  await settled(page);
  await expect(page.getByRole('listbox', { name: '查找结果' })).toBeVisible();
  await expect(title(page, '儿童')).toBeVisible();
  await page.keyboard.press('Escape');
  await box.fill('');
  await enterAtOnce('wf', 'Enter');
  await expect(title(page, '王芳')).toBeVisible();
});

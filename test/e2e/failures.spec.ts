import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { childWith, expect, fillVault, test, unlock } from './program.ts';

test.describe('a start that cannot go well ends in a sentence, and nothing is changed', () => {
  test('the key files of another vault', async ({ dataDir, start }) => {
    const other = mkdtempSync(path.join(tmpdir(), 'hulei-e2e-'));
    await fillVault(other, []);
    await fillVault(dataDir, [childWith({})]);
    for (const name of ['keyring.json', 'keyring.copy.json']) {
      copyFileSync(path.join(other, 'vault', name), path.join(dataDir, 'vault', name));
    }
    rmSync(other, { recursive: true });
    const { page, picture } = await start();
    await unlock(page);
    await expect(page.getByRole('alert')).toContainText(/不属于|另一个/u);
    await picture('30-foreign-keys');
  });

  test('a data file that is damaged in the middle', async ({ dataDir, start }) => {
    await fillVault(dataDir, [childWith({})]);
    const file = path.join(dataDir, 'vault', 'children.vault');
    const bytes = readFileSync(file);
    randomBytes(4096).copy(bytes, 4096 * 2);
    writeFileSync(file, bytes);
    const { page } = await start();
    await unlock(page);
    await expect(page.getByRole('alert')).toContainText('损坏');
    await expect(page.getByRole('button', { name: /删除|重建|清空/u })).toHaveCount(0);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('a missing data file', async ({ dataDir, start }) => {
    await fillVault(dataDir, []);
    rmSync(path.join(dataDir, 'vault', 'children.vault'));
    const { page, picture } = await start();
    await expect(page.getByText(/缺少数据文件/u)).toBeVisible();
    await picture('31-missing-file');
  });

  test('a wrong password, an unknown user, and then the right one', async ({ dataDir, start }) => {
    await fillVault(dataDir, []);
    const { page, picture } = await start();
    await unlock(page, { user: '周敏', password: 'wrong' });
    const sentence = await page.getByRole('alert').innerText();
    await picture('32-wrong-password');
    await unlock(page, { user: '无此人', password: 'wrong' });
    await expect(page.getByRole('alert')).toHaveText(sentence);
    // Whoever mistyped waits a moment.
    await expect(async () => {
      await unlock(page);
      await expect(page.getByRole('navigation')).toBeVisible({ timeout: 3_000 });
    }).toPass();
  });
});

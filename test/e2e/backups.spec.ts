import { readFileSync, writeFileSync } from 'node:fs';
import { compartmentFile } from '../../electron/vault/vault.ts';
import { testUser } from '../testApp.ts';
import { childWith, expect, fillVault, test, unlock, unlockButton } from './program.ts';

test('a clerk backs up, rehearses and restores at the desk', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childWith({})]);
  const { page, picture } = await start();
  await unlock(page);
  await page.getByRole('link', { name: /^最近备份/u }).click();
  await expect(page.getByRole('tab', { name: '备份' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: '立即备份' }).click();
  await expect(page.getByText(/^已备份，含\d+条改动记录/u)).toBeVisible();
  await page.getByRole('button', { name: '试恢复' }).first().click();
  await expect(page.getByText(/^试恢复成功/u)).toBeVisible();
  await page.getByRole('button', { name: '复制到U盘' }).click();
  await expect(page.getByText(/已复制并核对/u)).toBeVisible();
  await picture('80-backups');
  await page.getByRole('button', { name: '恢复', exact: true }).last().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('恢复后会锁定');
  await dialog.getByLabel('密码', { exact: true }).fill(testUser.password);
  await dialog.getByRole('button', { name: '恢复', exact: true }).click();
  await expect(unlockButton(page)).toBeVisible();
  await unlock(page);
});

test('a damaged vault is restored by the clerk, and nothing is deleted', async ({ dataDir, start }) => {
  await fillVault(dataDir, [childWith({})]);
  const path = compartmentFile(dataDir, 'children');
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(9_000) ^ 1, 9_000);
  writeFileSync(path, bytes);
  const { page, picture } = await start();
  await page.getByLabel('用户').fill(testUser.user);
  await page.getByLabel('密码', { exact: true }).fill(testUser.password);
  await unlockButton(page).click();
  await expect(page.getByRole('heading', { name: '台账暂时打不开' })).toBeVisible();
  await picture('81-damaged');
  await page.getByRole('button', { name: '用最近的好备份恢复' }).click();
  await page.getByLabel('用户').fill(testUser.user);
  await page.getByLabel('密码', { exact: true }).fill(testUser.password);
  await page.getByRole('button', { name: '恢复', exact: true }).click();
  await expect(page.getByRole('heading', { name: '已用备份恢复' })).toBeVisible();
  await picture('82-restored');
  await page.getByRole('button', { name: '打开台账' }).click();
  await unlock(page);
  await expect(page.getByText('已登记1名儿童。')).toBeVisible();
});

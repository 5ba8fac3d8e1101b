import { childWith, expect, fillVault, openChild, startAtSample, test, unlock, unlockButton } from './program.ts';

test('what was typed before a crash of the core is there again after unlocking, encrypted in between', async ({
  dataDir,
  start,
}) => {
  const { page, chromium, picture } = await startAtSample({ dataDir, start });
  await page.getByLabel('备注').fill('入户时祖母在家');
  await expect(page.getByText(/草稿存于/u)).toBeVisible();

  const before = chromium.corePid;
  if (before === undefined) throw new Error('the core has no process');
  process.kill(before, 'SIGKILL');
  // The unlock page, not a dead window.
  await expect(unlockButton(page)).toBeVisible();
  await expect(page.getByText('程序刚才意外中断，已重新打开')).toBeVisible();
  expect(chromium.corePid).not.toBe(before);
  await expect(page.getByText('入户时祖母在家')).toHaveCount(0);

  await unlock(page);
  await openChild(page, '欧阳朵朵');
  await expect(page.getByText(/恢复了未保存的内容/u)).toBeVisible();
  await expect(page.getByLabel('备注')).toHaveValue('入户时祖母在家');
  await picture('20-draft-restored');
  await page.getByRole('button', { name: /^保存/u }).click();
  await expect(page.getByText('已保存').first()).toBeVisible();
});

test('a record that somebody saved in between is not overwritten: both versions are shown', async ({
  dataDir,
  start,
}) => {
  const [id = ''] = await fillVault(dataDir, [childWith({})]);
  const { page, picture } = await start();
  await unlock(page);
  await openChild(page, '欧阳朵朵');
  await page.getByLabel('就读学校或现实状况').fill('安宁镇中学');
  // The other clerk, at the same desk a moment ago: the same request that a page sends.
  await page.evaluate(async (recordId) => {
    const call = async (name: string, input: unknown): Promise<Record<string, never>> => {
      const response = await fetch(`/rpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      return response.json();
    };
    const { value } = await call('register.get', { register: 'child', id: recordId });
    const { values, version } = value as unknown as { values: { fields: Record<string, unknown> }; version: number };
    values.fields.school_or_status = '石桥教学点';
    await call('register.save', { register: 'child', id: recordId, version, values });
  }, id);
  await page.getByRole('button', { name: /^保存/u }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('石桥教学点');
  await expect(dialog).toContainText('安宁镇中学');
  await picture('21-stale');
});

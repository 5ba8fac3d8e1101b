import type { Locator, Page } from '@playwright/test';
import { kdfFloor } from '../../electron/vault/kdf.ts';
import { startTestApp, testUser } from '../testApp.ts';
import { childWith, expect, fillVault, openChildren, test, unlock } from './program.ts';

const clerk = '石磊';

interface ShortForm {
  readonly open: (page: Page) => Promise<void>;
  /** What sends it off, by its name. */
  readonly sendOff: string;
  /** The box that it cannot do without and that is empty. */
  readonly missing: string;
}

const settings =
  (tab: string, button?: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '设置' }).click();
    await page.getByRole('tab', { name: tab }).click();
    if (button !== undefined) await page.getByRole('button', { name: button, exact: true }).first().click();
  };

const shortForms: Readonly<Record<string, ShortForm>> = {
  'one’s own password': { open: settings('修改密码'), sendOff: '修改密码', missing: '现在的密码' },
  'a new person': { open: settings('人员与权限', '添加人员'), sendOff: '添加', missing: '姓名（打开台账时输入）' },
  'a password for somebody': {
    open: settings('人员与权限', `重设密码：${clerk}`),
    sendOff: '重设密码',
    missing: '首次密码',
  },
  'a stick': { open: settings('U盘'), sendOff: '登记', missing: 'U盘上贴的编号' },
  'a restore': { open: settings('备份', '恢复'), sendOff: '恢复', missing: '密码' },
  'a list that leaves': {
    open: async (page) => {
      await openChildren(page);
      await page.getByRole('button', { name: '导出' }).click();
    },
    sendOff: '导出表格',
    missing: '用途',
  },
};

/** Where the form is: the dialog on top, or the page. */
async function placeOf(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog');
  return (await dialog.count()) > 0 ? dialog : page.getByRole('main');
}

test('whoever sends off a short form too early finds the cursor in the first box that is empty', async ({
  dataDir,
  start,
}) => {
  await fillVault(dataDir, [childWith({})]);
  const testApp = await startTestApp({ dataDir, kdf: kdfFloor, now: () => new Date() });
  await testApp.value('session.unlock', testUser);
  await testApp.value('people.add', {
    ...{ name: clerk, roles: ['childrenClerk'], villages: null, exception: null },
    password: 'Luoxia-74-guwu',
  });
  await testApp.value('backup.make', {});
  await testApp.app.close();
  const { page } = await start();
  await unlock(page);
  for (const [what, { open, sendOff, missing }] of Object.entries(shortForms)) {
    await test.step(what, async () => {
      await open(page);
      const place = await placeOf(page);
      // The button has the keyboard then, so that the box must be given it.
      await place.getByRole('button', { name: sendOff, exact: true }).click();
      const box = place.getByLabel(missing, { exact: true });
      await expect(box).toBeFocused();
      await expect(box).toHaveAttribute('aria-invalid', 'true');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  }
});

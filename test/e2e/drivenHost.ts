import { openChromiumHost } from '../../electron/chromium/openChromiumHost.ts';
import { testBrowserPath } from '../browser.ts';
import { testUser } from '../testApp.ts';

// The program in a process of its own, driven by messages, so that its memory can be looked at from outside and holds nothing of the test.
const [, , dataDir = ''] = process.argv;
const chromium = await openChromiumHost({
  dataDir,
  headless: true,
  exportDir: `${dataDir}/exports`,
  executablePath: await testBrowserPath(),
  withoutSandbox: true,
});
const { page } = chromium;

const steps: Readonly<Record<string, () => Promise<void>>> = {
  /** Lists, one record, its paper and a search are on the screen. */
  async work() {
    await page.getByLabel('用户').fill(testUser.user);
    await page.getByLabel('密码', { exact: true }).fill(testUser.password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').getByRole('link', { name: '儿童' }).click();
    const row = page.getByRole('row').nth(1);
    await row.dblclick();
    await page.getByRole('tab', { name: '表单' }).click();
    await page.getByRole('tab', { name: /纸样/u }).click();
    await page.getByRole('button', { name: '历史' }).waitFor();
  },
  async lock() {
    await page.keyboard.press('Control+l');
    await page.getByRole('button', { name: '打开', exact: true }).waitFor();
  },
  async end() {
    await chromium.close();
    process.disconnect();
  },
};

process.on('message', (step) => {
  const run = steps[String(step)];
  void run?.().then(
    () => process.connected && process.send?.({ done: step, core: chromium.corePid }),
    (error: unknown) => process.send?.({ failed: step, why: String(error) }),
  );
});
process.send?.({ done: 'start', core: chromium.corePid });

import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Page } from 'playwright-core';

// Loaded into the processes of the real program by `--import`; in the host's it lets a test work in the page, by words over
// a socket, so that the test's own process holds nothing of the page. All else is the program as it is.
const { HULEI_TEST_STEPS: socket } = process.env;
if (socket && process.argv[1]?.endsWith('hostProcess.ts')) {
  const { chromium } = await import('playwright-core');
  const launch = chromium.launchPersistentContext.bind(chromium);
  chromium.launchPersistentContext = async (folder, options) => {
    const context = await launch(folder, options);
    const [page] = context.pages();
    if (page) serveSteps(socket, page);
    return context;
  };
}

/** Who works at the desk. */
export interface StepUser {
  readonly user: string;
  readonly password: string;
}

function serveSteps(at: string, page: Page): void {
  const steps: Readonly<Record<string, (user: StepUser) => Promise<unknown>>> = {
    async unlock({ user, password }) {
      await page.getByLabel('用户').fill(user);
      await page.getByLabel('密码', { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      const promise = page.getByRole('button', { name: /承诺遵守$/u });
      const inside = page.getByRole('navigation');
      await inside.or(promise).waitFor();
      // Whoever comes in for the first time in a year is asked for it.
      if (await promise.isVisible()) await promise.click();
      await inside.waitFor();
    },
    /** Lists, one record and its paper are on the screen. */
    async look() {
      await page.getByRole('navigation').getByRole('link', { name: '儿童' }).click();
      const row = page.getByRole('row').nth(1);
      await row.dblclick();
      await page.getByRole('tab', { name: '表单' }).click();
      await page.getByRole('tab', { name: /纸样/u }).click();
      await page.getByRole('button', { name: '历史' }).waitFor();
    },
    lock: () => page.keyboard.press('Control+l'),
    /** Answers with the path of the unlock page, which says why it is there. */
    async unlockPage() {
      await page.getByRole('button', { name: '打开', exact: true }).waitFor();
      return page.url();
    },
  };
  const server = createServer((connection) => {
    connection.on('error', () => {}); // the test has heard enough
    connection.once('data', async (asked) => {
      const { name, user } = JSON.parse(String(asked)) as { readonly name: string; readonly user: StepUser };
      const step = steps[name] ?? (() => Promise.reject(new Error('no such step')));
      const answer = await step(user).then(
        (value) => ({ value }),
        (error: unknown) => ({ why: String(error) }),
      );
      connection.end(JSON.stringify(answer));
    });
  });
  rmSync(at, { force: true }); // of the host before
  server.listen(at).unref();
}

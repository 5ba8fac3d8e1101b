import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { openChromiumHost } from '../../electron/chromium/openChromiumHost.ts';
import { createDesk } from '../../electron/services/createDesk.ts';
import { inventedChild, inventedOffice, repeatableRandom } from '../../electron/services/demo/inventedChildren.ts';
import { writeOffice } from '../../electron/services/office/officeStore.ts';
import { notePromise } from '../../electron/services/people/peopleStore.ts';
import { transaction } from '../../electron/vault/database.ts';
import { calibrateKdf, type Kdf, measureKdf } from '../../electron/vault/kdf.ts';
import type { DataKeys } from '../../electron/vault/keyring.ts';
import { createVault, openVault } from '../../electron/vault/vault.ts';
import type { MethodInput, MethodName, MethodOutput } from '../../shared/contract/methods.ts';
import { child } from '../../shared/registers/child.ts';
import { testBrowserPath } from '../browser.ts';
import { nobodyElse, sessionOf } from '../deskSurroundings.ts';
import { startDriven } from '../e2e/drivenProgram.ts';
import { noOutput } from '../noOutput.ts';
import { testUser } from '../testApp.ts';
import { type Figure, median, timedAsync } from './figures.ts';

const rounds = 5;

/** A closed vault with invented children, under password protection as strong as a first run picks here. */
export interface FilledVault {
  readonly dataDir: string;
  readonly ids: readonly string[];
  readonly kdf: Kdf;
  readonly dataKeys: DataKeys;
  remove(): void;
}

/** Makes a vault of `size` children in a temporary folder. */
export async function fillVault(size: number): Promise<FilledVault> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'hulei-bench-'));
  const kdf = await calibrateKdf();
  const dataKeys = await createVault(dataDir, {
    firstUser: { name: testUser.user, roles: [], password: testUser.password, kdf },
    recoveryKey: new Uint8Array(20).fill(7),
    initialize: (vault) => transaction(vault.database('office'), (database) => writeOffice(database, inventedOffice)),
  });
  const vault = await openVault(dataDir, dataKeys);
  // Whoever comes in for the first time in a year is asked for it, before the page that is measured.
  const today = new Date();
  transaction(vault.database('office'), (database) => notePromise(database, testUser.user, today.getFullYear(), today));
  const desk = createDesk({
    session: sessionOf(testUser.user, vault),
    ...nobodyElse,
    output: noOutput,
    now: () => new Date(),
  });
  const random = repeatableRandom(3);
  // Few transactions: each writes every page of the search keys that it touches, and in a large register that is nearly all.
  for (let start = 0; start < size; start += 10_000) {
    const count = Math.min(10_000, size - start);
    desk.registers.insertMany(
      child,
      Array.from({ length: count }, (_, index) => inventedChild(start + index, random)),
    );
  }
  const sort = { field: child.nameField, descending: false };
  const ids = desk.registers.idsOf({ register: child.key, search: '', filters: {}, sort }, 1_000);
  vault.close();
  return { dataDir, ids, kdf, dataKeys, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Types user and password and waits for the first page after the lock. */
export async function unlockPage(page: Page): Promise<void> {
  await page.getByLabel('用户').fill(testUser.user);
  await page.getByLabel('密码', { exact: true }).fill(testUser.password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
}

/** A request as the page makes it. */
export async function callFromPage<N extends MethodName>(
  page: Page,
  name: N,
  input: MethodInput<N>,
): Promise<MethodOutput<N>> {
  const result = await page.evaluate(
    async ([method, body]) => {
      const response = await fetch(`/rpc/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body ?? '',
      });
      return response.json();
    },
    [name, JSON.stringify(input)],
  );
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
  return result.value;
}

/**
 * The program as it is started, with all its processes: to the unlock page, beside a bare Chromium that shows a static page, and from
 * the keys of the lock to the unlock page of the next window.
 */
export async function measureStart(vault: FilledVault): Promise<Figure[]> {
  const executablePath = await testBrowserPath();
  const starts: number[] = [];
  const locks: number[] = [];
  const bare: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const begin = performance.now();
    const program = await startDriven(vault.dataDir);
    const start = performance.now() - begin;
    await program.unlock();
    const lock = await timedAsync(() => program.lock());
    await program.end();
    let browser: Browser | undefined;
    const theirs = await timedAsync(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      const page = await browser.newPage();
      await page.setContent('<button>打开</button>');
      await page.getByRole('button').waitFor();
    });
    await browser?.close();
    if (round < 0) continue;
    starts.push(start);
    locks.push(lock);
    bare.push(theirs);
  }
  const peer = (own: number) => ({ name: 'bare Chromium, static page', own, value: median(bare) });
  return [
    {
      name: 'cold start to the unlock page',
      value: median(starts),
      unit: 'ms',
      runs: rounds,
      bound: 2000,
      peer: peer(median(starts)),
    },
    {
      name: 'from the lock to the unlock page of the next window',
      value: median(locks),
      unit: 'ms',
      runs: rounds,
      bound: 2000,
      peer: peer(median(locks)),
    },
  ];
}

/** Resolves when so many rows are on the page. Watched from inside it: a locator looks only every half second. */
function rowsShown(page: Page, count: number): Promise<void> {
  return page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          if (document.querySelectorAll('[role="row"]').length <= wanted) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve());
        });
        observer.observe(document.body, { childList: true, subtree: true });
      }),
    count,
  );
}

/** From the click on 打开 to the first rows of the list, and the share of it that protects the password. */
export async function measureUnlock(vault: FilledVault, size: number): Promise<Figure[]> {
  const executablePath = await testBrowserPath();
  const unlocks: number[] = [];
  const hashes: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const opened = await openChromiumHost({
      dataDir: vault.dataDir,
      headless: true,
      executablePath,
      withoutSandbox: true,
    });
    try {
      const { page } = opened;
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.goto('https://hulei.invalid/#/registers/child');
      await page.getByLabel('用户').fill(testUser.user);
      await page.getByLabel('密码', { exact: true }).fill(testUser.password);
      const unlocked = await timedAsync(async () => {
        const rows = rowsShown(page, 5);
        await page.keyboard.press('Enter');
        await rows;
      });
      await page.keyboard.press('Control+l');
      await opened.closed;
      const hashed = await measureKdf(vault.kdf);
      if (round >= 0) {
        unlocks.push(unlocked);
        hashes.push(hashed);
      }
    } finally {
      await opened.close();
    }
  }
  return [
    {
      name: `unlock to the first list of ${size.toLocaleString('en')} children`,
      value: median(unlocks),
      unit: 'ms',
      runs: rounds,
      bound: 1500,
    },
    {
      name: `of which Argon2id (${vault.kdf.memory / 1024} MiB, ${vault.kdf.passes} passes)`,
      value: median(hashes),
      unit: 'ms',
      runs: rounds,
      bound: 700,
    },
  ];
}

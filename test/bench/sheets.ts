import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { openChromiumHost } from '../../electron/chromium/openChromiumHost.ts';
import { fontFile } from '../../electron/server/fonts.ts';
import { sheetFontStyleSheets } from '../../shared/forms/fonts.ts';
import { testBrowserPath } from '../browser.ts';
import { type Figure, median, timedAsync } from './figures.ts';
import { callFromPage, type FilledVault, unlockPage } from './program.ts';

const rounds = 5;

/** Sheets to one PDF, beside a bare Chromium that prints the same document with the same fonts. */
export async function measureSheets(vault: FilledVault): Promise<Figure[]> {
  const executablePath = await testBrowserPath();
  const opened = await openChromiumHost({
    dataDir: vault.dataDir,
    headless: true,
    executablePath,
    withoutSandbox: true,
  });
  const bare = await chromium.launch({
    executablePath,
    args: ['--allow-file-access-from-files', '--no-sandbox'],
  });
  const folder = folderWithFonts();
  try {
    const page = await bare.newPage();
    await unlockPage(opened.page);
    const figures: Figure[] = [];
    for (const [count, bound] of [
      [1, 800],
      [25, 1500],
      [200, undefined],
    ] as const) {
      const { ticket } = await callFromPage(opened.page, 'sheet.open', {
        form: 'F01',
        selection: { ids: vault.ids.slice(0, count) },
      });
      const html = await opened.page.evaluate(async (path) => (await fetch(path)).text(), `/print/${ticket}`);
      const document = path.join(folder, `${count}.html`);
      writeFileSync(document, html.replaceAll('"/fonts/', '"fonts/'));
      const own: number[] = [];
      const peer: number[] = [];
      for (let round = -1; round < rounds; round += 1) {
        const ours = await timedAsync(() => opened.host.pageToPdf(`/print/${ticket}`));
        const theirs = await timedAsync(async () => {
          await page.goto(pathToFileURL(document).href);
          await page.evaluate(() => window.document.fonts.ready);
          await page.pdf({ preferCSSPageSize: true, printBackground: true });
        });
        // The first round warms both browsers.
        if (round >= 0) {
          own.push(ours);
          peer.push(theirs);
        }
      }
      figures.push({
        name: `${count} sheets of F01 to one PDF`,
        value: median(own),
        unit: 'ms',
        runs: rounds,
        ...(bound === undefined ? {} : { bound }),
        peer: { name: 'bare Chromium', own: median(own), value: median(peer), maxRatio: 1.3 },
      });
    }
    return figures;
  } finally {
    await bare.close();
    await opened.close();
    rmSync(folder, { recursive: true });
  }
}

/** A folder in which a document finds the bundled fonts beside it, as a bare browser would be given them. */
function folderWithFonts(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hulei-bench-'));
  mkdirSync(path.join(folder, 'fonts'));
  for (const address of sheetFontStyleSheets) {
    const font = fontFile(address);
    if (font) {
      const link = path.join(folder, 'fonts', path.basename(path.dirname(address)));
      rmSync(link, { force: true });
      symlinkSync(path.dirname(font.path), link, 'dir');
    }
  }
  return folder;
}

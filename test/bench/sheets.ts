import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { openChromiumHost } from '../../electron/chromium/openChromiumHost.ts';
import { fontFile } from '../../electron/server/fonts.ts';
import { sheetFontStyleSheets } from '../../shared/forms/fonts.ts';
import { testBrowserPath } from '../browser.ts';
import { testUser } from '../testApp.ts';
import { type Figure, median, timedAsync } from './figures.ts';
import { callFromPage, type FilledVault, unlockPage } from './program.ts';

const rounds = 5;

/** What is printed, and how many milliseconds it may take from the choice to the saved file. */
const prints = [
  { form: 'F01', records: 1, name: '1 sheet of F01 to a PDF file', bound: 800 },
  { form: 'F01', records: 25, name: '25 sheets of F01 to one PDF file', bound: 1_500 },
  { form: 'F01', records: 200, name: '200 sheets of F01 to one PDF file', bound: 5_000 },
  { form: 'F08', records: 1_000, name: '1,000 rows of F08 to one PDF file', bound: 2_000 },
] as const;

/**
 * Sheets to one PDF file as the clerk saves them: chosen, laid out, entered, printed, bound and written. The ratio compares all
 * but the choice and the layout with a bare Chromium that prints the same document with the same fonts.
 */
export async function measureSheets(vault: FilledVault): Promise<Figure[]> {
  const executablePath = await testBrowserPath();
  const folder = folderWithFonts();
  const opened = await openChromiumHost({
    dataDir: vault.dataDir,
    headless: true,
    executablePath,
    withoutSandbox: true,
    exportDir: path.join(folder, 'saved'),
  });
  const bare = await chromium.launch({
    executablePath,
    args: ['--allow-file-access-from-files', '--no-sandbox'],
  });
  try {
    const page = await bare.newPage();
    await unlockPage(opened.page);
    const figures: Figure[] = [];
    for (const { form, records, name, bound } of prints) {
      const selection = { ids: vault.ids.slice(0, records) };
      const whole: number[] = [];
      const own: number[] = [];
      const peer: number[] = [];
      for (let round = -1; round < rounds; round += 1) {
        const began = performance.now();
        const { ticket } = await callFromPage(opened.page, 'sheet.open', { form, selection });
        // What the clerk writes meanwhile is no work of the program.
        const order = { method: 'sheet.savePdf', ticket } as const;
        const { permit } = await callFromPage(opened.page, 'export.permit', {
          ...{ purpose: '核对', receiver: '县民政局', order, persons: records, stick: null, second: testUser },
        });
        const chosen = performance.now();
        await callFromPage(opened.page, 'sheet.savePdf', { ticket, permit, job: randomUUID() });
        const saved = performance.now();
        const html = await opened.page.evaluate(async (path) => (await fetch(path)).text(), `/print/${ticket}`);
        const document = path.join(folder, `${form}-${records}.html`);
        writeFileSync(document, html.replaceAll('"/fonts/', '"fonts/'));
        const theirs = await timedAsync(async () => {
          await page.goto(pathToFileURL(document).href);
          await page.evaluate(() => window.document.fonts.ready);
          await page.pdf({ preferCSSPageSize: true, printBackground: true });
        });
        // The first round warms both browsers.
        if (round < 0) continue;
        whole.push(saved - began);
        own.push(saved - chosen);
        peer.push(theirs);
      }
      figures.push({
        name,
        value: median(whole),
        unit: 'ms',
        runs: rounds,
        bound,
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

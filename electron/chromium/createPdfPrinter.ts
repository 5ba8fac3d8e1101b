import type { Browser, Page } from 'playwright-core';
import { answerRequests } from './answerRequests.ts';

/** Prints pages of the core to PDF. */
export interface PdfPrinter {
  /** @throws Error when the page is not answered with success or the browser fails. */
  print(path: string): Promise<Uint8Array>;
  /** Starts the browser behind it ahead of a print that is likely, as when a preview is opened. */
  prepare(): void;
  /** Ends the browser behind it, with all it holds. The next print starts another one. */
  close(): Promise<void>;
}

/** Milliseconds for which the browser is kept after a print, because sheets are seldom printed singly. */
const keepWarmMs = 60_000;

/**
 * Prints in a second, headless instance of the browser: a further page beside the program's window would open a window of
 * its own, and pages without one cannot print. The instance keeps no profile (its context is off the record).
 */
export function createPdfPrinter(options: {
  readonly launch: () => Promise<Browser>;
  readonly origin: string;
  readonly fetch: (request: Request) => Promise<Response>;
}): PdfPrinter {
  const { launch, origin, fetch } = options;
  let warm: Promise<Page> | null = null;
  let lastPrint: Promise<unknown> = Promise.resolve();
  let cooling: NodeJS.Timeout | undefined;

  async function openPage(): Promise<Page> {
    const browser = await launch();
    try {
      const context = await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false });
      const page = await context.newPage();
      await answerRequests(await context.newCDPSession(page), origin, fetch);
      return page;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  function coolLater(): void {
    clearTimeout(cooling);
    cooling = setTimeout(() => void close(), keepWarmMs);
    cooling.unref();
  }

  async function printOne(path: string): Promise<Uint8Array> {
    clearTimeout(cooling);
    warm ??= openPage();
    try {
      const page = await warm;
      // An error status without a page makes `goto` reject; its text would name the path.
      const response = await page.goto(`${origin}${path}`, { waitUntil: 'load' }).catch(() => null);
      if (!response?.ok()) throw new Error('the print page was not served');
      await page.evaluate('document.fonts.ready.then(() => null)');
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, outline: false, tagged: false });
      await page.goto('about:blank');
      coolLater();
      return new Uint8Array(pdf.buffer, pdf.byteOffset, pdf.byteLength);
    } catch (error) {
      await close();
      throw error;
    }
  }

  async function close(): Promise<void> {
    clearTimeout(cooling);
    const closing = warm;
    warm = null;
    const page = await closing?.catch(() => null);
    await page?.context().browser()?.close();
  }

  return {
    print(path) {
      const print = lastPrint.then(() => printOne(path));
      lastPrint = print.catch(() => {});
      return print;
    },
    prepare() {
      if (warm) return;
      warm = openPage();
      // Whoever prints hears of a browser that did not start.
      warm.catch(() => {});
      coolLater();
    },
    close,
  };
}

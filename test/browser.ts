import { findBrowser } from '../electron/chromium/findBrowser.ts';
import { isProgram } from '../electron/chromium/isProgram.ts';

/** The browser for tests: an installed one, else the headless Chromium inside the package @sparticuz/chromium. */
export async function testBrowserPath(): Promise<string> {
  const installed = findBrowser({ platform: process.platform, env: process.env, isProgram });
  if (installed) return installed;
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

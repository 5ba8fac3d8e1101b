import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { settled } from './program.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Words that stand on keyboards, in menus and on files of Chinese offices. */
const officeWords = new Set([
  'Ctrl',
  'Shift',
  'Alt',
  'Tab',
  'Enter',
  'Esc',
  'Delete',
  'PDF',
  'Word',
  'Excel',
  'WPS',
  'docx',
  'xlsx',
]);

/** What axe-core calls serious or critical on the page as it stands. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  await settled(page);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

/** What nobody should meet on the page as it stands: what axe-core calls serious or critical, and English words. */
export async function look(page: Page): Promise<string[]> {
  const found = await seriousFindings(page);
  const words = (await page.locator('body').innerText()).match(/[A-Za-z]{3,}/gu) ?? [];
  return [...found, ...words.filter((word) => !officeWords.has(word))];
}

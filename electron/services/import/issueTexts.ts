import type { WorkbookCell } from '../../jobs/workbookContent.ts';

/** Where a finding stands: a cell, or a row whose table has no column for the field. */
export type Place =
  | { readonly cell: string; readonly heading: string; readonly found: WorkbookCell | null }
  | { readonly row: number };

/** Characters of a value that a sentence quotes; an ID number and most addresses fit. */
const longestQuote = 24;

/**
 * The two sentences of a finding: the one on the screen quotes what stands in the cell; the one for paper names the cell only.
 * @param details what quotes further values, for the screen
 */
export function issueTexts(place: Place, message: string, details = ''): { message: string; withoutValues: string } {
  const onScreen = details === '' ? message : `${message}（${details}）`;
  if (!('cell' in place)) {
    const row = `第${place.row}行：`;
    return { message: row + onScreen, withoutValues: row + message };
  }
  const { cell, heading, found } = place;
  const column = heading === '' ? cell : `${cell}“${shortened(heading)}”`;
  const value = found === null || found.kind === 'formula' ? '' : found.text.trim();
  const quoted = value === '' ? '' : `现为“${shortened(value)}”`;
  return { message: `${column}${quoted}：${onScreen}`, withoutValues: `${column}：${message}` };
}

/** A text on one line, cut where it is longer than a sentence can quote. */
export function shortened(text: string): string {
  const line = [...text.replace(/\s+/gu, ' ')];
  return line.length > longestQuote ? `${line.slice(0, longestQuote - 1).join('')}…` : line.join('');
}

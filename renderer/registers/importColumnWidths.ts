import type { ImportSummary } from '../../shared/contract/importMethods.ts';

/** Pixels of a half-width character at 14 px, and of the space around a cell's text. */
const characterWidth = 7.4;
const padding = 20;
const narrowest = 56;
const widest = 280;
/** A heading longer than this is cut and shown on hovering. */
const longestHeading = 16;

/** Pixels of each column: its longest texts, within reason; longer ones are cut and shown in full beside the table. */
export function importColumnWidths(columns: ImportSummary['columns']): number[] {
  return columns.map(({ heading, width }) => {
    const headed = Math.min(longestHeading, halfWidths(heading));
    return Math.round(Math.min(widest, Math.max(narrowest, Math.max(headed, width) * characterWidth + padding)));
  });
}

function halfWidths(text: string): number {
  return [...text].reduce((sum, each) => sum + (each.charCodeAt(0) > 255 ? 2 : 1), 0);
}

import type { ImportPreview } from '../../shared/contract/importMethods.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';

/** Columns and defaults as the clerk wants them. */
export type ImportChanges = Omit<MethodInput<'import.check'>, 'importId'>;

/** An import as it was left; it waits while the clerk looks at another page, and goes with the lock. */
export interface KeptImport {
  readonly preview: ImportPreview;
  /** What the clerk has entered; null while nothing is changed. */
  readonly changes: ImportChanges | null;
  /** The entry that the preview answers. */
  readonly checkedFor: ImportChanges | null;
  /** How many records were stored; null before. */
  readonly created: number | null;
}

/** Rows that the village has to mend, or the clerk has to compare; what is stored already in the same words is neither. */
export function rowsToMend(preview: ImportPreview): ImportPreview['rows'] {
  return preview.rows.filter((row) => row.verdict !== 'new' && row.verdict !== 'same');
}

/** Whether there is still something to look at when the clerk comes back to the page. */
export function isWorthKeeping(kept: KeptImport): boolean {
  return kept.created === null || rowsToMend(kept.preview).length > 0;
}

import type { ImportMark, ImportSummary, ImportVerdict } from '../../shared/contract/importMethods.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';

/** Columns and defaults as the clerk wants them. */
export type ImportChanges = Pick<MethodInput<'import.check'>, 'targets' | 'defaults'>;

type ResultOrder = Omit<MethodInput<'import.saveResult'>, 'permit' | 'job'>;

/** Which rows are listed: one verdict, one mark, or all of them, and those that hold a text. */
export interface ImportFilter {
  readonly only: ImportVerdict | ImportMark | null;
  readonly search: string;
}

/**
 * How the table was left: what it listed, and the cell that the keys act on. `column` is a place, not an
 * index of the sheet; -1: the names.
 */
export interface ImportView {
  readonly filter: ImportFilter;
  readonly place: number;
  readonly column: number;
}

/** A call that is under way for an import. */
export interface RunningCall {
  readonly job: string;
  readonly kind: 'read' | 'sheet' | 'check' | 'commit' | 'result' | 'undo';
  /** Settles when the call has been answered and the answer is kept. It never fails. */
  readonly settled: Promise<void>;
}

/** An import as it was left; it waits while the clerk looks at another page, and goes with the lock. */
export interface KeptImport {
  /** Null while the first file is read, and when it could not be. */
  readonly summary: ImportSummary | null;
  /** What the clerk has entered and the summary does not answer yet; null when it does. */
  readonly entered: ImportChanges | null;
  /** Whether anything was mended or decided that another file would lose. */
  readonly worked: boolean;
  readonly running: RunningCall | null;
  readonly error: Error | null;
  /** What taking the stored batch back came to. */
  readonly undone: { readonly undone: number; readonly kept: number } | null;
  readonly view: ImportView;
}

export const firstView: ImportView = { filter: { only: null, search: '' }, place: 0, column: -1 };

/** Before any file. */
export const noImport: KeptImport = {
  summary: null,
  entered: null,
  worked: false,
  running: null,
  error: null,
  undone: null,
  view: firstView,
};

/** Columns and defaults as they stand: entered, or as the core understood them. */
export function changesOf({ summary, entered }: KeptImport): ImportChanges {
  return (
    entered ?? {
      targets: summary?.columns.map(({ index, target }) => ({ index, target })) ?? [],
      defaults: summary?.defaults ?? {},
    }
  );
}

/** The result as the clerk sees it, to let that leave and nothing else. */
export function resultOrder({ importId, sheetName, revision }: ImportSummary): ResultOrder {
  return { importId, sheetName, revision };
}

/** Rows that are to be mended or compared, those that were decided about included. */
export function toCompare({ verdicts }: ImportSummary): number {
  return verdicts.error + verdicts.duplicate;
}

/** Whether there is still something to look at when the clerk comes back to the page. */
export function isWorthKeeping({ summary, running, undone }: KeptImport): boolean {
  if (running !== null) return true;
  if (summary === null) return false;
  return summary.committed === null || (undone === null && toCompare(summary) > 0);
}

import type { PrintedNumbers } from '../../../shared/contract/printMethods.ts';
import type { SheetPage } from '../../../shared/forms/layoutSheet.ts';
import type { PdfBookmark } from '../../jobs/bindPdf.ts';
import type { PrintedRecord } from '../prints/printStore.ts';

/** Pages that belong together: the sheet of a record with its attached pages, or a whole register. */
export interface SheetPart {
  readonly pages: readonly SheetPage[];
  /** The records that stand on them; for a paper the record it is about. */
  readonly records: readonly PrintedRecord[];
  /** The bookmark in a PDF: whose sheet it is. Inside the file only, never in a name. */
  readonly label: string;
  /** The number of the record's file, for the name of a PDF of its own; null where there is none. */
  readonly number: string | null;
}

/** Pages that are laid out. */
export interface LaidOutSheets {
  /** The form's number, such as F01, and its title, for the register of prints. */
  readonly form: string;
  readonly title: string;
  /** What the office calls it, in names of files. */
  readonly shortTitle: string;
  /** The name of their PDF without the day: form or list and how many, and nobody's name. */
  readonly fileName: string;
  /** In the order of the list. */
  readonly parts: readonly SheetPart[];
  /** How many sheets or lines there are, where that is not the number of records. */
  readonly count?: number;
  /** How ID numbers stand on them. */
  readonly numbers: PrintedNumbers;
  /** True where they can be laid out with the numbers otherwise. */
  readonly numbersChosen: boolean;
  /** True for many people on one page: ID numbers in full then need a reason. */
  readonly isList: boolean;
  /** True for forms without entries, which name nobody and are no fact. */
  readonly blank?: boolean;
  /** True for what never becomes a file. */
  readonly paperOnly?: true;
  /** In whose book the print is entered; the first that is open where it is not told. */
  readonly compartment?: string;
}

/** How many sheets or lines there are. */
export function countOf({ count, parts }: Pick<LaidOutSheets, 'count' | 'parts'>): number {
  return count ?? parts.reduce((sum, { records }) => sum + records.length, 0);
}

/** A bookmark for each part of each copy: its name, and the page it begins on, counted from 0. */
export function bookmarksOf(parts: readonly Pick<SheetPart, 'label' | 'pages'>[], copies: number): PdfBookmark[] {
  let page = 0;
  return Array.from({ length: copies }, (_, copy) =>
    parts.map(({ label, pages }): PdfBookmark => {
      const bookmark = { title: copies === 1 ? label : `${label}（第${copy + 1}份）`, page };
      page += pages.length;
      return bookmark;
    }),
  ).flat();
}

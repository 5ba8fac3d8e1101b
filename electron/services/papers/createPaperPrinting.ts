import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { findSheet } from '../../../shared/forms/index.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import { sheetPrintsNumbers } from '../../../shared/forms/printsNumbers.ts';
import type { Sheet } from '../../../shared/forms/sheet.ts';
import type { Paper } from '../../../shared/papers/paper.ts';
import { aboutPrefix, shownValues } from '../../../shared/registers/register.ts';
import type { SheetService } from '../sheets/createSheetService.ts';
import type { LaidOutSheets, SheetPart } from '../sheets/laidOutSheets.ts';
import type { PaperService, PrintedPaper } from './createPaperService.ts';

export type PaperPrinting = ReturnType<typeof createPaperPrinting>;

/** Lays forms out that are filled in about records, and those that are filled in for printing only and never stored. */
export function createPaperPrinting(options: {
  readonly papers: Pick<PaperService, 'accept' | 'readForPrinting'>;
  readonly sheets: Pick<SheetService, 'openPages'>;
  readonly findPaper: (key: string) => Paper | undefined;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
}) {
  const { papers, sheets, findPaper } = options;

  /** The form of a number and the paper that is entered on it. @throws AppError missing */
  function formOf(key: string): { readonly sheet: Sheet; readonly paper: Paper } {
    const sheet = findSheet(key);
    const paper = sheet && findPaper(sheet.register.key);
    if (!sheet || !paper) throw new AppError('missing', '没有这张表，请重新打开程序');
    return { sheet, paper };
  }

  function openParts(sheet: Sheet, parts: readonly SheetPart[], numbers: 'masked' | 'full') {
    const prints = sheetPrintsNumbers(sheet);
    const laidOut: LaidOutSheets = {
      form: sheet.key,
      title: sheet.title,
      shortTitle: sheet.shortTitle,
      fileName: `${sheet.shortTitle}-${parts.length}份`,
      parts,
      count: parts.length,
      numbers: prints ? numbers : 'none',
      numbersChosen: prints,
      isList: false,
    };
    return sheets.openPages(laidOut);
  }

  /**
   * Whose paper it is, for the bookmark, and the number of the record's file. A form that may not name a child says itself what
   * stands for it, in the bookmark too.
   */
  function nameOf({ identity }: Sheet, { paper, values, about }: PrintedPaper): Pick<SheetPart, 'label' | 'number'> {
    const shown = shownValues(paper, values, options.context(), about);
    const text = (key: string): string | null => {
      const value = shown[key];
      return typeof value === 'string' ? value : null;
    };
    const { nameField, numberField } = paper.about ?? {};
    const keys = [nameField, numberField].flatMap((key) => (key === undefined ? [] : `${aboutPrefix}${key}`));
    const label = (identity ?? keys).map(text).filter((each) => each !== null);
    return {
      label: label.join('　'),
      number: numberField === undefined ? null : text(`${aboutPrefix}${numberField}`),
    };
  }

  /** @throws AppError missing when one was removed, or is entered on another form */
  function print({ form, papers: ids, printing }: MethodInput<'paper.print'>): MethodOutput<'paper.print'> {
    const { sheet } = formOf(form);
    const numbers = printing?.numbers ?? 'full';
    const [office, context] = [options.office(), options.context()];
    const parts = papers.readForPrinting(ids).map((printed): SheetPart => {
      const { paper, register, record, about, values } = printed;
      if (paper.key !== sheet.register.key) throw new AppError('missing', '没有这张表，请重新打开程序');
      const pages = layoutSheet(sheet, { values, about, office, context, numbers });
      return { pages, records: [{ register, id: record }], ...nameOf(sheet, printed) };
    });
    return openParts(sheet, parts, numbers);
  }

  /** @throws AppError missing when entries of the form are kept | invalid with the fields */
  function printEntry({
    form,
    values: given,
    printing,
  }: MethodInput<'paper.printEntry'>): MethodOutput<'paper.printEntry'> {
    const { sheet, paper } = formOf(form);
    if (paper.kept) throw new AppError('missing', '这张表要在儿童登记里填写，请从登记页打开');
    const { values } = papers.accept(paper, given);
    const numbers = printing?.numbers ?? 'full';
    const pages = layoutSheet(sheet, { values, office: options.office(), context: options.context(), numbers });
    return openParts(sheet, [{ pages, records: [], label: sheet.title, number: null }], numbers);
  }

  return { print, printEntry };
}

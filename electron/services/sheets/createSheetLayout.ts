import type { MethodInput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { discreetPrinting } from '../../../shared/forms/childRegisterRow.ts';
import { findSheet } from '../../../shared/forms/index.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import { registerPrintsNumbers, sheetPrintsNumbers } from '../../../shared/forms/printsNumbers.ts';
import { findRegisterForm, type RegisterForm } from '../../../shared/forms/registerForms.ts';
import type { Sheet } from '../../../shared/forms/sheet.ts';
import type { Steps } from '../../../shared/forms/steps.ts';
import { findRegister } from '../../../shared/registers/index.ts';
import { type RecordValues, type Register, readValue } from '../../../shared/registers/register.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { inSlices } from '../jobs/inSlices.ts';
import { readInParts, selectedRows } from '../lists/selectedRecords.ts';
import type { StoredRecord } from '../registers/recordStore.ts';
import type { LaidOutSheets, SheetPart } from './laidOutSheets.ts';

/** Sheets that one ticket may hold; more are printed village by village. */
const maxSheets = 2_000;

/** What laying out needs from around it. */
export interface SheetLayoutDependencies {
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly user: () => string;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  /** Which kinds of sealed matter the user may be told of, by record; a form marks their place. */
  readonly sealedMatters: (register: Register, records: readonly string[]) => ReadonlyMap<string, readonly string[]>;
}

/** Lays out official forms: for chosen records, or for the pen. */
export function createSheetLayout(options: SheetLayoutDependencies) {
  /** The chosen records in the order of the list, a part at a time. @throws AppError invalid when there is none, or too many */
  function chosenRecords(
    register: Register,
    { selection, sort }: MethodInput<'sheet.open'>,
  ): AsyncGenerator<readonly StoredRecord[]> {
    const database = options.databaseOf(register);
    const rows = selectedRows(database, register, selection, { limit: maxSheets, sort }, options.context());
    return readInParts(database, register, rows);
  }

  /** Whose sheet it is, for the bookmark, and the number of the file. */
  function nameOf(register: Register, values: RecordValues): Pick<SheetPart, 'label' | 'number'> {
    const text = (key: string): string | null => {
      const value = readValue(register, values, key, options.context());
      return value === null ? null : String(value);
    };
    const number = register.numberField === undefined ? null : text(register.numberField);
    return { label: [text(register.nameField), number].filter((each) => each !== null).join('　'), number };
  }

  /** Thousands of sheets take seconds; between them other requests are answered. */
  async function layOutSheets(sheet: Sheet, input: MethodInput<'sheet.open'>): Promise<LaidOutSheets> {
    const register = findRegister(sheet.register.key);
    if (!register) throw new AppError('missing', '没有这张表，请重新打开程序');
    const [office, context] = [options.office(), options.context()];
    // The bureau takes a sheet with the whole number only.
    const numbers = input.printing?.numbers ?? 'full';
    const parts: SheetPart[] = [];
    const layOut = function* layingOut(records: readonly StoredRecord[]): Steps<void> {
      const sealed = options.sealedMatters(
        register,
        records.map(({ id }) => id),
      );
      for (const { id, values } of records) {
        yield;
        const pages = layoutSheet(sheet, { values, office, context, numbers, sealed: sealed.get(id) ?? [] });
        parts.push({ pages, records: [{ register: register.key, id }], ...nameOf(register, values) });
      }
    };
    for await (const records of chosenRecords(register, input)) await inSlices(layOut(records));
    const prints = sheetPrintsNumbers(sheet);
    return {
      form: sheet.key,
      title: sheet.title,
      shortTitle: sheet.shortTitle,
      fileName: `${sheet.shortTitle}-${parts.length}份`,
      parts,
      numbers: prints ? numbers : 'none',
      numbersChosen: prints,
      isList: false,
      compartment: register.compartment,
    };
  }

  async function layOutRegister(form: RegisterForm, input: MethodInput<'sheet.open'>): Promise<LaidOutSheets> {
    const register = findRegister(form.register.key);
    if (!register) throw new AppError('missing', '没有这张表，请重新打开程序');
    const records: StoredRecord[] = [];
    for await (const part of chosenRecords(register, input)) records.push(...part);
    const printing = input.printing ?? discreetPrinting;
    const pages = await inSlices(
      form.layout(
        records.map(({ values }) => values),
        { office: options.office(), context: options.context(), user: options.user(), printing },
      ),
    );
    const prints = registerPrintsNumbers(form);
    const part = { pages, records: records.map(({ id }) => ({ register: register.key, id })) };
    return {
      form: form.key,
      title: form.title,
      shortTitle: form.title,
      fileName: `${form.title}-${records.length}名`,
      parts: [{ ...part, label: form.title, number: null }],
      numbers: prints ? printing.numbers : 'none',
      numbersChosen: prints,
      isList: true,
      compartment: register.compartment,
    };
  }

  /** Lays out a form that holds one record, or one that holds all of them. @throws AppError missing | invalid */
  async function chosen(input: MethodInput<'sheet.open'>): Promise<LaidOutSheets> {
    const sheet = findSheet(input.form);
    if (sheet) return layOutSheets(sheet, input);
    const form = findRegisterForm(input.form);
    if (form) return layOutRegister(form, input);
    throw new AppError('missing', '没有这张表，请重新打开程序');
  }

  /** Lays a form out for the pen, `copies` times. @throws AppError missing */
  function blank({ form, copies }: MethodInput<'sheet.openBlank'>): LaidOutSheets {
    const laidOut = layoutBlankForm(form, { office: options.office(), context: options.context() });
    if (!laidOut) throw new AppError('missing', '没有这张表，请重新打开程序');
    const { title, shortTitle, pages } = laidOut;
    return {
      form,
      title,
      shortTitle,
      fileName: `${shortTitle}-空白表`,
      parts: Array.from({ length: copies }, () => ({ pages, records: [], label: title, number: null })),
      count: copies,
      numbers: 'none',
      numbersChosen: false,
      isList: false,
      blank: true,
    };
  }

  return { chosen, blank };
}

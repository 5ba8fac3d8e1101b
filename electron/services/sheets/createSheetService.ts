import { randomUUID } from 'node:crypto';
import type { LeavingOrder } from '../../../shared/contract/exportMethods.ts';
import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import type { PrintedNumbers, PrintFact, PrintWay } from '../../../shared/contract/printMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { discreetPrinting } from '../../../shared/forms/childRegisterRow.ts';
import { findSheet } from '../../../shared/forms/index.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';
import { layoutSheet, type SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { previewFoot, withFootText, withPrintFoot } from '../../../shared/forms/printFoot.ts';
import { registerPrintsNumbers, sheetPrintsNumbers } from '../../../shared/forms/printsNumbers.ts';
import { findRegisterForm, type RegisterForm } from '../../../shared/forms/registerForms.ts';
import { renderSheetsInSteps } from '../../../shared/forms/renderSheets.ts';
import type { Sheet } from '../../../shared/forms/sheet.ts';
import type { Steps } from '../../../shared/forms/steps.ts';
import { findRegister } from '../../../shared/registers/index.ts';
import { type RecordValues, type Register, readValue } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import type { PdfBookmark } from '../../jobs/bindPdf.ts';
import type { PdfBinder } from '../../jobs/openPdfBinder.ts';
import type { ActDetail } from '../../vault/currentAct.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import type { ExportService, Outlet } from '../exports/createExportService.ts';
import type { Job, JobRegistry } from '../jobs/createJobRegistry.ts';
import { inSlices } from '../jobs/inSlices.ts';
import { readInParts, selectedRows } from '../lists/selectedRecords.ts';
import type { NewPrint } from '../prints/createPrintService.ts';
import type { PrintedRecord } from '../prints/printStore.ts';
import type { StoredRecord } from '../registers/recordStore.ts';

/** What the sheets need of the host. */
export interface SheetOutput {
  pageToPdf(path: `/print/${string}`): Promise<Uint8Array>;
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
  createFolder(suggestedName: string): Promise<string | null>;
  saveInFolder(folder: string, name: string, bytes: Uint8Array): Promise<string>;
  discardFolder(folder: string): Promise<void>;
  showInFolder(path: string): Promise<void>;
}

export type SheetService = ReturnType<typeof createSheetService>;

/** Sheets that one ticket may hold; more are printed village by village. */
const maxSheets = 2_000;
/** Pages that go out at once, all copies together. */
const maxPages = 4_000;
/** Pages that the browser prints at once, so that a long print can be stopped and its memory stays small. */
const pagesPerSlice = 100;
const keptTickets = 3;

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

/** Pages under a ticket. */
export interface PreparedSheets extends LaidOutSheets {
  /** Those of all parts. */
  readonly pages: readonly SheetPage[];
  savedTo: string | null;
}

/** What a clerk chose for pages on their way into a file; documents hold each page once. */
type SaveChoice = Omit<MethodInput<'sheet.savePdf'>, 'job'>;

/** The ways out of the program for laid-out pages. */
type SheetWay = Exclude<PrintWay, 'file'>;

/**
 * Lays out official sheets of chosen records for preview, print and files. A ticket names no person and lasts as long as the
 * session. Whatever leaves the program is entered as a print first, and carries its number at the foot.
 */
export function createSheetService(options: {
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly user: () => string;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  readonly output: SheetOutput;
  /** The way by which files leave. */
  readonly exports: Pick<ExportService, 'leave' | 'toPaper'>;
  readonly jobs: JobRegistry;
  readonly openPdfBinder: () => PdfBinder;
  /** Which kinds of sealed matter the user may be told of, by record; a form marks their place. */
  readonly sealedMatters: (register: Register, records: readonly string[]) => ReadonlyMap<string, readonly string[]>;
  readonly now: () => Date;
}) {
  const { databaseOf, output, jobs, now } = options;
  const prepared = new Map<string, PreparedSheets>();
  /** Pages with their foot, as they go to paper; made when they are asked for. */
  const printed = new Map<string, { readonly of: string; readonly pages: () => readonly SheetPage[] }>();
  /** Pages on their way into a file, as long as that takes. */
  const inPrint = new Map<string, readonly SheetPage[]>();

  function find(ticket: string): PreparedSheets {
    const sheets = prepared.get(ticket);
    if (!sheets) throw new AppError('missing', '打印预览已失效，请重新打开');
    return sheets;
  }

  /** The chosen records in the order of the list, a part at a time. @throws AppError invalid when there is none, or too many */
  function chosenRecords(
    register: Register,
    { selection, sort }: MethodInput<'sheet.open'>,
  ): AsyncGenerator<readonly StoredRecord[]> {
    const database = databaseOf(register);
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
  async function openSheets(sheet: Sheet, input: MethodInput<'sheet.open'>): Promise<MethodOutput<'sheet.open'>> {
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
    return openPages({
      form: sheet.key,
      title: sheet.title,
      shortTitle: sheet.shortTitle,
      fileName: `${sheet.shortTitle}-${parts.length}份`,
      parts,
      numbers: prints ? numbers : 'none',
      numbersChosen: prints,
      isList: false,
      compartment: register.compartment,
    });
  }

  async function openRegister(
    form: RegisterForm,
    input: MethodInput<'sheet.open'>,
  ): Promise<MethodOutput<'sheet.open'>> {
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
    return openPages({
      form: form.key,
      title: form.title,
      shortTitle: form.title,
      fileName: `${form.title}-${records.length}名`,
      parts: [{ ...part, label: form.title, number: null }],
      numbers: prints ? printing.numbers : 'none',
      numbersChosen: prints,
      isList: true,
      compartment: register.compartment,
    });
  }

  /** Lays out a form that holds one record, or one that holds all of them. @throws AppError missing | invalid */
  async function open(input: MethodInput<'sheet.open'>): Promise<MethodOutput<'sheet.open'>> {
    const sheet = findSheet(input.form);
    if (sheet) return openSheets(sheet, input);
    const form = findRegisterForm(input.form);
    if (form) return openRegister(form, input);
    throw new AppError('missing', '没有这张表，请重新打开程序');
  }

  /** Lays a form out for the pen, `copies` times. @throws AppError missing */
  function openBlank({ form, copies }: MethodInput<'sheet.openBlank'>): MethodOutput<'sheet.openBlank'> {
    const blank = layoutBlankForm(form, { office: options.office(), context: options.context() });
    if (!blank) throw new AppError('missing', '没有这张表，请重新打开程序');
    const { title, shortTitle, pages } = blank;
    return openPages({
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
    });
  }

  /** Opens a ticket for pages that were laid out before or elsewhere, such as filed ones. */
  function openPages(sheets: LaidOutSheets): MethodOutput<'sheet.open'> {
    forgetOldest(prepared);
    const ticket = randomUUID();
    const { parts, numbers, numbersChosen, isList, blank = false } = sheets;
    const pages = parts.flatMap((part) => part.pages);
    prepared.set(ticket, { ...sheets, pages, savedTo: null });
    return {
      ticket,
      records: countOf(sheets),
      pages: pages.length,
      numbers,
      numbersChosen,
      reasonNeeded: isList && numbers === 'full',
      each: !isList && !blank && parts.length > 1,
      blank,
    };
  }

  /** What goes out of a ticket, to be entered; null for blank forms, which name nobody. @throws AppError invalid | denied */
  function printOf(
    sheets: PreparedSheets,
    way: PrintWay,
    copies = 1,
  ): Omit<NewPrint, 'reason' | 'reasonNeeded'> | null {
    const { pages, form, title, numbers, compartment } = sheets;
    if (sheets.paperOnly === true && way !== 'paper') {
      throw new AppError('denied', '封存内容只能打印，不能存成文件');
    }
    if (pages.length * copies > maxPages) {
      throw new AppError(
        'invalid',
        `一次最多${maxPages.toLocaleString('zh-CN')}页，这里有${(pages.length * copies).toLocaleString('zh-CN')}页，请减少份数或分村处理`,
      );
    }
    if (sheets.blank === true) return null;
    const records = sheets.parts.flatMap((part) => part.records);
    return {
      form,
      title,
      way,
      copies,
      pages: pages.length,
      numbers,
      count: countOf(sheets),
      records,
      ...(compartment === undefined ? {} : { compartment }),
    };
  }

  /** Lets files of a ticket leave under its permit; a blank form needs none. @throws AppError invalid | conflict | denied */
  async function leave<T>(
    sheets: PreparedSheets,
    way: SheetWay,
    choice: SaveChoice,
    save: (outlet: Outlet, fact: PrintFact | null) => Promise<T | null>,
  ): Promise<{ readonly fact: PrintFact | null; readonly saved: T | null }> {
    const print = printOf(sheets, way, choice.copies);
    if (print === null) return { fact: null, saved: await save(output, null) };
    const { permit } = choice;
    if (permit === null) throw new AppError('conflict', '请先填写用途和接收人，再存成文件');
    return options.exports.leave({ permit, order: orderOf(way, choice) }, print, save);
  }

  /**
   * Enters what is saved of a ticket, lets `make` make the file with the entry at its foot, and hands it to the host. The name
   * says form, number and day, and nobody's name.
   * @param make gets null for the entry of a blank form
   * @param refuse throws where the pages cannot become such a file; then nothing is entered
   * @throws AppError missing | invalid | cancelled | full | readonly
   */
  async function saveAs(
    choice: SaveChoice,
    way: SheetWay,
    make: (sheets: PreparedSheets, fact: PrintFact | null) => Promise<Uint8Array>,
    refuse: (sheets: PreparedSheets) => void = () => undefined,
  ): Promise<MethodOutput<'sheet.savePdf'>> {
    const sheets = find(choice.ticket);
    refuse(sheets);
    const { fact, saved: path } = await leave(sheets, way, choice, async (outlet, entered) => {
      const bytes = await make(sheets, entered);
      return outlet.saveFile(`${sheets.fileName}-${today()}.${way}`, bytes);
    });
    sheets.savedTo = path ?? sheets.savedTo;
    return { path, serial: fact?.serial ?? null };
  }

  function today(): string {
    return calendarDateOf(now()).replaceAll('-', '');
  }

  /** Lets the browser print pages, which nobody else sees at their address. */
  async function toPdf(pages: readonly SheetPage[]): Promise<Uint8Array> {
    const ticket = randomUUID();
    inPrint.set(ticket, pages);
    try {
      return await output.pageToPdf(`/print/${ticket}`);
    } finally {
      inPrint.delete(ticket);
    }
  }

  /** One PDF of all copies with a bookmark for each part, printed in slices; the job can be stopped between two of them. */
  async function bindPdf(sheets: PreparedSheets, fact: PrintFact | null, job: Job): Promise<Uint8Array> {
    const pages = fact ? withPrintFoot(sheets.pages, fact) : sheets.pages;
    const total = pages.length;
    const bookmarks = bookmarksOf(sheets.parts, fact?.copies ?? 1);
    if (total <= pagesPerSlice && bookmarks.length === 1) return toPdf(pages);
    const binder = options.openPdfBinder();
    try {
      for (let done = 0; done < total; done += pagesPerSlice) {
        job.refuseCancelled();
        job.report({ done, total, label: '已排好' });
        const slice = pages.slice(done, done + pagesPerSlice);
        binder.add(await toPdf(slice), slice.length);
      }
      job.refuseCancelled();
      job.report({ done: total, total, label: '已排好' });
      return await binder.finish(bookmarks);
    } finally {
      binder.close();
    }
  }

  /** Saves the sheets as one PDF. @throws AppError missing | invalid | cancelled | full | readonly */
  function savePdf({ job: name, ...choice }: MethodInput<'sheet.savePdf'>): Promise<MethodOutput<'sheet.savePdf'>> {
    return jobs.run(name, '正在排版', (job) => saveAs(choice, 'pdf', (sheets, fact) => bindPdf(sheets, fact, job)));
  }

  /**
   * Saves a PDF for each record into a new folder: one entry, and the pages counted within each file. A name says form, place
   * in the list and number of the record's file. Stopped or failed, nothing of it stays.
   * @throws AppError missing | invalid | cancelled | full | readonly
   */
  function savePdfEach({
    job: name,
    ...choice
  }: MethodInput<'sheet.savePdfEach'>): Promise<MethodOutput<'sheet.savePdfEach'>> {
    const sheets = find(choice.ticket);
    const { parts, shortTitle } = sheets;
    return jobs.run(name, '正在排版', async (job) => {
      const { fact, saved } = await leave(sheets, 'pdfEach', choice, async (outlet, entered) => {
        const folder = await outlet.createFolder(`${sheets.fileName}-${today()}`);
        if (folder === null) return null;
        try {
          let first: string | null = null;
          for (const [index, { pages, number }] of parts.entries()) {
            job.refuseCancelled();
            job.report({ done: index, total: parts.length, label: '已存好' });
            const running = String(index + 1).padStart(Math.max(3, String(parts.length).length), '0');
            const file = `${[shortTitle, running, ...(number === null ? [] : [number])].join('-')}.pdf`;
            const path = await outlet.saveInFolder(
              folder,
              file,
              await toPdf(entered ? withPrintFoot(pages, entered) : pages),
            );
            first ??= path;
          }
          job.refuseCancelled();
          return { folder, first };
        } catch (error) {
          // What went wrong first is what the user has to know.
          await outlet.discardFolder(folder).catch(() => undefined);
          throw error;
        }
      });
      sheets.savedTo = saved?.first ?? sheets.savedTo;
      return { path: saved?.folder ?? null, serial: fact?.serial ?? null, files: saved ? parts.length : 0 };
    });
  }

  /** Enters a print on paper and opens its pages, copy after copy, each with its foot. @throws AppError missing | invalid */
  async function print(choice: MethodInput<'sheet.print'>): Promise<MethodOutput<'sheet.print'>> {
    const sheets = find(choice.ticket);
    const print = printOf(sheets, 'paper', choice.copies);
    if (!print) return { ticket: choice.ticket, print: null };
    const fact = await options.exports.toPaper(
      { ...print, reason: choice.reason ?? '', reasonNeeded: sheets.isList },
      choice.permit === undefined ? null : { permit: choice.permit, order: orderOf('paper', choice) },
    );
    forgetOldest(printed);
    const ticket = randomUUID();
    printed.set(ticket, { of: choice.ticket, pages: () => withPrintFoot(sheets.pages, fact) });
    return { ticket, print: { id: fact.id, serial: fact.serial } };
  }

  return {
    open,
    openBlank,
    openPages,
    /** What the audit chain may tell of a ticket; nothing of one that is no more. */
    told: (ticket: string): ActDetail => {
      const sheets = prepared.get(ticket);
      return sheets ? { form: sheets.form, pages: sheets.pages.length, numbers: sheets.numbers } : {};
    },
    /** The registers of the records on a ticket's pages; none of a blank form. */
    registersOf: (ticket: string): readonly Register[] => {
      const records = prepared.get(ticket)?.parts.flatMap((part) => part.records) ?? [];
      return [...new Set(records.map(({ register }) => register))].flatMap((key) => findRegister(key) ?? []);
    },
    print,
    savePdf,
    savePdfEach,
    saveAs,

    /** The document of a ticket, or undefined: a preview, or pages on their way to paper. Made in slices. */
    async html(ticket: string, nonce: string): Promise<string | undefined> {
      const goingOut = inPrint.get(ticket) ?? printed.get(ticket)?.pages();
      if (goingOut) return inSlices(renderSheetsInSteps(goingOut, nonce));
      const sheets = prepared.get(ticket);
      if (!sheets) return undefined;
      const { pages, blank } = sheets;
      const shown = blank === true ? pages : pages.map((page) => withFootText(page, previewFoot));
      return inSlices(renderSheetsInSteps(shown, nonce));
    },

    /** Ends a ticket before its time, and those of its prints. */
    forget(ticket: string): void {
      prepared.delete(ticket);
      for (const [print, { of }] of printed) if (of === ticket) printed.delete(print);
    },

    /** Shows the folder of what was saved last; a page cannot name a path of its own. */
    async showFolder(ticket: string): Promise<void> {
      const { savedTo } = find(ticket);
      if (savedTo === null) throw new AppError('missing', '还没有保存文件，请先保存');
      await output.showInFolder(savedTo);
    },
  };
}

function countOf({ count, parts }: LaidOutSheets): number {
  return count ?? parts.reduce((sum, { records }) => sum + records.length, 0);
}

/** What pages are asked for as, on their way out. */
function orderOf(way: SheetWay, { ticket, copies }: Pick<SaveChoice, 'ticket' | 'copies'>): LeavingOrder {
  if (way === 'docx' || way === 'xlsx') return { method: 'sheet.saveDocument', ticket, format: way };
  const method = ({ paper: 'sheet.print', pdf: 'sheet.savePdf', pdfEach: 'sheet.savePdfEach' } as const)[way];
  return { method, ticket, ...(copies === undefined ? {} : { copies }) };
}

/** A bookmark for each part of each copy: its name, and the page it begins on, counted from 0. */
function bookmarksOf(parts: readonly SheetPart[], copies: number): PdfBookmark[] {
  let page = 0;
  return Array.from({ length: copies }, (_, copy) =>
    parts.map(({ label, pages }): PdfBookmark => {
      const bookmark = { title: copies === 1 ? label : `${label}（第${copy + 1}份）`, page };
      page += pages.length;
      return bookmark;
    }),
  ).flat();
}

function forgetOldest(tickets: Map<string, unknown>): void {
  for (const oldest of tickets.keys()) if (tickets.size >= keptTickets) tickets.delete(oldest);
}

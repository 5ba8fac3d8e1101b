import { randomUUID } from 'node:crypto';
import type { LeavingOrder } from '../../../shared/contract/exportMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import type { PrintFact, PrintWay } from '../../../shared/contract/printMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { previewFoot, withFootText, withPrintFoot } from '../../../shared/forms/printFoot.ts';
import { renderSheetsInSteps } from '../../../shared/forms/renderSheets.ts';
import { findRegister } from '../../../shared/registers/index.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import type { PdfBinder } from '../../jobs/openPdfBinder.ts';
import type { ActDetail } from '../../vault/currentAct.ts';
import type { ExportService, Outlet } from '../exports/createExportService.ts';
import { inNewFolder, runningNumber } from '../exports/inNewFolder.ts';
import type { JobRegistry } from '../jobs/createJobRegistry.ts';
import { inSlices } from '../jobs/inSlices.ts';
import type { NewPrint } from '../prints/createPrintService.ts';
import { createSheetLayout, type SheetLayoutDependencies } from './createSheetLayout.ts';
import { createSheetPdf } from './createSheetPdf.ts';
import { countOf, type LaidOutSheets } from './laidOutSheets.ts';

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

/** Pages that go out at once, all copies together. */
const maxPages = 4_000;
const keptTickets = 3;

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
export function createSheetService(
  options: SheetLayoutDependencies & {
    readonly output: SheetOutput;
    /** The way by which files leave. */
    readonly exports: Pick<ExportService, 'leave' | 'toPaper'>;
    readonly jobs: JobRegistry;
    readonly openPdfBinder: () => PdfBinder;
    readonly now: () => Date;
  },
) {
  const { output, jobs, now } = options;
  const layout = createSheetLayout(options);
  const pdf = createSheetPdf({ pageToPdf: output.pageToPdf, openPdfBinder: options.openPdfBinder });
  const prepared = new Map<string, PreparedSheets>();
  /** Pages with their foot, as they go to paper; made when they are asked for. */
  const printed = new Map<string, { readonly of: string; readonly pages: () => readonly SheetPage[] }>();

  function find(ticket: string): PreparedSheets {
    const sheets = prepared.get(ticket);
    if (!sheets) throw new AppError('missing', '打印预览已失效，请重新打开');
    return sheets;
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

  /** Saves the sheets as one PDF. @throws AppError missing | invalid | cancelled | full | readonly */
  function savePdf({ job: name, ...choice }: MethodInput<'sheet.savePdf'>): Promise<MethodOutput<'sheet.savePdf'>> {
    return jobs.run(name, '正在排版', (job) => saveAs(choice, 'pdf', (sheets, fact) => pdf.bind(sheets, fact, job)));
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
        return inNewFolder(outlet, `${sheets.fileName}-${today()}`, async (folder) => {
          let first: string | null = null;
          for (const [index, { pages, number }] of parts.entries()) {
            job.refuseCancelled();
            job.report({ done: index, total: parts.length, label: '已存好' });
            const running = runningNumber(index, parts.length);
            const file = `${[shortTitle, running, ...(number === null ? [] : [number])].join('-')}.pdf`;
            const path = await outlet.saveInFolder(
              folder,
              file,
              await pdf.toPdf(entered ? withPrintFoot(pages, entered) : pages),
            );
            first ??= path;
          }
          job.refuseCancelled();
          return { folder, first };
        });
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
    /** Lays out a form that holds one record, or one that holds all of them. @throws AppError missing | invalid */
    open: async (input: MethodInput<'sheet.open'>): Promise<MethodOutput<'sheet.open'>> =>
      openPages(await layout.chosen(input)),
    /** Lays a form out for the pen, `copies` times. @throws AppError missing */
    openBlank: (input: MethodInput<'sheet.openBlank'>): MethodOutput<'sheet.openBlank'> =>
      openPages(layout.blank(input)),
    openPages,
    /** What the audit chain may tell of a ticket. @throws AppError missing */
    told: (ticket: string): ActDetail => {
      const { form, pages, numbers } = find(ticket);
      return { form, pages: pages.length, numbers };
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
      const goingOut = pdf.pagesOf(ticket) ?? printed.get(ticket)?.pages();
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

/** What pages are asked for as, on their way out. */
function orderOf(way: SheetWay, { ticket, copies }: Pick<SaveChoice, 'ticket' | 'copies'>): LeavingOrder {
  if (way === 'docx' || way === 'xlsx') return { method: 'sheet.saveDocument', ticket, format: way };
  const method = ({ paper: 'sheet.print', pdf: 'sheet.savePdf', pdfEach: 'sheet.savePdfEach' } as const)[way];
  return { method, ticket, ...(copies === undefined ? {} : { copies }) };
}

function forgetOldest(tickets: Map<string, unknown>): void {
  for (const oldest of tickets.keys()) if (tickets.size >= keptTickets) tickets.delete(oldest);
}

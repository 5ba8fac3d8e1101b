import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { discreetPrinting } from '../../../shared/forms/childRegisterRow.ts';
import { findSheet } from '../../../shared/forms/index.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';
import { layoutSheet, type SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { findRegisterForm, type RegisterForm } from '../../../shared/forms/registerForms.ts';
import { renderSheets } from '../../../shared/forms/renderSheets.ts';
import type { Sheet } from '../../../shared/forms/sheet.ts';
import { findRegister } from '../../../shared/registers/index.ts';
import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { selectedRows } from '../lists/selectedRecords.ts';
import { readMany } from '../registers/recordStore.ts';

/** What the sheets need of the host. */
export interface SheetOutput {
  pageToPdf(path: `/print/${string}`): Promise<Uint8Array>;
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
  showInFolder(path: string): Promise<void>;
}

export type SheetService = ReturnType<typeof createSheetService>;

/** Sheets that one ticket may hold; more are printed village by village. */
const maxSheets = 2_000;
const keptTickets = 3;
/** Milliseconds of work after which other requests are answered. */
const longestStep = 12;

/** Pages that are laid out. */
export interface LaidOutSheets {
  /** The name of their PDF without the day: form or list and how many, and nobody's name. */
  readonly fileName: string;
  readonly records: number;
  readonly pages: readonly SheetPage[];
}

interface PreparedSheets extends LaidOutSheets {
  savedTo: string | null;
}

/** Lays out official sheets of chosen records for preview, print and PDF. A ticket names no person and lasts as long as the session. */
export function createSheetService(options: {
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly user: () => string;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  readonly output: SheetOutput;
  readonly now: () => Date;
}) {
  const { databaseOf, output, now } = options;
  const prepared = new Map<string, PreparedSheets>();

  function find(ticket: string): PreparedSheets {
    const sheets = prepared.get(ticket);
    if (!sheets) throw new AppError('missing', '打印预览已失效，请重新打开');
    return sheets;
  }

  /** The chosen records in the order of the list. */
  function recordsOf(register: Register, { selection, sort }: MethodInput<'sheet.open'>): RecordValues[] {
    const database = databaseOf(register);
    const rows = selectedRows(database, register, selection, { limit: maxSheets, sort }, options.context());
    const found = readMany(database, register, rows);
    return rows.flatMap((row) => found.get(row) ?? []);
  }

  /** Thousands of sheets take seconds; between them other requests are answered. */
  async function openSheets(sheet: Sheet, input: MethodInput<'sheet.open'>): Promise<MethodOutput<'sheet.open'>> {
    const register = findRegister(sheet.register.key);
    if (!register) throw new AppError('missing', '没有这张表，请重新打开程序');
    const records = recordsOf(register, input);
    const [office, context] = [options.office(), options.context()];
    const pages: SheetPage[] = [];
    let started = performance.now();
    for (const values of records) {
      pages.push(...layoutSheet(sheet, { values, office, context }));
      if (performance.now() - started < longestStep) continue;
      await setImmediate();
      started = performance.now();
    }
    return openPages({ fileName: `${sheet.shortTitle}-${records.length}份`, records: records.length, pages });
  }

  function openRegister(form: RegisterForm, input: MethodInput<'sheet.open'>): MethodOutput<'sheet.open'> {
    const records = recordsOf(form.register, input);
    const pages = form.layout(records, {
      office: options.office(),
      context: options.context(),
      user: options.user(),
      printing: input.printing ?? discreetPrinting,
    });
    return openPages({ fileName: `${form.title}-${records.length}名`, records: records.length, pages });
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
    const pages = Array.from({ length: copies }, () => blank.pages).flat();
    return openPages({ fileName: `${blank.shortTitle}-空白表`, records: copies, pages });
  }

  /** Opens a ticket for pages that were laid out before or elsewhere, such as filed ones. */
  function openPages(sheets: LaidOutSheets): MethodOutput<'sheet.open'> {
    for (const oldest of prepared.keys()) if (prepared.size >= keptTickets) prepared.delete(oldest);
    const ticket = randomUUID();
    prepared.set(ticket, { ...sheets, savedTo: null });
    return { ticket, records: sheets.records, pages: sheets.pages.length };
  }

  return {
    open,
    openBlank,
    openPages,

    /** The print document of a ticket, or undefined. */
    html(ticket: string, nonce: string): string | undefined {
      const sheets = prepared.get(ticket);
      return sheets && renderSheets(sheets.pages, nonce);
    },

    /** Renders the sheets as one PDF and hands it to the host. The name says form, number and day, and nobody's name. */
    async savePdf(ticket: string): Promise<MethodOutput<'sheet.savePdf'>> {
      const sheets = find(ticket);
      const pdf = await output.pageToPdf(`/print/${ticket}`);
      const day = calendarDateOf(now()).replaceAll('-', '');
      sheets.savedTo = await output.saveFile(`${sheets.fileName}-${day}.pdf`, pdf);
      return { path: sheets.savedTo };
    },

    /** Shows the folder of the PDF that was saved last; a page cannot name a path of its own. */
    async showFolder(ticket: string): Promise<void> {
      const { savedTo } = find(ticket);
      if (savedTo === null) throw new AppError('missing', '还没有保存PDF，请先点“另存为PDF”');
      await output.showInFolder(savedTo);
    },
  };
}

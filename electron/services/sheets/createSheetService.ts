import { randomUUID } from 'node:crypto';
import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { findSheet } from '../../../shared/forms/index.ts';
import { layoutSheet, type SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { renderSheets } from '../../../shared/forms/renderSheets.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import type { RegisterService } from '../registers/createRegisterService.ts';

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
  readonly registers: RegisterService;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  readonly output: SheetOutput;
  readonly now: () => Date;
}) {
  const { registers, output, now } = options;
  const prepared = new Map<string, PreparedSheets>();

  function find(ticket: string): PreparedSheets {
    const sheets = prepared.get(ticket);
    if (!sheets) throw new AppError('missing', '打印预览已失效，请重新打开');
    return sheets;
  }

  function open(form: string, selection: MethodInput<'sheet.open'>['selection']): MethodOutput<'sheet.open'> {
    const sheet = findSheet(form);
    if (!sheet) throw new AppError('missing', '没有这张表，请重新打开程序');
    const ids = 'ids' in selection ? selection.ids : registers.idsOf(selection.query, maxSheets + 1);
    if (ids.length === 0) throw new AppError('invalid', '没有可打印的记录，请先选择或放宽筛选');
    if (ids.length > maxSheets) throw new AppError('invalid', `一次最多打印${maxSheets}份，请先按村筛选`);
    const [office, context] = [options.office(), options.context()];
    const pages = ids.flatMap((id) => {
      const { values } = registers.get(sheet.register.key, id);
      return layoutSheet(sheet, { values, office, context });
    });
    return openPages({ fileName: `排查表${sheet.key}-${ids.length}份`, records: ids.length, pages });
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

import { randomUUID } from 'node:crypto';
import type { PrintFact } from '../../../shared/contract/printMethods.ts';
import type { SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { withPrintFoot } from '../../../shared/forms/printFoot.ts';
import type { PdfBinder } from '../../jobs/openPdfBinder.ts';
import type { Job } from '../jobs/createJobRegistry.ts';
import { bookmarksOf, type LaidOutSheets } from './laidOutSheets.ts';

/** Pages that the browser prints at once, so that a long print can be stopped and its memory stays small. */
const pagesPerSlice = 100;

/** What making PDFs needs from around it. */
export interface SheetPdfDependencies {
  readonly pageToPdf: (path: `/print/${string}`) => Promise<Uint8Array>;
  readonly openPdfBinder: () => PdfBinder;
}

/** Makes PDFs of laid-out pages with the browser, which fetches them by a ticket of their own. */
export function createSheetPdf(options: SheetPdfDependencies) {
  /** Pages on their way into a file, as long as that takes. */
  const inPrint = new Map<string, readonly SheetPage[]>();

  /** Lets the browser print pages, which nobody else sees at their address. */
  async function toPdf(pages: readonly SheetPage[]): Promise<Uint8Array> {
    const ticket = randomUUID();
    inPrint.set(ticket, pages);
    try {
      return await options.pageToPdf(`/print/${ticket}`);
    } finally {
      inPrint.delete(ticket);
    }
  }

  /** One PDF of all copies with a bookmark for each part, printed in slices; the job can be stopped between two of them. */
  async function bind(
    sheets: Pick<LaidOutSheets, 'parts'> & { readonly pages: readonly SheetPage[] },
    fact: PrintFact | null,
    job: Job,
  ): Promise<Uint8Array> {
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

  return {
    toPdf,
    bind,
    /** The pages that the browser is asking for; undefined under any other ticket. */
    pagesOf: (ticket: string): readonly SheetPage[] | undefined => inPrint.get(ticket),
  };
}

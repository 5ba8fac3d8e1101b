import { PDFDict, PDFDocument, PDFHexString, PDFName } from '@cantoo/pdf-lib';

/** A line of the outline that a reader shows beside the pages; pages count from 0. */
export interface PdfBookmark {
  readonly title: string;
  readonly page: number;
}

/** Several PDFs as one, in their order. */
export interface BoundPdf {
  /** @throws Error when the part has another number of pages than it is said to have */
  add(part: Uint8Array, pages: number): Promise<void>;
  finish(bookmarks: readonly PdfBookmark[]): Promise<Uint8Array>;
}

/** Binds PDFs of the browser to one. Each part is taken in as it comes, so that the last one has little left to wait for. */
export function createBoundPdf(): BoundPdf {
  let whole: PDFDocument | undefined;
  return {
    async add(part, pages) {
      const loaded = await PDFDocument.load(part, { updateMetadata: false });
      if (loaded.getPageCount() !== pages) throw new Error(`${loaded.getPageCount()} pages in place of ${pages}`);
      if (!whole) {
        whole = loaded;
        return;
      }
      for (const page of await whole.copyPages(loaded, loaded.getPageIndices())) whole.addPage(page);
    },
    async finish(bookmarks) {
      if (!whole) throw new Error('nothing to bind');
      writeOutline(whole, bookmarks);
      return whole.save({ useObjectStreams: true, addDefaultPage: false, updateFieldAppearances: false });
    },
  };
}

/** The outline of ISO 32000-1, 12.3.3: a flat, linked list under one root. */
function writeOutline(document: PDFDocument, bookmarks: readonly PdfBookmark[]): void {
  const { context, catalog } = document;
  const pages = document.getPages();
  const root = context.nextRef();
  const entries = bookmarks.map((bookmark) => ({ ...bookmark, ref: context.nextRef() }));
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return;
  entries.forEach(({ title, page, ref }, index) => {
    const [before, after, target] = [entries[index - 1], entries[index + 1], pages[page]];
    if (!target) throw new Error('a bookmark of a page that is not there');
    const entry = PDFDict.withContext(context);
    entry.set(PDFName.of('Title'), PDFHexString.fromText(title));
    entry.set(PDFName.of('Parent'), root);
    if (before) entry.set(PDFName.of('Prev'), before.ref);
    if (after) entry.set(PDFName.of('Next'), after.ref);
    entry.set(PDFName.of('Dest'), context.obj([target.ref, PDFName.of('Fit')]));
    context.assign(ref, entry);
  });
  const outlines = context.obj({ Type: 'Outlines', First: first.ref, Last: last.ref, Count: entries.length });
  context.assign(root, outlines);
  catalog.set(PDFName.of('Outlines'), root);
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
}

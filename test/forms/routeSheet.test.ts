import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectPrinted } from './expectPrinted.ts';
import { keepArtefact, openSheetPrinter, readPdf, type SheetPrinter } from './printSheets.ts';
import { routePages } from './routePages.ts';

let printer: SheetPrinter;
beforeAll(async () => {
  printer = await openSheetPrinter();
});
afterAll(() => printer.close());

it('prints the route sheet as it is laid out: two children a page, every text in its place, every line within 0.5 mm', async () => {
  const laid = routePages();
  const pdf = await printer.pdf(laid);
  await keepArtefact('routeSheet', pdf, [1, 2]);
  const { pages } = await readPdf(pdf);
  expect(pages).toHaveLength(2);
  laid.forEach((page, index) => {
    const printed = pages[index];
    if (!printed) throw new Error('no page');
    expectPrinted(page, printed);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discreetPrinting } from '../../shared/forms/childRegisterRow.ts';
import { sheets } from '../../shared/forms/index.ts';
import { layoutBlankForm } from '../../shared/forms/layoutBlankForm.ts';
import { layoutSheet, type SheetPage } from '../../shared/forms/layoutSheet.ts';
import { registerForms } from '../../shared/forms/registerForms.ts';
import { landscape, type Part, portrait, type Sheet } from '../../shared/forms/sheet.ts';
import { finish } from '../../shared/forms/steps.ts';
import { findRegister } from '../../shared/registers/index.ts';
import type { RecordValues } from '../../shared/registers/register.ts';
import { expectPrinted, words } from './expectPrinted.ts';
import { longestRecord } from './longestRecord.ts';
import { keepArtefact, openSheetPrinter, type PrintedPage, readPdf, type SheetPrinter } from './printSheets.ts';
import { inventedTownship, sheetContext } from './sheetOffice.ts';

let printer: SheetPrinter;
beforeAll(async () => {
  printer = await openSheetPrinter();
});
afterAll(() => printer.close());

const office = { office: inventedTownship, context: sheetContext };

/** The forms that forms.md draws on more than one page. */
const declaredPages: Readonly<Record<string, number>> = { F06: 2, F14: 2 };

const numbersUpTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** What is printed on every copy of a form, in the order of the paper: its own words, whatever it is filled in with. */
function printedWords(sheet: Sheet): string[] {
  const wordsOf = (parts: readonly Part[]): string[] =>
    parts.flatMap((part) => {
      if (typeof part === 'string') return part.split(/\s+/u);
      return part.kind === 'tick' || part.kind === 'penTick' ? [part.text.replace(/\s/gu, '')] : [];
    });
  return sheet.rows.flatMap(({ cells, repeat }) =>
    Array.from({ length: repeat?.times ?? 1 }, () => cells.flatMap((cell) => wordsOf(cell.parts))).flat(),
  );
}

/** That texts stand in a page one after the other. */
function expectInOrder(texts: readonly string[], all: string): void {
  let from = 0;
  for (const text of texts) {
    const at = all.indexOf(text, from);
    if (at < 0) expect.fail(`“${text}” is missing after “${all.slice(Math.max(0, from - 20), from)}”`);
    from = at + text.length;
  }
}

describe.each(sheets)('$key $title', (sheet) => {
  const pages = declaredPages[sheet.key] ?? 1;
  const filled = (values: RecordValues, about: RecordValues | null): SheetPage[] =>
    layoutSheet(sheet, { values, about, ...office });
  const { register } = sheet;
  let cases: Record<'blank' | 'usual' | 'longest', readonly SheetPage[]>;
  let printed: Record<keyof typeof cases, readonly PrintedPage[]>;

  beforeAll(async () => {
    cases = {
      blank: layoutBlankForm(sheet.key, office)?.pages ?? [],
      usual: filled(register.sample, register.about?.sample ?? null),
      longest: filled(longestRecord(register), register.about ? longestRecord(register.about) : null),
    };
    const laid = Object.values(cases).flat();
    const pdf = await printer.pdf(laid);
    // Attached pages look alike; one of them shows how.
    const pictures = cases.blank.length + cases.usual.length + pages + 1;
    await keepArtefact(sheet.key, pdf, numbersUpTo(Math.min(pictures, laid.length)));
    const read = (await readPdf(pdf)).pages;
    expect(read).toHaveLength(laid.length);
    const [usual, longest] = [cases.blank.length, cases.blank.length + cases.usual.length];
    printed = { blank: read.slice(0, usual), usual: read.slice(usual, longest), longest: read.slice(longest) };
  });

  it.each(['blank', 'usual'] as const)(`takes ${pages} A4 pages when it is %s`, (which) => {
    expect(cases[which].map(({ kind }) => kind)).toEqual(Array.from({ length: pages }, () => 'sheet'));
    for (const { width, height } of cases[which]) expect([width, height]).toEqual([portrait.width, portrait.height]);
  });

  it('takes as many pages of its own, and attached ones, when everything is as long as it may be', () => {
    const kinds = cases.longest.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'sheet')).toHaveLength(pages);
    expect(kinds.lastIndexOf('sheet')).toBe(pages - 1);
  });

  it('says on every attached page whose it is, so that a loose one finds back', () => {
    // Beside title and page number.
    for (const { kind, texts } of cases.longest) if (kind === 'attachment') expect(texts.length).toBeGreaterThan(2);
  });

  it.each(['blank', 'usual', 'longest'] as const)('is printed as it is laid out when it is %s', (which) => {
    cases[which].forEach((laid, index) => {
      const page = printed[which][index];
      if (page) expectPrinted(laid, page);
    });
  });

  it('has its title, labels and options in their order', () => {
    const all = words(printed.blank.flatMap(({ texts }) => texts));
    for (const page of printed.blank) expect(words(page.texts).startsWith(sheet.title)).toBe(true);
    expectInOrder(printedWords(sheet), all);
    for (const note of sheet.notes ?? []) expect(all).toContain(note.replace(/\s/gu, ''));
  });

  it('is as high and as wide as it is declared', () => {
    const heights = cases.blank.flatMap(({ tables }) =>
      tables.flatMap(({ rowHeights, headRows = 0 }) => rowHeights.slice(headRows)),
    );
    const declared = sheet.rows.flatMap(({ height, repeat, cut }) =>
      cut === undefined ? Array.from({ length: repeat?.times ?? 1 }, () => height) : [],
    );
    expect(heights).toEqual(declared);
    for (const { columns } of cases.blank.flatMap(({ tables }) => tables)) expect(columns).toEqual(sheet.columns);
  });
});

describe.each(registerForms)('$key $title', (form) => {
  const paper = { ...office, user: '罗建国', printing: discreetPrinting };
  const fullPaper = { ...paper, printing: { numbers: 'full', categories: 'names' } } as const;
  let laid: readonly SheetPage[];

  beforeAll(() => {
    const { register } = form;
    const longest = longestRecord(register);
    // A register has a row for each record; a paper has rows of its own.
    const usual = Array.from({ length: findRegister(register.key) ? 40 : 1 }, () => register.sample);
    laid = [
      ...(layoutBlankForm(form.key, office)?.pages ?? []),
      ...finish(form.layout([], paper)),
      ...finish(form.layout(usual, paper)),
      ...finish(form.layout([longest, register.sample, longest], fullPaper)),
    ];
  });

  it('is printed as it is laid out: blank, without rows, with usual rows and with the longest', async () => {
    const pdf = await printer.pdf(laid);
    await keepArtefact(form.key, pdf, numbersUpTo(laid.length));
    const { pages } = await readPdf(pdf);
    expect(pages).toHaveLength(laid.length);
    laid.forEach((page, index) => {
      expect([page.width, page.height]).toEqual([landscape.width, landscape.height]);
      const read = pages[index];
      if (read) expectPrinted(page, read);
    });
  });

  it('has its heads on every page, and its columns are as wide as declared', () => {
    const heads = form.sheet.columns.map(({ heading }) => heading.replaceAll('\n', ''));
    for (const { tables } of laid) {
      const [table] = tables;
      expect(table?.columns).toEqual(form.sheet.columns.map(({ width }) => width));
      const first = table?.cells
        .filter(({ row }) => row === 0)
        .map(({ lines }) => lines.flatMap(({ segments }) => segments));
      expect(
        first?.map((segments) => segments.map((segment) => ('text' in segment ? segment.text : '')).join('')),
      ).toEqual(heads);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { mmPerPoint } from '../../../shared/forms/fitText.ts';
import { sheets } from '../../../shared/forms/index.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';
import { layoutSheet, type PlacedText, type SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { footTop, previewFoot, printFootText, withFootText, withPrintFoot } from '../../../shared/forms/printFoot.ts';
import { registerForms } from '../../../shared/forms/registerForms.ts';
import { longestRecord } from '../../forms/longestRecord.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

const foot = { serial: '2026-000123', copies: 2, by: '周敏', at: '2026-11-21T01:00:00.000Z', code: 'A16900HK' };

/** The lowest ink of a text, in mm: its lines stand in the middle of its box. */
function inkBottom({ y, height, lines, leading, size }: PlacedText): number {
  if (lines.every(({ segments }) => segments.length === 0)) return y;
  const block = lines.length * leading * mmPerPoint;
  return y + (height + block) / 2 - ((leading - size) * mmPerPoint) / 2;
}

function lowest({ texts, tables }: SheetPage): number {
  const cells = tables.flatMap((table) => table.cells.map(({ y, height }) => y + height));
  return Math.max(...texts.map(inkBottom), ...cells);
}

function expectRoom(pages: readonly SheetPage[]): void {
  for (const page of pages) expect(lowest(page)).toBeLessThanOrEqual(page.height - footTop + 0.3);
}

describe('the foot of a print stands below everything', () => {
  test.each(sheets.map((sheet) => [sheet.key, sheet] as const))('that %s prints at its longest', (_, sheet) => {
    const about = sheet.register.about ? longestRecord(sheet.register.about) : null;
    const content = { values: longestRecord(sheet.register), about, office: inventedTownship, context: sheetContext };
    expectRoom(layoutSheet(sheet, content));
  });

  test.each(registerForms.map(({ key }) => [key]))('that %s prints', (key) => {
    expectRoom(layoutBlankForm(key, { office: inventedTownship, context: sheetContext })?.pages ?? []);
  });
});

test('every copy of every page says which it is; the pages themselves stay as they were', () => {
  const [sheet] = sheets;
  if (!sheet) throw new Error('there is a form');
  const pages = layoutSheet(sheet, { values: longestRecord(sheet.register), office: null, context: sheetContext });
  const printed = withPrintFoot(pages, foot);
  expect(printed).toHaveLength(pages.length * 2);
  printed.forEach((page, index) => {
    const original = pages[index % pages.length];
    expect({ ...page, texts: page.texts.slice(0, -1) }).toEqual(original);
  });
  const last = printed.at(-1)?.texts.at(-1)?.lines[0]?.segments;
  expect(last).toEqual([
    {
      kind: 'text',
      text: printFootText(foot, { copy: 2, page: pages.length, pages: pages.length }),
    },
  ]);
});

test('the longest name of a user still fits the width of the page', () => {
  const page: SheetPage = { kind: 'sheet', width: 210, height: 297, texts: [], tables: [] };
  const by = '龘'.repeat(30);
  const [placed] = withFootText(page, printFootText({ ...foot, by }, { copy: 20, page: 4000, pages: 4000 })).texts;
  expect((placed?.lines[0]?.width ?? 0) * (placed?.size ?? 0) * mmPerPoint).toBeLessThanOrEqual(180 + 1e-9);
  expect(placed?.size).toBeGreaterThan(5.5);
  expect(withFootText(page, previewFoot).texts[0]?.size).toBe(7);
});

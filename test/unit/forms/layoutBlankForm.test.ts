import { describe, expect, test } from 'vitest';
import { sheets } from '../../../shared/forms/index.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';
import type { SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { registerForms } from '../../../shared/forms/registerForms.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

const paper = { office: inventedTownship, context: sheetContext };

function textsOf(pages: readonly SheetPage[]): string[] {
  return pages
    .flatMap(({ texts, tables }) => [...texts, ...tables.flatMap(({ cells }) => cells)])
    .map(({ lines }) =>
      lines
        .flatMap(({ segments }) => segments)
        .map((segment) => (segment.kind === 'blank' ? '' : segment.text))
        .join(''),
    );
}

function ticked(pages: readonly SheetPage[]): number {
  return pages
    .flatMap(({ tables }) => tables.flatMap(({ cells }) => cells))
    .flatMap(({ lines }) => lines.flatMap(({ segments }) => segments))
    .filter((segment) => segment.kind === 'tick' && segment.ticked).length;
}

describe('a blank for the pen', () => {
  test.each(sheets.map(({ key, title }) => [key, title]))('%s shows its title and no tick', (key, title) => {
    const blank = layoutBlankForm(key, paper);
    expect(blank?.title).toBe(title);
    expect(textsOf(blank?.pages ?? [])).toContain(title);
    expect(ticked(blank?.pages ?? [])).toBe(0);
    expect(blank?.pages.some(({ kind }) => kind === 'attachment')).toBe(false);
  });

  test.each(registerForms.map((form) => [form.key, form] as const))(
    '%s is one page of numbered empty rows with room for their count and the seal',
    (key, form) => {
      const pages = layoutBlankForm(key, paper)?.pages ?? [];
      expect(pages).toHaveLength(1);
      const texts = textsOf(pages);
      expect(texts).toContain(form.title);
      expect(texts).toContain(`共　　${form.sheet.measure}`);
      const cells = (pages[0]?.tables[0]?.cells ?? []).filter(({ row }) => row > 0);
      const written = cells.filter(({ lines }) => lines.some(({ segments }) => segments.length > 0));
      expect(written.map(({ column }) => column)).toEqual(written.map(() => 0));
      expect(written.length).toBeGreaterThan(8);
      expect(cells.length).toBe(written.length * form.sheet.columns.length);
    },
  );

  test('of a form that does not exist is undefined', () => {
    expect(layoutBlankForm('F99', paper)).toBeUndefined();
  });
});

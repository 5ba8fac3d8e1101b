import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { F08 } from '../../shared/forms/F08.ts';
import { layoutRegister } from '../../shared/forms/layoutRegister.ts';
import type { SheetPage } from '../../shared/forms/layoutSheet.ts';
import { renderSheets } from '../../shared/forms/renderSheets.ts';
import { expectPrinted, words } from './expectPrinted.ts';
import { openSheetPrinter, type PrintedPage, readPdf, type SheetPrinter } from './printSheets.ts';
import { type ChildRow, longestRow, usualRows } from './registerRows.ts';

let printer: SheetPrinter;
beforeAll(async () => {
  printer = await openSheetPrinter();
});
afterAll(() => printer.close());

const foot = { unit: '安宁镇人民政府', filled_by: '罗建国' };

function lay(rows: readonly ChildRow[]): SheetPage[] {
  return layoutRegister(F08, rows, { area: '全镇', foot });
}

async function print(pages: readonly SheetPage[]): Promise<{ title: string; pages: PrintedPage[] }> {
  return readPdf(await printer.pdf(pages));
}

const headings = F08.columns.map((column) => column.heading.replace('\n', '')).join('');
const mixed = usualRows(60).flatMap((row, index) => (index % 20 === 7 ? [row, longestRow] : [row]));

describe('F08 on paper', () => {
  it('lies on A4 landscape, sheet by sheet beside portrait ones in one document', async () => {
    const [first] = lay(usualRows(1));
    if (!first) throw new Error('no page');
    const portrait: SheetPage = { ...first, width: 210, height: 297, texts: [], tables: [] };
    const { title, pages } = await print([first, portrait, first]);
    expect(title).toBe('表格');
    const sizes = pages.map(({ width, height }) => [Math.round(width), Math.round(height)]);
    expect(sizes).toEqual([
      [297, 210],
      [210, 297],
      [297, 210],
    ]);
  });

  it('says on the first page what it is, and on every page how it is kept, the heads and the number of the page', async () => {
    const { pages } = await print(lay(mixed));
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, index) => {
      const before = index === 0 ? '重点儿童底数台账村（社区）：全镇共63名' : '村（社区）：全镇';
      expect(words(page.texts)).toMatch(new RegExp(`^内部资料严格保密注意保管${before}`, 'u'));
      expect(words(page.texts)).toContain(headings);
      expect(words(page.texts)).toContain(`第${index + 1}页共${pages.length}页`);
      const last = index === pages.length - 1;
      expect(words(page.texts).includes('填报单位（盖章）：安宁镇人民政府填表人：罗建国审核人：填报日期：年月日')).toBe(
        last,
      );
    });
  });

  it('holds no text beyond its cell and loses none when everything is as long as it may be', async () => {
    const rows = [...usualRows(998), longestRow, longestRow];
    const laid = lay(rows).slice(-2);
    const { pages } = await print(laid);
    laid.forEach((page, index) => {
      const read = pages[index];
      if (read) expectPrinted(page, read);
    });
    expect(pages).toHaveLength(laid.length);
    expect(words(pages.at(-1)?.texts ?? [])).toContain('1000');
    expect(words(pages.at(-1)?.texts ?? [])).toContain('𫖯𬱖䶮㛃犇𬸣');
  });

  it('is laid out and written within a second for a thousand rows, without a blank page', async () => {
    const rows = usualRows(1000);
    // Time of this thread alone, because other tests hold the processors as well.
    const began = process.threadCpuUsage();
    renderSheets(lay(rows), '');
    const { user, system } = process.threadCpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(1000);
    const laid = lay(rows);
    const { pages } = await print(laid);
    expect(pages).toHaveLength(laid.length);
    for (const page of pages) expect(page.texts.length).toBeGreaterThan(100);
  });
});

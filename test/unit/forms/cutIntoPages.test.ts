import { describe, expect, it } from 'vitest';
import { defineSheet } from '../../../shared/forms/defineSheet.ts';
import { F01 } from '../../../shared/forms/F01.ts';
import { layoutSheet, type PlacedCell, type SheetPage } from '../../../shared/forms/layoutSheet.ts';
import {
  entry,
  label,
  type Sheet,
  type SheetDeclaration,
  type SheetRow,
  value,
  verticalLabel,
} from '../../../shared/forms/sheet.ts';
import { child } from '../../../shared/registers/child.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

const row = (height: number, ...cells: SheetRow['cells']): SheetRow => ({ height, cells });
const plain = (height: number): SheetRow => row(height, label('栏目', 2), entry(value('name'), 10));
const whose: SheetRow = { ...row(9, label('姓名', 2), entry(value('name'), 10)), onEveryPage: true };

/** A form of these rows. */
function form(rows: readonly SheetRow[], more: Partial<SheetDeclaration> = {}): Sheet {
  const { cells, rowHeights, gridHeight, pageGrids, ...declaration } = F01;
  return defineSheet({ ...declaration, pages: 2, ...more, rows });
}

function lay(sheet: Sheet): SheetPage[] {
  return layoutSheet(sheet, { values: child.sample, office: inventedTownship, context: sheetContext });
}

const words = ({ lines }: Pick<PlacedCell, 'lines'>): string =>
  lines.flatMap(({ segments }) => segments.map((segment) => ('text' in segment ? segment.text : ''))).join('');
const column = (page: SheetPage | undefined, index: number): string[] =>
  (page?.tables ?? []).flatMap(({ cells }) => cells.filter((cell) => cell.column === index).map(words));
const heightOf = (page: SheetPage | undefined): number =>
  (page?.tables ?? []).flatMap(({ rowHeights }) => rowHeights).reduce((sum, height) => sum + height, 0);

describe('a grid higher than the page', () => {
  it('goes on after the row that fills the page, below the title and the row on every page', () => {
    const [first, second, ...more] = lay(form([whose, ...Array.from({ length: 28 }, () => plain(10))]));
    expect(more).toEqual([]);
    expect(heightOf(first)).toBe(239);
    expect(heightOf(second)).toBe(9 + 50);
    expect(column(second, 0)).toEqual(['姓名', '栏目', '栏目', '栏目', '栏目', '栏目']);
    expect(second?.tables[0]).toMatchObject({ headRows: 1, continues: 'row' });
    expect(second?.texts.map(words)).toContain(F01.title);
    const signed = (page: SheetPage | undefined): boolean =>
      page?.texts.some((text) => words(text).startsWith('登记人')) === true;
    expect([first, second].map(signed)).toEqual([false, true]);
    expect([first, second].map((page) => page?.texts.map(words).filter((text) => text.startsWith('第')))).toEqual([
      ['第1页，共2页'],
      ['第2页，共2页'],
    ]);
  });

  it('ends a page before a block whose label would be cut, and not with headings alone', () => {
    const block = (rows: number): SheetRow[] => [
      row(10, verticalLabel('帮扶措施', 1, rows), label('问题', 5), label('措施', 6)),
      ...Array.from({ length: rows - 1 }, () => row(10, entry(value('name'), 5), entry(value('sex'), 6))),
    ];
    const whole = lay(form([...Array.from({ length: 18 }, () => plain(10)), ...block(10)]));
    expect(whole.map(heightOf)).toEqual([180, 100]);
    // The label is cut where whole blocks would leave much of the page white; headings stay with the row below them.
    const cut = lay(form([plain(20), ...block(26)]));
    expect(cut.map(heightOf)).toEqual([230, 50]);
    expect(cut.map((page) => column(page, 0).at(-1))).toEqual(['帮扶措施', '帮扶措施']);
    expect(cut[1]?.tables[0]?.cells.find((cell) => cell.column === 0)).toMatchObject({ rows: 5, repeated: true });
  });

  it('leaves more than the signatures for the last page', () => {
    const rows = [...Array.from({ length: 23 }, () => plain(10)), plain(26)];
    expect(lay(form(rows)).map(heightOf)).toEqual([210, 46]);
  });

  it('is never cut through a cell to fill in', () => {
    const high = row(10, label('情况', 2), entry(value('guardian_gap'), 10, 6));
    const rows = [
      ...Array.from({ length: 20 }, () => plain(10)),
      high,
      ...Array.from({ length: 5 }, () => row(10, label('续', 2))),
    ];
    const pages = lay(form([...rows, plain(10), plain(10)]));
    expect(pages.map(heightOf)).toEqual([200, 80]);
  });

  it('writes a label that is left too low for hanzi below each other in lines', () => {
    const block = [
      {
        ...row(9, verticalLabel('儿童情况', 2, 8), label('姓名', 5), entry(value('name'), 5)),
        onEveryPage: true as const,
      },
      ...Array.from({ length: 7 }, () => row(9, label('栏目', 5), entry(value('sex'), 5))),
    ];
    const [, second] = lay(form([...block, ...Array.from({ length: 20 }, () => plain(10))]));
    const said = second?.tables[0]?.cells[0];
    expect(said).toMatchObject({ vertical: false, rows: 1, height: 9, repeated: true });
    expect(said && words(said)).toBe('儿童情况');
  });

  it('is refused when it takes more or fewer pages than declared, or no row can end a page', () => {
    expect(() => form([plain(100)])).toThrow('take 1 pages, 2 declared');
    expect(() => form(Array.from({ length: 60 }, () => plain(10)))).toThrow('take 3 pages, 2 declared');
    expect(() => form([plain(300)], { pages: 1 })).toThrow('rows are 300 mm high');
  });

  it('is refused when a cell to fill in reaches out of the rows on every page', () => {
    const first: SheetRow = { ...row(9, label('姓名', 2), entry(value('name'), 10, 2)), onEveryPage: true };
    const rows = [first, row(9, label('续', 2)), ...Array.from({ length: 28 }, () => plain(10))];
    expect(() => form(rows)).toThrow('goes beyond the rows on every page');
  });
});

describe('what stands above the grid', () => {
  it('moves up with the title when it takes two lines', () => {
    const items = [['填报单位：', value('name'), '（盖章）'], ['填报日期：2026年11月21日']];
    const headed = (name: string) => {
      const sheet = form([plain(9)], { pages: 1, head: { align: 'spread', items } });
      const values = { ...child.sample, fields: { ...child.sample.fields, name } };
      const [page] = layoutSheet(sheet, { values, office: inventedTownship, context: sheetContext });
      const texts = page?.texts ?? [];
      const date = texts.find((text) => words(text).startsWith('填报日期'));
      return { title: texts[0]?.y ?? 0, date: date?.y ?? 0, grid: page?.tables[0]?.cells[0]?.y ?? 0 };
    };
    const usual = headed('双塘村村民委员会');
    const long = headed('虚拟县安宁镇双塘村村民委员会'.repeat(4).slice(0, 50));
    expect(long.grid).toBe(usual.grid);
    expect(long.title).toBeLessThan(usual.title);
    expect(long.date + 6).toBeLessThanOrEqual(long.grid + 1e-9);
  });
});

describe('what stands below the grid', () => {
  it('is followed by small print, each note on lines of its own', () => {
    const notes = ['注：1.患病指重特大疾病。', '2.监护情况按生活、就学和健康保障程度分为较好、一般、差。'.repeat(3)];
    const [page] = lay(form([plain(9)], { pages: 1, notes }));
    const texts = page?.texts.slice(-2) ?? [];
    expect(texts.map(words)).toEqual(notes);
    expect(texts.map(({ size, lines }) => [size, lines.length])).toEqual([
      [9, 1],
      [9, 2],
    ]);
    const foot = page?.texts.at(-3);
    const [first, second] = texts;
    expect(first && foot && first.y >= foot.y + foot.height).toBe(true);
    expect(first && second && second.y >= first.y + first.height - 1e-9).toBe(true);
  });

  it('takes its room from the grid', () => {
    const notes = Array.from({ length: 4 }, (_, index) => `${index + 1}.说明`);
    expect(() => form([plain(230)], { pages: 1, notes })).toThrow('rows are 230 mm high');
  });
});

describe('a form to be cut in two', () => {
  const cut: SheetRow = {
    height: 24,
    cells: [],
    cut: { across: ['编号：', value('file_number'), '（骑缝章）'], title: '回执' },
  };
  const numbered = (height: number): SheetRow => row(height, label('编号', 2), entry(value('file_number'), 10));
  const sheet = form([numbered(40), cut, numbered(60)], { pages: 1 });
  const [page] = lay(sheet);

  it('has two ruled tables, with the line, its text and the title of the lower part between them', () => {
    const tables = page?.tables ?? [];
    const edges = tables.map(({ cells }) => [cells[0]?.y ?? 0, Math.max(...cells.map(({ y, height }) => y + height))]);
    const [[, above = 0] = [], [below = 0] = []] = edges;
    expect(below - above).toBeCloseTo(24, 6);
    expect(tables.map(({ cells }) => cells.map(({ row: at }) => at))).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const texts = page?.texts.map(words) ?? [];
    const between = page?.texts.filter(({ y }) => y > above - 6 && y < below) ?? [];
    expect(between.map(words)).toEqual([expect.stringMatching(/^编号：.*（骑缝章）$/u), '回执']);
    expect(texts.at(0)).toBe(F01.title);
    for (const { y } of page?.dottedLines ?? []) expect(y > above && y < below).toBe(true);
  });

  it('lists a text that both halves only begin once on the attached sheet', () => {
    const half = row(9, label('住址', 2), entry(value('household_address'), 3), entry(value('file_number'), 7));
    const sheet = form([half, cut, half], { pages: 1 });
    const values = { ...child.sample, fields: { ...child.sample.fields, household_address: '双塘村'.repeat(33) } };
    const [, attached] = layoutSheet(sheet, { values, office: inventedTownship, context: sheetContext });
    expect(column(attached, 0)).toEqual(['栏目', '户籍地址']);
  });

  it('breaks the line where the text stands', () => {
    const across = page?.texts.find((text) => words(text).startsWith('编号'));
    const [left, right, ...more] = page?.dottedLines ?? [];
    expect(more).toEqual([]);
    expect([left?.x1, right?.x2]).toEqual([15, 195]);
    expect(across && left && right && left.x2 < across.x && across.x + across.width < right.x1).toBe(true);
  });

  it('leaves the number to the pen when it is too long for the line, and says it in both halves', () => {
    const long = { ...child.sample, fields: { ...child.sample.fields, file_number: '𠮷'.repeat(30) } };
    const [first] = layoutSheet(sheet, { values: long, office: inventedTownship, context: sheetContext });
    expect(first?.texts.map(words)).toContain('编号：（骑缝章）');
    expect(column(first, 2).map((text) => text.startsWith('〔U+20BB7〕'))).toEqual([true, true]);
    expect(first?.dottedLines).toHaveLength(2);
  });

  it('is refused when what stands on the line stands in no cell', () => {
    expect(() => form([plain(40), cut, plain(60)], { pages: 1 })).toThrow('stands in no cell');
  });
});

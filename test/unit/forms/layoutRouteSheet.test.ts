import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mmPerPoint } from '../../../shared/forms/fitText.ts';
import {
  layoutRouteSheet,
  questionsThatFit,
  type RoutePerson,
  type RouteStop,
} from '../../../shared/forms/layoutRouteSheet.ts';
import type { PlacedText, SheetPage } from '../../../shared/forms/layoutSheet.ts';
import type { RouteQuestion } from '../../../shared/rules/routeQuestions.ts';
import { said } from '../../forms/expectPrinted.ts';

const person: RoutePerson = {
  name: '欧阳朵朵',
  sex: '女',
  age: '11岁',
  fileNumber: '2026-00001',
  village: '双塘村',
  address: '虚拟县安宁镇双塘村3组8号',
  guardian: '欧阳建国（父亲）',
  phone: '13800000001',
};
const stopOf = (position: number, questions: readonly RouteQuestion[] = [], about = person): RouteStop => ({
  position,
  person: about,
  questions: questionsThatFit(about, questions),
});
const confirm = (known: string): RouteQuestion => ({
  key: 'residence_address',
  label: '居住地址',
  known,
  options: null,
  several: false,
});
const boxes = (...labels: string[]): RouteQuestion => ({
  key: 'health',
  label: '身体状况',
  known: null,
  options: labels.map((label, index) => ({ code: String(index), label })),
  several: true,
});

const wordsOf = ({ texts, tables }: SheetPage): string =>
  [...texts, ...tables.flatMap((table) => table.cells)].map(({ lines }) => said(lines)).join('|');

/** That no line is wider or higher than the box it stands in. */
function expectInside({ lines, size, leading, width, height }: PlacedText, padding = 0): void {
  for (const line of lines) expect(line.width * size * mmPerPoint).toBeLessThanOrEqual(width - 2 * padding + 1e-6);
  expect(((lines.length - 1) * leading + size) * mmPerPoint).toBeLessThanOrEqual(height + 1e-6);
  expect(size).toBeGreaterThanOrEqual(9);
}

describe('the route sheet', () => {
  it('holds two children a page, each with its code and a place to sign, and a line to cut along', () => {
    const pages = layoutRouteSheet(
      '2026-0003',
      [1, 2, 3].map((position) => stopOf(position)),
    );
    expect(pages.map((page) => page.tables.length)).toEqual([2, 1]);
    expect(pages.every((page) => page.dottedLines?.length === 1)).toBe(true);
    const [first = '', second = ''] = pages.map(wordsOf);
    expect(first).toContain('走访单2026-0003第01户');
    expect(first).toContain('走访单2026-0003第02户');
    expect(second).toContain('走访单2026-0003第03户');
    expect(first.match(/走访人（两人以上签名）：/gu)).toHaveLength(2);
    expect(first.match(/内部资料严格保密注意保管/gu)).toHaveLength(2);
    expect(first).toContain('欧阳朵朵|性别|女|年龄|11岁|档案号|2026-00001');
    expect(first).toContain('见到本人|□是□否');
    expect(first).toContain('发现问题');
  });

  it('shows what is known with boxes to confirm it, and options as boxes', () => {
    const [page] = layoutRouteSheet('2026-0003', [stopOf(1, [confirm('双塘村3组8号'), boxes('健康', '残疾', '患病')])]);
    const words = page ? wordsOf(page) : '';
    expect(words).toContain('1|居住地址|双塘村3组8号□属实□变了：');
    expect(words).toContain('2|身体状况（可多选）|□健康□残疾□患病');
  });

  it('keeps the place of a child that is in the registry no more', () => {
    const [page] = layoutRouteSheet('2026-0003', [{ position: 1, person: null, questions: [] }, stopOf(2)]);
    expect(page?.tables).toHaveLength(1);
    expect(page ? wordsOf(page) : '').toContain('这名儿童已不在册');
  });

  it('shortens the list of a child with much to ask, so that nothing is clipped', () => {
    const many = Array.from({ length: 30 }, () => boxes('甲', '乙'));
    const fitting = questionsThatFit(person, many);
    expect(fitting.length).toBeGreaterThanOrEqual(9);
    expect(fitting.length).toBeLessThan(30);
  });

  it('keeps every text in its box and every half on its side, however long names and addresses are', () => {
    const words = fc.string({ unit: fc.constantFrom('镇', '村', '𠮷', 'W', '8', '（', '。', '〇'), maxLength: 100 });
    const anybody = fc.record({
      name: words,
      sex: fc.constantFrom('男', '女', ''),
      age: fc.constantFrom('11岁', ''),
      fileNumber: fc.string({ unit: fc.constantFrom('W', '-', '8'), maxLength: 30 }),
      village: words,
      address: words,
      guardian: words,
      phone: fc.constantFrom('13800000001', ''),
    });
    const asked = fc.array(
      fc.oneof(
        words.map(confirm),
        fc
          .array(
            words.map((word) => word.slice(0, 12)),
            { maxLength: 8 },
          )
          .map((labels) => boxes(...labels)),
      ),
      { maxLength: 13 },
    );
    fc.assert(
      fc.property(anybody, asked, (about, questions) => {
        const pages = layoutRouteSheet('2026-0003', [stopOf(1, questions, about), stopOf(2, questions, about)]);
        expect(pages).toHaveLength(1);
        const [page] = pages;
        const cut = page?.dottedLines?.[0]?.y ?? 0;
        for (const [index, { cells, rowHeights, columns }] of (page?.tables ?? []).entries()) {
          expect(columns.reduce((sum, width) => sum + width, 0)).toBe(180);
          expect(rowHeights.at(-1)).toBeGreaterThanOrEqual(14);
          for (const cell of cells) {
            expectInside(cell, cell.padding);
            expect(cell.y > cut).toBe(index === 1);
            expect(cell.y + cell.height).toBeLessThan(index === 0 ? cut : 284);
          }
        }
        for (const each of page?.texts ?? []) expectInside(each);
      }),
      { numRuns: 150 },
    );
  });
});

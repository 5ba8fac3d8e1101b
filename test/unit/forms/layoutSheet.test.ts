import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studyStates } from '../../../shared/codes/children.ts';
import { segmentWidth } from '../../../shared/forms/breakLines.ts';
import { F01 } from '../../../shared/forms/F01.ts';
import { mmPerPoint } from '../../../shared/forms/fitText.ts';
import { sheets } from '../../../shared/forms/index.ts';
import { layoutSheet, type PlacedText, type SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { type PartSource, printedValue } from '../../../shared/forms/partSegments.ts';
import { printableText } from '../../../shared/forms/printableText.ts';
import type { Sheet } from '../../../shared/forms/sheet.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, type RecordValues, type Values } from '../../../shared/registers/register.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';
import { anyRecord } from '../../forms/sheetRecords.ts';

function lay(sheet: Sheet, values: RecordValues): SheetPage[] {
  const about = sheet.register.about?.sample ?? null;
  return layoutSheet(sheet, { values, about, office: inventedTownship, context: sheetContext });
}

const textsOf = (page: SheetPage): PlacedText[] => [...page.texts, ...page.tables.flatMap((table) => table.cells)];
const words = (text: PlacedText): string =>
  text.lines.flatMap((line) => line.segments.map((segment) => ('text' in segment ? segment.text : ''))).join('');
const squeeze = (text: string): string => text.replace(/\s/gu, '');

function child01(fields: RecordValues['fields'], members: readonly Values[] = child.sample.rows.members): RecordValues {
  return { fields: { ...child.sample.fields, ...fields }, rows: { members } };
}

const ticked = (page: SheetPage): string[] =>
  textsOf(page)
    .flatMap((text) => text.lines)
    .flatMap((line) => line.segments)
    .flatMap((segment) => (segment.kind === 'tick' && segment.ticked ? [segment.text] : []));

describe.each(sheets)('the sheet $key', (sheet) => {
  const record = anyRecord(sheet.register);

  it('shows every character of every value, on the sheet or its attachment', () => {
    const places = [
      ...sheet.cells.map(({ cell, member }) => ({ group: member?.group, parts: cell.parts })),
      ...[...sheet.head.items, ...sheet.foot.items].map((parts) => ({ group: undefined, parts })),
    ];
    const shownFields = (group: string | undefined): Set<string> =>
      new Set(
        places
          .filter((place) => place.group === group)
          .flatMap(({ parts }) => parts)
          .flatMap((part) => (typeof part === 'object' && part.kind === 'value' ? [part.field] : [])),
      );
    fc.assert(
      fc.property(record, (values) => {
        const blocks = lay(sheet, values).flatMap(textsOf);
        // A foot item or a row cut by the end of a page stands in several blocks, so the page is searched as one text.
        const all = squeeze(blocks.map(words).join(''));
        const office = { context: sheetContext, office: inventedTownship };
        const check = (group: string | undefined, source: Pick<PartSource, 'fields' | 'values'>): void => {
          for (const key of shownFields(group)) {
            const text = squeeze(printedValue({ ...source, ...office }, key) ?? '');
            if (!all.includes(text)) expect.fail(`${key} is not shown whole: ${text}`);
          }
        };
        check(undefined, { fields: sheet.register.fields, values: values.fields });
        for (const [key, group] of Object.entries(sheet.register.rows)) {
          for (const row of values.rows[key] ?? []) check(key, { fields: group.fields, values: row });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every line inside its box and every box on the page', () => {
    fc.assert(
      fc.property(record, (values) => {
        for (const page of lay(sheet, values)) {
          for (const text of textsOf(page)) {
            const room = text.width / (text.size * mmPerPoint);
            for (const line of text.lines) {
              const width = line.segments.reduce((sum, segment) => sum + segmentWidth(segment), 0);
              expect(width).toBeLessThanOrEqual(room + 1e-6);
            }
            expect(text.lines.length * text.leading * mmPerPoint).toBeLessThanOrEqual(text.height + 1e-6);
            expect(text.size).toBeGreaterThanOrEqual(9);
            expect(text.x).toBeGreaterThanOrEqual(15 - 1e-6);
            expect(text.x + text.width).toBeLessThanOrEqual(195 + 1e-6);
            expect(text.y).toBeGreaterThanOrEqual(5);
            expect(text.y + text.height).toBeLessThanOrEqual(292);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has the same lines for every record', () => {
    const grid = (values: RecordValues) =>
      lay(sheet, values)
        .filter((page) => page.kind === 'sheet')
        .map(({ tables }) =>
          tables.map((table) => table.cells.map(({ x, y, width, height }) => [x, y, width, height])),
        );
    const empty = grid(emptyRecord(sheet.register));
    fc.assert(
      fc.property(record, (values) => {
        expect(grid(values)).toEqual(empty);
      }),
      { numRuns: 5 },
    );
  });

  it('takes its own pages alone when nothing or the usual is entered', () => {
    expect(lay(sheet, emptyRecord(sheet.register))).toHaveLength(sheet.pages ?? 1);
    expect(lay(sheet, sheet.register.sample)).toHaveLength(sheet.pages ?? 1);
  });
});

describe('F01', () => {
  it('ticks one of five boxes for the fifteen states of schooling, or none', () => {
    const expected: Record<string, string[]> = {
      小学: ['3'],
      初中: ['4'],
      高中: ['5', '6'],
      辍学: ['11'],
      未入学: ['0', '1', '2'],
    };
    const boxes = Object.keys(expected);
    for (const { code } of studyStates.entries) {
      const [page] = lay(F01, child01({ study_state: code }));
      const marks = page ? ticked(page).filter((text) => boxes.includes(text)) : ['no page'];
      expect(marks).toEqual(boxes.filter((box) => expected[box]?.includes(code)));
    }
  });

  it('puts the stroke between class and grade only when both are there', () => {
    const shown = (fields: RecordValues['fields']): string[] => lay(F01, child01(fields)).flatMap(textsOf).map(words);
    expect(shown({ disability_class: '4', disability_grade: '2' })).toContain('肢体/二级');
    expect(shown({ disability_class: '4', disability_grade: null })).toContain('肢体');
    expect(shown({}).join('')).not.toContain('/');
  });

  it('continues a long text on the attached sheet and says so in the cell', () => {
    const gap = '父亲服刑，母亲失联，由年迈的祖母一人照看；'.repeat(14);
    const [page, attached, ...more] = lay(F01, child01({ guardian_gap: gap }));
    expect(more).toEqual([]);
    expect(page && textsOf(page).some((text) => words(text).endsWith('（续附页）'))).toBe(true);
    const attachedTexts = attached ? textsOf(attached).map(words) : [];
    expect(attachedTexts).toEqual(
      expect.arrayContaining([`${F01.title}（附页）`, '姓名：欧阳朵朵', '监护不到位具体情形', gap]),
    );
  });

  it('lists the fifth and further members on the attached sheet and says so under the grid', () => {
    const [member] = child.sample.rows.members ?? [];
    const members = Array.from({ length: 6 }, (_, index) => ({ ...member, name: `成员${'甲乙丙丁戊己'[index]}` }));
    const [page, attached] = lay(F01, child01({}, members));
    expect(page && textsOf(page).map(words)).toContain('家庭主要成员共6人，第5人起见附页。');
    const rows = attached?.tables[0]?.cells.filter((cell) => cell.row > 0 && cell.column === 2).map(words);
    expect(rows).toEqual(['成员戊', '成员己']);
  });

  it('begins the table of an attached sheet below a name that needs two lines', () => {
    const name = `${'买买提·'.repeat(12)}江`;
    const pages = lay(F01, child01({ name, household_address: '虚拟县安宁镇双塘村'.repeat(11) }));
    const attached = pages.filter((page) => page.kind === 'attachment');
    expect(attached).not.toHaveLength(0);
    for (const { texts, tables } of attached) {
      const top = Math.min(...tables.flatMap((table) => table.cells.map((cell) => cell.y)));
      const identity = texts.filter((text) => /^姓名：|439981|买买提/u.test(words(text)));
      expect(identity.length).toBeGreaterThan(1);
      for (const text of identity) expect(text.y + text.height).toBeLessThanOrEqual(top);
    }
  });

  it('sets a foot that is too long for a line in two columns, all of one size', () => {
    const [page] = lay(F01, child01({ registering_unit: '虚拟县安宁镇双塘村民委员会' }));
    const foot = page?.texts.slice(-4) ?? [];
    expect(foot.map((text) => words(text).slice(0, 4))).toEqual(['所属镇（', '登记单位', '登记人：', '登记时间']);
    expect(new Set(foot.map((text) => text.size)).size).toBe(1);
    const [first, second, third, fourth] = foot;
    expect([third?.x, fourth?.x]).toEqual([first?.x, second?.x]);
    expect(second?.y).toBe(first?.y);
    expect(third?.y).toBeGreaterThan(first?.y ?? 0);
    expect(fourth?.y).toBe(third?.y);
  });

  it('leaves room for the pen where nothing is entered', () => {
    const [page] = layoutSheet(F01, { values: emptyRecord(child), office: null, context: sheetContext });
    const blanks = page?.texts.flatMap((text) => text.lines).flatMap((line) => line.segments) ?? [];
    // Two dates of three blanks, township, unit and signature.
    expect(blanks.filter((segment) => segment.kind === 'blank')).toHaveLength(9);
    expect(page && ticked(page)).toEqual([]);
  });

  it('prints the code of a character that no bundled font has, and of one that turns the direction', () => {
    expect(printableText('𠮷\u202e犇')).toBe('〔U+20BB7〕〔U+202E〕犇');
    expect(
      lay(F01, child01({ name: '欧阳𠮷' }))
        .flatMap(textsOf)
        .map(words),
    ).toContain('欧阳〔U+20BB7〕');
  });
});

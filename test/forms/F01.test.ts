import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { F01 } from '../../shared/forms/F01.ts';
import { layoutSheet } from '../../shared/forms/layoutSheet.ts';
import { child } from '../../shared/registers/child.ts';
import { emptyRecord, type RecordValues } from '../../shared/registers/register.ts';
import { keepArtefact, openSheetPrinter, type PrintedPage, readPdf, type SheetPrinter } from './printSheets.ts';
import { inventedTownship, sheetContext } from './sheetOffice.ts';

let printer: SheetPrinter;
beforeAll(async () => {
  printer = await openSheetPrinter();
});
afterAll(() => printer.close());

async function print(...records: RecordValues[]): Promise<{ title: string; pages: PrintedPage[] }> {
  const content = { office: inventedTownship, context: sheetContext };
  return readPdf(await printer.pdf(records.flatMap((values) => layoutSheet(F01, { values, ...content }))));
}

const empty = emptyRecord(child);
const [member] = child.sample.rows.members ?? [];
const full: RecordValues = {
  fields: {
    ...child.sample.fields,
    name: '𫖯𬱖䶮㛃犇',
    health: ['2', '3'],
    disability_class: '4',
    disability_grade: '2',
    disease: '先天性心脏病、再生障碍性贫血'.repeat(4).slice(0, 50),
    household_address: '虚拟县安宁镇双塘村三组八号'.repeat(8).slice(0, 100),
    residence_address: '虚拟县安宁镇双塘村三组八号'.repeat(8).slice(0, 100),
    school_or_status: '虚拟县安宁镇中心小学'.repeat(6),
    guardian_gap: '父亲服刑，母亲失联，由年迈的祖母一人照看。'.repeat(15).slice(0, 300),
    registering_unit: '虚拟县安宁镇双塘村村民委员会'.repeat(3).slice(0, 40),
  },
  rows: {
    members: Array.from({ length: 20 }, (_, index) => ({
      ...member,
      relation: '60',
      name: '买买提江·艾合买提·吐尔逊'.repeat(1 + (index % 4)).slice(0, 50),
      id_number: '439981195503070024',
      health: '高血压、糖尿病、腰椎间盘突出、长期服药',
      workplace: '广东省东莞市长安镇某电子厂第三车间'.repeat(3).slice(0, 50),
    })),
  },
};

/** The text of a page in the order in which the PDF holds it, without blanks. */
const words = (page: PrintedPage | undefined): string =>
  (page?.texts ?? [])
    .map(({ text }) => text)
    .join('')
    .replace(/\s/gu, '')
    .replaceAll('√', '');

describe('F01 on paper', () => {
  it('is kept as pictures for a human to look at', async () => {
    const content = { office: inventedTownship, context: sheetContext };
    const pages = [empty, child.sample, full].flatMap((values) => layoutSheet(F01, { values, ...content }));
    const pdf = await printer.pdf(pages);
    await keepArtefact('F01', pdf);
    expect((await readPdf(pdf)).pages).toHaveLength(pages.length);
  });

  it('takes one A4 page for a blank form and for a usual record', async () => {
    const { title, pages } = await print(empty, child.sample);
    expect(title).toBe('表格');
    expect(pages).toHaveLength(2);
    for (const page of pages) {
      expect(page.width).toBeCloseTo(210, 0);
      expect(page.height).toBeCloseTo(297, 0);
    }
  });

  it('has every label and option of the source in its order', async () => {
    const { pages } = await print(empty);
    // Seed 003, attachment 1, with the slips that forms.md §0.4 names mended; the columns of 家庭主要成员 are forms.md’s.
    const printed = [
      '“失亲”及事实困难未成年人排查表',
      '填表时间：年月日',
      '所属镇（区）街道：安宁镇',
      '登记单位：（盖章）',
      '登记人：（签名）',
      '登记时间：年月日',
      '儿童基本情况',
      '姓名',
      '性别',
      '身份证号',
      '民族',
      '身体状况',
      '健康()、残疾()、患病()',
      '残疾类别等级',
      '患病类型',
      '就学情况',
      '小学()、初中()、高中()、辍学()、未入学()',
      '就读学校或现实状况',
      '户籍地址',
      '居住地址',
      '家庭主要成员',
      '与儿童关系',
      '姓名',
      '身份证号',
      '联系电话',
      '健康状况',
      '工作单位或务工地',
      '家庭状况',
      '□双亲家庭□父母离异□单亲家庭□无父母家庭□无监护人□重组家庭□父母残疾',
      '监护人监护能力是否到位',
      '□是□否',
      '监护不到位具体情形',
      '事实困难依据',
      '低保家庭()、支出型困难家庭()、低保边缘户()、孤儿()、父母无力监护()、父母监护缺失()、重病儿童()、重残()',
    ];
    expect(words(pages[0])).toBe(printed.join(''));
  });

  it('draws every line within half a millimetre of the definition, and no other', async () => {
    const { pages } = await print(child.sample);
    const lines = pages[0]?.lines ?? [];
    const top = 48;
    const drawn = (x1: number, y1: number, x2: number, y2: number): boolean =>
      lines.some(
        (line) =>
          Math.abs(line.x1 - x1) < 0.5 &&
          Math.abs(line.y1 - y1) < 0.5 &&
          Math.abs(line.x2 - x2) < 0.5 &&
          Math.abs(line.y2 - y2) < 0.5,
      );
    for (const { x, y, width, height } of F01.cells) {
      const [left, upper] = [15 + x, top + y];
      if (x > 0) expect(drawn(left, upper, left, upper + height)).toBe(true);
      if (y > 0) expect(drawn(left, upper, left + width, upper)).toBe(true);
    }
    expect(drawn(15, top, 195, top)).toBe(true);
    expect(drawn(195, top, 195, top + 166)).toBe(true);
    const inside = F01.cells.filter(({ x }) => x > 0).length + F01.cells.filter(({ y }) => y > 0).length;
    expect(lines).toHaveLength(inside + 4);
    for (const { weight } of lines) {
      expect(weight).toBeGreaterThan(0.49);
      expect(weight).toBeLessThan(0.76);
    }
  });

  it('puts each value into its cell', async () => {
    const { pages } = await print(child.sample);
    const top = 48;
    const expected: [string, number, number][] = [
      ['欧阳朵朵', 0, 2],
      ['439981201503070024', 0, 8],
      ['土家族', 1, 2],
      ['安宁镇中心小学', 4, 4],
      ['田桂英', 8, 2],
      ['19900000001', 8, 7],
    ];
    for (const [text, row, column] of expected) {
      const cell = F01.cells.find((each) => each.row === row && each.column === column);
      if (!cell) throw new Error(`no cell in row ${row}, column ${column}`);
      const inside = (pages[0]?.texts ?? []).filter(
        ({ x, y, width }) =>
          x >= 15 + cell.x &&
          x + width <= 15.1 + cell.x + cell.width &&
          y > top + cell.y &&
          y < top + cell.y + cell.height,
      );
      expect(inside.map((each) => each.text).join('')).toBe(text);
    }
  });

  it('holds no text beyond its cell when everything is as long as it may be', async () => {
    const { pages } = await print(full);
    const [sheet, ...attached] = pages;
    expect(attached.length).toBeGreaterThan(0);
    const top = 48;
    for (const text of sheet?.texts ?? []) {
      if (text.y < top || text.y > top + 166) continue;
      const middle = text.y - (text.size * 25.4) / 72 / 3;
      const cell = F01.cells.find(
        ({ x, y, width, height }) =>
          text.x + text.width / 2 >= 15 + x &&
          text.x + text.width / 2 <= 15 + x + width &&
          middle >= top + y &&
          middle <= top + y + height,
      );
      expect(cell, text.text).toBeDefined();
      if (!cell) continue;
      expect(text.x, text.text).toBeGreaterThan(15 + cell.x);
      expect(text.x + text.width, text.text).toBeLessThan(15 + cell.x + cell.width);
      expect(text.y, text.text).toBeLessThan(top + cell.y + cell.height);
      // A tick stands inside its box.
      if (text.text !== '√') expect(text.size).toBeGreaterThan(8.9);
    }
    const all = pages.map(words).join('');
    for (const key of ['disease', 'household_address', 'guardian_gap', 'registering_unit']) {
      expect(all).toContain(full.fields[key]);
    }
  });

  it('embeds rare characters so that they can be read and searched', async () => {
    const { pages } = await print(full);
    expect(words(pages[0])).toContain('𫖯𬱖䶮㛃犇');
  });

  it('shows hostile text as it is', async () => {
    const hostile = '<script>document.title=1</script>&quot;<b>\u202eabc';
    const { title, pages } = await print({
      ...child.sample,
      fields: { ...child.sample.fields, household_address: hostile },
    });
    expect(title).toBe('表格');
    expect(words(pages[0])).toContain('<script>document.title=1</script>&quot;<b>〔U+202E〕abc');
  });
});

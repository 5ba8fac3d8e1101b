import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { F01 } from '../../shared/forms/F01.ts';
import { layoutSheet } from '../../shared/forms/layoutSheet.ts';
import { child } from '../../shared/registers/child.ts';
import { emptyRecord, type RecordValues } from '../../shared/registers/register.ts';
import { words } from './expectPrinted.ts';
import { openSheetPrinter, type PrintedPage, readPdf, type SheetPrinter } from './printSheets.ts';
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

describe('F01 on paper', () => {
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
    expect(words(pages[0]?.texts ?? [])).toBe(printed.join(''));
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

  it('embeds rare characters so that they can be read and searched', async () => {
    const { pages } = await print({ ...child.sample, fields: { ...child.sample.fields, name: '𫖯𬱖䶮㛃犇' } });
    expect(words(pages[0]?.texts ?? [])).toContain('𫖯𬱖䶮㛃犇');
  });

  it('shows hostile text as it is', async () => {
    const hostile = '<script>document.title=1</script>&quot;<b>\u202eabc';
    const { title, pages } = await print({
      ...child.sample,
      fields: { ...child.sample.fields, household_address: hostile },
    });
    expect(title).toBe('表格');
    expect(words(pages[0]?.texts ?? [])).toContain('<script>document.title=1</script>&quot;<b>〔U+202E〕abc');
  });
});

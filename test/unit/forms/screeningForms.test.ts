import { describe, expect, it } from 'vitest';
import { F02 } from '../../../shared/forms/F02.ts';
import { F03 } from '../../../shared/forms/F03.ts';
import { F05 } from '../../../shared/forms/F05.ts';
import { F06 } from '../../../shared/forms/F06.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import type { Part, Sheet } from '../../../shared/forms/sheet.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRow, type RecordValues, type Values } from '../../../shared/registers/register.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

/** What a form prints of its own, in the order of the paper, boxes and blanks left out. */
function ownWords(sheet: Sheet): string {
  const wordOf = (part: Part): string =>
    typeof part === 'string' ? part : part.kind === 'tick' || part.kind === 'penTick' ? part.text : '';
  return sheet.cells
    .flatMap(({ cell }) => cell.parts.map(wordOf))
    .join('')
    .replace(/\s/gu, '');
}

function ticked(sheet: Sheet, values: RecordValues): string[] {
  return layoutSheet(sheet, { values, office: inventedTownship, context: sheetContext })
    .flatMap((page) => page.tables.flatMap((table) => table.cells))
    .flatMap((cell) => cell.lines.flatMap((line) => line.segments))
    .flatMap((segment) => (segment.kind === 'tick' && segment.ticked ? [segment.text] : []));
}

function printed(sheet: Sheet, values: RecordValues): string {
  return layoutSheet(sheet, { values, office: inventedTownship, context: sheetContext })
    .flatMap((page) => page.tables.flatMap((table) => table.cells))
    .flatMap((cell) => cell.lines.flatMap((line) => line.segments))
    .map((segment) => ('text' in segment ? segment.text : ''))
    .join('');
}

const withFields = (fields: Values): RecordValues => ({
  fields: { ...child.sample.fields, ...fields },
  rows: child.sample.rows,
});

describe('F02', () => {
  it('has the labels of attachment 2 of seed 003 in its order, as far as the seed goes', () => {
    const seed =
      '姓名性别男女身份证号码是否在校是否就读学校及班级户籍地址实际居住地监护人1姓名联系方式与未成年人关系监护人2姓名联系方式与';
    expect(F02.title).toBe('“失足、失管”未成年人排查表');
    expect(ownWords(F02).slice(0, seed.length)).toBe(seed);
    expect(ownWords(F02).slice(seed.length)).toMatch(/^未成年人关系失管情形/u);
  });

  it('has every kind of 失管 and 失足 that seed 003 names', () => {
    for (const words of [
      '无监护人监管监护人未有效履行监管责任监护人监管能力不强监护人监管不当',
      '曾受行政处罚曾受刑事处罚未被处理但有两次及以上警情（交通事故除外）',
    ]) {
      expect(ownWords(F02)).toContain(words);
    }
  });

  it('stores nothing that is sealed: its boxes and cells are for the pen', () => {
    const rows = F02.rows.filter(({ cells }) =>
      /失足情形|警情次数|不良行为|简要情况|已采取措施/u.test(String(cells[0]?.parts[0])),
    );
    expect(rows).toHaveLength(6);
    for (const { kind } of rows.flatMap(({ cells }) =>
      cells.flatMap(({ parts }) => parts.filter((part) => typeof part === 'object')),
    )) {
      expect(['penTick', 'sealed']).toContain(kind);
    }
  });

  it('says 依法封存 behind 失足情形 where such matter of the child is sealed, and ticks nothing', () => {
    const content = { values: child.sample, office: inventedTownship, context: sheetContext };
    const words = (sealed: readonly string[]): string =>
      layoutSheet(F02, { ...content, sealed })
        .flatMap((page) => page.tables.flatMap((table) => table.cells))
        .flatMap((cell) => cell.lines.flatMap((line) => line.segments))
        .map((segment) => ('text' in segment ? segment.text : ''))
        .join('');
    expect(words(['juvenileOffence', 'victim'])).toContain('（交通事故除外）（本栏内容依法封存）');
    for (const other of [[], ['victim', 'misconduct', 'publicSecurity', 'procedure', 'reporter', 'assessment']]) {
      expect(words(other)).toBe(printed(F02, child.sample));
      expect(words(other)).not.toContain('封存');
    }
    expect(ticked(F02, child.sample)).not.toContain('曾受刑事处罚');
  });

  it('ticks 是否在校 by 就学情况, and no level for 常规', () => {
    expect(ticked(F02, withFields({ study_state: '4', risk_level: '1' }))).toEqual(['女', '是', '高']);
    expect(ticked(F02, withFields({ study_state: '11', risk_level: '4' }))).toEqual(['女', '否']);
  });
});

describe('F03', () => {
  it('has the cells of the reconstruction in their order', () => {
    expect(F03.title).toBe('“失学”未成年人排查表');
    expect(ownWords(F03)).toBe(
      [
        '姓名性别男女身份证号码民族出生日期年龄户籍地址实际居住地',
        '监护人1姓名联系方式与未成年人关系监护人2姓名联系方式与未成年人关系',
        '失学类型未入学失学辍学弃学休学逾期未复学',
        '原就读学校及班级学籍状态有学籍无学籍已转出应就读学段小学初中失学起始时间',
        '家庭原因经济困难监护缺失家庭变故随父母流动监护人不送学其他',
        '本人原因厌学学习困难残疾患病不良行为务工早婚早育其他',
        '目前去向在家务工随父母外出失联其他身体状况健康残疾患病',
        '劝返记录次日期劝返人及单位方式结果123',
        '安置方式复学转学特教学校送教上门专门学校职业教育经批准延缓入学或休学复学日期包保责任人',
      ].join(''),
    );
  });

  it('prints three attempts to bring the child back, and says where the others are', () => {
    const done = (day: string): Values => ({ done_on: day, who: '周敏 双塘村', way: '1', result: '未返校' });
    const days = ['2026-09-05', '2026-09-20', '2026-10-08', '2026-10-26'];
    const values = { ...child.sample, rows: { ...child.sample.rows, persuasions: days.map(done) } };
    const pages = layoutSheet(F03, { values, office: inventedTownship, context: sheetContext });
    expect(pages.map(({ kind }) => kind)).toEqual(['sheet', 'attachment']);
  });
});

describe('F05', () => {
  it('has the labels of the public form in their order', () => {
    expect(ownWords(F05)).toBe(
      [
        '留守儿童个人基本情况姓名性别民族出生日期公民身份证号码是否登记户口是否户籍所在地现居住地',
        '身体情况健康残疾患病残疾类别及等级患病类型是否学校寄宿是否',
        '就学情况幼儿园未入园；小学初中高中中职；辍学；不在学',
        '家庭情况祖父姓名出生日期祖母姓名出生日期外祖父姓名出生日期外祖母姓名出生日期',
        '父亲姓名出生日期当前务工地点联系电话母亲姓名出生日期当前务工地点联系电话父亲公民身份证号码母亲公民身份证号码',
        '实际监护情况父母双方同时外出是否父母一方外出、另一方无监护能力是否',
        '无监护能力父亲母亲父母外出有无委托其他监护人是否',
        '委托监护人姓名受委托监护人电话公民身份证号码与被监护人关系居住地地址',
        '监护类型无人监护父或母无监护能力受委托监护人监护能力不足监护情况一般监护情况较好',
        '家庭经济来源打工收入种养殖业政府救助亲朋接济其他（可多选）',
        '救助帮扶情况享受低保临时救助医疗救助住房救助其他救助（可多选）',
      ].join(''),
    );
  });

  it.each([
    ['1', ['是', '否']],
    ['2', ['否', '是']],
  ])('ticks both questions of how the child is left behind for %s', (kind, expected) => {
    const boxes = ticked(F05, withFields({ left_behind_kind: kind }));
    expect(boxes.filter((text) => text === '是' || text === '否')).toEqual(expected);
  });

  it('names the relatives, and whoever is dead by a dash', () => {
    const member = (values: Values): Values => ({ ...emptyRow(child.rows.members.fields), ...values });
    const text = printed(F05, {
      fields: child.sample.fields,
      rows: {
        ...child.sample.rows,
        members: [
          member({ relation: '61', parent_state: '2' }),
          member({ relation: '51', name: '欧阳海', workplace: '广东省东莞市', birth_date: '1988-11-12' }),
          member({ relation: '64', name: '罗春梅', birth_date: '1965-01-05', guardian_role: '2' }),
        ],
      },
    });
    expect(text).toContain('祖父姓名—出生日期—祖母姓名出生日期');
    expect(text).toContain('父亲姓名欧阳海出生日期1988年11月12日当前务工地点广东省东莞市');
    expect(text).toContain('外祖母姓名罗春梅出生日期1965年1月5日');
    expect(text).toContain('委托监护人姓名罗春梅');
    expect(text).toContain('与被监护人关系外祖母');
  });
});

describe('F06', () => {
  it('has the labels of the printed template in their order', () => {
    const parent = '姓名身份证号联系电话户口地址现/务工住址健康状况残疾类型残疾级别患病类型家庭经济来源其他情况';
    expect(ownWords(F06)).toBe(
      [
        '儿童基本信息姓名身份证号联系电话民族性别入户情况户口地址现住址健康状况上报类型残疾类型残疾等级患病病种就学情况',
        '其他情况社会福利救助扶贫落实情况遭受监护人侵害的情形',
        `父亲基本情况${parent}母亲基本情况${parent}`,
        '其他监护人情况监护人姓名身份证号联系电话与儿童关系健康状况残疾类型残疾级别患病类型其他监护人原由',
        '机构机构名称负责人联系电话单位性质居住地址帮扶计划',
        '保障费发放情况领取方式领取人（开户人）领取人与儿童关系保障标准元/人·月',
        '申请人签字(签名处)年月日核查人签字(签名处，两人以上)年月日',
      ].join(''),
    );
  });

  it('names the child on its second page again', () => {
    const [, second] = layoutSheet(F06, { values: child.sample, office: inventedTownship, context: sheetContext });
    const words = (second?.tables[0]?.cells ?? [])
      .filter(({ row }) => row === 0)
      .map(({ lines }) =>
        lines.flatMap((line) => line.segments.map((each) => ('text' in each ? each.text : ''))).join(''),
      );
    expect(words).toEqual(['儿童基本信息', '姓名', '欧阳朵朵', '身份证号', '439981201503070024', '联系电话', '']);
  });

  it('has no cell for what is sealed but the empty one', () => {
    const sealed = F06.rows.find(({ cells }) => cells.some(({ parts }) => parts[0] === '遭受监护人侵害的情形'));
    expect(sealed?.cells.at(-1)?.parts).toEqual([]);
  });
});

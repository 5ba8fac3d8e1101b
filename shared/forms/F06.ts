import { child } from '../registers/child.ts';
import { defineSheet } from './defineSheet.ts';
import { blank, entry, label, penDate, penRoom, type SheetRow, value, wideEntry } from './sheet.ts';

/** The five rows of one parent. */
function parentRows(title: string, key: 'father' | 'mother'): SheetRow[] {
  const of = (field: string) => entry(value(`${key}_${field}`), 1);
  return [
    {
      height: 8,
      cells: [
        label(title, 1, 5),
        label('姓名', 1),
        of('name'),
        label('身份证号', 1),
        of('id_number'),
        label('联系电话', 1),
        of('phone'),
      ],
    },
    { height: 8, cells: [label('户口地址', 1), wideEntry(value(`${key}_household_address`), 5)] },
    { height: 8, cells: [label('现/务工住址', 1), wideEntry(value(`${key}_residence_address`), 5)] },
    {
      height: 8,
      cells: [
        label('健康状况', 1),
        of('health'),
        label('残疾类型', 1),
        of('disability_class'),
        label('残疾级别', 1),
        of('disability_grade'),
      ],
    },
    {
      height: 8,
      cells: [
        label('患病类型', 1),
        of('disease'),
        label('家庭经济来源', 1),
        of('income'),
        label('其他情况', 1),
        of('parent_state'),
      ],
    },
  ];
}

/**
 * 困境儿童和留守儿童基本信息采集表: the first sheet of a child's file. Cells are those of the printed template of an Inner Mongolia
 * system (forms.md F06, P4a) with its two slips mended; two millimetres each of the second label and the first value go to the
 * second value, so that an ID number stands on one line. 遭受监护人侵害的情形 is sealed matter and for the pen (forms.md 13.6).
 */
export const F06 = defineSheet({
  key: 'F06',
  title: '困境儿童和留守儿童基本信息采集表',
  shortTitle: '基本信息采集表',
  register: child,
  source: {
    kind: 'public',
    text: '标题、栏目和格子照公开的困境儿童和留守儿童信息采集表（内蒙古），改正了原表两处合并格的差错；核查人两人以上签字和签字日期是补上的。',
  },
  pages: 2,
  columns: [20, 22, 28, 26, 34, 24, 26],
  beside: ['village'],
  head: { align: 'left', items: [] },
  rows: [
    {
      height: 8,
      onEveryPage: true,
      cells: [
        label('儿童\n基本信息', 1, 7),
        label('姓名', 1),
        entry(value('name'), 1),
        label('身份证号', 1),
        entry(value('id_number'), 1),
        label('联系电话', 1),
        entry(value('phone'), 1),
      ],
    },
    {
      height: 8,
      cells: [
        label('民族', 1),
        entry(value('ethnicity'), 1),
        label('性别', 1),
        entry(value('sex'), 1),
        label('入户情况', 1),
        entry(value('household_registered'), 1),
      ],
    },
    { height: 8, cells: [label('户口地址', 1), wideEntry(value('household_address'), 5)] },
    { height: 8, cells: [label('现住址', 1), wideEntry(value('residence_address'), 5)] },
    {
      height: 8,
      cells: [
        label('健康状况', 1),
        entry(value('health'), 1),
        label('上报类型', 1),
        entry(value('child_types'), 1),
        label('残疾类型', 1),
        entry(value('disability_class'), 1),
      ],
    },
    {
      height: 8,
      cells: [
        label('残疾等级', 1),
        entry(value('disability_grade'), 1),
        label('患病病种', 1),
        entry(value('disease'), 1),
        label('就学情况', 1),
        entry(value('study_state'), 1),
      ],
    },
    {
      height: 10,
      cells: [
        label('其他情况', 1),
        wideEntry(value('other_situation'), 1),
        label('社会福利救助扶贫落实情况', 1),
        wideEntry(value('welfare'), 1),
        label('遭受监护人侵害的情形', 1),
        entry([], 1),
      ],
    },
    ...parentRows('父亲\n基本情况', 'father'),
    ...parentRows('母亲\n基本情况', 'mother'),
    {
      height: 8,
      cells: [
        label('其他\n监护人\n情况', 1, 3),
        label('监护人姓名', 1),
        entry(value('other_guardian_name'), 1),
        label('身份证号', 1),
        entry(value('other_guardian_id_number'), 1),
        label('联系电话', 1),
        entry(value('other_guardian_phone'), 1),
      ],
    },
    {
      height: 8,
      cells: [
        label('与儿童关系', 1),
        entry(value('other_guardian_relation'), 1),
        label('健康状况', 1),
        entry(value('other_guardian_health'), 1),
        label('残疾类型', 1),
        entry(value('other_guardian_disability_class'), 1),
      ],
    },
    {
      height: 8,
      cells: [
        label('残疾级别', 1),
        entry(value('other_guardian_disability_grade'), 1),
        label('患病类型', 1),
        entry(value('other_guardian_disease'), 1),
        label('其他\n监护人原由', 1),
        entry(value('other_guardian_guardian_reason'), 1),
      ],
    },
    {
      height: 8,
      cells: [
        label('机构', 1, 2),
        label('机构名称', 1),
        entry(value('institution_name'), 1),
        label('负责人', 1),
        entry(value('institution_head'), 1),
        label('联系电话', 1),
        entry(value('institution_phone'), 1),
      ],
    },
    {
      height: 8,
      cells: [
        label('单位性质', 1),
        entry(value('institution_kind'), 1),
        label('居住地址', 1),
        wideEntry(value('institution_address'), 3),
      ],
    },
    { height: 16, cells: [label('帮扶计划', 2), wideEntry(value('help_plan'), 5)] },
    {
      height: 8,
      cells: [
        label('保障费\n发放情况', 1, 2),
        label('领取方式', 1),
        entry(value('benefit_way'), 1),
        label('领取人\n（开户人）', 1),
        entry(value('benefit_payee'), 1),
        label('领取人与儿童关系', 1),
        entry(value('benefit_payee_relation'), 1),
      ],
    },
    {
      height: 8,
      cells: [label('保障标准', 1), wideEntry([value('benefit_standard', [blank(6)]), ' 元/人·月'], 5)],
    },
    { height: 18, cells: [label('申请人签字', 1), wideEntry(`(签名处)${penRoom(22)}${penDate}`, 6)] },
    { height: 18, cells: [label('核查人签字', 1), wideEntry(`(签名处，两人以上)${penRoom(17)}${penDate}`, 6)] },
  ],
  foot: { align: 'left', items: [] },
});

import { child } from '../registers/child.ts';
import { defineSheet } from './defineSheet.ts';
import { blank, entry, label, labelled, penDate, penRoom, type SheetRow, value, wideEntry } from './sheet.ts';

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
  rows: [
    {
      height: 8,
      onEveryPage: true,
      cells: [
        label('儿童\n基本信息', 1, 7),
        ...labelled('姓名', 1, 'name', 1),
        ...labelled('身份证号', 1, 'id_number', 1),
        ...labelled('联系电话', 1, 'phone', 1),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('民族', 1, 'ethnicity', 1),
        ...labelled('性别', 1, 'sex', 1),
        ...labelled('入户情况', 1, 'household_registered', 1),
      ],
    },
    { height: 8, cells: labelled('户口地址', 1, 'household_address', 5, 'left') },
    { height: 8, cells: labelled('现住址', 1, 'residence_address', 5, 'left') },
    {
      height: 8,
      cells: [
        ...labelled('健康状况', 1, 'health', 1),
        ...labelled('上报类型', 1, 'child_types', 1),
        ...labelled('残疾类型', 1, 'disability_class', 1),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('残疾等级', 1, 'disability_grade', 1),
        ...labelled('患病病种', 1, 'disease', 1),
        ...labelled('就学情况', 1, 'study_state', 1),
      ],
    },
    {
      height: 10,
      cells: [
        ...labelled('其他情况', 1, 'other_situation', 1, 'left'),
        ...labelled('社会福利救助扶贫落实情况', 1, 'welfare', 1, 'left'),
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
        ...labelled('监护人姓名', 1, 'other_guardian_name', 1),
        ...labelled('身份证号', 1, 'other_guardian_id_number', 1),
        ...labelled('联系电话', 1, 'other_guardian_phone', 1),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('与儿童关系', 1, 'other_guardian_relation', 1),
        ...labelled('健康状况', 1, 'other_guardian_health', 1),
        ...labelled('残疾类型', 1, 'other_guardian_disability_class', 1),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('残疾级别', 1, 'other_guardian_disability_grade', 1),
        ...labelled('患病类型', 1, 'other_guardian_disease', 1),
        ...labelled('其他\n监护人原由', 1, 'other_guardian_guardian_reason', 1),
      ],
    },
    {
      height: 8,
      cells: [
        label('机构', 1, 2),
        ...labelled('机构名称', 1, 'institution_name', 1),
        ...labelled('负责人', 1, 'institution_head', 1),
        ...labelled('联系电话', 1, 'institution_phone', 1),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('单位性质', 1, 'institution_kind', 1),
        ...labelled('居住地址', 1, 'institution_address', 3, 'left'),
      ],
    },
    { height: 16, cells: labelled('帮扶计划', 2, 'help_plan', 5, 'left') },
    {
      height: 8,
      cells: [
        label('保障费\n发放情况', 1, 2),
        ...labelled('领取方式', 1, 'benefit_way', 1),
        ...labelled('领取人\n（开户人）', 1, 'benefit_payee', 1),
        ...labelled('领取人与儿童关系', 1, 'benefit_payee_relation', 1),
      ],
    },
    {
      height: 8,
      cells: [label('保障标准', 1), wideEntry([value('benefit_standard', [blank(6)]), ' 元/人·月'], 5)],
    },
    { height: 18, cells: [label('申请人签字', 1), wideEntry(`(签名处)${penRoom(22)}${penDate}`, 6)] },
    { height: 18, cells: [label('核查人签字', 1), wideEntry(`(签名处，两人以上)${penRoom(17)}${penDate}`, 6)] },
  ],
});

import { keyPersonTypes } from '../codes/keyPersons.ts';
import type { FieldValue } from '../fields/kinds.ts';
import { defineRegisterSheet } from './defineRegisterSheet.ts';
import { blank, dateValue, value } from './sheet.ts';

/**
 * 重点人群信息库台账, columns and widths as forms.md's F20. It leaves the office only for whom it was approved, in numbered copies
 * that come back.
 */
export const F20 = defineRegisterSheet({
  key: 'F20',
  title: '重点人群信息库台账',
  notice: '内部资料　严格保密　经批准打印　用后交回',
  area: '填报范围：',
  measure: '名',
  columns: [
    { heading: '序号', width: 8, value: 'no', align: 'center' },
    { heading: '编号', width: 18, value: 'number', align: 'center', largest: 9.5 },
    { heading: '姓名', width: 15, value: 'name', align: 'center' },
    { heading: '性别', width: 9, value: 'sex', align: 'center' },
    { heading: '身份证号', width: 36, value: 'id_number', align: 'center', largest: 9.5 },
    { heading: '现居住地', width: 31, value: 'residence_address', align: 'left' },
    { heading: '人员类别', width: 27, value: 'types', align: 'left' },
    { heading: '管控级别', width: 13, value: 'level', align: 'center' },
    { heading: '认定依据', width: 26, value: 'basis_document', align: 'left' },
    { heading: '包保责任人', width: 24, value: 'duty', align: 'center' },
    { heading: '见面频次', width: 15, value: 'meeting_rule', align: 'center' },
    { heading: '最近见面', width: 15, value: 'last_met_on', align: 'center', largest: 9 },
    { heading: '应见日期', width: 15, value: 'due_on', align: 'center', largest: 9 },
    { heading: '复核日期', width: 15, value: 'review_on', align: 'center', largest: 9 },
  ],
  foot: {
    align: 'spread',
    items: [
      ['填报单位（盖章）：', value('unit', [blank(12)])],
      ['填表人：', value('filled_by', [blank(6)])],
      ['批准人（签名）：', value('reviewed_by', [blank(6)])],
      ['填报日期：', dateValue('filled_on')],
      ['交回日期：', blank(6)],
    ],
  },
});

/** The text of 人员类别. Usually codes, which tell nothing to a passer-by and have no legend on the same paper; words by choice. */
export function printedTypes(types: FieldValue | null | undefined, form: 'codes' | 'names'): string {
  if (!Array.isArray(types)) return '';
  return types.map((each: string) => (form === 'codes' ? `${each}类` : keyPersonTypes.label(each))).join('、');
}

import { childCategories } from '../codes/children.ts';
import { defineRegisterSheet } from './defineRegisterSheet.ts';
import { blank, dateValue, value } from './sheet.ts';

/**
 * 重点儿童底数台账: the registry as a register, for one village or the township (seed 001 tasks 9 and 11, seed 004 task 22).
 * Title, columns and widths are forms.md's F08. The notice stands for seed 004 六(三): such a list is kept closed and
 * labels nobody before a passer-by.
 */
export const F08 = defineRegisterSheet({
  key: 'F08',
  title: '重点儿童底数台账',
  notice: '内部资料　严格保密　注意保管',
  area: '村（社区）：',
  measure: '名',
  columns: [
    { heading: '序号', width: 8, value: 'no', align: 'center' },
    { heading: '档案号', width: 20, value: 'file_no', align: 'center', largest: 9.5 },
    { heading: '姓名', width: 16, value: 'name', align: 'center' },
    { heading: '性别', width: 9, value: 'sex', align: 'center' },
    { heading: '出生日期', width: 18, value: 'birth', align: 'center', largest: 9.5 },
    { heading: '身份证号', width: 36, value: 'id_no', align: 'center', largest: 9.5 },
    { heading: '村（社区）', width: 22, value: 'village', align: 'center' },
    { heading: '对象类别', width: 32, value: 'child_types', align: 'left' },
    { heading: '监护人/照护人\n及电话', width: 30, value: 'guardian', align: 'left' },
    { heading: '学校及年级', width: 20, value: 'school', align: 'left' },
    { heading: '风险等级', width: 11, value: 'risk', align: 'center' },
    { heading: '帮扶\n责任人', width: 15, value: 'helper', align: 'center' },
    { heading: '最近走访', width: 15, value: 'last_visit', align: 'center', largest: 9 },
    { heading: '下次走访', width: 15, value: 'next_visit', align: 'center', largest: 9 },
  ],
  foot: {
    align: 'spread',
    items: [
      ['填报单位（盖章）：', value('unit', [blank(14)])],
      ['填表人：', value('filled_by', [blank(6)])],
      ['审核人：', value('reviewed_by', [blank(6)])],
      ['填报日期：', dateValue('filled_on')],
    ],
  },
});

/** Categories that a list on paper never shows: a mental illness (精神卫生法). Sealed matter is not in the table at all. */
const withheldCategories: readonly string[] = ['G3'];

/**
 * The text of 对象类别. Usually codes (A1、B1), which tell nothing to a passer-by and have no legend on the same paper; the full
 * names only by choice. A code that is not in the table, and one of a withheld category, is not printed in either form.
 */
export function printedCategories(codes: readonly string[], form: 'codes' | 'names'): string {
  return childCategories.entries
    .filter(({ code }) => codes.includes(code) && !withheldCategories.includes(code))
    .map(({ code, label }) => (form === 'codes' ? code : label))
    .join('、');
}

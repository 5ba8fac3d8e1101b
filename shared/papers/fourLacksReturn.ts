import { pastDate, text, wholeNumber } from '../fields/kinds.ts';
import { expected, optional, required } from '../registers/declareFields.ts';
import type { Fields } from '../registers/register.ts';
import type { FourLacksCounts } from '../rules/fourLacks.ts';
import { definePaper } from './paper.ts';

/** Children of one village that one box can count. */
const people = wholeNumber(99_999);

const villages = {
  village: required('村（社区）', text(40)),
  orphan: expected('失亲—孤儿', people),
  unable: expected('父母无力监护', people),
  absent: expected('父母监护缺失', people),
  ill: expected('重病重残', people),
  poor: expected('低保/边缘/支出型', people),
  unsupervised: expected('失管', people),
  out_of_school: expected('失学', people),
  dropped_out: expected('辍学', people),
  gave_up: expected('弃学', people),
  total: expected('合计（去重人数）', people),
  added: expected('本月新增', people),
  closed: expected('本月销号', people),
  team: expected('已建帮扶小组', people),
  note: optional('备注', text(40)),
} satisfies Fields & Record<keyof FourLacksCounts, unknown>;

/** What a township reports of a month: one row for each village, computed from the registry and never stored. */
export const fourLacksReturn = definePaper({
  key: 'fourLacksReturn',
  title: '“四失”未成年人排查汇总',
  kept: false,
  fields: {
    month: required('排查月份', text(10)),
    filled_on: expected('填报日期', pastDate),
  },
  rows: { villages: { label: '各村（社区）', fields: villages, maxRows: 500, columns: Object.keys(villages) } },
  sample: {
    fields: { month: '2026年11月', filled_on: '2026-11-21' },
    rows: {
      villages: [
        {
          village: '双塘村',
          orphan: '1',
          unable: '2',
          absent: '3',
          ill: '1',
          poor: '12',
          unsupervised: '4',
          out_of_school: '0',
          dropped_out: '1',
          gave_up: '0',
          total: '19',
          added: '2',
          closed: '1',
          team: '17',
          note: null,
        },
      ],
    },
  },
});

import type { RecordValues, Values } from '../registers/register.ts';
import { chineseDate } from '../rules/calendarDate.ts';
import { type FourLacksCounts, noFourLacks, sumOfFourLacks } from '../rules/fourLacks.ts';
import { defineRegisterSheet } from './defineRegisterSheet.ts';
import { layoutRegister, type RegisterRow } from './layoutRegister.ts';
import type { SheetPage } from './layoutSheet.ts';
import { blank, dateValue, value } from './sheet.ts';

/**
 * “四失”未成年人排查汇总表: what a township reports each month (seed 003 三(一)4), one line for each village. No printed form
 * belongs to the seed; title, columns and widths are forms.md's F04. The three columns of 失足 are sealed matter: nothing is
 * stored of it, so that they are printed with a dash.
 */
export const F04 = defineRegisterSheet({
  key: 'F04',
  title: '“四失”未成年人排查汇总表',
  notice: '内部资料　严格保密　注意保管',
  area: '填报范围：',
  measure: '个村（社区）',
  headHeight: 16,
  columns: [
    { heading: '序号', width: 8, value: 'no', align: 'center' },
    { heading: '村（社区）', width: 31, value: 'village', align: 'center' },
    { heading: '失亲—\n孤儿', width: 13, value: 'orphan', align: 'center' },
    { heading: '父母\n无力\n监护', width: 14, value: 'unable', align: 'center' },
    { heading: '父母\n监护\n缺失', width: 14, value: 'absent', align: 'center' },
    { heading: '重病\n重残', width: 13, value: 'ill', align: 'center' },
    { heading: '低保/\n边缘/\n支出型', width: 16, value: 'poor', align: 'center' },
    { heading: '失管', width: 12, value: 'unsupervised', align: 'center' },
    { heading: '失足—\n行政\n处罚', width: 14, value: 'admin', align: 'center' },
    { heading: '失足—\n刑事\n处罚', width: 14, value: 'criminal', align: 'center' },
    { heading: '失足—\n两次以上\n警情', width: 16, value: 'incidents', align: 'center' },
    { heading: '失学', width: 12, value: 'out_of_school', align: 'center' },
    { heading: '辍学', width: 12, value: 'dropped_out', align: 'center' },
    { heading: '弃学', width: 12, value: 'gave_up', align: 'center' },
    { heading: '合计\n（去重\n人数）', width: 16, value: 'total', align: 'center' },
    { heading: '本月新增', width: 12, value: 'added', align: 'center' },
    { heading: '本月销号', width: 12, value: 'closed', align: 'center' },
    { heading: '已建\n帮扶\n小组', width: 12, value: 'team', align: 'center' },
    { heading: '备注', width: 14, value: 'note', align: 'left' },
  ],
  foot: {
    align: 'spread',
    items: [
      ['填报单位（盖章）：', value('unit', [blank(12)])],
      ['单位负责人（签名）：', value('reviewed_by', [blank(6)])],
      ['填表人（签名）：', value('filled_by', [blank(6)])],
      ['填报日期：', dateValue('filled_on')],
    ],
  },
});

type F04Row = RegisterRow<(typeof F04.columns)[number]['value']>;

/** Sealed matter, of which nothing is stored. */
const sealed = { admin: '—', criminal: '—', incidents: '—' } as const;

const counted = Object.keys(noFourLacks) as (keyof FourLacksCounts)[];

/** A return of one month as paper, 合计 last. */
export function layoutFourLacks(
  { fields, rows }: RecordValues,
  office: { readonly area: string; readonly unit: string },
): SheetPage[] {
  const villages = rows.villages ?? [];
  const { month, filled_on: filledOn } = fields;
  const lines = villages.map((row): F04Row => ({ ...sealed, ...textsOf(row), village: textOf(row.village) }));
  const sum = sumOfFourLacks(villages.map(countsOf));
  const total = Object.fromEntries(counted.map((key) => [key, String(sum[key])]));
  return layoutRegister({ ...F04, title: typeof month === 'string' ? `${F04.title}（${month}）` : F04.title }, lines, {
    area: office.area,
    foot: { unit: office.unit, ...(typeof filledOn === 'string' ? { filled_on: chineseDate(filledOn) } : {}) },
    total: { ...sealed, ...textsOf(total), village: '合计' },
  });
}

/** The rows of a return, from the numbers of each village. */
export function fourLacksRows(
  lines: readonly { readonly village: string; readonly counts: FourLacksCounts }[],
): Values[] {
  return lines.map(({ village, counts }) => ({
    village,
    ...Object.fromEntries(counted.map((key) => [key, String(counts[key])])),
    note: null,
  }));
}

function textOf(text: Values[string] | undefined): string {
  return typeof text === 'string' ? text : '';
}

function textsOf(row: Values): Omit<F04Row, keyof typeof sealed | 'village'> {
  return {
    orphan: textOf(row.orphan),
    unable: textOf(row.unable),
    absent: textOf(row.absent),
    ill: textOf(row.ill),
    poor: textOf(row.poor),
    unsupervised: textOf(row.unsupervised),
    out_of_school: textOf(row.out_of_school),
    dropped_out: textOf(row.dropped_out),
    gave_up: textOf(row.gave_up),
    total: textOf(row.total),
    added: textOf(row.added),
    closed: textOf(row.closed),
    team: textOf(row.team),
    note: textOf(row.note),
  };
}

function countsOf(row: Values): FourLacksCounts {
  const counts = { ...noFourLacks };
  for (const key of counted) counts[key] = Number(row[key] ?? 0);
  return counts;
}

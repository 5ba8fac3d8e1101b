import { filedOutcomes, isZeroReport, registeredOf, type ScreeningCounts } from '../contract/screeningOutcomes.ts';
import { chineseDate } from '../rules/calendarDate.ts';
import { type Month, monthInWords } from '../rules/screeningMonth.ts';
import { defineRegisterSheet } from './defineRegisterSheet.ts';
import { layoutRegister, type RegisterRow } from './layoutRegister.ts';
import type { SheetPage } from './layoutSheet.ts';
import { blank, dateValue, value } from './sheet.ts';

/**
 * What the township reports of a month's screening (seed 003 三(一)4). No printed form belongs to the seed; title and columns
 * are this program's. The month stands in the title.
 */
export const screeningSummary = defineRegisterSheet({
  key: 'SCREENING',
  title: '未成年人排查情况汇总表',
  notice: '内部资料　严格保密　注意保管',
  area: '填报范围：',
  measure: '个村（社区）',
  columns: [
    { heading: '序号', width: 12, value: 'no', align: 'center' },
    { heading: '村（社区）', width: 48, value: 'village', align: 'center' },
    { heading: '在册人数', width: 23, value: 'registered', align: 'center' },
    { heading: filedOutcomes.confirmed, width: 23, value: 'confirmed', align: 'center' },
    { heading: filedOutcomes.new, width: 23, value: 'new', align: 'center' },
    { heading: filedOutcomes.changed, width: 23, value: 'changed', align: 'center' },
    { heading: filedOutcomes.removed, width: 23, value: 'removed', align: 'center' },
    { heading: filedOutcomes.notSeen, width: 23, value: 'notSeen', align: 'center' },
    { heading: '归档日期', width: 33, value: 'filed_on', align: 'center' },
    { heading: '备注', width: 36, value: 'remark', align: 'center' },
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

type SummaryKey = (typeof screeningSummary.columns)[number]['value'];

/** A village in the summary. */
export interface SummaryVillage {
  readonly name: string;
  readonly state: 'none' | 'open' | 'filed';
  /** Null unless filed: numbers that may still change are not reported. */
  readonly counts: ScreeningCounts | null;
  /** YYYY-MM-DD, or null unless filed. */
  readonly filedOn: string | null;
}

/** Lays out the summary of a month; villages that filed no round say so in place of numbers. */
export function layoutScreeningSummary(
  month: Month,
  villages: readonly SummaryVillage[],
  office: { readonly area: string; readonly unit: string; readonly today: string },
): SheetPage[] {
  const filed = villages.flatMap(({ counts }) => counts ?? []);
  const sum = (of: (counts: ScreeningCounts) => number): number =>
    filed.reduce((total, counts) => total + of(counts), 0);
  const total: RegisterRow<SummaryKey> = {
    village: '合计',
    ...numbers({
      confirmed: sum((counts) => counts.confirmed),
      new: sum((counts) => counts.new),
      changed: sum((counts) => counts.changed),
      removed: sum((counts) => counts.removed),
      notSeen: sum((counts) => counts.notSeen),
      // A filed round leaves none open.
      unchecked: 0,
    }),
    filed_on: '',
    remark: filed.length === villages.length ? '' : `${villages.length - filed.length}个村未归档`,
  };
  return layoutRegister(
    { ...screeningSummary, title: `${screeningSummary.title}（${monthInWords(month)}）` },
    villages.map(rowOf),
    { area: office.area, foot: { unit: office.unit, filled_on: chineseDate(office.today) }, total },
  );
}

function rowOf({ name, state, counts, filedOn }: SummaryVillage): RegisterRow<SummaryKey> {
  if (counts === null) {
    const blanks = { registered: '', confirmed: '', new: '', changed: '', removed: '', notSeen: '' };
    return { village: name, ...blanks, filed_on: '', remark: state === 'open' ? '正在排查' : '未开始排查' };
  }
  return {
    village: name,
    ...numbers(counts),
    filed_on: filedOn === null ? '' : chineseDate(filedOn),
    remark: isZeroReport(counts) ? zeroRemark(counts) : '',
  };
}

/** Beside a child that was not seen, the word alone could be read as nothing to report. */
function zeroRemark({ notSeen }: ScreeningCounts): string {
  return notSeen === 0 ? '零报告' : '零报告（无新增、变更、移出）';
}

function numbers(counts: ScreeningCounts) {
  return {
    registered: String(registeredOf(counts)),
    confirmed: String(counts.confirmed),
    new: String(counts.new),
    changed: String(counts.changed),
    removed: String(counts.removed),
    notSeen: String(counts.notSeen),
  };
}

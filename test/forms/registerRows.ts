import type { F08 } from '../../shared/forms/F08.ts';
import { printedCategories } from '../../shared/forms/F08.ts';
import type { RegisterRow } from '../../shared/forms/layoutRegister.ts';
import { maskIdNumber } from '../../shared/rules/idNumber.ts';

/** A row of F08. */
export type ChildRow = RegisterRow<(typeof F08)['columns'][number]['value']>;

const surnames = ['田', '向', '欧阳', '单', '覃', '尉迟', '𫖯'];
const givenNames = ['朵朵', '明', '小满', '桂花', '䶮', '子涵', '一鸣'];
const schools = ['安宁镇中心小学 三年级（2）班', '安宁中学 八年级', '', '双塘村幼儿园 大班'];
const categories = [['B1'], ['A2', 'C4'], ['B1', 'B3', 'E4', 'L2'], ['D1', 'E1', 'C1']];
const villages = ['双塘村', '安宁社区', '石门坎村', '白岩脚土家族村'];

/** Usual rows as an office has them; all people are invented. */
export function usualRows(count: number): ChildRow[] {
  const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
  return Array.from({ length: count }, (_, index): ChildRow => {
    const day = String((index % 28) + 1).padStart(2, '0');
    const serial = String(index % 1000).padStart(3, '0');
    const name = at(surnames, index) + at(givenNames, index * 3 + 1);
    return {
      file_no: `AN-2026-${String(index + 1).padStart(4, '0')}`,
      name,
      sex: at(['男', '女'], index),
      birth: `201${index % 10}年${(index % 12) + 1}月${Number(day)}日`,
      id_no: maskIdNumber(`439981201${index % 10}11${day}${serial}X`),
      village: at(villages, index >> 3),
      child_types: printedCategories(at(categories, index), 'codes'),
      guardian: `${at(surnames, index)}桂英（祖母） 199${String(index).padStart(8, '0')}`,
      school: at(schools, index),
      risk: at(['高', '中', '低', '常规'], index),
      helper: at(['罗建国', '欧阳秀兰'], index),
      last_visit: `2026年10月${Number(day)}日`,
      next_visit: index % 5 === 0 ? '' : `2026年12月${Number(day)}日`,
    };
  });
}

/** A row in which everything is as long as it may be. */
export const longestRow: ChildRow = {
  file_no: '虚拟县安宁镇2026-000001-甲',
  name: '𫖯𬱖䶮㛃犇𬸣尉迟阿卜',
  sex: '未说明的性别',
  birth: '2014年12月28日',
  id_no: '439981201412280024',
  village: '虚拟白岩脚土家族苗族村民委员会',
  child_types: printedCategories(['A2', 'B1', 'B3', 'C4', 'D1', 'D3', 'E1', 'E4', 'F1', 'G2', 'I1', 'L1'], 'names'),
  guardian: '买买提江·艾合买提·吐尔逊（祖父，随迁务工在外）虚拟县安宁镇双塘村三组八号 19900000001、0743-8220000-8001',
  school: '虚拟县安宁镇中心小学双塘村教学点附设学前班'.repeat(3).slice(0, 60),
  risk: '常规',
  helper: '买买提江·艾合买提、尉迟秀兰',
  last_visit: '2026年12月28日',
  next_visit: '2026年12月30日',
};

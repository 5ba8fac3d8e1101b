import { disabilityClasses, disabilityGrades } from '../codes/children.ts';

/**
 * Reads a cell that holds class and grade together: 精神4级, 肢体三级, 智力残疾二级 (GB/T 26341—2010).
 * Words that name no class or grade are kept as they are, so that the check names them.
 */
export function readDisability(cell: string): { disability_class: string | null; disability_grade: string | null } {
  const plain = cell.normalize('NFKC').replace(/\s+/gu, '');
  if (plain === '' || plain === '无') return { disability_class: null, disability_grade: null };
  const match = /^(.*?)残?疾?([一二三四1-4])级?$/u.exec(plain);
  const className = match?.[1] ?? plain;
  const gradeName = match?.[2];
  return {
    disability_class: disabilityClasses.find(className) ?? className,
    disability_grade:
      gradeName === undefined
        ? null
        : (disabilityGrades.find(`${'一二三四'.indexOf(gradeName) + 1 || gradeName}级`) ?? null),
  };
}

import { describe, expect, it } from 'vitest';
import { defineRegisterSheet, type RegisterColumn } from '../../../shared/forms/defineRegisterSheet.ts';
import { F08 } from '../../../shared/forms/F08.ts';

/** F08 with a column changed, or left out. */
function withColumn(heading: string, change: Partial<RegisterColumn> | null) {
  const columns = F08.columns.flatMap((column): RegisterColumn[] => {
    if (column.heading !== heading) return [column];
    return change === null ? [] : [{ ...column, ...change }];
  });
  return () => defineRegisterSheet<string>({ ...F08, columns });
}

describe('the check of a register', () => {
  it('knows F08 as forms.md has it: fourteen columns on 267 mm', () => {
    const columns = F08.columns.map(({ heading, width }) => `${heading.replace('\n', '')} ${width}`);
    expect(columns.join('，')).toBe(
      '序号 8，档案号 20，姓名 16，性别 9，出生日期 18，身份证号 36，村（社区） 22，对象类别 32，监护人/照护人及电话 30，' +
        '学校及年级 20，风险等级 11，帮扶责任人 15，最近走访 15，下次走访 15',
    );
    expect(F08.columns.reduce((sum, { width }) => sum + width, 0)).toBe(267);
  });

  it('refuses columns that are not as wide as the page', () => {
    expect(withColumn('序号', { width: 9 })).toThrow('F08: columns are 268 mm wide');
    expect(withColumn('档案号', null)).toThrow('F08: columns are 247 mm wide');
  });

  it('adds widths in decimals without an error of their own', () => {
    const shifts = [0.1, 0.2, -0.3];
    const columns = F08.columns.map((column, index) => ({ ...column, width: column.width + (shifts[index] ?? 0) }));
    expect(() => defineRegisterSheet<string>({ ...F08, columns })).not.toThrow();
  });

  it.each(['监护人或者实际照护人的姓名和联系电话', '档案ABCDEFGHIJKLMNOP', '一\n二\n三\n四'])(
    'refuses the heading %j, which does not fit its column',
    (heading) => {
      expect(withColumn('姓名', { heading })).toThrow('does not fit its column of 16 mm');
    },
  );

  it('refuses a value that stands in two columns', () => {
    expect(withColumn('姓名', { value: 'file_no' })).toThrow('file_no stands in two columns');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { registers } from '../../../shared/registers/index.ts';
import type { Field, Values } from '../../../shared/registers/register.ts';
import { formatRows, readRows } from '../../../shared/registers/rowText.ts';

const villages = codeTable('村（社区）', '测试', [{ code: '439981100201', label: '双塘村' }]);
const context: FieldContext = { today: '2026-11-21', villages };
const groups = registers.flatMap(({ key, rows }) =>
  Object.entries(rows).map(([name, group]) => [`${key}.${name}`, group] as const),
);

/** Any value that a field of this kind can hold. */
function anyValue({ kind }: Field): fc.Arbitrary<FieldValue> {
  const codes = (kind.options?.(context).entries ?? []).map(({ code }) => code);
  if (kind.control === 'yesNo') return fc.boolean();
  if (kind.control === 'date') {
    return fc
      .date({ min: new Date('1990-01-01'), max: new Date('2026-11-21'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  }
  if (kind.multiple) return fc.subarray(codes, { minLength: 1 });
  if (codes.length > 0) return fc.constantFrom(...codes);
  const signs = fc.constantFrom(
    '，',
    '：',
    '“',
    '”',
    '””',
    '、',
    ',',
    ':',
    '\n',
    '\r',
    '=1+1',
    '张',
    'a',
    ' ',
    '𬱖',
    '1',
  );
  return fc
    .array(fc.oneof(signs, fc.string({ maxLength: 4 })), { maxLength: 8 })
    .map((parts) => kind.parse(parts.join(''), context))
    .filter((value): value is string => typeof value === 'string' && kind.schema.safeParse(value).success);
}

test.each(groups)('rows of %s in one cell are read back as they were', (_, group) => {
  const row = fc
    .record(
      Object.fromEntries(
        Object.entries(group.fields).map(([key, field]) => [key, fc.option(anyValue(field), { nil: null })]),
      ),
    )
    .filter((values) => Object.values(values).some((value) => value !== null));
  const entered = (rows: readonly Values[]): unknown =>
    rows.map((values) => Object.entries(values).filter(([, value]) => value !== null));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
      expect(entered(readRows(group, formatRows(group, rows, context), context) ?? [])).toEqual(entered(rows));
    }),
  );
});

test('a row is written with its labels, a value with signs in it in quotation marks', () => {
  const members = groups.find(([name]) => name === 'child.members')?.[1];
  if (!members) throw new Error('no family members');
  const rows = [
    { relation: '51', name: '张三', workplace: '广东，电子厂“三车间”' },
    { relation: '52', name: '李四' },
  ];
  expect(formatRows(members, rows, context)).toBe(
    '与儿童关系：父亲，姓名：张三，工作单位或务工地：“广东，电子厂“三车间”””\n与儿童关系：母亲，姓名：李四',
  );
  expect(formatRows(members, [], context)).toBe('');
});

test.each([
  '',
  '父亲 张三；母亲 李四',
  '父亲：张三',
  '姓名：张三，爱好：画画',
  '姓名：“张三',
  '姓名：张三，姓名：李四',
  '困境儿童、留守儿童',
])('a text that is written in another way is left to other readers: %s', (text) => {
  for (const [, group] of groups) expect(readRows(group, text, context)).toBeUndefined();
});

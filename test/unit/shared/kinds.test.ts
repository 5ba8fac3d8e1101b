import { expect, test } from 'vitest';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import { kinships } from '../../../shared/codes/people.ts';
import { address, type FieldContext, text } from '../../../shared/fields/kinds.ts';
import { checkField } from '../../../shared/registers/checkRecord.ts';
import { required } from '../../../shared/registers/declareFields.ts';
import { defineRegister } from '../../../shared/registers/defineRegister.ts';
import { registers } from '../../../shared/registers/index.ts';

const context: FieldContext = {
  today: '2026-11-21',
  villages: codeTable('村（社区）', '测试', [{ code: '1', label: '双塘村' }]),
};

test('a value of a shape that no control sends is refused in Chinese', () => {
  const misshapen = ['', true, 7, {}, ['x', 1], 'ab\ud800'];
  for (const register of registers) {
    const groups = Object.values(register.rows).map((group) => group.fields);
    for (const fields of [register.fields, ...groups]) {
      for (const [key, field] of Object.entries(fields)) {
        for (const value of misshapen) {
          if (value === true && field.kind.control === 'yesNo') continue;
          const message = checkField(field, {}, value, context);
          expect(message, `${key} ${JSON.stringify(value)}`).toMatch(/^[^A-Za-z]*请[^A-Za-z]*$/u);
        }
      }
    }
  }
});

test('an address is shown on lists down to its village only', () => {
  expect(
    ['虚拟县安宁镇双塘村3组8号', '虚拟县安宁镇古井社区5栋2单元301', '虚拟县幸福路12号', '安宁镇双塘村'].map((value) =>
      address.brief(value, context),
    ),
  ).toEqual(['虚拟县安宁镇双塘村***', '虚拟县安宁镇古井社区***', '虚拟县幸福路***', '安宁镇双塘村']);
});

test('a relation that is only 其他 is not called a stranger, and brothers and sisters have a code of their own', () => {
  expect([kinships.find('其他'), kinships.find('兄弟姐妹'), kinships.find('其他兄弟姐妹')]).toEqual(['80', '70', '79']);
});

test('a register whose records could not be found by name is refused when the program starts', () => {
  const [register] = registers;
  if (!register) throw new Error('no register');
  const fields = { ...register.fields, name: required('姓名', text(50)) };
  expect(() => defineRegister({ ...register, fields })).toThrow(/name/u);
});

import { describe, expect, test } from 'vitest';
import { methods } from '../../../shared/contract/methods.ts';
import { isPlaceName } from '../../../shared/rules/officeName.ts';

describe('names of the office’s place', () => {
  test.each(['湘江省', '积石山保安族东乡族撒拉族自治县', '双江（虚拟）镇', '𠮷水·县', '𠮷'.repeat(30)])(
    'accepts %s',
    (name) => {
      expect(isPlaceName(name)).toBe(true);
    },
  );

  test.each(['安宁镇1', '12345', '😀镇', '安宁镇！', '', '镇'.repeat(31)])('refuses %s', (name) => {
    expect(isPlaceName(name)).toBe(false);
  });

  test('what the rule refuses is not stored, and what was stored before is still read', () => {
    const office = {
      province: '湘江省',
      city: '虚拟市',
      county: '虚拟县',
      township: '安宁镇2',
      villages: [{ code: 'V001', name: '第2社区' }],
    };
    expect(methods['office.save'].input.safeParse(office).success).toBe(false);
    expect(methods['office.save'].input.safeParse({ ...office, township: '安宁镇' }).success).toBe(true);
    expect(methods['office.get'].output.safeParse(office).success).toBe(true);
  });
});

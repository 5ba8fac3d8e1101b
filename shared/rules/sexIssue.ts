import type { Issue, Values } from '../registers/register.ts';

/**
 * A warning when the sex that is written down is not that of the ID number (GB 11643: the 17th digit is odd for males).
 * @param keys the fields that hold the two, as GB/T 2261.1 and as 18 characters
 */
export function sexIssue(values: Values, keys: { readonly sex: string; readonly idNumber: string }): Issue[] {
  const { [keys.sex]: sex, [keys.idNumber]: number } = values;
  if (typeof sex !== 'string' || typeof number !== 'string' || !/^\d{17}[\dX]$/u.test(number)) return [];
  const ofNumber = Number(number.charAt(16)) % 2 === 1 ? '1' : '2';
  if (sex === ofNumber) return [];
  const message = `身份证号是${ofNumber === '1' ? '男' : '女'}性的，与填写的性别不一致，请核对其中一项`;
  return [{ severity: 'warning', path: keys.sex, message }];
}

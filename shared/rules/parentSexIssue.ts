import { kinships } from '../codes/people.ts';
import type { Issue, Values } from '../registers/register.ts';

/** Kinship codes of GB/T 4761 that say the sex of a person: 1 male, 2 female. */
const sexOfKinship: Readonly<Record<string, '1' | '2'>> = {
  51: '1',
  52: '2',
  57: '1',
  58: '2',
  61: '1',
  62: '2',
  63: '1',
  64: '2',
};

/** A warning when a father's ID number is a woman's, or the other way round (GB 11643: the 17th digit is odd for males). */
export function parentSexIssue(
  values: Values,
  keys: { readonly relation: string; readonly idNumber: string },
): Issue[] {
  const { [keys.relation]: relation, [keys.idNumber]: number } = values;
  if (typeof relation !== 'string' || typeof number !== 'string' || !/^\d{17}[\dX]$/u.test(number)) return [];
  const stated = sexOfKinship[relation];
  const sex = Number(number.charAt(16)) % 2 === 1 ? '1' : '2';
  if (stated === undefined || stated === sex) return [];
  const message = `身份证号是${sex === '1' ? '男' : '女'}性的，与儿童关系却是“${kinships.label(relation)}”，请核对其中一项`;
  return [{ severity: 'warning', path: keys.idNumber, message }];
}

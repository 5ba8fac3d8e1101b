import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';

const eighteen = /^\d{17}[\dX]$/u;
/** Area and birth to the tens of the day: whatever is wrong behind them, these agree. */
const beforeSlip = 13;

/**
 * The 15 digits that a number has in both of its forms: without the century and the check character (GB 11643—1999). A number
 * that cannot be right is compared as it is.
 */
export function idNumberKey(idNumber: string): string {
  const isRight = eighteen.test(idNumber) && checkCharacterOf(idNumber.slice(0, 17)) === idNumber.charAt(17);
  return isRight ? idNumber.slice(0, 6) + idNumber.slice(8, 17) : idNumber;
}

/**
 * Two keys of which numbers that differ by a slip share at least one: what stands before the last four digits, and the serial
 * number. Others share them too, so `isIdSlip` decides.
 */
export function idSlipKeys(idNumber: string): string[] {
  return eighteen.test(idNumber) ? [`^${idNumber.slice(0, beforeSlip)}`, `${idNumber.slice(14, 17)}$`] : [];
}

/**
 * Whether one number is the other with one wrong digit or two swapped neighbours. The check character is left out: it follows
 * from the others, and no two right numbers differ in a single place.
 */
export function isIdSlip(one: string, other: string): boolean {
  if (one === other || !eighteen.test(one) || !eighteen.test(other)) return false;
  const wrong = Array.from({ length: 17 }, (_, index) => index).filter((index) => one[index] !== other[index]);
  const [first = 0, second = 0] = wrong;
  if (wrong.length <= 1) return true;
  return wrong.length === 2 && second === first + 1 && one[first] === other[second] && one[second] === other[first];
}

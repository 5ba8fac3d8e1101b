import { type CalendarDate, isCalendarDate } from './calendarDate.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const zero = '0'.charCodeAt(0);
const checkCharacters = '10X98765432';

/**
 * The check character for the first 17 digits (GB 11643—1999, ISO 7064 MOD 11-2). Each weight is twice the next one modulo
 * 11 and none is 0, so every single wrong digit and every swap of two different neighbours gives another character.
 */
export function checkCharacterOf(firstSeventeen: string): string {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) {
    sum += (weights[index] ?? 0) * (firstSeventeen.charCodeAt(index) - zero);
  }
  return checkCharacters.charAt(sum % 11);
}

/** What an ID number says of its bearer. */
export interface IdNumberFacts {
  readonly birth: CalendarDate;
  /** GB/T 2261.1: 1 male, 2 female; the 17th digit is odd for males. */
  readonly sex: '1' | '2';
  readonly areaCode: string;
}

/** What is wrong with a number, in the order it is looked for; `old` is a number of 15 digits, as issued until 1999. */
export type IdNumberFault = 'old' | 'length' | 'characters' | 'date' | 'check';

export type IdNumberVerdict =
  | { readonly ok: true; readonly facts: IdNumberFacts }
  | { readonly ok: false; readonly fault: IdNumberFault; readonly reason: string };

/** Full-width digits, blanks, hyphens and a leading apostrophe are how spreadsheets and input methods deliver numbers. */
export function normaliseIdNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^['’‘]/u, '')
    .replace(/[\s\-‐–—]/gu, '')
    .toUpperCase();
}

/**
 * Checks a citizen ID number: length, digits, a birth date the calendar has (1880 to `today`), check character.
 * An area code is never refused: abolished codes stay valid (GB 11643—1999, GB/T 2260).
 * @param idNumber as `normaliseIdNumber` returns it
 */
export function checkIdNumber(idNumber: string, today: CalendarDate): IdNumberVerdict {
  if (!/^\d{17}[\dX]$/u.test(idNumber)) return misshapen(idNumber);
  const birth = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  if (!isCalendarDate(birth) || birth < '1880-01-01') {
    return { ok: false, fault: 'date', reason: '身份证号中的出生日期不存在，请核对第7至14位' };
  }
  if (birth > today) {
    return { ok: false, fault: 'date', reason: '身份证号中的出生日期晚于今天，请核对第7至14位' };
  }
  if (checkCharacterOf(idNumber.slice(0, 17)) !== idNumber.charAt(17)) {
    return { ok: false, fault: 'check', reason: '身份证号校验位不正确，请逐位核对' };
  }
  return {
    ok: true,
    facts: {
      birth,
      sex: Number(idNumber.charAt(16)) % 2 === 1 ? '1' : '2',
      areaCode: idNumber.slice(0, 6),
    },
  };
}

/** What is wrong with a number that is not 17 digits and a check character. */
function misshapen(idNumber: string): IdNumberVerdict {
  if (/^\d{15}$/u.test(idNumber)) {
    return { ok: false, fault: 'old', reason: '15位旧号码已停用，请核对户口簿后填18位号码' };
  }
  const { length } = [...idNumber];
  if (length !== 18) {
    return { ok: false, fault: 'length', reason: `身份证号应为18位，现为${length}位，请核对` };
  }
  if (idNumber.includes('*')) {
    return { ok: false, fault: 'characters', reason: '身份证号有一部分被*号遮住，请填写完整号码' };
  }
  return { ok: false, fault: 'characters', reason: '身份证号只能是数字（末位可为X），请核对' };
}

/** The first six and last four characters, the middle hidden, as lists show an ID number. */
export function maskIdNumber(idNumber: string): string {
  return idNumber.length <= 10
    ? idNumber
    : `${idNumber.slice(0, 6)}${'*'.repeat(idNumber.length - 10)}${idNumber.slice(-4)}`;
}

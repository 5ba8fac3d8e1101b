import type { CalendarDate } from './calendarDate.ts';
import {
  checkCharacterOf,
  checkIdNumber,
  type IdNumberFacts,
  type IdNumberFault,
  type IdNumberVerdict,
  normaliseIdNumber,
} from './idNumber.ts';

/** A cell in which an ID number is expected. */
export interface FoundIdNumber {
  readonly text: string;
  /** The spreadsheet held a number, not text; `text` is that number in full or as 4.39981E+17. */
  readonly isNumber: boolean;
}

/** What else is known of the person. */
export interface KnownPerson {
  readonly birth: CalendarDate | null;
  /** GB/T 2261.1: 1 male, 2 female; null where it is not known. */
  readonly sex: '1' | '2' | null;
  /** ID numbers of records with the same name, and the same birth where that is known. */
  readonly candidates: readonly string[];
}

/** A number to take instead of the one found; a person decides. */
export interface IdProposal {
  readonly idNumber: string;
  readonly reason: string;
}

/** `reason` is one sentence for the user and never holds the number itself. */
export type IdExamination =
  | { readonly state: 'sound'; readonly idNumber: string; readonly facts: IdNumberFacts }
  | { readonly state: 'damaged' | 'old'; readonly reason: string; readonly proposals: readonly IdProposal[] }
  | {
      readonly state: 'faulty';
      readonly fault: Exclude<IdNumberFault, 'old'>;
      readonly reason: string;
      readonly proposals: readonly IdProposal[];
    };

/**
 * Examines what stands where an ID number belongs: sound, damaged by a spreadsheet, an old number, or faulty as
 * `checkIdNumber` says. Full-width digits, blanks, a leading apostrophe and a small x are no faults. A blank cell and
 * words such as 暂无 are the caller's to read before. Whether a sound number agrees with `known` is a rule between fields.
 *
 * A proposal passes `checkIdNumber` and contradicts neither the known birth nor the known sex. Where the birth is not
 * known, the digits found must state it; an old number, which leaves the century open, then follows a candidate, and
 * without one is taken for a number of somebody born in 19xx, as those that were issued are.
 * @param today the last day a birth can be on
 */
export function examineIdNumber(found: FoundIdNumber, known: KnownPerson, today: CalendarDate): IdExamination {
  const number = normaliseIdNumber(found.text);
  const written = spreadsheetNumber(found.text);
  const verdict = checkIdNumber(number, today);
  // A cell that holds so long a number has lost digits even where the rest happens to pass the check.
  const isCertainlyDamaged = written !== undefined && (found.isNumber || written.isScientific);
  if (verdict.ok && !isCertainlyDamaged) return { state: 'sound', idNumber: number, facts: verdict.facts };

  const candidates = [...new Set(known.candidates.map(normaliseIdNumber))].filter((each) =>
    isPossible(each, known, today),
  );
  const agreeing = candidates.filter(
    (each) => known.birth !== null || birthDigits(each) === birthDigits(written?.digits ?? number),
  );
  // Text that one slip explains as well is a slip, unless it ends as Excel leaves a number: few programs round into text.
  const survivors = agreeing.filter(
    (each) =>
      fitsDamage(found.text, each) &&
      (isCertainlyDamaged || number.endsWith('000') || slipBetween(number, each) === undefined),
  );
  const neighbours = agreeing.flatMap((idNumber) => {
    const slip = isCertainlyDamaged || survivors.includes(idNumber) ? undefined : slipBetween(number, idNumber);
    return slip === undefined
      ? []
      : [{ idNumber, reason: `同名记录中有这个号码，出生日期相符，${slip}，请核对后采用` }];
  });
  // Text that a candidate turns into to the last digit is damage whatever it ends in; without one, a 000 must explain it.
  const isDamaged =
    isCertainlyDamaged || survivors.length > 0 || (neighbours.length === 0 && isCutOff(number, verdict, known.birth));
  if (verdict.ok || isDamaged) {
    const mended = survivors.map((idNumber) => ({
      idNumber,
      reason: '同名记录中有这个号码，出生日期和没有丢失的数字都相符，请核对后采用',
    }));
    return {
      state: 'damaged',
      reason: '身份证号被表格软件当作数值，后几位已丢失，请对照户口簿重新填写',
      proposals: [...mended, ...neighbours],
    };
  }
  const { fault, reason } = verdict;
  if (fault !== 'old') return { state: 'faulty', fault, reason, proposals: neighbours };
  const proposals = longForms(number, known.birth, candidates).filter((each) =>
    isPossible(each.idNumber, known, today),
  );
  return { state: 'old', reason, proposals };
}

/** Whether text looks like a number of which Excel kept 15 digits. A birth that is not known does not speak against it. */
function isCutOff(number: string, verdict: IdNumberVerdict, birth: CalendarDate | null): boolean {
  if (verdict.ok || verdict.fault !== 'check' || !number.endsWith('000')) return false;
  return birth === null || birth.replaceAll('-', '') === birthDigits(number);
}

/** Whether a number is sound and says nothing against what is known of the person. */
function isPossible(idNumber: string, known: KnownPerson, today: CalendarDate): boolean {
  const verdict = checkIdNumber(idNumber, today);
  return (
    verdict.ok &&
    (known.sex === null || verdict.facts.sex === known.sex) &&
    (known.birth === null || verdict.facts.birth === known.birth)
  );
}

function birthDigits(idNumber: string): string {
  return idNumber.slice(6, 14);
}

/**
 * Whether a spreadsheet can have made `text` of this ID number. Excel keeps the first 15 digits typed; programs that
 * keep a number in 64 bits round the last two or three, and may show 15 digits of it; a narrow column or a .csv shows
 * fewer still, as 4.39981E+17. A number that ends in X stays text and is never damaged.
 * @param idNumber as `normaliseIdNumber` returns it
 */
export function fitsDamage(text: string, idNumber: string): boolean {
  const written = spreadsheetNumber(text);
  if (written === undefined || written.length !== 18 || !/^[1-9]\d{17}$/u.test(idNumber)) return false;
  const kept = [
    `${idNumber.slice(0, 15)}000`,
    roundDigits(inBinary(idNumber), 15),
    // The shortest digits that stand for the same 64 bits, as JavaScript and the .xlsx of other programs write them.
    String(Number(idNumber)),
  ];
  const remains = kept.flatMap((whole) => [whole, inBinary(whole)]);
  return remains.some((whole) => roundDigits(whole, written.digits.length) === written.digits.padEnd(18, '0'));
}

/** The number that a cell of a spreadsheet shows, when it is too long for one to keep. */
interface SpreadsheetNumber {
  /** The digits shown, without the zeros that an exponent stands for. */
  readonly digits: string;
  /** How many digits the number has before its decimal point. */
  readonly length: number;
  readonly isScientific: boolean;
}

function spreadsheetNumber(text: string): SpreadsheetNumber | undefined {
  const plain = text.normalize('NFKC').replace(/^['’‘]|\s/gu, '');
  // From 15 digits on an exponent hides an ID number, old ones included; a number in full suffers from 16 on.
  const scientific = /^(\d)(?:\.(\d{1,17}))?E\+?(\d{2})$/iu.exec(plain);
  if (scientific) {
    const length = Number(scientific[3]) + 1;
    const digits = `${scientific[1]}${scientific[2] ?? ''}`;
    return length < 15 ? undefined : { digits, length, isScientific: true };
  }
  const whole = normaliseIdNumber(text);
  return /^[1-9]\d{15,}$/u.test(whole) ? { digits: whole, length: whole.length, isScientific: false } : undefined;
}

/** All digits of the nearest number that 64 bits hold. */
function inBinary(whole: string): string {
  return BigInt(Number(whole)).toString();
}

/** A whole number of 18 digits rounded to its first `kept` ones, the others 0. */
function roundDigits(whole: string, kept: number): string {
  const unit = 10n ** BigInt(Math.max(18 - kept, 0));
  return (((BigInt(whole) + unit / 2n) / unit) * unit).toString();
}

/** The numbers of 18 digits that an old one can stand for. The old form lacks the century and the check character. */
function longForms(old: string, birth: CalendarDate | null, candidates: readonly string[]): IdProposal[] {
  if (birth !== null) {
    return [{ idNumber: longForm(old, birth.slice(0, 2)), reason: '按出生日期把旧号码补成18位，请核对后采用' }];
  }
  const same = candidates.filter((candidate) => `${candidate.slice(0, 6)}${candidate.slice(8, 17)}` === old);
  if (same.length > 0) {
    return same.map((idNumber) => ({ idNumber, reason: '同名记录中有这个号码，与旧号码是同一个号，请核对后采用' }));
  }
  return [{ idNumber: longForm(old, '19'), reason: '按1900年以后出生把旧号码补成18位，请核对出生年份后采用' }];
}

function longForm(old: string, century: string): string {
  const firstSeventeen = `${old.slice(0, 6)}${century}${old.slice(6)}`;
  return `${firstSeventeen}${checkCharacterOf(firstSeventeen)}`;
}

/** How one number becomes another by one slip of the hand; undefined when it takes more. */
function slipBetween(found: string, idNumber: string): string | undefined {
  if (found.length !== idNumber.length) return undefined;
  const places = [...idNumber].flatMap((character, place) => (found[place] === character ? [] : [place]));
  const [first, second] = places;
  if (first === undefined) return undefined;
  if (places.length === 1) return '只差一位';
  const isSwap =
    places.length === 2 &&
    second === first + 1 &&
    found[first] === idNumber[second] &&
    found[second] === idNumber[first];
  return isSwap ? '只是相邻两位颠倒' : undefined;
}

/** GB/T 2260: the codes of the provinces, and of Taiwan as a place of birth. */
const provinces =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' ');

/**
 * What to look at when the area code of a sound number is unusual; it is never a fault. Numbers of 81, 82 and 83 stand
 * on residence permits (港澳台居民居住证申领发放办法, 国办发〔2018〕81号), with the same check character.
 * @param areaCode the first six digits
 */
export function areaCodeNotice(areaCode: string): string | undefined {
  const region = { 81: '香港', 82: '澳门', 83: '台湾' }[areaCode.slice(0, 2)];
  if (region !== undefined) return `这是${region}居民居住证的号码，请核对证件类型`;
  return provinces.includes(areaCode.slice(0, 2)) ? undefined : '号码开头不是已知的省级代码，请对照证件核对';
}

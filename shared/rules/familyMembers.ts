import { kinships } from '../codes/people.ts';
import { normaliseIdNumber } from './idNumber.ts';
import { isPhoneNumber, normalisePhoneNumber } from './phoneNumber.ts';
import { tidyLine, tidyName } from './text.ts';

/** One family member as a village writes it into a single cell. */
export interface FamilyMemberCell {
  readonly [field: string]: string | null;
  readonly relation: string | null;
  readonly name: string | null;
  readonly id_number: string | null;
  readonly phone: string | null;
  readonly health: string | null;
  readonly workplace: string | null;
}

/**
 * Reads “父亲 张三 身份证号 电话；母亲 李四”: persons parted by semicolons or lines, words by blanks, commas or 、.
 * A word is what its shape says: relation, ID number, telephone; the first other word is the name, the rest work place.
 */
export function readFamilyMembers(cell: string): FamilyMemberCell[] {
  return cell
    .split(/[；;\n]+/u)
    .map(tidyLine)
    .filter(Boolean)
    .map(readMember);
}

function readMember(part: string): FamilyMemberCell {
  let relation: string | null = null;
  let idNumber: string | null = null;
  let phone: string | null = null;
  const others: string[] = [];
  for (const word of part.split(/[\s,，、:：]+/u).filter(Boolean)) {
    const digits = normaliseIdNumber(word);
    const dialled = normalisePhoneNumber(word);
    if (relation === null && kinships.find(word) !== undefined) relation = kinships.find(word) ?? null;
    else if (idNumber === null && /^\d{14,17}[\dX]$/u.test(digits)) idNumber = digits;
    else if (phone === null && isPhoneNumber(dialled)) phone = dialled;
    else others.push(word);
  }
  const [name, ...rest] = others;
  return {
    relation,
    name: name === undefined ? null : tidyName(name),
    id_number: idNumber,
    phone,
    health: null,
    workplace: rest.length === 0 ? null : rest.join(' '),
  };
}

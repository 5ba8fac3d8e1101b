import type { CalendarDate } from '../rules/calendarDate.ts';
import { checkIdNumber, normaliseIdNumber } from '../rules/idNumber.ts';
import { paragraphsOf } from './paragraphsOf.ts';
import type { TemplateModel } from './templateModel.ts';

/** Digits as they are typed, in groups too; longer runs of digits are something else. */
const idNumbers = /(?<![\dA-Za-z])\d(?:[ -]?\d){16}[ -]?[\dXx](?![\dA-Za-z])/gu;
const mobileNumber = /(?<![\dA-Za-z])1[3-9]\d(?:[ -]?\d{4}){2}(?![\dA-Za-z])/u;

/** Whether the fixed text of a form holds a valid ID number or a mobile number: it is no blank one then. */
export function namesSomebody(model: TemplateModel, today: CalendarDate): boolean {
  return model.parts
    .flatMap(({ blocks }) => paragraphsOf(blocks))
    .some(({ text }) => {
      const plain = text.normalize('NFKC');
      if (mobileNumber.test(plain)) return true;
      return (plain.match(idNumbers) ?? []).some((found) => checkIdNumber(normaliseIdNumber(found), today).ok);
    });
}

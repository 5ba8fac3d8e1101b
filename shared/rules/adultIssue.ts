import type { FieldContext } from '../fields/kinds.ts';
import type { Issue, Values } from '../registers/register.ts';
import { ageOn } from './calendarDate.ts';
import { checkIdNumber } from './idNumber.ts';

/**
 * An error when the ID number is that of a minor: nobody under 18 stands on a form about key persons (forms.md 13.6). What such
 * a child did is sealed, and what it needs belongs on its own sheets.
 */
export function adultIssue(values: Values, { today }: FieldContext): Issue[] {
  const { id_number: number } = values;
  if (typeof number !== 'string') return [];
  const verdict = checkIdNumber(number, today);
  if (!verdict.ok || ageOn(verdict.facts.birth, today) >= 18) return [];
  const message = '不满18周岁的人不能列为重点人员，请在儿童档案中登记并制订帮扶方案';
  return [{ severity: 'error', path: 'id_number', message }];
}

import { subsidyDocuments } from '../codes/subsidies.ts';
import type { FieldContext } from '../fields/kinds.ts';
import type { Issue, RecordValues } from '../registers/register.ts';
import { addCalendarMonths } from './calendarDate.ts';
import { monthInWords, monthOf } from './screeningMonth.ts';

/** Months after which prison, compulsory treatment, other loss of freedom and lost contact count (民发〔2020〕125号). */
const leastMonths = 6;
const heldStates = ['7', '8', '9'];
const lostContact = '6';
/** A child whose parents are both dead or missing is an orphan. */
const goneStates = ['2', '3'];

/** The paper that proves each circumstance of a parent. */
const documentOf: Readonly<Record<string, string>> = {
  '2': '5',
  '3': '6',
  '10': '7',
  '11': '8',
  '7': '9',
  '8': '10',
  '9': '11',
  '6': '12',
  '12': '13',
  '13': '14',
};
/** What every application needs. */
const alwaysNeeded = ['1', '2', '3', '4', '15'];

const codesOf = ({ fields }: RecordValues, key: string): readonly string[] => {
  const value = fields[key];
  return Array.isArray(value) ? value : [];
};

/**
 * What an application for the subsidy should be looked at for before it is handed in (民发〔2020〕125号; forms.md F09 and 12.8 A2).
 * Warnings: the county decides.
 */
export function subsidyRules(values: RecordValues, context: FieldContext): Issue[] {
  const { fields } = values;
  const issues: Issue[] = [];
  const add = (severity: Issue['severity'], path: string, message: string): void => {
    issues.push({ severity, path, message });
  };
  const parents = [
    { key: 'father', name: '父亲', states: codesOf(values, 'father_states') },
    { key: 'mother', name: '母亲', states: codesOf(values, 'mother_states') },
  ];
  for (const { key, name, states } of parents) {
    const [from, to] = [fields[`${key}_from`], fields[`${key}_to`]];
    if (typeof from === 'string' && typeof to === 'string' && to < from) {
      add('error', `${key}_to`, `${name}情形的截止日期早于起始日期，请核对`);
    } else if (typeof from === 'string') {
      const enough = addCalendarMonths(from, leastMonths);
      if (states.some((state) => heldStates.includes(state)) && typeof to === 'string' && to < enough) {
        add(
          'warning',
          `${key}_to`,
          `${name}服刑、强制隔离戒毒或被限制人身自由不满6个月，一般不符合条件，请核对起止日期`,
        );
      }
      if (states.includes(lostContact) && context.today < enough) {
        add('warning', `${key}_from`, `${name}失联不满6个月，一般不符合条件，请核对日期`);
      }
    }
  }
  const [without, ...both] = parents.filter(({ states }) => states.length === 0);
  if (without && both.length === 0) {
    add('warning', `${without.key}_states`, `${without.name}的情形没有选，父母双方都符合条件才能申请，请核对`);
  }
  if (!without && parents.every(({ states }) => states.every((state) => goneStates.includes(state)))) {
    add('warning', 'mother_states', '父母都已死亡或失踪的按孤儿申请，请核对');
  }
  const missing = missingDocuments(values);
  // Until the first paper is ticked nobody has begun to collect them.
  if (codesOf(values, 'documents').length > 0 && missing.length > 0) {
    add('warning', 'documents', `附件还缺：${missing.map(subsidyDocuments.label).join('、')}`);
  }
  return issues;
}

/** Codes of the papers that the application still needs, by the circumstances of both parents. */
export function missingDocuments(values: RecordValues): string[] {
  const states = [...codesOf(values, 'father_states'), ...codesOf(values, 'mother_states')];
  const needed = [...alwaysNeeded, ...states.flatMap((state) => documentOf[state] ?? [])];
  const there = codesOf(values, 'documents');
  return subsidyDocuments.entries
    .map((entry) => entry.code)
    .filter((code) => needed.includes(code) && !there.includes(code));
}

/** The month from which the subsidy is paid: the one after the county's confirmation; null while it is not confirmed. */
export function paidFrom({ fields }: RecordValues): string | null {
  const { confirmed, confirmed_on: day } = fields;
  return confirmed === true && typeof day === 'string' ? monthInWords(monthOf(addCalendarMonths(day, 1))) : null;
}

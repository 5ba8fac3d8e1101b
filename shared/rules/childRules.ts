import type { FieldContext } from '../fields/kinds.ts';
import type { Issue, RecordValues } from '../registers/register.ts';
import { addDays, ageOn } from './calendarDate.ts';
import { currentCategories } from './childViews.ts';
import { checkIdNumber } from './idNumber.ts';

/** Days until somebody should ask again for a certificate that a child does not have; the office's own choice. */
const followUpDays = 30;

/** Circumstances of a parent who is dead or missing (孤儿: both parents dead or missing), declared so or not. */
const lostStates: readonly string[] = ['2', '3', '4', '5'];

/**
 * Sex and birth date follow from a valid ID number (GB 11643—1999); without one they are entered by hand, and the certificate
 * is asked for again on a day of its own.
 */
export function deriveChild(values: RecordValues, context: FieldContext): RecordValues {
  const { id_number: number, no_id_reason: reason, id_follow_up_on: followUp } = values.fields;
  if (typeof number !== 'string') {
    if (reason === null || reason === undefined || (followUp !== null && followUp !== undefined)) return values;
    return { ...values, fields: { ...values.fields, id_follow_up_on: addDays(context.today, followUpDays) } };
  }
  const verdict = checkIdNumber(number, context.today);
  if (!verdict.ok) return values;
  const { sex, birth } = verdict.facts;
  return {
    ...values,
    fields: { ...values.fields, sex, birth_date: birth, no_id_reason: null, id_follow_up_on: null },
  };
}

/** Rules between the fields of a child's record. Sources stand beside each rule. */
export function childRules(values: RecordValues, context: FieldContext): Issue[] {
  const { fields, rows } = values;
  const issues: Issue[] = [];
  const codes = (field: string): readonly string[] => {
    const value = fields[field];
    return Array.isArray(value) ? value : [];
  };
  const add = (severity: Issue['severity'], path: string, message: string, inTable?: Issue['inTable']): void => {
    issues.push({ severity, path, message, ...(inTable && { inTable }) });
  };

  const number = fields.id_number;
  const verdict = typeof number === 'string' ? checkIdNumber(number, context.today) : undefined;
  if (verdict?.ok) {
    // GB 11643: the number states sex and birth, so a differing entry means one of the two is wrong.
    const { sex, birth_date: entered } = fields;
    if (typeof sex === 'string' && verdict.facts.sex !== sex) add('error', 'sex', '性别与身份证号不符，请核对其中一项');
    if (typeof entered === 'string' && verdict.facts.birth !== entered) {
      add('error', 'birth_date', '出生日期与身份证号不符，请核对其中一项');
    }
  }

  // Seed 003, annex 1: the table is for minors, 不满18周岁.
  const birth = fields.birth_date;
  const filledOn = fields.filled_on;
  if (typeof birth === 'string') {
    // Until it is known when the table was filled in, today is the day.
    const known = typeof filledOn === 'string';
    const age = ageOn(birth, known ? filledOn : context.today);
    // Who has left the registry may be of any age.
    const isKept = fields.status === '1';
    if (isKept && age >= 18) {
      const when = known ? '填表时' : '到今天';
      const fault = `${when}已满18周岁，不属于在册对象，请核对出生日期`;
      add('error', 'birth_date', `${fault}，或把在册状态改为“年满18周岁”`, { message: `${fault}，或跳过这一行` });
    }
    // Seed 003 三(一)2 counts 失管 from 7 to 18.
    if (isKept && age < 7 && codes('supervision_gaps').length > 0) {
      add('warning', 'supervision_gaps', '失管按7至18周岁排查，孩子不满7周岁，请核对');
    }
    // 义务教育法: the duty begins at 6; nine years of it end at 15 or 16 (seed 003 三(一)3: children of that age).
    const kind = fields.out_of_school_kind;
    if (isKept && kind !== null && kind !== undefined && (age < 6 || age > 15)) {
      add('warning', 'out_of_school_kind', '失学按义务教育阶段（6至15周岁）排查，请核对出生日期或失学类型');
    }
    if (known && birth > filledOn) add('error', 'birth_date', '出生日期晚于填表时间，请核对');
  }

  const family = codes('family_states');
  const current = currentCategories(values, context);
  if (family.includes('1') && family.includes('4')) {
    add('error', 'family_states', '“双亲家庭”与“无父母家庭”不能同时选，请改正');
  }
  if (family.includes('5') && fields.guardian_capable === true) {
    add('error', 'guardian_capable', '家庭状况选了“无监护人”，监护能力应选“否”');
  }
  // 低保, 支出型, 低保边缘 and 特困 are exclusive states of one household (national social-assistance rules).
  const household = current.filter((code) => ['C1', 'C2', 'C3', 'C4'].includes(code));
  if (household.length > 1) {
    // Table 1 has no box for 特困.
    const path = household.includes('C4') ? 'categories' : 'hardship_grounds';
    add('error', path, '低保家庭、支出型困难家庭、低保边缘户、特困供养只能选一项，请改正');
  }
  (rows.categories ?? []).forEach((row, index) => {
    const { began_on: begin, ended_on: end } = row;
    if (typeof begin === 'string' && typeof end === 'string' && end < begin) {
      add('error', `categories.${index}.ended_on`, '终止日期早于起始日期，请核对');
    }
  });
  // An orphan has no living parent; villages do list dead parents by name, so this asks and does not refuse.
  const livingParent = (rows.members ?? []).some(
    (member) =>
      (member.relation === '51' || member.relation === '52') &&
      !lostStates.includes(String(member.parent_state)) &&
      !/死亡|已故|去世|亡故|失踪/u.test(String(member.health ?? '')),
  );
  if (current.includes('A1') && livingParent) {
    add('warning', 'hardship_grounds', '选了“孤儿”，但家庭主要成员中有父亲或母亲，请核对或在父母情形里选“死亡”“失踪”', {
      message: '选了“孤儿”，但监护人或家庭主要成员是父亲或母亲，请核对',
      fields: ['hardship_grounds', 'child_types', 'guardian_relation'],
    });
  }
  return issues;
}

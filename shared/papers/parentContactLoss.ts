import { parentStates } from '../codes/children.ts';
import { parentKinships } from '../codes/help.ts';
import { choice, idNumber, paragraph, pastDate, personName, text } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, optional } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Values } from '../registers/register.ts';
import { addCalendarMonths } from '../rules/calendarDate.ts';
import { parentSexIssue } from '../rules/parentSexIssue.ts';
import { definePaper } from './paper.ts';

/** Months without contact after which a parent counts as lost (民发〔2020〕125号). */
const leastMonths = 6;

const fields = {
  filled_on: expected('填表日期', pastDate),
  parent_name: expected('失联父/母姓名', personName),
  parent_relation: expected('与儿童关系', choice(parentKinships)),
  parent_id_number: optional('失联父/母身份证号码', idNumber),
  lost_since: expected('失联时间', pastDate),
  last_contact: expected('最后联系方式及地点', text(100)),
  story: expected('失联经过及已查找情况', paragraph(500)),
} satisfies Fields;

const parents = ['51', '52'];
const outOfContact = parentStates.find('失联');

/** The parent of the registry whom nobody can reach. */
function lostParent(members: readonly Values[] | undefined): Values | undefined {
  return (members ?? []).find((row) => parents.includes(String(row.relation)) && row.parent_state === outOfContact);
}

/**
 * 认定 of a parent's lost contact where the police cannot take the case up (英德 rules, forms.md F10): promise of the applicant,
 * neighbours, village, township and county, one after the other.
 */
export const parentContactLoss = definePaper({
  key: 'parentContactLoss',
  title: '儿童父母失联情况认定',
  about: child,
  kept: true,
  fields,
  summary: ['filled_on', 'parent_relation'],
  prefill: ({ about, context }) => {
    const parent = lostParent(about?.rows.members);
    return {
      fields: {
        filled_on: context.today,
        parent_name: parent?.name ?? null,
        parent_relation: parent?.relation ?? null,
        parent_id_number: parent?.id_number ?? null,
      },
    };
  },
  rules: ({ fields: given }, { today }) => {
    const issues = parentSexIssue(given, { relation: 'parent_relation', idNumber: 'parent_id_number' });
    const { lost_since: since, filled_on: filled } = given;
    if (typeof since !== 'string') return issues;
    const day = typeof filled === 'string' ? filled : today;
    if (addCalendarMonths(since, leastMonths) <= day) return issues;
    return [
      ...issues,
      {
        severity: 'warning',
        path: 'lost_since',
        message: '失联不满6个月，一般不能认定，请核对失联时间',
      },
    ];
  },
  sample: {
    fields: {
      ...emptyRow(fields),
      filled_on: '2026-11-12',
      parent_name: '高明月',
      parent_relation: '52',
      parent_id_number: '439981199001010021',
      lost_since: '2024-03-15',
      last_contact: '电话，外省某市某电子厂宿舍',
      story: '2024年春节后外出务工，三月起电话停机，托同乡多次打听无音讯；外祖父母家也没有联系。',
    },
    rows: {},
  },
});

import { subsidyDocuments, subsidyEndReasons, unableParentStates } from '../codes/subsidies.ts';
import { choice, choices, date, pastDate, staffName, text, yesNo } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, expectedWhen, optional, view } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type Values } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { paidFrom, subsidyRules } from '../rules/subsidyRules.ts';
import { definePaper } from './paper.ts';

/** How circumstances of a parent in the registry are written on the application. */
const stateOnForm: Readonly<Record<string, string>> = { '4': '2', '5': '3' };

/** Who is dead is in no other circumstance. */
const dead = ['2'];

const fields = {
  applied_on: expected('申请日期', pastDate),
  applicant: expected('申请人', staffName),
  bank: expected('社会保障卡开户行', text(60)),
  account: expected('社会保障卡账号', text(30), { individual: true }),
  father_states: expected('父亲情形', choices(unableParentStates, { exclusive: dead })),
  father_document: expectedWhen('父亲情形的文书及文号', text(60), (values) => values.father_states !== null),
  father_from: optional('父亲情形的起始日期', pastDate),
  father_to: optional('父亲情形的截止日期', date),
  mother_states: expected('母亲情形', choices(unableParentStates, { exclusive: dead })),
  mother_document: expectedWhen('母亲情形的文书及文号', text(60), (values) => values.mother_states !== null),
  mother_from: optional('母亲情形的起始日期', pastDate),
  mother_to: optional('母亲情形的截止日期', date),
  documents: expected('附件清单', choices(subsidyDocuments)),
  verified: optional('乡镇（街道）查验是否符合', yesNo),
  verified_reason: expectedWhen('查验不符合的理由', text(60), (values) => values.verified === false),
  verified_on: optional('查验日期', pastDate),
  confirmed: optional('县级民政部门是否确认', yesNo),
  confirmed_reason: expectedWhen('不确认的理由', text(60), (values) => values.confirmed === false),
  confirmed_on: expectedWhen('确认日期', pastDate, (values) => values.confirmed === true),
  end_date: optional('终止日期', date),
  end_reason: expectedWhen('终止原因', choice(subsidyEndReasons), (values) => values.end_date !== null),
} satisfies Fields;

/** The state of a parent of the registry, as a box of the application; null when it is none of its ten. */
function statesOf(members: readonly Values[] | undefined, relation: string): readonly string[] | null {
  const state = (members ?? []).find((row) => row.relation === relation)?.parent_state;
  if (typeof state !== 'string') return null;
  const code = stateOnForm[state] ?? state;
  return unableParentStates.has(code) ? [code] : null;
}

/** What two steps of the procedure say against each other, and an account number that cannot be one. */
function decisionIssues({ verified, confirmed, account }: Values): Issue[] {
  const issues: Issue[] = [];
  if (verified === false && confirmed === true) {
    const message = '乡镇（街道）查验不符合，县级却已确认，请核对其中一项';
    issues.push({ severity: 'warning', path: 'confirmed', message });
  }
  if (typeof account === 'string' && !/^\d{12,20}$/u.test(account.replace(/\s/gu, ''))) {
    const message = '银行账号一般是12至20位数字，请核对';
    issues.push({ severity: 'warning', path: 'account', message });
  }
  return issues;
}

/**
 * Application for the basic living subsidy of a child whom in fact nobody raises (民发〔2020〕125号). Handed in by the guardian,
 * a near relative entrusted by him, or the village; the township verifies, the county's 民政 confirms, in 15 working days each
 * by the national text, 10 and 5 by local ones. Paid from the month after; no public posting.
 */
export const subsidyApplication = definePaper({
  key: 'subsidyApplication',
  title: '事实无人抚养儿童基本生活补贴申请',
  about: child,
  kept: true,
  fields,
  views: {
    paid_from: view('发放起始月份', text(10), { read: paidFrom }),
  },
  sections: [
    { title: '申请', fields: ['applied_on', 'applicant', 'bank', 'account'] },
    { title: '父亲', fields: ['father_states', 'father_document', 'father_from', 'father_to'] },
    { title: '母亲', fields: ['mother_states', 'mother_document', 'mother_from', 'mother_to'] },
    { title: '附件', fields: ['documents'] },
    {
      title: '查验和确认',
      fields: ['verified', 'verified_reason', 'verified_on', 'confirmed', 'confirmed_reason', 'confirmed_on'],
    },
    { title: '终止', fields: ['end_date', 'end_reason'] },
  ],
  summary: ['applied_on', 'confirmed'],
  prefill: ({ about, context }) => ({
    fields: {
      applied_on: context.today,
      father_states: statesOf(about?.rows.members, '51'),
      mother_states: statesOf(about?.rows.members, '52'),
    },
  }),
  rules: (values, context) => [
    ...subsidyRules(values, context),
    ...datesInOrder(fields, values.fields, ['applied_on', 'verified_on', 'confirmed_on', 'end_date']),
    ...decisionIssues(values.fields),
  ],
  sample: {
    fields: {
      ...emptyRow(fields),
      applied_on: '2026-11-10',
      applicant: '田桂英',
      bank: '虚拟县农村商业银行安宁支行',
      account: '6230000000000000001',
      father_states: ['7'],
      father_document: '（2025）湘虚刑初12号判决书',
      father_from: '2025-06-01',
      father_to: '2028-05-31',
      mother_states: ['6'],
      mother_document: '儿童失联父母查找情况回执单2026-003',
      mother_from: '2024-03-15',
      documents: ['1', '2', '3', '4', '9', '12', '15'],
      verified: true,
      verified_on: '2026-11-18',
    },
    rows: {},
  },
});

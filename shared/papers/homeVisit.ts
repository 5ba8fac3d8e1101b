import { homeHazards, riskChanges, visitKinds } from '../codes/help.ts';
import { choice, choices, date, paragraph, pastDate, text, timeOfDay, wholeNumber, yesNo } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, expectedWhen, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { twoPeopleIssue } from '../rules/twoPeopleIssue.ts';
import { definePaper } from './paper.ts';

const fields = {
  kind: expected('走访类型', choice(visitKinds)),
  planned_on: optional('原定走访日期', date),
  visited_on: required('走访时间', pastDate),
  visited_at: optional('走访时刻', timeOfDay),
  met: expected('见到本人', yesNo),
  care: expected('监护与生活', text(200)),
  study: expected('就学或就业', text(200)),
  mind: expected('身心与行为', text(200)),
  hazards: expected('安全隐患', choices(homeHazards, { exclusive: ['0'] })),
  content: expected('走访内容', paragraph(600)),
  problem: expectedWhen('发现问题', paragraph(400), (values) => values.risk_change === '2'),
  action: expectedWhen('处理措施', paragraph(400), (values) => typeof values.problem === 'string'),
  risk_change: expected('风险等级', choice(riskChanges)),
  next_visit_on: expected('下次走访日期', date),
  photos: optional('照片张数', wholeNumber(99)),
  visitors: expected('走访人', text(40)),
} satisfies Fields;

function rules({ fields: given }: RecordValues): Issue[] {
  const issues = datesInOrder(fields, given, ['visited_on', 'next_visit_on']);
  const { kind, met } = given;
  // A telephone call never counts as seeing the child (forms.md F16).
  if (kind === '4' && met === true) {
    const message = '电话走访不算见到本人，请选“否”，或改走访类型';
    issues.push({ severity: 'error', path: 'met', message });
  }
  // Two people visit, except on the telephone (forms.md F16).
  if (kind !== '4') {
    issues.push(...twoPeopleIssue(given, 'visitors', '入户走访应有两人以上，请把走访人写全，用“、”隔开'));
  }
  return issues;
}

/**
 * 入户走访记录表. Its boxes 性侵, 家暴, 虐待 and 强制报告 are for the pen: who may be a victim is sealed matter. A visit at which the child
 * was not seen does not count towards the frequency.
 */
export const homeVisit = definePaper({
  key: 'homeVisit',
  title: '入户走访记录',
  kept: true,
  about: child,
  fields,
  sections: [
    { title: '走访', fields: ['kind', 'planned_on', 'visited_on', 'visited_at', 'met', 'visitors'] },
    { title: '情况', fields: ['care', 'study', 'mind', 'hazards', 'content', 'problem', 'action'] },
    { title: '结果', fields: ['risk_change', 'next_visit_on', 'photos'] },
  ],
  summary: ['visited_on', 'kind', 'met'],
  prefill: ({ about, user, context }) => ({
    fields: {
      planned_on: about?.fields.next_visit_on ?? null,
      visited_on: context.today,
      visitors: user,
    },
  }),
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      kind: '2',
      planned_on: '2026-11-15',
      visited_on: '2026-11-16',
      visited_at: '16:30',
      met: true,
      care: '由祖母照看，三餐正常，衣着整洁。',
      study: '安宁镇中心小学五年级，按时到校。',
      mind: '话少，愿意和来访的人说话。',
      hazards: ['4'],
      content: '查看住房和厨房，与祖母、孩子分别交谈，了解父亲联系情况。',
      problem: '厨房插座老化，靠近灶台。',
      action: '请网格员谢勇三日内协助更换，下次走访复查。',
      risk_change: '1',
      next_visit_on: '2026-12-16',
      photos: '2',
      visitors: '周敏、谢勇',
    },
    rows: {},
  },
});

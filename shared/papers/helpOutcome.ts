import { riskLevels } from '../codes/children.ts';
import { closingReasons, helpDecisions, helpOutcomes, problemCategories, solutions } from '../codes/help.ts';
import { choice, date, pastDate, text, wholeNumber } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, required, requiredWhen } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { isHigherLevel } from '../rules/guardianshipScore.ts';
import { definePaper } from './paper.ts';

const fields = {
  assessed_on: required('评估日期', pastDate),
  plan_from: expected('方案期限起', date),
  plan_to: expected('方案期限止', date),
  visits_due: expected('应走访次数', wholeNumber(999)),
  visits_done: expected('实走访次数', wholeNumber(999)),
  measures_done: expected('已完成措施', wholeNumber(99)),
  measures_planned: expected('全部措施', wholeNumber(99)),
  risk_before: expected('建档时风险等级', choice(riskLevels)),
  risk_after: expected('目前风险等级', choice(riskLevels)),
  outcome: required('评估结论', choice(helpOutcomes)),
  decision: expected('处置', choice(helpDecisions)),
  closing_reason: requiredWhen('销号原因', choice(closingReasons), (values) => values.decision === '4'),
} satisfies Fields;

const problems = {
  category: required('类别', choice(problemCategories)),
  before: expected('建档时问题', text(100)),
  after: expected('目前情况', text(100)),
  solved: expected('是否解决', choice(solutions)),
} satisfies Fields;

function rules({ fields: given, rows }: RecordValues): Issue[] {
  const issues = datesInOrder(fields, given, ['plan_from', 'plan_to']);
  const { outcome, decision, closing_reason: reason, risk_before: before, risk_after: after } = given;
  const { measures_done: done, measures_planned: planned } = given;
  if (typeof done === 'string' && typeof planned === 'string' && Number(done) > Number(planned)) {
    issues.push({ severity: 'error', path: 'measures_done', message: '已完成措施多于全部措施，请核对' });
  }
  if (typeof reason === 'string' && decision !== '4') {
    issues.push({ severity: 'error', path: 'closing_reason', message: '没有选“销号”，请清空销号原因或改处置' });
  }
  if (decision === '4' && reason === '2') {
    const isOpen = outcome === '3' || (rows.problems ?? []).some(({ solved }) => solved === '0');
    if (isOpen) {
      const message = '还有没解决的问题或评估无效，不能以“问题解决”销号，请核对';
      issues.push({ severity: 'error', path: 'closing_reason', message });
    }
  }
  if (outcome === '1' && typeof before === 'string' && typeof after === 'string' && isHigherLevel(after, before)) {
    const message = '风险等级比建档时高，评估结论却是“有效”，请核对';
    issues.push({ severity: 'warning', path: 'outcome', message });
  }
  // The care for the child is assessed again at once when help came to nothing (forms.md §13.4).
  if (outcome === '3') {
    const message = '评估无效，请马上重新做家庭监护风险评估';
    issues.push({ severity: 'warning', path: 'outcome', message });
  }
  return issues;
}

/** 帮扶成效评估及销号表: filled in at the end of a plan or when a child leaves it; the evidence behind 有效帮扶率 (seed 004 三). */
export const helpOutcome = definePaper({
  key: 'helpOutcome',
  title: '帮扶成效评估',
  kept: true,
  about: child,
  fields,
  rows: {
    problems: {
      label: '问题对照',
      maxRows: 10,
      columns: ['category', 'before', 'after', 'solved'],
      sameBy: ['category'],
      fields: problems,
    },
  },
  sections: [
    { title: '方案', fields: ['assessed_on', 'plan_from', 'plan_to'] },
    { title: '问题对照', fields: ['problems'] },
    { title: '完成情况', fields: ['visits_due', 'visits_done', 'measures_done', 'measures_planned'] },
    { title: '结论', fields: ['risk_before', 'risk_after', 'outcome', 'decision', 'closing_reason'] },
  ],
  summary: ['assessed_on', 'outcome', 'decision'],
  prefill: ({ about, context }) => ({
    fields: { assessed_on: context.today, risk_after: about?.fields.risk_level ?? null },
  }),
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      assessed_on: '2026-11-20',
      plan_from: '2026-05-20',
      plan_to: '2026-11-19',
      visits_due: '6',
      visits_done: '6',
      measures_done: '3',
      measures_planned: '4',
      risk_before: '1',
      risk_after: '2',
      outcome: '2',
      decision: '1',
    },
    rows: {
      problems: [
        { category: '1', before: '低保金按两人发放，漏一人', after: '已补发并按三人发放', solved: '1' },
        { category: '5', before: '父亲外出未书面委托', after: '已签委托照护协议书，联系仍少', solved: '2' },
      ],
    },
  },
});

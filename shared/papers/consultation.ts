import { consultationMatters, urgencies } from '../codes/help.ts';
import { choice, date, paragraph, pastDate, staffName, text } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, expectedWhen, required, requiredWhen } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues } from '../registers/register.ts';
import { addDays } from '../rules/calendarDate.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { definePaper } from './paper.ts';

const isHeld = (values: RecordValues['fields']): boolean => typeof values.held_on === 'string';

const fields = {
  unit: expected('申请单位', text(40)),
  applied_on: required('申请日期', pastDate),
  matter: expected('事项类别', choice(consultationMatters)),
  urgency: expected('紧急程度', choice(urgencies)),
  facts: expected('事项及已采取措施', paragraph(600)),
  question: expected('提请研究的问题', paragraph(300)),
  held_on: expectedWhen('会商时间', date, (values) => typeof values.decision === 'string'),
  held_at: expectedWhen('会商地点', text(40), isHeld),
  chair: expectedWhen('主持人', staffName, isHeld),
  participants: expectedWhen('参加单位及人员', text(200), isHeld),
  decision: expectedWhen('会商意见', paragraph(600), isHeld),
  tasks: expectedWhen('责任分工及时限', text(300), isHeld),
  result: requiredWhen('办结情况', text(150), (values) => typeof values.closed_on === 'string'),
  closed_on: expectedWhen('办结日期', pastDate, (values) => typeof values.result === 'string'),
} satisfies Fields;

/** Days within which a consultation of each urgency is held: 立即, 24小时, 3日. */
const daysToMeet: Readonly<Record<string, number>> = { 1: 0, 2: 1, 3: 3 };

function rules({ fields: given }: RecordValues): Issue[] {
  const issues = datesInOrder(fields, given, ['applied_on', 'held_on', 'closed_on']);
  const { applied_on: applied, held_on: held, closed_on: closed, urgency } = given;
  const days = typeof urgency === 'string' ? daysToMeet[urgency] : undefined;
  if (typeof applied === 'string' && typeof held === 'string' && days !== undefined && held > addDays(applied, days)) {
    const message = `会商时间晚于紧急程度“${urgencies.label(String(urgency))}”的时限，请核对或在会商意见中说明`;
    issues.push({ severity: 'warning', path: 'held_on', message });
  }
  if (typeof closed === 'string' && typeof held !== 'string') {
    issues.push({ severity: 'error', path: 'held_on', message: '已经办结，请补上会商时间' });
  }
  return issues;
}

/**
 * 重大事项会商申请表 / 会商记录 (seed 003 三(一)4-四): applied for, held, tasks given, closed. It names the child by the number of its file
 * alone; what is written on it should not name it either.
 */
export const consultation = definePaper({
  key: 'consultation',
  title: '重大事项会商',
  kept: true,
  about: child,
  fields,
  sections: [
    { title: '申请', fields: ['unit', 'applied_on', 'matter', 'urgency', 'facts', 'question'] },
    { title: '会商', fields: ['held_on', 'held_at', 'chair', 'participants', 'decision', 'tasks'] },
    { title: '办结', fields: ['result', 'closed_on'] },
  ],
  summary: ['applied_on', 'matter', 'closed_on'],
  prefill: ({ office, context }) => ({ fields: { unit: office.township, applied_on: context.today } }),
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      unit: '安宁镇',
      applied_on: '2026-11-10',
      matter: '1',
      urgency: '3',
      facts: '入户走访时发现祖母住院，孩子连续三天独自在家。已联系邻居临时照看，并通知父亲。',
      question: '父亲暂不能返乡，临时照料由谁承担，费用如何解决。',
      held_on: '2026-11-12',
      held_at: '安宁镇政府二楼会议室',
      chair: '罗建国',
      participants: '县未保办、安宁镇民政办、中心小学、双塘村',
      decision: '由镇儿童督导员协调亲属临时照料，学校安排寄宿；民政办办理临时救助。',
      tasks: '民政办11月20日前办结救助；学校11月16日前安排寄宿；村每周走访一次。',
      result: '已安排寄宿，救助金已发放',
      closed_on: '2026-11-20',
    },
    rows: {},
  },
});

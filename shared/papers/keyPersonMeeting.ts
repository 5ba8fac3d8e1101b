import { controlLevels, levelAdvice, meetingFindings, meetingWays, presence } from '../codes/keyPersons.ts';
import { choice, choices, code, date, pastDate, personName, text, timeOfDay, yesNo } from '../fields/kinds.ts';
import { expected, expectedWhen, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { twoPeopleIssue } from '../rules/twoPeopleIssue.ts';
import { definePaper } from './paper.ts';

const fields = {
  name: required('姓名', personName),
  number: optional('编号', code),
  level: expected('管控级别', choice(controlLevels)),
  due_on: optional('应见日期', date),
  met_on: required('见面时间', pastDate),
  met_at: optional('见面时刻', timeOfDay),
  way: expected('方式', choice(meetingWays)),
  met: expected('是否见到本人', yesNo),
  not_met_reason: expectedWhen('未见到原因', text(40), (values) => values.met === false),
  place: expected('地点', text(40)),
  living: expected('居住及同住人员变化', text(200)),
  work: expected('工作生活及收入', text(200)),
  company: expected('交往及活动情况', text(200)),
  near_minors: expected('是否接触未成年人', choice(presence)),
  minors: expectedWhen('接触未成年人情况', text(150), (values) => values.near_minors === '1'),
  attitude: expected('思想及现实表现', text(200)),
  help: optional('困难及帮扶', text(200)),
  findings: expected('异常情况', choices(meetingFindings, { exclusive: ['0'] })),
  clue_number: expectedWhen(
    '线索移送编号',
    text(20),
    ({ findings }) => Array.isArray(findings) && findings.includes('3'),
  ),
  advice: expected('级别建议', choice(levelAdvice)),
  next_on: expected('下次见面', date),
  visitors: expected('见面人', text(40)),
} satisfies Fields;

function rules({ fields: given }: RecordValues): Issue[] {
  const issues = datesInOrder(fields, given, ['met_on', 'next_on']);
  // A call never counts as seeing somebody (forms.md 13.3).
  if (given.way === '4' && given.met === true) {
    const message = '电话联系不算见到本人，请选“否”，或改方式';
    issues.push({ severity: 'error', path: 'met', message });
  }
  if (given.met === true && typeof given.not_met_reason === 'string') {
    const message = '见到了本人就不用写未见到原因，请清空这一项或改选“否”';
    issues.push({ severity: 'error', path: 'not_met_reason', message });
  }
  if (given.near_minors === '0' && typeof given.minors === 'string') {
    const message = '写了接触未成年人的情况，前面却选了“无”，请核对其中一项';
    issues.push({ severity: 'error', path: 'near_minors', message });
  }
  return [...issues, ...twoPeopleIssue(given, 'visitors', '见面应有两人，请把见面人写全，用“、”隔开')];
}

/** 重点人员见面管控记录. Filled in for printing and never stored, as the card it belongs to. */
export const keyPersonMeeting = definePaper({
  key: 'keyPersonMeeting',
  title: '重点人员见面管控记录',
  kept: false,
  fields,
  prefill: ({ user, context }) => ({ fields: { met_on: context.today, visitors: user } }),
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      name: '魏平安',
      number: 'Z-2026-001',
      level: '3',
      due_on: '2026-11-05',
      met_on: '2026-11-05',
      met_at: '09:30',
      way: '1',
      met: true,
      place: '双塘村住处',
      living: '仍独自居住，无变化。',
      work: '在镇上工地做零工，收入稳定。',
      company: '与工友来往，无异常。',
      near_minors: '0',
      attitude: '态度配合，遵守规定。',
      help: '希望参加电工培训，已联系人社所。',
      findings: ['0'],
      advice: '1',
      next_on: '2026-12-05',
      visitors: '程刚、谢勇',
    },
    rows: {},
  },
});

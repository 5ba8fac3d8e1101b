import { ethnicities, kinships, sexes } from '../codes/people.ts';
import {
  evidenceCare,
  reportAnswers,
  reportNotices,
  reportSituations,
  reportUrgencies,
  reportWays,
} from '../codes/reports.ts';
import {
  address,
  choice,
  choices,
  code,
  idNumber,
  paragraph,
  pastDate,
  personName,
  phoneNumber,
  text,
  timeOfDay,
} from '../fields/kinds.ts';
import { optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type Values } from '../registers/register.ts';
import { ageOn } from '../rules/calendarDate.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { checkIdNumber } from '../rules/idNumber.ts';
import { sexIssue } from '../rules/sexIssue.ts';
import { definePaper } from './paper.ts';

/** A report is made at once, however little is known: only who reports, when, what and how it was found has to be there. */
const fields = {
  number: optional('报告编号', code),
  reported_on: required('报告时间', pastDate),
  reported_at: required('报告时刻', timeOfDay),
  unit: required('报告单位', text(40)),
  reporter: required('报告人及职务', text(30)),
  phone: required('联系电话', phoneNumber),
  way: required('报告方式', choice(reportWays)),
  child_name: optional('未成年人姓名', personName),
  child_sex: optional('未成年人性别', choice(sexes)),
  child_birth: optional('出生日期或年龄', text(20)),
  child_ethnicity: optional('未成年人民族', choice(ethnicities)),
  child_id_number: optional('未成年人身份证号码', idNumber),
  child_school: optional('学校班级', text(60)),
  child_address: optional('现居住地', address),
  guardian_name: optional('监护人姓名', personName),
  guardian_relation: optional('监护人关系', choice(kinships)),
  guardian_phone: optional('监护人联系电话', phoneNumber),
  situations: required('报告情形', choices(reportSituations)),
  discovery: required('发现时间地点及经过', paragraph(500)),
  condition: optional('伤情及现状', text(150)),
  suspect: optional('涉嫌侵害人（已知的）', text(150)),
  urgency: optional('紧急程度', choice(reportUrgencies)),
  first_aid: optional('现场处置', text(60)),
  evidence: optional('证据保护', choices(evidenceCare)),
  police: optional('接报单位', text(40)),
  taken_by: optional('接报人及时间', text(40)),
  notices: optional('同步告知', choices(reportNotices)),
  answers: optional('反馈', choices(reportAnswers)),
  answered_on: optional('反馈日期', pastDate),
} satisfies Fields;

/**
 * What does not agree with a situation of the report: 2 and 3 are about girls, below and from 14 years on. Warnings alone, so that
 * nothing holds a report up.
 */
function victimIssues(given: Values): Issue[] {
  const issues: Issue[] = [];
  const warn = (path: string, message: string): void => {
    issues.push({ severity: 'warning', path, message });
  };
  const { situations, child_sex: sex, child_id_number: number, reported_on: on } = given;
  const has = (code: string): boolean => Array.isArray(situations) && situations.includes(code);
  if (sex === '1' && (has('2') || has('3'))) warn('situations', '第2、3种情形是女性的，填写的性别是男，请核对');
  if (typeof number !== 'string' || typeof on !== 'string') return issues;
  const verdict = checkIdNumber(number, on);
  if (!verdict.ok) return issues;
  const age = ageOn(verdict.facts.birth, on);
  if (age >= 18) warn('child_id_number', '报告时已满18周岁，请核对身份证号码；侵害发生时未满18周岁的，在经过里写明');
  if (age >= 14 && has('2')) warn('situations', '报告时已满14周岁，第2种情形是不满14周岁的，请核对');
  if (age < 14 && has('3')) warn('situations', '报告时不满14周岁，第3种情形是14周岁以上的，请改选第2种');
  return issues;
}

/**
 * 侵害未成年人案件强制报告表. Filled in for printing and never stored: facts about a victim and about who reports are sealed
 * matter, whose compartment comes with rights and audit.
 */
export const mandatoryReport = definePaper({
  key: 'mandatoryReport',
  title: '侵害未成年人案件强制报告',
  kept: false,
  fields,
  sections: [
    { title: '报告', fields: ['number', 'reported_on', 'reported_at', 'unit', 'reporter', 'phone', 'way'] },
    {
      title: '未成年人和监护人',
      fields: [
        'child_name',
        'child_sex',
        'child_birth',
        'child_ethnicity',
        'child_id_number',
        'child_school',
        'child_address',
        'guardian_name',
        'guardian_relation',
        'guardian_phone',
      ],
    },
    {
      title: '情况',
      fields: ['situations', 'discovery', 'condition', 'suspect', 'urgency', 'first_aid', 'evidence'],
    },
    { title: '接报和反馈', fields: ['police', 'taken_by', 'notices', 'answers', 'answered_on'] },
  ],
  prefill: ({ office, user, context }) => ({
    fields: { reported_on: context.today, unit: `${office.township}人民政府`, reporter: user },
  }),
  rules: ({ fields: given }) => [
    ...datesInOrder(fields, given, ['reported_on', 'answered_on']),
    ...sexIssue(given, { sex: 'child_sex', idNumber: 'child_id_number' }),
    ...victimIssues(given),
  ],
  sample: {
    fields: {
      ...emptyRow(fields),
      number: 'QB-2026-003',
      reported_on: '2026-11-16',
      reported_at: '10:20',
      unit: '安宁镇人民政府',
      reporter: '周敏 民政办干事',
      phone: '19900006666',
      way: '2',
      child_name: '江小满',
      child_sex: '2',
      child_birth: '2016年3月5日',
      child_ethnicity: '01',
      child_id_number: '439981201603050020',
      child_school: '安宁镇中心小学四年级1班',
      child_address: '安宁镇双塘村5组8号',
      guardian_name: '江长顺',
      guardian_relation: '63',
      guardian_phone: '19900007777',
      situations: ['6'],
      discovery: '2026年11月16日上午入户走访，发现孩子独自在家三天，无人做饭，祖父住院。',
      condition: '精神尚可，已送中心小学食堂就餐。',
      urgency: '1',
      first_aid: '已由村干部陪护',
      evidence: ['9'],
      police: '安宁派出所',
      taken_by: '程刚 10:35',
      notices: ['2', '3', '5'],
      answers: ['5'],
      answered_on: '2026-11-16',
    },
    rows: {},
  },
});

import type { CodeTable } from '../codes/codeTable.ts';
import {
  guardianshipProblems,
  livingSupport,
  medicalSupport,
  mindProblems,
  planRiskLevels,
  problemsOf,
  rehabilitation,
  safetyProblems,
  schoolSupport,
  serviceWays,
  teamRoles,
} from '../codes/help.ts';
import { choice, choices, date, pastDate, personName, phoneNumber, staffName, text } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, expectedWhen, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues, type Values } from '../registers/register.ts';
import { addMonths } from '../rules/calendarDate.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { definePaper } from './paper.ts';

/** One line of the list of problems. */
export interface ProblemLine {
  readonly field: string;
  readonly label: string;
  readonly table: CodeTable;
  /** Codes that say that nothing is wrong here, or that it does not apply; each stands alone. */
  readonly fine: readonly string[];
}

/** The list of problems: the lines of the public service plan of 困境儿童 (江苏), then two after the three kinds of seed 004 三. */
export const problemLines: readonly ProblemLine[] = [
  { field: 'living', label: '生活保障', table: livingSupport, fine: ['1', '4'] },
  { field: 'medical', label: '医疗保障', table: medicalSupport, fine: ['1'] },
  { field: 'schooling', label: '教育资助', table: schoolSupport, fine: ['1'] },
  { field: 'rehabilitation', label: '康复救助', table: rehabilitation, fine: ['1', '4'] },
  { field: 'guardianship', label: '监护保护', table: guardianshipProblems, fine: ['1'] },
  { field: 'mind', label: '心理与行为', table: mindProblems, fine: ['1'] },
  { field: 'safety', label: '人身安全', table: safetyProblems, fine: ['1'] },
];

/** The field that says a few words about a line. */
export function briefField({ field }: ProblemLine): string {
  return `${field}_brief`;
}

const codesIn = (values: Values, field: string): readonly string[] => {
  const value = values[field];
  return Array.isArray(value) ? value : [];
};

/** Code 9 of every line is 其他, which a few words must explain. */
const problemFields: Fields = Object.fromEntries(
  problemLines.flatMap((line) => [
    [line.field, expected(line.label, choices(line.table, { exclusive: line.fine }))],
    [
      briefField(line),
      expectedWhen(`${line.label}简述`, text(100), (values) => codesIn(values, line.field).includes('9')),
    ],
  ]),
);

const fields = {
  risk_level: expected('风险等级', choice(planRiskLevels)),
  risk_on: expected('评估日期', pastDate),
  ...problemFields,
  lead_name: required('主帮扶人（组长）', personName),
  lead_unit: expected('主帮扶人单位及职务', text(40)),
  lead_phone: expected('主帮扶人联系电话', phoneNumber),
  service_ways: optional('服务方式', choices(serviceWays)),
  visit_rule: expected('走访频次', text(30)),
  from_on: required('方案期限起', date),
  to_on: expected('方案期限止', date),
  // Short, so that the place to sign beside it stays on the sheet.
  family_view: optional('儿童及监护人意见', text(30)),
} satisfies Fields;

const team = {
  role: required('角色', choice(teamRoles)),
  name: expected('姓名', personName),
  unit: optional('单位及职务', text(40)),
  phone: optional('联系电话', phoneNumber),
} satisfies Fields;

const measures = {
  need: required('需求或问题', text(100)),
  action: expected('措施', text(200)),
  responsible: expected('责任人', staffName),
  due_on: expected('完成时限', date),
} satisfies Fields;

/** A plan is made for at most so many months, then made anew (forms.md F14). */
const mostMonths = 6;

/** How often a child of each level is visited, as long as the office has no rule of its own (forms.md §13.3). */
const usualVisits: Readonly<Record<string, string>> = { 1: '每周1次', 2: '每月1次', 3: '每季度1次' };

function rules(values: RecordValues): Issue[] {
  const { fields: given, rows } = values;
  const issues = datesInOrder(fields, given, ['from_on', 'to_on']);
  const { from_on: from, to_on: to } = given;
  if (typeof from === 'string' && typeof to === 'string' && to > addMonths(from, mostMonths)) {
    const message = '方案期限超过6个月，请分期制订，到期评估后再订下一期';
    issues.push({ severity: 'warning', path: 'to_on', message });
  }
  const measured = rows.measures ?? [];
  measured.forEach(({ due_on: due }, index) => {
    const isOutside =
      typeof due === 'string' && ((typeof from === 'string' && due < from) || (typeof to === 'string' && due > to));
    if (isOutside) {
      const message = '完成时限不在方案期限内，请核对';
      issues.push({ severity: 'warning', path: `measures.${index}.due_on`, message });
    }
  });
  // Seed 003, 三(一)4-三: 缺什么、补什么.
  const lacking = problemLines.filter(({ field, table, fine }) =>
    codesIn(given, field).some((code) => problemsOf(table, fine).includes(code)),
  );
  if (lacking.length > 0 && measured.length === 0) {
    const names = lacking.map(({ label }) => label).join('、');
    issues.push({ severity: 'warning', path: 'measures', message: `${names}有问题，还没有帮扶措施，请逐项写上` });
  }
  return issues;
}

/**
 * “一人一策一专班” 帮扶方案: what a child lacks, who helps, what they promise and by when. Its boxes for misconduct, for harm that is
 * suspected and for reports to the police are for the pen.
 */
export const helpPlan = definePaper({
  key: 'helpPlan',
  title: '帮扶方案',
  kept: true,
  about: child,
  fields,
  rows: {
    team: { label: '帮扶专班', maxRows: 20, columns: ['role', 'name', 'unit', 'phone'], fields: team },
    measures: {
      label: '帮扶措施',
      maxRows: 30,
      columns: ['need', 'action', 'responsible', 'due_on'],
      fields: measures,
    },
  },
  sections: [
    { title: '风险', fields: ['risk_level', 'risk_on'] },
    { title: '问题清单', fields: Object.keys(problemFields) },
    { title: '帮扶专班', fields: ['lead_name', 'lead_unit', 'lead_phone', 'team'] },
    { title: '帮扶措施', fields: ['measures', 'service_ways'] },
    { title: '期限与意见', fields: ['visit_rule', 'from_on', 'to_on', 'family_view'] },
  ],
  summary: ['from_on', 'to_on', 'lead_name'],
  prefill: ({ about, context }) => {
    const level = about?.fields.risk_level;
    return {
      fields: {
        risk_level: level ?? null,
        risk_on: about?.fields.risk_assessed_on ?? null,
        lead_name: about?.fields.responsible_person ?? null,
        visit_rule: typeof level === 'string' ? (usualVisits[level] ?? null) : null,
        from_on: context.today,
        to_on: addMonths(context.today, mostMonths),
      },
    };
  },
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      risk_level: '2',
      risk_on: '2026-10-26',
      living: ['3'],
      living_brief: '低保金按两人发放，漏一人',
      medical: ['1'],
      schooling: ['2'],
      rehabilitation: ['4'],
      guardianship: ['3'],
      guardianship_brief: '父亲外出未书面委托',
      mind: ['2'],
      safety: ['4'],
      safety_brief: '夜间常独自在家',
      lead_name: '周敏',
      lead_unit: '双塘村儿童主任',
      lead_phone: '19900000011',
      service_ways: ['1', '2', '9'],
      visit_rule: '每月1次',
      from_on: '2026-10-26',
      to_on: '2027-04-25',
      family_view: '同意，希望父亲常来电话',
    },
    rows: {
      team: [
        { role: '5', name: '罗建国', unit: '安宁镇中心小学班主任', phone: '19900000012' },
        { role: '7', name: '何文静', unit: '安宁镇中心小学', phone: '19900000013' },
        { role: '8', name: '谢勇', unit: '双塘村第三网格', phone: '19900000014' },
      ],
      measures: [
        { need: '低保金漏发一人', action: '补报材料，协调民政办重新核定', responsible: '周敏', due_on: '2026-11-30' },
        { need: '父亲未书面委托', action: '联系父亲签订委托照护协议书', responsible: '周敏', due_on: '2026-12-15' },
        { need: '情绪低落', action: '每两周一次心理辅导', responsible: '何文静', due_on: '2027-04-20' },
      ],
    },
  },
});

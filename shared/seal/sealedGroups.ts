import { reportWays } from '../codes/reports.ts';
import {
  assessmentKinds,
  correctiveMeasures,
  harmKinds,
  misconductKinds,
  offenceKinds,
  procedureKinds,
  seriousMisconductKinds,
  violationKinds,
} from '../codes/sealed.ts';
import { choice, choices, contact, date, paragraph, pastDate, staffName, text, wholeNumber } from '../fields/kinds.ts';
import { optional, required, requiredWhen } from '../registers/declareFields.ts';
import type { Issue, Values } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { defineSealedGroup, type SealedGroup } from './defineSealedGroup.ts';

/** Longest description: as 违法犯罪情况 in the national form. */
const account = paragraph(1_024);
const unit = text(40);
const summary = optional('简要情况', account);
const handledBy = optional('处理单位', unit);
const corrective = optional('已采取措施', choices(correctiveMeasures));
/** The number of a letter or a report, never that of a judgment (forms.md 13.6). */
const document = optional('来文或登记编号', text(60));

const includes = (values: Values, field: string, code: string): boolean => {
  const codes = values[field];
  return Array.isArray(codes) && codes.includes(code);
};

function somethingEntered(values: Values, keys: readonly string[], message: string): Issue[] {
  const [first = ''] = keys;
  return keys.some((key) => values[key] !== null && values[key] !== undefined)
    ? []
    : [{ severity: 'error', path: first, message }];
}

/** What was done to a child: 受侵害 of the screening plans and 遭受监护人侵害的情形 of F06. */
const victim = defineSealedGroup({
  key: 'victim',
  title: '受害信息',
  source: '未成年人保护法第一百零三条；侵害未成年人案件强制报告意见',
  fields: {
    kinds: required('受侵害情形', choices(harmKinds)),
    happened_on: optional('发生或发现日期', pastDate),
    handled_by: handledBy,
    document,
    by_guardian: optional('遭受监护人侵害的情形', paragraph(300)),
    summary,
    measures: optional('已采取措施', paragraph(300)),
  },
  sample: {
    kinds: ['2'],
    happened_on: '2026-10-03',
    by_guardian: '酒后多次打骂',
    summary: '邻居反映，经村里核实',
    handled_by: '安宁派出所',
    measures: '已告诫，临时由祖父母照料',
    document: '安公告诫〔2026〕7号',
  },
});

/** 失足情形 of F02 with what it asks about police incidents. */
const juvenileOffence = defineSealedGroup({
  key: 'juvenileOffence',
  title: '未成年时违法犯罪',
  source: '刑事诉讼法第二百八十六条；预防未成年人犯罪法第五十九条；未成年人犯罪记录封存实施办法',
  fields: {
    offence: required('失足情形', choices(offenceKinds)),
    incident_count: requiredWhen('警情次数', wholeNumber(99), (values) => includes(values, 'offence', '3')),
    incident_last: optional('最近一次时间', pastDate),
    incident_unit: handledBy,
    summary,
    measures: corrective,
  },
  rules: (values) =>
    includes(values, 'offence', '3') && Number(values.incident_count) < 2
      ? [{ severity: 'error', path: 'incident_count', message: '选了“两次及以上警情”，次数应为2以上' }]
      : [],
  sample: {
    offence: ['3'],
    incident_count: '2',
    incident_last: '2026-09-12',
    incident_unit: '安宁派出所',
    summary: '两次由派出所送回',
    measures: ['1', '3'],
  },
});

/** 不良行为 and 严重不良行为 of F02, and 不良行为 among the reasons of F03: no offence, and a group of its own for that reason. */
const misconduct = defineSealedGroup({
  key: 'misconduct',
  title: '不良行为',
  source: '预防未成年人犯罪法第三条、第二十八条、第三十八条',
  fields: {
    misconduct: optional('不良行为', choices(misconductKinds)),
    serious_misconduct: optional('严重不良行为', choices(seriousMisconductKinds)),
    found_on: optional('发现日期', pastDate),
    summary,
    measures: corrective,
  },
  rules: (values) => somethingEntered(values, ['misconduct', 'serious_misconduct'], '不良行为和严重不良行为至少选一项'),
  sample: { misconduct: ['3', '4'], found_on: '2026-09-12', summary: '两次夜不归宿', measures: ['1'] },
});

/** Records of public security violations, of adults too. */
const publicSecurity = defineSealedGroup({
  key: 'publicSecurity',
  title: '治安违法',
  source: '治安管理处罚法第一百三十六条（2026年1月1日起施行）',
  fields: {
    kinds: required('违法类别', choices(violationKinds)),
    decided_on: optional('处理日期', pastDate),
    decided_by: handledBy,
    document,
    measures: optional('处理结果', text(200)),
    summary,
  },
  sample: { kinds: ['2'], decided_on: '2026-08-20', decided_by: '安宁派出所', measures: '批评教育' },
});

/** Decisions that are sealed like offences; 专门学校 of F03 and of the state of schooling among them. */
const procedure = defineSealedGroup({
  key: 'procedure',
  title: '不起诉、强制措施、专门教育',
  source: '预防未成年人犯罪法第五十九条；社区矫正法第五十四条',
  fields: {
    kinds: required('处理情形', choices(procedureKinds)),
    decided_by: optional('决定机关', unit),
    decided_on: optional('决定日期', pastDate),
    ends_on: optional('期满日期', date),
    document,
    special_school: optional('就读的专门学校', text(60)),
    school_from: optional('入学日期', pastDate),
    school_until: optional('离校日期', date),
    summary,
  },
  rules: (values) => [
    ...datesInOrder(procedure.fields, values, ['decided_on', 'ends_on']),
    ...datesInOrder(procedure.fields, values, ['school_from', 'school_until']),
  ],
  sample: {
    kinds: ['4'],
    decided_by: '专门教育指导委员会',
    decided_on: '2026-05-11',
    special_school: '青禾专门学校',
    school_from: '2026-05-18',
  },
});

/** Who reported, asked for help or informed. */
const reporter = defineSealedGroup({
  key: 'reporter',
  title: '举报人、报告人',
  source: '反家庭暴力法第十四条；未成年人保护法第一百一十四条；侵害未成年人案件强制报告意见',
  fields: {
    name: required('姓名', staffName),
    contact: optional('联系方式', contact),
    unit: optional('单位或身份', unit),
    reported_on: optional('报告日期', pastDate),
    way: optional('报告方式', choice(reportWays)),
    document,
    summary: optional('报告内容', account),
  },
  sample: { name: '何秀兰', contact: '13800004321', unit: '邻居', reported_on: '2026-10-02', way: '1' },
});

/** Findings of psychologists and doctors that the law keeps from becoming known. */
const assessment = defineSealedGroup({
  key: 'assessment',
  title: '心理评估和保密病情',
  source: '精神卫生法第二十三条；艾滋病防治条例第三十九条；个人信息保护法第二十八条',
  fields: {
    kinds: required('评估或病情', choices(assessmentKinds)),
    assessed_on: optional('评估或诊断日期', pastDate),
    assessed_by: optional('评估机构', unit),
    result: optional('结论', account),
    advice: optional('建议', paragraph(300)),
  },
  sample: { kinds: ['1'], assessed_on: '2026-09-28', assessed_by: '县心理辅导站', result: '情绪低落，需每周辅导' },
});

/** Every kind of matter that is sealed on entry; adding one is one line here. */
export const sealedGroups: readonly SealedGroup[] = [
  victim,
  juvenileOffence,
  misconduct,
  publicSecurity,
  procedure,
  reporter,
  assessment,
];

/** The sealed group of a key, or undefined. */
export function findSealedGroup(key: string): SealedGroup | undefined {
  return sealedGroups.find((group) => group.key === key);
}

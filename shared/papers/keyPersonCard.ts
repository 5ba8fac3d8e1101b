import { controlLevels, educationLevels, keyPersonTypes, marriageStates, presence } from '../codes/keyPersons.ts';
import { ethnicities, sexes } from '../codes/people.ts';
import {
  address,
  choice,
  choices,
  date,
  idNumber,
  paragraph,
  pastDate,
  personName,
  phoneNumber,
  text,
  yesNo,
} from '../fields/kinds.ts';
import { expected, expectedWhen, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type Values } from '../registers/register.ts';
import { adultIssue } from '../rules/adultIssue.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { sexIssue } from '../rules/sexIssue.ts';
import { definePaper } from './paper.ts';

/** Who answers for a key person, from the township's leader down to the grid (五级包保). */
export const dutyLevels = [
  { key: 'leader', label: '镇领导' },
  { key: 'unit', label: '主管单位' },
  { key: 'police', label: '派出所民警' },
  { key: 'village', label: '村（社区）干部' },
  { key: 'grid', label: '网格员' },
] as const;

const duties: Fields = Object.fromEntries(
  dutyLevels.flatMap(({ key, label }) => [
    [`${key}_name`, expected(`${label}姓名`, personName)],
    [`${key}_unit`, optional(`${label}单位及职务`, text(40))],
    [`${key}_phone`, expected(`${label}联系电话`, phoneNumber)],
  ]),
);

const fields = {
  name: required('姓名', personName),
  sex: expected('性别', choice(sexes)),
  id_number: expected('身份证号码', idNumber),
  former_name: optional('曾用名', personName),
  ethnicity: expected('民族', choice(ethnicities)),
  education: optional('文化程度', choice(educationLevels)),
  marriage: optional('婚姻状况', choice(marriageStates)),
  household_address: expected('户籍地址', address),
  residence_address: expected('现居住地', address),
  phone: expected('联系电话', phoneNumber),
  occupation: expected('职业及单位', text(60)),
  works_with_minors: expected('是否密切接触未成年人岗位', yesNo),
  types: expected('人员类别', choices(keyPersonTypes)),
  basis_document: required('认定依据', text(80)),
  basis_unit: required('提供单位', text(30)),
  offence: optional('罪名或事由', text(60)),
  term: optional('刑期或期限', text(40)),
  released_on: optional('释放、解矫或到期日期', date),
  support_until: optional('帮教期至', date),
  ban: expected('禁止令、从业禁止', choice(presence)),
  ban_text: expectedWhen('禁止内容', text(60), (values) => values.ban === '1'),
  ban_until: expectedWhen('禁止至', date, (values) => values.ban === '1'),
  minors_at_home: optional('同住未成年人', text(150)),
  contacts: optional('家庭成员及联系人', text(150)),
  level: expected('管控级别', choice(controlLevels)),
  level_on: expected('评定日期', pastDate),
  level_reason: expected('评定依据', text(150)),
  measures: expected('管控与帮扶措施', paragraph(300)),
  ...duties,
  meeting_rule: expected('见面频次', text(30)),
  entered_on: expected('入库日期', pastDate),
  filled_by: optional('填表人', personName),
} satisfies Fields;

/** An error when there is said to be no ban, and one is named. */
function banIssue({ ban, ban_text: named, ban_until: until }: Values): Issue[] {
  if (ban !== '0' || (typeof named !== 'string' && typeof until !== 'string')) return [];
  const message = '写了禁止的内容或期限，前面却选了“无”，请核对其中一项';
  return [{ severity: 'error', path: 'ban', message }];
}

/**
 * 重点人员信息登记表. Filled in for printing and never stored: the watchlist is a compartment of its own, with a legal basis and
 * an end for every name.
 */
export const keyPersonCard = definePaper({
  key: 'keyPersonCard',
  title: '重点人员信息登记',
  kept: false,
  fields,
  sections: [
    {
      title: '基本情况',
      fields: [
        'name',
        'sex',
        'id_number',
        'former_name',
        'ethnicity',
        'education',
        'marriage',
        'household_address',
        'residence_address',
        'phone',
        'occupation',
        'works_with_minors',
      ],
    },
    {
      title: '认定',
      fields: [
        'types',
        'basis_document',
        'basis_unit',
        'offence',
        'term',
        'released_on',
        'support_until',
        'ban',
        'ban_text',
        'ban_until',
        'minors_at_home',
        'contacts',
      ],
    },
    { title: '管控与帮扶', fields: ['level', 'level_on', 'level_reason', 'measures', 'meeting_rule', 'entered_on'] },
    { title: '包保责任', fields: [...Object.keys(duties), 'filled_by'] },
  ],
  prefill: ({ user, context }) => ({ fields: { entered_on: context.today, filled_by: user } }),
  rules: ({ fields: given }, context) => [
    ...adultIssue(given, context),
    ...sexIssue(given, { sex: 'sex', idNumber: 'id_number' }),
    ...datesInOrder(fields, given, ['released_on', 'support_until']),
    ...banIssue(given),
  ],
  sample: {
    fields: {
      ...emptyRow(fields),
      name: '魏平安',
      sex: '1',
      id_number: '439981197803150019',
      ethnicity: '01',
      education: '70',
      marriage: '40',
      household_address: '安宁镇双塘村3组12号',
      residence_address: '安宁镇双塘村3组12号',
      phone: '19900001234',
      occupation: '建筑零工',
      works_with_minors: false,
      types: ['2'],
      basis_document: '接收社区矫正对象通知书（2026）第12号',
      basis_unit: '安宁司法所',
      offence: '盗窃罪',
      term: '缓刑二年',
      released_on: '2028-03-01',
      support_until: '2031-03-01',
      ban: '0',
      contacts: '姐姐魏秀兰 19900005678',
      level: '3',
      level_on: '2026-11-02',
      level_reason: '表现平稳，有固定住处和收入，独自居住。',
      measures: '每月见面一次，协助联系务工。',
      leader_name: '唐立新',
      leader_unit: '安宁镇党委副书记',
      leader_phone: '19900001111',
      unit_name: '罗志强',
      unit_unit: '安宁司法所所长',
      unit_phone: '19900002222',
      police_name: '程刚',
      police_unit: '安宁派出所民警',
      police_phone: '19900003333',
      village_name: '丁小兵',
      village_unit: '双塘村委会主任',
      village_phone: '19900004444',
      grid_name: '谢勇',
      grid_unit: '双塘村第三网格',
      grid_phone: '19900005555',
      meeting_rule: '每月1次',
      entered_on: '2026-11-02',
      filled_by: '周敏',
    },
    rows: {},
  },
});

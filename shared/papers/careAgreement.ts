import { childHearing, contactWays } from '../codes/help.ts';
import { kinships } from '../codes/people.ts';
import {
  choice,
  choices,
  date,
  idNumber,
  paragraph,
  pastDate,
  personName,
  phoneNumber,
  staffName,
  text,
  wholeNumber,
} from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues, type Values } from '../registers/register.ts';
import { ageOn, joinDate } from '../rules/calendarDate.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { parentSexIssue } from '../rules/parentSexIssue.ts';
import { definePaper } from './paper.ts';

const fields = {
  father_name: expected('父亲姓名', personName),
  father_id_number: optional('父亲身份证号码', idNumber),
  father_phone: optional('父亲电话', phoneNumber),
  mother_name: expected('母亲姓名', personName),
  mother_id_number: optional('母亲身份证号码', idNumber),
  mother_phone: optional('母亲电话', phoneNumber),
  workplace: expected('务工地点及单位', text(80)),
  carer_name: required('受委托人姓名', personName),
  carer_id_number: expected('受委托人身份证号码', idNumber),
  carer_phone: expected('受委托人电话', phoneNumber),
  carer_relation: expected('受委托人与儿童关系', choice(kinships)),
  carer_health: optional('受委托人健康状况', text(20)),
  checked_by: expected('核查人', staffName),
  from_on: required('委托期限起', date),
  to_on: expected('委托期限止', date),
  cost: optional('费用及支付', text(60)),
  contact_times: expected('每周联系次数', wholeNumber(99)),
  contact_ways: expected('联系方式', choices(contactWays)),
  child_heard: expected('听取儿童意愿', choice(childHearing)),
  duties: expected('双方职责', paragraph(600)),
  signed_on: optional('签订日期', pastDate),
  handled_by: optional('经办人', staffName),
} satisfies Fields;

/** What both sides promise as long as nobody writes anything else; drafted after 未成年人保护法 arts. 15–23. */
const usualDuties = [
  '委托人：继续履行监护职责，每周至少与孩子和受委托人联系一次，了解孩子的生活、学习、心理等情况，按约定支付费用；联系方式或务工地点改变时及时告知；接到孩子异常情况的通知后及时采取措施。',
  '受委托人：照看好孩子的饮食起居和安全，督促按时上学，关心情绪变化，不打骂、不放任，不把孩子转托他人；孩子生病、受伤、走失或有其他异常时，立即通知委托人，必要时报警并报告村（居）民委员会。',
].join('\n');

function rules({ fields: given }: RecordValues): Issue[] {
  const issues = [
    ...datesInOrder(fields, given, ['from_on', 'to_on']),
    ...parentSexIssue({ ...given, relation: '51' }, { relation: 'relation', idNumber: 'father_id_number' }),
    ...parentSexIssue({ ...given, relation: '52' }, { relation: 'relation', idNumber: 'mother_id_number' }),
    ...parentSexIssue(given, { relation: 'carer_relation', idNumber: 'carer_id_number' }),
  ];
  const { carer_name: name, carer_id_number: number, from_on: from, contact_times: times } = given;
  // 未成年人保护法 art. 22: parents who are away entrust an adult who is able to care.
  if (typeof number === 'string' && typeof from === 'string' && ageOn(birthOf(number), from) < 18) {
    const message = '受委托人在委托开始时不满18周岁，不能受委托照护，请另选有照护能力的成年人';
    issues.push({ severity: 'error', path: 'carer_id_number', message });
  }
  const parents = [given.father_id_number, given.mother_id_number];
  if ((typeof number === 'string' && parents.includes(number)) || isParentByName(given, name)) {
    issues.push({ severity: 'error', path: 'carer_name', message: '受委托人与委托人是同一人，请核对' });
  }
  // 未成年人保护法 art. 23: at least once a week.
  if (times === '0') {
    issues.push({ severity: 'error', path: 'contact_times', message: '外出父母每周至少联系一次，请填1以上的次数' });
  }
  return issues;
}

function birthOf(idNumber: string): string {
  return joinDate(Number(idNumber.slice(6, 10)), Number(idNumber.slice(10, 12)), Number(idNumber.slice(12, 14)));
}

/** Whether the carer bears a parent's name and nothing tells the two apart. */
function isParentByName(given: Values, name: Values[string] | undefined): boolean {
  if (typeof name !== 'string' || typeof given.carer_id_number === 'string') return false;
  return name === given.father_name || name === given.mother_name;
}

/**
 * 委托照护协议书, the second 书 of the pack: parents who are away, who cares for the child meanwhile, and the village as witness. Whether
 * anything bars the carer is a check for the pen: records of violence, drugs and gambling are sealed.
 */
export const careAgreement = definePaper({
  key: 'careAgreement',
  title: '委托照护协议',
  kept: true,
  about: child,
  fields,
  sections: [
    {
      title: '委托人（父母）',
      fields: [
        'father_name',
        'father_id_number',
        'father_phone',
        'mother_name',
        'mother_id_number',
        'mother_phone',
        'workplace',
      ],
    },
    {
      title: '受委托人',
      fields: ['carer_name', 'carer_id_number', 'carer_phone', 'carer_relation', 'carer_health', 'checked_by'],
    },
    {
      title: '约定',
      fields: ['from_on', 'to_on', 'cost', 'contact_times', 'contact_ways', 'child_heard', 'duties'],
    },
    { title: '签订', fields: ['signed_on', 'handled_by'] },
  ],
  summary: ['carer_name', 'from_on', 'to_on'],
  prefill: ({ about, user, context }) => {
    const members = about?.rows.members ?? [];
    const person = (prefix: string, row: Values | undefined): Values => ({
      [`${prefix}_name`]: row?.name ?? null,
      [`${prefix}_id_number`]: row?.id_number ?? null,
      [`${prefix}_phone`]: row?.phone ?? null,
    });
    const father = members.find((row) => row.relation === '51');
    const mother = members.find((row) => row.relation === '52');
    const carer = members.find((row) => row.guardian_role === '2');
    return {
      fields: {
        ...person('father', father),
        ...person('mother', mother),
        ...person('carer', carer),
        workplace: father?.workplace ?? mother?.workplace ?? null,
        carer_relation: carer?.relation ?? null,
        carer_health: carer?.health ?? null,
        from_on: context.today,
        contact_times: '1',
        duties: usualDuties,
        handled_by: user,
      },
    };
  },
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      father_name: '欧阳建军',
      father_id_number: '439981198704160013',
      father_phone: '19900000002',
      mother_name: '陈秀芳',
      mother_id_number: '439981198909220024',
      mother_phone: '19900000003',
      workplace: '南江市某电子厂',
      carer_name: '田桂英',
      carer_id_number: '43998119550507002X',
      carer_phone: '19900000001',
      carer_relation: '62',
      carer_health: '良好',
      checked_by: '罗建国',
      from_on: '2026-10-26',
      to_on: '2027-10-25',
      cost: '每月1000元，按月转账',
      contact_times: '2',
      contact_ways: ['1', '2'],
      child_heard: '1',
      duties: usualDuties,
      signed_on: '2026-10-26',
      handled_by: '周敏',
    },
    rows: {},
  },
});

import { parentKinships, receiptRecipients, searchResults } from '../codes/help.ts';
import { kinships } from '../codes/people.ts';
import {
  address,
  choice,
  choices,
  code,
  date,
  idNumber,
  pastDate,
  personName,
  phoneNumber,
  text,
  yesNo,
} from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, expectedWhen, optional, required, view } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues, type Values } from '../registers/register.ts';
import { addMonths } from '../rules/calendarDate.ts';
import { firstGuardian } from '../rules/childViews.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { parentSexIssue } from '../rules/parentSexIssue.ts';
import { definePaper } from './paper.ts';

/** Months after which the police write the receipt when the parent is still not found (民发〔2020〕125号; seed 000, 三(十九)). */
const searchMonths = 6;

const fields = {
  receipt_number: optional('编号', code, { individual: true }),
  accepted_on: expected('受理日期', pastDate),
  station: expected('受理派出所', text(40)),
  reporter_name: expected('报警人', personName),
  reporter_relation: expected('报警人与儿童关系', choice(kinships)),
  reporter_phone: expected('报警人联系电话', phoneNumber),
  parent_name: required('失联父/母', personName),
  parent_relation: expected('失联父/母与儿童关系', choice(parentKinships)),
  parent_id_number: expected('失联父/母身份证号码', idNumber),
  parent_address: expected('失联父/母户籍地址', address),
  lost_since: expected('失联时间', pastDate),
  searched_to: expected('查找截止日期', pastDate),
  result: optional('查找情况', choice(searchResults)),
  found: expectedWhen('已查找到的情况', text(100), (values) => values.result === '2'),
  recipients: optional('送达单位', choices(receiptRecipients)),
  issued_on: optional('出具日期', pastDate),
  received_on: optional('收到日期', pastDate),
  forwarded: optional('是否转民政', yesNo),
  outcome: optional('办理结果', text(100)),
} satisfies Fields;

function sixMonthsOn({ fields: given }: RecordValues): string | null {
  const { accepted_on: acceptedOn } = given;
  return typeof acceptedOn === 'string' ? addMonths(acceptedOn, searchMonths) : null;
}

function rules(values: RecordValues): Issue[] {
  const { fields: given } = values;
  const issues = [
    ...datesInOrder(fields, given, ['lost_since', 'accepted_on', 'searched_to', 'issued_on', 'received_on']),
    ...parentSexIssue(given, { relation: 'parent_relation', idNumber: 'parent_id_number' }),
  ];
  const due = sixMonthsOn(values);
  const { searched_to: searchedTo, result, found } = given;
  if (result === '1' && typeof found === 'string') {
    const message = '写了查找到的情况，查找结果却是“仍下落不明”，请核对其中一项';
    issues.push({ severity: 'error', path: 'found', message });
  }
  if (result === '1' && typeof searchedTo === 'string' && due !== null && searchedTo < due) {
    const message = '受理到查找截止不满6个月，还不能出具“仍下落不明”的回执，请核对日期';
    issues.push({ severity: 'warning', path: 'searched_to', message });
  }
  return issues;
}

/** States of a parent whom nobody can reach: 失联 first, then 失踪 and what a court declared. */
const missingStates: readonly unknown[] = ['6', '3', '5'];

function missingParent(members: readonly Values[]): Values | undefined {
  return members.find((row) => missingStates.includes(row.parent_state) && parentKinships.has(String(row.relation)));
}

/**
 * 儿童失联父母查找情况回执单: issued by the police to whoever reported a parent missing, and received by the township. Its number, days and
 * way through the offices are the ledger of such searches.
 */
export const parentSearchReceipt = definePaper({
  key: 'parentSearchReceipt',
  title: '失联父母查找回执',
  kept: true,
  about: child,
  fields,
  views: { six_months_on: view('满6个月日期', date, { read: sixMonthsOn }) },
  sections: [
    {
      title: '受理',
      fields: ['receipt_number', 'accepted_on', 'station', 'reporter_name', 'reporter_relation', 'reporter_phone'],
    },
    {
      title: '失联父/母',
      fields: ['parent_name', 'parent_relation', 'parent_id_number', 'parent_address', 'lost_since'],
    },
    { title: '查找', fields: ['searched_to', 'result', 'found', 'recipients'] },
    { title: '办理', fields: ['issued_on', 'received_on', 'forwarded', 'outcome'] },
  ],
  summary: ['parent_name', 'accepted_on', 'result'],
  prefill: ({ about }) => {
    if (about === null) return {};
    const reporter = firstGuardian(about)?.row;
    const parent = missingParent(about.rows.members ?? []);
    return {
      fields: {
        reporter_name: reporter?.name ?? null,
        reporter_relation: reporter?.relation ?? null,
        reporter_phone: reporter?.phone ?? null,
        parent_name: parent?.name ?? null,
        parent_relation: parent?.relation ?? null,
        parent_id_number: parent?.id_number ?? null,
        parent_address: parent?.household_address ?? null,
      },
    };
  },
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      receipt_number: '失联〔2026〕003号',
      accepted_on: '2026-03-12',
      station: '安宁派出所',
      reporter_name: '田桂英',
      reporter_relation: '62',
      reporter_phone: '19900000001',
      parent_name: '欧阳建军',
      parent_relation: '51',
      parent_id_number: '439981198704160013',
      parent_address: '虚拟县安宁镇双塘村3组8号',
      lost_since: '2024-02-20',
      searched_to: '2026-09-20',
      result: '1',
      recipients: ['1', '2', '3'],
      issued_on: '2026-09-25',
      received_on: '2026-09-28',
      forwarded: true,
      outcome: '已转民政办申请事实无人抚养儿童认定',
    },
    rows: {},
  },
});

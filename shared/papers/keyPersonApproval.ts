import { controlLevels, keyPersonMatters } from '../codes/keyPersons.ts';
import { choice, code, date, idNumber, paragraph, personName, text, yesNo } from '../fields/kinds.ts';
import { expected, expectedWhen, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type Values } from '../registers/register.ts';
import { adultIssue } from '../rules/adultIssue.ts';
import { definePaper } from './paper.ts';

const fields = {
  name: required('姓名', personName),
  id_number: expected('身份证号码', idNumber),
  number: optional('编号', code),
  matter: required('事项', choice(keyPersonMatters)),
  from_level: expectedWhen('原级别', choice(controlLevels), (values) => values.matter === '2' || values.matter === '3'),
  to_level: expectedWhen('拟级别', choice(controlLevels), (values) => ['1', '2', '3'].includes(String(values.matter))),
  facts: required('事实及依据', paragraph(400)),
  legal_basis: required('法律依据', text(150)),
  told: expected('是否告知本人', yesNo),
  untold_reason: expectedWhen('不告知的理由', text(40), (values) => values.told === false),
  review_on: expectedWhen('下次复核', date, (values) => values.matter !== '4'),
} satisfies Fields;

/** An error when 升级 does not lead to a stricter level, or 降级 to a milder one; 一级 is the strictest. */
function levelIssue({ matter, from_level: from, to_level: to }: Values): Issue[] {
  if (typeof from !== 'string' || typeof to !== 'string' || (matter !== '2' && matter !== '3')) return [];
  if (matter === '2' ? to < from : to > from) return [];
  const direction = matter === '2' ? '升级的拟级别应比原级别高' : '降级的拟级别应比原级别低';
  return [{ severity: 'error', path: 'to_level', message: `${direction}（一级最高），请核对` }];
}

/** 重点人员入库、级别调整、移出审批. Filled in for printing and never stored, as the card it belongs to. */
export const keyPersonApproval = definePaper({
  key: 'keyPersonApproval',
  title: '重点人员入库、级别调整、移出审批',
  kept: false,
  fields,
  rules: ({ fields: given }, context) => [...adultIssue(given, context), ...levelIssue(given)],
  sample: {
    fields: {
      ...emptyRow(fields),
      name: '魏平安',
      id_number: '439981197803150019',
      number: 'Z-2026-001',
      matter: '3',
      from_level: '2',
      to_level: '3',
      facts: '连续六个月按时见面，有固定工作，无违规。附见面记录六份。',
      legal_basis: '社区矫正法第二十四条',
      told: true,
      review_on: '2027-05-02',
    },
    rows: {},
  },
});

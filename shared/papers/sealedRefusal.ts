import { code, date, paragraph, pastDate, staffName, text } from '../fields/kinds.ts';
import { expected, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { definePaper } from './paper.ts';

const fields = {
  unit: required('来函单位或来人', text(60)),
  letter_number: optional('来函文号', text(60)),
  letter_on: optional('来函日期', pastDate),
  matter: required('申请事项', paragraph(300)),
  reply_number: optional('答复编号', code),
  replied_on: expected('答复日期', date),
  handled_by: expected('经办人', staffName),
} satisfies Fields;

/**
 * The answer to whoever asks the office for sealed matter and is no judicial organ with a case (刑事诉讼法 第二百八十六条). The same
 * whether there is any or not, so it is about no record, and nothing of it is stored.
 */
export const sealedRefusal = definePaper({
  key: 'sealedRefusal',
  title: '不予提供封存信息的答复',
  kept: false,
  fields,
  prefill: ({ user, context }) => ({ fields: { handled_by: user, replied_on: context.today } }),
  rules: ({ fields: given }) => datesInOrder(fields, given, ['letter_on', 'replied_on']),
  sample: {
    fields: {
      ...emptyRow(fields),
      unit: '安宁县某企业',
      letter_number: '人函〔2026〕8号',
      letter_on: '2026-11-16',
      matter: '查询应聘人员有无违法犯罪记录',
      reply_number: 'FC-2026-003',
      replied_on: '2026-11-20',
      handled_by: '周敏',
    },
    rows: {},
  },
});

import { date, paragraph, text } from '../fields/kinds.ts';
import { optional } from '../registers/declareFields.ts';
import { emptyRow, type Fields } from '../registers/register.ts';
import { definePaper } from './paper.ts';

const fields = {
  name: optional('姓名', text(50)),
  ground: optional('查阅事由', text(60)),
  document: optional('依据文号', text(60)),
  reader: optional('查阅人', text(50)),
  approver: optional('批准人', text(50)),
  read_on: optional('查阅日期', date),
  content: optional('封存事项', paragraph(10_000)),
} satisfies Fields;

/** What stands on paper when a request for sealed matter said that it has to. The program fills it in; nobody enters it. */
export const sealedExtract = definePaper({
  key: 'sealedExtract',
  title: '封存事项查阅单',
  kept: false,
  fields,
  sample: {
    fields: {
      ...emptyRow(fields),
      name: '罗小雨',
      ground: '办案需要',
      document: '安检未〔2026〕12号',
      reader: '周敏',
      approver: '何建国',
      read_on: '2026-11-20',
      content: '一、心理评估和保密病情\n评估或病情：心理评估\n结论：情绪低落，需每周辅导',
    },
    rows: {},
  },
});

import { receiptRecipients, searchResults } from '../codes/help.ts';
import { parentSearchReceipt } from '../papers/parentSearchReceipt.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes } from './inkCells.ts';
import { dateValue, entry, label, labelled, penDate, type SheetRow, twelveColumns, value, wideEntry } from './sheet.ts';

/** What both halves say: the same number, the same people, the same search. */
const bothHalves: readonly SheetRow[] = [
  {
    height: 9,
    cells: [...labelled('编号', 2, 'receipt_number', 4), label('受理日期', 2), entry(dateValue('accepted_on'), 4)],
  },
  {
    height: 9,
    cells: [
      ...labelled('报警人', 2, 'reporter_name', 2),
      ...labelled('与儿童关系', 2, 'reporter_relation', 2),
      ...labelled('联系电话', 2, 'reporter_phone', 2),
    ],
  },
  {
    height: 9,
    cells: [
      ...labelled('儿童姓名', 2, 'about.name', 2),
      ...labelled('性别', 1, 'about.sex', 1),
      ...labelled('身份证号码', 2, 'about.id_number', 4),
    ],
  },
  {
    height: 9,
    cells: [
      ...labelled('失联父/母', 2, 'parent_name', 2),
      ...labelled('与儿童关系', 2, 'parent_relation', 1),
      ...labelled('身份证号码', 2, 'parent_id_number', 3),
    ],
  },
  { height: 9, cells: labelled('户籍地址', 2, 'parent_address', 10, 'left') },
  {
    height: 9,
    cells: [
      label('失联时间', 2),
      entry(dateValue('lost_since'), 4),
      label('查找截止日期', 2),
      entry(dateValue('searched_to'), 4),
    ],
  },
  {
    height: 20,
    cells: [
      label('查找情况', 2),
      wideEntry(['经登记受理并查找超过6个月，', ...boxes('result', searchResults), '：', value('found')], 10),
    ],
  },
  { height: 9, cells: [label('送达单位', 2), wideEntry(boxes('recipients', receiptRecipients), 10)] },
];

const signedFor: SheetRow = {
  height: 12,
  cells: [label('签收', 2), wideEntry(`签收人：　　　　　　${penDate}`, 10)],
};

/**
 * 儿童失联父母查找情况回执单: the stub that the police keep, a line to cut along with the seal across it, and the receipt. The stub has
 * no cell for the seal, which stands across the line.
 */
export const F11 = defineSheet({
  key: 'F11',
  title: '儿童失联父母查找情况回执单',
  shortTitle: '失联父母查找回执单',
  register: parentSearchReceipt,
  source: {
    kind: 'reconstruction',
    text: '标题见民发〔2020〕125号和专项行动方案；没有找到原件式样，各栏和存根、回执两联由本程序按同类文书绘制。以公安机关出具的为准。',
  },
  columns: twelveColumns,
  beside: ['station', 'issued_on', 'received_on', 'forwarded', 'outcome'],
  head: { align: 'right', items: [['（存根）']] },
  rows: [
    ...bothHalves,
    signedFor,
    {
      height: 21,
      cells: [],
      cut: {
        across: ['编号：', value('receipt_number', ['　　　　　　']), '（骑缝章）'],
        title: '儿童失联父母查找情况回执单（回执）',
      },
    },
    ...bothHalves,
    {
      height: 26,
      cells: [label('出具单位', 2), wideEntry(`（公安机关盖章）\n\n承办民警：　　　　　　${penDate}`, 10)],
    },
    signedFor,
  ],
});

import { consultationMatters, urgencies } from '../codes/help.ts';
import { consultation } from '../papers/consultation.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, sealedCell } from './inkCells.ts';
import { dateValue, entry, join, label, labelled, narrowDate, twelveColumns, value, wideEntry } from './sheet.ts';

/** 重大事项会商申请表 / 会商记录. It goes to several offices, so it names the child by the number of its file alone. */
export const F18 = defineSheet({
  key: 'F18',
  title: '重大事项会商申请表/会商记录',
  shortTitle: '重大事项会商表',
  register: consultation,
  source: {
    kind: 'reconstruction',
    text: '会商的发起和召集按“四失”行动方案三（一）4的重大事项会商机制，没有给出表样；标题和各栏由本程序拟定。',
  },
  columns: twelveColumns,
  identity: ['about.file_number'],
  rows: [
    {
      height: 9,
      cells: [...labelled('申请单位', 2, 'unit', 4), label('申请日期', 2), entry(dateValue('applied_on'), 4)],
    },
    { height: 9, cells: [label('事项类别', 2), wideEntry(boxes('matter', consultationMatters, '　'), 10)] },
    {
      height: 9,
      cells: [
        label('涉及未成年人', 2),
        entry([value('about.file_number'), '（档案号，不写姓名）'], 4),
        label('紧急程度', 2),
        entry(boxes('urgency', urgencies), 4),
      ],
    },
    { height: 24, cells: labelled('事项及\n已采取措施', 2, 'facts', 10, 'left') },
    { height: 14, cells: labelled('提请研究的问题', 2, 'question', 10, 'left') },
    {
      height: 9,
      cells: [
        label('会商时间地点', 2),
        entry([value('held_on'), join('\n'), value('held_at')], 4),
        ...labelled('主持人', 2, 'chair', 4),
      ],
    },
    { height: 12, cells: labelled('参加单位及人员', 2, 'participants', 10, 'left') },
    { height: 24, cells: labelled('会商意见', 2, 'decision', 10, 'left') },
    { height: 12, cells: labelled('责任分工及时限', 2, 'tasks', 10, 'left') },
    {
      height: 12,
      cells: [...labelled('办结情况', 2, 'result', 6, 'left'), label('办结日期', 2), entry(narrowDate('closed_on'), 2)],
    },
    {
      height: 26,
      cells: [label('申请单位', 2), entry('（盖章）', 4), label('未保办', 2), sealedCell(4, '（盖章）')],
    },
  ],
});

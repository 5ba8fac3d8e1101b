import { helpEffects } from '../codes/help.ts';
import { helpRecord } from '../papers/helpRecord.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, namedSignature } from './inkCells.ts';
import { entry, join, label, labelled, narrowDate, penDate, twelveColumns, value, wideEntry } from './sheet.ts';

/** 帮扶记录（成长轨迹）: one sheet for each activity; several in the order of their days are the growth record. */
export const F15 = defineSheet({
  key: 'F15',
  title: '帮扶记录（成长轨迹）',
  shortTitle: '帮扶记录',
  register: helpRecord,
  source: {
    kind: 'reconstruction',
    text: '“四失”行动方案三（一）4要求记录成长轨迹并列出前六种活动，没有给出表样；标题和各栏由本程序拟定。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('姓名', 2, 'about.name', 2),
        ...labelled('档案号', 2, 'about.file_number', 2),
        label('帮扶日期', 2),
        entry(narrowDate('helped_on'), 2),
      ],
    },
    {
      height: 9,
      cells: [...labelled('帮扶形式', 2, 'activities', 4), ...labelled('地点', 2, 'place', 4)],
    },
    { height: 9, cells: labelled('参加人员', 2, 'participants', 10, 'left') },
    { height: 24, cells: labelled('思想动态及近况', 2, 'mood', 10, 'left') },
    { height: 30, cells: labelled('帮扶内容', 2, 'content', 10, 'left') },
    { height: 20, cells: labelled('发现问题及处理', 2, 'problem', 10, 'left') },
    { height: 12, cells: [label('成效', 2), wideEntry(boxes('effect', helpEffects, '　'), 10)] },
    {
      height: 12,
      cells: [label('下一步及日期', 2), wideEntry([value('next_step'), join('；'), value('next_on')], 10)],
    },
    {
      height: 12,
      cells: [
        label('记录人', 2),
        namedSignature(value('recorded_by'), 4),
        label('主帮扶人', 2),
        namedSignature(value('about.responsible_person'), 4, `（签名）\n${penDate}`),
      ],
    },
  ],
});

import { levelAdvice, meetingFindings, meetingWays, presence } from '../codes/keyPersons.ts';
import { keyPersonMeeting } from '../papers/keyPersonMeeting.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, namedSignature } from './inkCells.ts';
import {
  blank,
  dateValue,
  entry,
  label,
  labelled,
  narrowDate,
  option,
  penDate,
  ticks,
  timeValue,
  twelveColumns,
  value,
  wideEntry,
} from './sheet.ts';

/** 重点人员见面管控记录表. */
export const F21 = defineSheet({
  key: 'F21',
  title: '重点人员见面管控记录表',
  shortTitle: '见面记录表',
  register: keyPersonMeeting,
  identity: ['name', 'number'],
  source: {
    kind: 'reconstruction',
    text: '方案第18项要求分级分类管理、加大监管措施，没有附表样；标题、见面的做法和各栏由本程序拟定。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('姓名', 2, 'name', 2),
        ...labelled('编号', 2, 'number', 2),
        ...labelled('管控级别', 2, 'level', 2),
      ],
    },
    {
      height: 14,
      cells: [
        label('应见日期', 2),
        entry(narrowDate('due_on'), 2),
        label('见面时间', 2),
        entry([narrowDate('met_on'), '\n', timeValue('met_at')], 2),
        label('方式', 2),
        wideEntry(boxes('way', meetingWays), 2),
      ],
    },
    {
      height: 9,
      cells: [
        label('是否见到本人', 2),
        wideEntry(
          [
            ...ticks('met', '□', ' ', [option('是', '1'), option('否', '0')]),
            '，原因',
            value('not_met_reason', [blank(7)]),
          ],
          4,
        ),
        ...labelled('地点', 2, 'place', 4),
      ],
    },
    { height: 14, cells: labelled('居住及同住人员变化', 2, 'living', 10, 'left') },
    { height: 14, cells: labelled('工作生活及收入', 2, 'work', 10, 'left') },
    { height: 14, cells: labelled('交往及活动情况', 2, 'company', 10, 'left') },
    {
      height: 12,
      cells: [
        label('接触\n未成年人情况', 2),
        wideEntry([...boxes('near_minors', presence), '：', value('minors', [blank(20)])], 10),
      ],
    },
    { height: 14, cells: labelled('思想及现实表现', 2, 'attitude', 10, 'left') },
    { height: 14, cells: labelled('困难及帮扶', 2, 'help', 10, 'left') },
    {
      height: 9,
      cells: [
        label('异常情况', 2),
        wideEntry([...boxes('findings', meetingFindings), '（已移送', value('clue_number', [blank(6)]), '）'], 10),
      ],
    },
    {
      height: 9,
      cells: [
        label('级别建议', 2),
        wideEntry(boxes('advice', levelAdvice), 4),
        label('下次见面', 2),
        entry(dateValue('next_on'), 4),
      ],
    },
    {
      height: 14,
      cells: [
        label('见面人（两人）', 2),
        namedSignature(value('visitors'), 4),
        label('本人', 2),
        wideEntry(`（签名）${penDate}`, 4),
      ],
    },
  ],
});

import {
  evidenceCare,
  reportAnswers,
  reportNotices,
  reportSituations,
  reportUrgencies,
  reportWays,
} from '../codes/reports.ts';
import { mandatoryReport } from '../papers/mandatoryReport.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, sealedCell } from './inkCells.ts';
import {
  dateValue,
  entry,
  join,
  label,
  labelled,
  timeValue,
  twelveColumns,
  verticalLabel,
  wideEntry,
} from './sheet.ts';

/** 侵害未成年人案件强制报告表. */
export const F23 = defineSheet({
  key: 'F23',
  title: '侵害未成年人案件强制报告表',
  shortTitle: '强制报告表',
  register: mandatoryReport,
  identity: ['number', 'reported_on'],
  source: {
    kind: 'reconstruction',
    text: '九部门强制报告意见没有附表样；九种情形按该意见概括，其余各栏由本程序拟定，当地公安机关有表样的以其为准。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('报告编号', 2, 'number', 4),
        label('报告时间', 2),
        entry([dateValue('reported_on'), join(' '), timeValue('reported_at')], 4),
      ],
    },
    {
      height: 9,
      cells: [...labelled('报告单位', 2, 'unit', 4), ...labelled('报告人及职务', 2, 'reporter', 4)],
    },
    {
      height: 9,
      cells: [...labelled('联系电话', 2, 'phone', 4), label('报告方式', 2), wideEntry(boxes('way', reportWays), 4)],
    },
    {
      height: 9,
      cells: [
        verticalLabel('未成年人', 1, 3),
        ...labelled('姓名', 1, 'child_name', 2),
        ...labelled('性别', 1, 'child_sex', 1),
        ...labelled('出生日期或年龄', 2, 'child_birth', 2),
        ...labelled('民族', 1, 'child_ethnicity', 1),
      ],
    },
    {
      height: 9,
      cells: [...labelled('身份证号码', 2, 'child_id_number', 4), ...labelled('学校班级', 2, 'child_school', 3)],
    },
    { height: 9, cells: labelled('现居住地', 2, 'child_address', 9, 'left') },
    {
      height: 9,
      cells: [
        label('监护人', 1),
        ...labelled('姓名', 1, 'guardian_name', 2),
        ...labelled('关系', 1, 'guardian_relation', 1),
        ...labelled('联系电话', 2, 'guardian_phone', 4),
      ],
    },
    { height: 34, cells: [label('报告情形', 2), wideEntry(boxes('situations', reportSituations), 10)] },
    { height: 24, cells: labelled('发现时间地点\n及经过', 2, 'discovery', 10, 'left') },
    { height: 12, cells: labelled('伤情及现状', 2, 'condition', 10, 'left') },
    { height: 12, cells: labelled('涉嫌侵害人（已知的）', 2, 'suspect', 10, 'left') },
    {
      height: 9,
      cells: [
        label('紧急程度', 2),
        wideEntry(boxes('urgency', reportUrgencies), 4),
        ...labelled('现场处置', 2, 'first_aid', 4, 'left'),
      ],
    },
    { height: 9, cells: [label('证据保护', 2), wideEntry(boxes('evidence', evidenceCare), 10)] },
    {
      height: 9,
      cells: [...labelled('接报单位', 2, 'police', 4), ...labelled('接报人及时间', 2, 'taken_by', 4)],
    },
    { height: 9, cells: [label('同步告知', 2), wideEntry(boxes('notices', reportNotices), 10)] },
    {
      height: 12,
      cells: [
        label('反馈', 2),
        wideEntry([...boxes('answers', reportAnswers), '；日期', dateValue('answered_on')], 10),
      ],
    },
    {
      height: 26,
      cells: [label('报告人', 2), entry('（签名）', 4), label('报告单位', 2), sealedCell(4, '（盖章）')],
    },
  ],
  notes: ['本表涉及未成年人隐私，由报告人直接送公安机关，不在电脑中保存，不得复印、拍照外传。'],
});

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
import { dateValue, entry, join, label, timeValue, twelveColumns, value, verticalLabel, wideEntry } from './sheet.ts';

/** 侵害未成年人案件强制报告表. */
export const F23 = defineSheet({
  key: 'F23',
  title: '侵害未成年人案件强制报告表',
  shortTitle: '强制报告表',
  register: mandatoryReport,
  identity: ['number', 'reported_on'],
  source: {
    kind: 'reconstruction',
    text: '九部门强制报告意见没有附表样；九种情形按该意见概括，其余各栏由本程序拟定，请与当地公安机关的表样核对。',
  },
  columns: twelveColumns,
  beside: [],
  head: { align: 'left', items: [] },
  rows: [
    {
      height: 9,
      cells: [
        label('报告编号', 2),
        entry(value('number'), 4),
        label('报告时间', 2),
        entry([dateValue('reported_on'), join(' '), timeValue('reported_at')], 4),
      ],
    },
    {
      height: 9,
      cells: [label('报告单位', 2), entry(value('unit'), 4), label('报告人及职务', 2), entry(value('reporter'), 4)],
    },
    {
      height: 9,
      cells: [
        label('联系电话', 2),
        entry(value('phone'), 4),
        label('报告方式', 2),
        wideEntry(boxes('way', reportWays), 4),
      ],
    },
    {
      height: 9,
      cells: [
        verticalLabel('未成年人', 1, 3),
        label('姓名', 1),
        entry(value('child_name'), 2),
        label('性别', 1),
        entry(value('child_sex'), 1),
        label('出生日期或年龄', 2),
        entry(value('child_birth'), 2),
        label('民族', 1),
        entry(value('child_ethnicity'), 1),
      ],
    },
    {
      height: 9,
      cells: [
        label('身份证号码', 2),
        entry(value('child_id_number'), 4),
        label('学校班级', 2),
        entry(value('child_school'), 3),
      ],
    },
    { height: 9, cells: [label('现居住地', 2), wideEntry(value('child_address'), 9)] },
    {
      height: 9,
      cells: [
        label('监护人', 1),
        label('姓名', 1),
        entry(value('guardian_name'), 2),
        label('关系', 1),
        entry(value('guardian_relation'), 1),
        label('联系电话', 2),
        entry(value('guardian_phone'), 4),
      ],
    },
    { height: 34, cells: [label('报告情形', 2), wideEntry(boxes('situations', reportSituations), 10)] },
    { height: 24, cells: [label('发现时间地点\n及经过', 2), wideEntry(value('discovery'), 10)] },
    { height: 12, cells: [label('伤情及现状', 2), wideEntry(value('condition'), 10)] },
    { height: 12, cells: [label('涉嫌侵害人（已知的）', 2), wideEntry(value('suspect'), 10)] },
    {
      height: 9,
      cells: [
        label('紧急程度', 2),
        wideEntry(boxes('urgency', reportUrgencies), 4),
        label('现场处置', 2),
        wideEntry(value('first_aid'), 4),
      ],
    },
    { height: 9, cells: [label('证据保护', 2), wideEntry(boxes('evidence', evidenceCare), 10)] },
    {
      height: 9,
      cells: [label('接报单位', 2), entry(value('police'), 4), label('接报人及时间', 2), entry(value('taken_by'), 4)],
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
  foot: { align: 'left', items: [] },
  notes: ['本表涉及未成年人隐私，由报告人直接送公安机关，不在电脑中保存，不得复印、拍照外传。'],
});

import { homeHazards, riskChanges, visitKinds } from '../codes/help.ts';
import { homeVisit } from '../papers/homeVisit.ts';
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
  penTicks,
  ticks,
  timeValue,
  township,
  twelveColumns,
  value,
  wideEntry,
} from './sheet.ts';

/** 入户走访记录表. Harm to a child and reports of it are for the pen: 性侵, 家暴, 虐待 and the line 强制报告 with its number. */
export const F16 = defineSheet({
  key: 'F16',
  title: '入户走访记录表',
  shortTitle: '入户走访记录表',
  register: homeVisit,
  source: {
    kind: 'reconstruction',
    text: '栏目按江苏社会救助入户走访表，原定和下次走访日期按综治走访表，安全隐患按公开的县级评分表；标题和其余各栏由本程序拟定。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('走访对象', 2, 'about.name', 2),
        ...labelled('身份证号码', 2, 'about.id_number', 3),
        ...labelled('档案号', 1, 'about.file_number', 2),
      ],
    },
    {
      height: 9,
      cells: [label('所属街道（镇）', 2), entry(township(), 4), ...labelled('所属村居（社区）', 2, 'about.village', 4)],
    },
    {
      height: 9,
      cells: [
        ...labelled('家庭住址', 2, 'about.residence_address', 6, 'left'),
        ...labelled('联系电话', 2, 'about.guardian_phone', 2),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('对象类别', 2, 'about.child_types', 4, 'left'),
        label('走访类型', 2),
        wideEntry(boxes('kind', visitKinds), 4),
      ],
    },
    {
      height: 9,
      cells: [
        label('原定走访日期', 2),
        entry(narrowDate('planned_on'), 2),
        label('走访时间', 2),
        entry([dateValue('visited_on'), '\n', timeValue('visited_at')], 3),
        label('见到本人', 2),
        entry(ticks('met', '□', ' ', [option('是', '1'), option('否', '0')]), 1),
      ],
    },
    { height: 12, cells: labelled('监护与生活', 2, 'care', 10, 'left') },
    { height: 12, cells: labelled('就学或就业', 2, 'study', 10, 'left') },
    { height: 12, cells: labelled('身心与行为', 2, 'mind', 10, 'left') },
    {
      height: 12,
      cells: [
        label('安全隐患', 2),
        wideEntry([...penTicks('□', ' ', ['性侵', '家暴', '虐待']), ' ', ...boxes('hazards', homeHazards)], 10),
      ],
    },
    { height: 24, cells: labelled('走访内容', 2, 'content', 10, 'left') },
    { height: 16, cells: labelled('发现问题', 2, 'problem', 10, 'left') },
    { height: 16, cells: labelled('处理措施', 2, 'action', 10, 'left') },
    {
      height: 9,
      cells: [
        label('强制报告', 2),
        wideEntry([...penTicks('□', ' ', ['不需要', '已报告，编号']), blank(4)], 4),
        label('风险等级', 2),
        entry(boxes('risk_change', riskChanges), 4),
      ],
    },
    {
      height: 9,
      cells: [
        label('下次走访日期', 2),
        entry(dateValue('next_visit_on'), 4),
        label('照片', 2),
        entry([value('photos', [blank(3)]), '张（附后）'], 4),
      ],
    },
    {
      height: 14,
      cells: [
        label('走访人\n（两人以上）', 2),
        namedSignature(value('visitors'), 4),
        label('走访对象或监护人', 2),
        wideEntry(`（签名）${penDate}`, 4),
      ],
    },
  ],
  notes: ['性侵、家暴、虐待和强制报告的情况依法保密，打印后用笔填写，电脑中不作记录。'],
});

import { child } from '../registers/child.ts';
import { defineSheet } from './defineSheet.ts';
import { guardianRow, screeningFoot, screeningHead, sexTicks } from './screeningLines.ts';
import {
  entry,
  join,
  label,
  labelled,
  option,
  penTicks,
  sealedMark,
  ticks,
  twelveColumns,
  value,
  wideEntry,
} from './sheet.ts';

/**
 * “失足、失管”未成年人排查表: attachment 2 of seed 003, one page for each child from 7 to 18. The seed gives rows 1 to 5 and the
 * first labels of row 6; its only copy is cut there. The rest follows forms.md F02: the options of 失管 and 失足 are those of
 * seed 003 三(一)2, the two lists those of 预防未成年人犯罪法 arts. 28 and 38. What became known of offences, police incidents,
 * misconduct and measures is sealed (治安管理处罚法 art. 136; forms.md 13.6): its cells are for the pen. Where such matter of the
 * child is sealed, 失足情形 says 依法封存 to whoever may ask for it, never which of its boxes, and nothing to all others.
 */
export const F02 = defineSheet({
  key: 'F02',
  title: '“失足、失管”未成年人排查表',
  shortTitle: '失足失管排查表',
  register: child,
  source: {
    kind: 'seed',
    text: '标题和监护人2以上的栏目照《关于进一步开展未成年人“四项重点工作”专项行动方案》附件2；公开文本到监护人2为止，以下各行按该方案的排查内容和法律规定补绘，格子大小按同类表格绘制。',
  },
  columns: twelveColumns,
  // 是否在校 follows from 就学情况.
  beside: ['village', 'study_state'],
  head: screeningHead,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('姓名', 2, 'name', 2),
        label('性别', 1),
        entry(sexTicks, 2),
        ...labelled('身份证号码', 2, 'id_number', 3),
      ],
    },
    {
      height: 9,
      cells: [
        label('是否在校', 2),
        entry(ticks('in_school', '□', ' ', [option('是', '1'), option('否', '0')]), 2),
        label('就读学校及班级', 3),
        wideEntry([value('school_or_status'), join(' '), value('school_class')], 5),
      ],
    },
    { height: 9, cells: labelled('户籍地址', 2, 'household_address', 10, 'left') },
    { height: 9, cells: labelled('实际居住地', 2, 'residence_address', 10, 'left') },
    guardianRow(1),
    guardianRow(2),
    {
      height: 14,
      cells: [
        label('失管情形', 2),
        wideEntry(
          ticks('supervision_gaps', '□', ' ', [
            option('无监护人监管', '1'),
            option('监护人未有效履行监管责任', '2'),
            option('监护人监管能力不强', '3'),
            option('监护人监管不当', '4'),
          ]),
          10,
        ),
      ],
    },
    {
      height: 14,
      cells: [
        label('失足情形', 2),
        wideEntry(
          [
            ...penTicks('□', ' ', ['曾受行政处罚', '曾受刑事处罚', '未被处理但有两次及以上警情（交通事故除外）']),
            sealedMark('juvenileOffence'),
          ],
          10,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('警情次数', 2),
        entry([], 2),
        label('最近一次时间', 2),
        entry([], 2),
        label('处理单位', 2),
        entry([], 2),
      ],
    },
    {
      height: 20,
      cells: [
        label('不良行为', 2),
        wideEntry(
          penTicks('□', ' ', [
            '吸烟饮酒',
            '多次旷课逃学',
            '无故夜不归宿、离家出走',
            '沉迷网络',
            '与有不良习性者交往或结伙',
            '进入不宜进入场所',
            '参与赌博、封建迷信或邪教',
            '接触淫秽暴力恐怖内容',
            '其他',
          ]),
          10,
        ),
      ],
    },
    {
      height: 20,
      cells: [
        label('严重不良行为', 2),
        wideEntry(
          penTicks('□', ' ', [
            '结伙斗殴、寻衅滋事',
            '非法携带管制器具',
            '殴打辱骂恐吓伤害他人',
            '盗窃哄抢抢夺故意毁财',
            '传播淫秽物品信息',
            '卖淫嫖娼、淫秽表演',
            '吸毒或向他人提供毒品',
            '赌博赌资较大',
            '其他',
          ]),
          10,
        ),
      ],
    },
    { height: 24, cells: [label('简要情况', 2), wideEntry([], 10)] },
    {
      height: 14,
      cells: [
        label('已采取措施', 2),
        wideEntry(
          penTicks('□', ' ', [
            '训诫',
            '督促监护令',
            '家庭教育指导',
            '责令接受心理辅导行为矫治',
            '社会观护',
            '专门教育',
            '其他',
          ]),
          10,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('风险等级', 2),
        // 常规, the fourth level of the registry, is none of the three.
        wideEntry(ticks('risk_level', '□', ' ', [option('高', '1'), option('中', '2'), option('低', '3')]), 4),
        ...labelled('主帮扶人', 2, 'responsible_person', 4),
      ],
    },
  ],
  foot: screeningFoot,
});

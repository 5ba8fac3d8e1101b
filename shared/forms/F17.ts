import { helpDecisions, helpOutcomes, solutions } from '../codes/help.ts';
import { helpOutcome } from '../papers/helpOutcome.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, sealedCell } from './inkCells.ts';
import { blank, entry, join, label, labelled, twelveColumns, value, wideEntry } from './sheet.ts';

/** 帮扶成效评估及销号表. Beside 销号 stand the reasons to choose from until one is chosen. */
export const F17 = defineSheet({
  key: 'F17',
  title: '帮扶成效评估及销号表',
  shortTitle: '帮扶成效评估表',
  register: helpOutcome,
  source: {
    kind: 'reconstruction',
    text: '专项行动方案三提出有效帮扶率，没有给出计算方法和表样；标题和各栏由本程序拟定，作为有效帮扶率的依据。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('姓名', 2, 'about.name', 2),
        ...labelled('档案号', 2, 'about.file_number', 2),
        label('方案期限', 2),
        entry([value('plan_from'), join('至'), value('plan_to')], 2),
      ],
    },
    { height: 8, cells: [label('类别', 2), label('建档时问题', 4), label('目前情况', 4), label('是否解决', 2)] },
    {
      height: 9,
      repeat: { group: 'problems', times: 3 },
      cells: [
        entry(value('category'), 2),
        wideEntry(value('before'), 4),
        wideEntry(value('after'), 4),
        entry(boxes('solved', solutions, ''), 2),
      ],
    },
    {
      height: 9,
      cells: [
        label('应走访/实走访', 2),
        entry([value('visits_due', [blank(3)]), '/', value('visits_done', [blank(3)])], 4),
        label('措施完成', 2),
        entry([value('measures_done', [blank(3)]), '/', value('measures_planned', [blank(3)])], 4),
      ],
    },
    {
      height: 9,
      cells: [
        label('风险等级变化', 2),
        entry([value('risk_before', [blank(3)]), ' → ', value('risk_after', [blank(3)])], 4),
        label('评估结论', 2),
        entry(boxes('outcome', helpOutcomes), 4),
      ],
    },
    {
      height: 12,
      cells: [
        label('处置', 2),
        wideEntry(
          [
            ...boxes('decision', helpDecisions),
            '\n（原因：',
            value('closing_reason', ['年满18周岁/问题解决/迁出/死亡/其他']),
            '）',
          ],
          10,
        ),
      ],
    },
    {
      height: 26,
      cells: [label('专班意见', 2), sealedCell(4, '（签名）'), label('镇（街道）意见', 2), sealedCell(4, '（盖章）')],
    },
  ],
});

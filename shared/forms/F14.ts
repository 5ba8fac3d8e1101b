import { childCategories } from '../codes/children.ts';
import type { CodeTable } from '../codes/codeTable.ts';
import {
  guardianshipProblems,
  livingSupport,
  medicalSupport,
  mindProblems,
  planRiskLevels,
  rehabilitation,
  safetyProblems,
  schoolSupport,
  serviceWays,
} from '../codes/help.ts';
import { helpPlan } from '../papers/helpPlan.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, sealedCell, signedCell } from './inkCells.ts';
import {
  dateValue,
  entry,
  label,
  labelled,
  option,
  type Part,
  penTicks,
  type SheetRow,
  ticks,
  twelveColumns,
  value,
  verticalLabel,
  wideEntry,
} from './sheet.ts';

/** The boxes of a table from one code up to another, in its order. */
function boxesOf(field: string, table: CodeTable, codes: readonly string[]): Part[] {
  return ticks(
    field,
    '□',
    ' ',
    codes.map((code) => option(table.label(code), code)),
  );
}

function problemRow(field: string, text: string, parts: readonly Part[], height = 14): SheetRow {
  return { height, cells: [label(text, 2), wideEntry(parts, 6), wideEntry(value(`${field}_brief`), 3)] };
}

/**
 * “一人一策一专班” 帮扶方案, two pages: who the child is, what it lacks and who helps; then what is done, for how long, and who agrees. Boxes that would say that a child may be a victim or misbehaves, and whether somebody was
 * reported to the police, stay empty for the pen. 对象类别 leaves out what is never printed: infections, victims, offences.
 */
export const F14 = defineSheet({
  key: 'F14',
  title: '“一人一策一专班”帮扶方案',
  shortTitle: '帮扶方案',
  register: helpPlan,
  source: {
    kind: 'reconstruction',
    text: '“一人一策一专班”见专项行动方案第21、22项，没有找到印制的表样：问题清单的前五类和服务方式的前四项按江苏困境儿童服务方案，专班成员按“多帮一”要求，其余由本程序拟定。',
  },
  columns: twelveColumns,
  pages: 2,
  rows: [
    {
      height: 9,
      onEveryPage: true,
      cells: [
        ...labelled('姓名', 2, 'about.name', 2),
        ...labelled('性别', 1, 'about.sex', 1),
        ...labelled('身份证号码', 2, 'about.id_number', 4),
      ],
    },
    {
      height: 9,
      cells: [...labelled('所属村（社区）', 2, 'about.village', 4), ...labelled('档案号', 2, 'about.file_number', 4)],
    },
    { height: 28, cells: [label('对象类别', 2), wideEntry(boxes('about.child_types', childCategories), 10)] },
    {
      height: 9,
      cells: [
        label('风险等级', 2),
        entry(boxes('risk_level', planRiskLevels), 5),
        label('评估日期', 2),
        entry(dateValue('risk_on'), 3),
      ],
    },
    { height: 8, cells: [verticalLabel('问题清单', 1, 8), label('类别', 2), label('情况', 6), label('简述', 3)] },
    problemRow('living', '生活保障', boxes('living', livingSupport)),
    problemRow('medical', '医疗保障', boxes('medical', medicalSupport)),
    problemRow('schooling', '教育资助', boxes('schooling', schoolSupport)),
    problemRow('rehabilitation', '康复救助', boxes('rehabilitation', rehabilitation)),
    problemRow(
      'guardianship',
      '监护保护',
      [
        ...boxesOf('guardianship', guardianshipProblems, ['1']),
        '\n',
        ...boxesOf('guardianship', guardianshipProblems, ['2']),
        '（',
        ...penTicks('□', ' ', ['已报案', '未报案']),
        '）\n',
        ...boxesOf('guardianship', guardianshipProblems, ['3', '4', '9']),
      ],
      20,
    ),
    problemRow('mind', '心理与行为', [
      ...boxesOf('mind', mindProblems, ['1', '2']),
      ' ',
      ...penTicks('□', ' ', ['不良行为', '严重不良行为']),
      ' ',
      ...boxesOf('mind', mindProblems, ['9']),
    ]),
    problemRow('safety', '人身安全', [
      ...boxesOf('safety', safetyProblems, ['1']),
      ' ',
      ...penTicks('□', ' ', ['疑似受侵害（已强制报告）']),
      ' ',
      ...boxesOf('safety', safetyProblems, ['3', '4', '9']),
    ]),
    {
      height: 8,
      cells: [
        verticalLabel('帮扶专班', 1, 7),
        label('角色', 2),
        label('姓名', 2),
        label('单位及职务', 4),
        label('联系电话', 3),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('主帮扶人（组长）', 2, 'lead_name', 2),
        entry(value('lead_unit'), 4),
        entry(value('lead_phone'), 3),
      ],
    },
    {
      height: 9,
      repeat: { group: 'team', times: 5 },
      cells: [entry(value('role'), 2), entry(value('name'), 2), entry(value('unit'), 4), entry(value('phone'), 3)],
    },
    {
      height: 8,
      cells: [
        verticalLabel('帮扶措施', 1, 5),
        label('需求或问题', 3),
        label('措施', 4),
        label('责任人', 2),
        label('完成时限', 2),
      ],
    },
    {
      height: 12,
      repeat: { group: 'measures', times: 4 },
      cells: [
        wideEntry(value('need'), 3),
        wideEntry(value('action'), 4),
        entry(value('responsible'), 2),
        entry(value('due_on'), 2),
      ],
    },
    {
      height: 12,
      cells: [
        label('服务方式', 2),
        wideEntry(
          [
            ...boxesOf('service_ways', serviceWays, ['1', '2', '3']),
            ' ',
            ...penTicks('□', ' ', ['强制报告']),
            ' ',
            ...boxesOf('service_ways', serviceWays, ['5', '6', '7', '8', '9', '10', '11']),
          ],
          10,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('走访频次', 2, 'visit_rule', 4),
        label('方案期限', 2),
        entry([dateValue('from_on'), '至', dateValue('to_on')], 4),
      ],
    },
    {
      height: 14,
      cells: [
        label('儿童及\n监护人意见', 2),
        entry([value('family_view'), '\n（签名）　　　年　　月　　日'], 4),
        label('社工或主帮扶人', 2),
        signedCell(4),
      ],
    },
    {
      height: 26,
      cells: [
        label('村（居）', 2),
        sealedCell(4, '（签字/盖章）'),
        label('镇（街道）民政办', 2),
        sealedCell(4, '（签字/盖章）'),
      ],
    },
  ],
  notes: ['不良行为、受侵害、报案和强制报告等情况依法保密，打印后用笔勾选，电脑中不作记录。'],
});

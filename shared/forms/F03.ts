import { child } from '../registers/child.ts';
import { defineSheet } from './defineSheet.ts';
import { guardianRow, screeningFoot, screeningHead, sexTicks } from './screeningLines.ts';
import {
  dateValue,
  entry,
  label,
  labelled,
  option,
  penTicks,
  rowNumber,
  ticks,
  twelveColumns,
  value,
  wideEntry,
} from './sheet.ts';

/**
 * “失学”未成年人排查表: attachment 3 of seed 003, of which the title alone is known (三(一)3 names whom it is for). All cells are
 * the reconstruction of forms.md F03. The boxes 不良行为 and 专门学校 are sealed matter and for the pen (forms.md 13.6).
 */
export const F03 = defineSheet({
  key: 'F03',
  title: '“失学”未成年人排查表',
  shortTitle: '失学排查表',
  register: child,
  source: {
    kind: 'reconstruction',
    text: '标题照《关于进一步开展未成年人“四项重点工作”专项行动方案》附件3；公开文本里没有这张表的内容，栏目按该方案的排查对象和控辍保学的通行做法补绘。收到正式表格后可换成自己的表样。',
  },
  columns: twelveColumns,
  beside: ['village'],
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
        ...labelled('民族', 2, 'ethnicity', 2),
        ...labelled('出生日期', 2, 'birth_date', 2),
        ...labelled('年龄', 2, 'age', 2),
      ],
    },
    { height: 9, cells: labelled('户籍地址', 2, 'household_address', 10, 'left') },
    { height: 9, cells: labelled('实际居住地', 2, 'residence_address', 10, 'left') },
    guardianRow(1),
    guardianRow(2),
    {
      height: 9,
      cells: [
        label('失学类型', 2),
        wideEntry(
          ticks('out_of_school_kind', '□', ' ', [
            option('未入学', '1'),
            option('失学', '2'),
            option('辍学', '3'),
            option('弃学', '4'),
            option('休学逾期未复学', '5'),
          ]),
          10,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('原就读学校\n及班级', 2, 'last_school', 4, 'left'),
        label('学籍状态', 2),
        wideEntry(
          ticks('enrolment_state', '□', ' ', [option('有学籍', '1'), option('无学籍', '2'), option('已转出', '3')]),
          4,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('应就读学段', 2),
        wideEntry(ticks('due_stage', '□', ' ', [option('小学', '1'), option('初中', '2')]), 4),
        label('失学起始时间', 2),
        entry(dateValue('out_of_school_since'), 4),
      ],
    },
    {
      height: 12,
      cells: [
        label('家庭原因', 2),
        wideEntry(
          ticks('family_reasons', '□', ' ', [
            option('经济困难', '1'),
            option('监护缺失', '2'),
            option('家庭变故', '3'),
            option('随父母流动', '4'),
            option('监护人不送学', '5'),
            option('其他', '9'),
          ]),
          10,
        ),
      ],
    },
    {
      height: 12,
      cells: [
        label('本人原因', 2),
        wideEntry(
          [
            ...ticks('own_reasons', '□', ' ', [
              option('厌学', '1'),
              option('学习困难', '2'),
              option('残疾', '3'),
              option('患病', '4'),
            ]),
            ' ',
            ...penTicks('□', ' ', ['不良行为']),
            ' ',
            ...ticks('own_reasons', '□', ' ', [option('务工', '6'), option('早婚早育', '7'), option('其他', '9')]),
          ],
          10,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('目前去向', 2),
        wideEntry(
          ticks('whereabouts', '□', ' ', [
            option('在家', '1'),
            option('务工', '2'),
            option('随父母外出', '3'),
            option('失联', '4'),
            option('其他', '9'),
          ]),
          4,
        ),
        label('身体状况', 2),
        wideEntry(ticks('health', '□', ' ', [option('健康', '1'), option('残疾', '2'), option('患病', '3')]), 4),
      ],
    },
    {
      height: 8,
      cells: [
        label('劝返记录', 2, 4),
        label('次', 1),
        label('日期', 2),
        label('劝返人及单位', 3),
        label('方式', 1),
        label('结果', 3),
      ],
    },
    {
      height: 8,
      repeat: { group: 'persuasions', times: 3 },
      cells: [
        rowNumber(1),
        entry(value('done_on'), 2),
        entry(value('who'), 3),
        entry(value('way'), 1),
        entry(value('result'), 3),
      ],
    },
    {
      height: 12,
      cells: [
        label('安置方式', 2),
        wideEntry(
          [
            ...ticks('placements', '□', ' ', [
              option('复学', '1'),
              option('转学', '2'),
              option('特教学校', '3'),
              option('送教上门', '4'),
            ]),
            ' ',
            ...penTicks('□', ' ', ['专门学校']),
            ' ',
            ...ticks('placements', '□', ' ', [option('职业教育', '6'), option('经批准延缓入学或休学', '7')]),
          ],
          10,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('复学日期', 2),
        entry(dateValue('returned_on'), 4),
        ...labelled('包保责任人', 2, 'enrolment_duty', 4),
      ],
    },
  ],
  foot: screeningFoot,
});

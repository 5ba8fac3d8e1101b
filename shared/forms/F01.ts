import { child } from '../registers/child.ts';
import { defineSheet } from './defineSheet.ts';
import { screeningFoot, screeningHead } from './screeningLines.ts';
import {
  entry,
  join,
  label,
  labelled,
  option,
  ticks,
  twelveColumns,
  value,
  verticalLabel,
  wideEntry,
} from './sheet.ts';

/**
 * “失亲”及事实困难未成年人排查表: attachment 1 of seed 003, one page for each child. Labels, options and their order are the
 * source's; row heights, merges and the columns of 家庭主要成员 follow the reconstruction in forms.md F01.
 */
export const F01 = defineSheet({
  key: 'F01',
  title: '“失亲”及事实困难未成年人排查表',
  shortTitle: '失亲排查表',
  register: child,
  source: {
    kind: 'seed',
    text: '标题、栏目和选项照《关于进一步开展未成年人“四项重点工作”专项行动方案》附件1；原件没有留下表格线，格子大小和家庭主要成员各列按同类表格绘制。',
  },
  columns: twelveColumns,
  beside: ['village'],
  head: screeningHead,
  rows: [
    {
      height: 9,
      cells: [
        verticalLabel('儿童基本情况', 1, 7),
        ...labelled('姓名', 1, 'name', 2),
        ...labelled('性别', 1, 'sex', 1),
        ...labelled('身份证号', 2, 'id_number', 4),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('民族', 1, 'ethnicity', 2),
        label('身体状况', 2),
        wideEntry(ticks('health', '( )', '、', [option('健康', '1'), option('残疾', '2'), option('患病', '3')]), 6),
      ],
    },
    {
      height: 9,
      cells: [
        label('残疾类别等级', 2),
        entry([value('disability_class'), join('/'), value('disability_grade')], 3),
        ...labelled('患病类型', 2, 'disease', 4),
      ],
    },
    {
      height: 9,
      cells: [
        label('就学情况', 2),
        // The form asks for five states, the registry keeps fifteen. Kindergarten, college, special and specialised
        // schools, 不在学, graduates and the employed are none of the five: no box is ticked, 就读学校或现实状况 says it.
        wideEntry(
          ticks('study_state', '( )', '、', [
            option('小学', '3'),
            option('初中', '4'),
            { text: '高中', codes: ['5', '6'], sets: '5' },
            option('辍学', '11'),
            { text: '未入学', codes: ['0', '1', '2'], sets: '2' },
          ]),
          9,
        ),
      ],
    },
    { height: 9, cells: labelled('就读学校或现实状况', 3, 'school_or_status', 8, 'left') },
    { height: 9, cells: labelled('户籍地址', 2, 'household_address', 9, 'left') },
    { height: 9, cells: labelled('居住地址', 2, 'residence_address', 9, 'left') },
    {
      height: 8,
      cells: [
        verticalLabel('家庭主要成员', 1, 5),
        label('与儿童关系', 1),
        label('姓名', 2),
        label('身份证号', 3),
        label('联系电话', 2),
        label('健康状况', 1),
        label('工作单位或务工地', 2),
      ],
    },
    {
      height: 8,
      repeat: { group: 'members', times: 4 },
      cells: [
        entry(value('relation'), 1),
        entry(value('name'), 2),
        entry(value('id_number'), 3),
        entry(value('phone'), 2),
        entry(value('health'), 1),
        entry(value('workplace'), 2),
      ],
    },
    {
      height: 12,
      cells: [
        verticalLabel('家庭状况', 1, 3),
        wideEntry(
          ticks('family_states', '□', ' ', [
            option('双亲家庭', '1'),
            option('父母离异', '2'),
            option('单亲家庭', '3'),
            option('无父母家庭', '4'),
            option('无监护人', '5'),
            option('重组家庭', '6'),
            option('父母残疾', '7'),
          ]),
          11,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('监护人监护能力是否到位', 4),
        wideEntry(ticks('guardian_capable', '□', '  ', [option('是', '1'), option('否', '0')]), 7),
      ],
    },
    { height: 20, cells: labelled('监护不到位具体情形', 4, 'guardian_gap', 7, 'left') },
    {
      height: 22,
      cells: [
        verticalLabel('事实困难依据', 1, 1),
        wideEntry(
          ticks('hardship_grounds', '( )', '、', [
            option('低保家庭', 'C1'),
            option('支出型困难家庭', 'C2'),
            option('低保边缘户', 'C3'),
            option('孤儿', 'A1'),
            option('父母无力监护', 'F2'),
            option('父母监护缺失', 'F1'),
            option('重病儿童', 'D2'),
            option('重残', 'D3'),
          ]),
          11,
        ),
      ],
    },
  ],
  foot: screeningFoot,
});

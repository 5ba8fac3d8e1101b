import { child } from '../registers/child.ts';
import { defineSheet } from './defineSheet.ts';
import {
  blank,
  dateValue,
  entry,
  join,
  label,
  labelled,
  option,
  ticks,
  value,
  verticalLabel,
  wideEntry,
} from './sheet.ts';

/** □是 □否 and 是( ) 否( ) of a field that holds one or the other. */
const yesOrNo = [option('是', '1'), option('否', '0')];

/**
 * 农村留守儿童基本情况登记表: attachment 1 of the survey of 2016 (民发〔2016〕42号), one page for each child. Fields and their order
 * are those of two agreeing public copies (forms.md F05, P1); merges, heights and the widths of the columns, in which dates and
 * telephones stand whole, are drawn here. A child on this form is left behind in one of two ways, so that 是 of the one is 否 of
 * the other.
 */
export const F05 = defineSheet({
  key: 'F05',
  title: '农村留守儿童基本情况登记表',
  shortTitle: '留守儿童登记表',
  register: child,
  source: {
    kind: 'public',
    text: '标题、栏目和选项照2016年全国农村留守儿童摸底排查登记表的公开文本；公开文本没有表格线，格子大小按同类表格绘制。',
  },
  columns: [10, 14.5, 14.5, 14.5, 14.5, 16, 16, 14.5, 14.5, 14.5, 14.5, 22],
  beside: ['village'],
  head: {
    align: 'spread',
    items: [
      ['填报单位：', value('registering_unit', [blank(10)]), '（盖章）'],
      ['填报日期：', dateValue('filled_on')],
    ],
  },
  rows: [
    {
      height: 8,
      cells: [
        verticalLabel('留守儿童个人基本情况', 1, 7),
        ...labelled('姓名', 1, 'name', 2),
        ...labelled('性别', 1, 'sex', 1),
        ...labelled('民族', 1, 'ethnicity', 1),
        ...labelled('出生日期', 2, 'birth_date', 2),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('公民身份证号码', 2, 'id_number', 5),
        label('是否登记户口', 2),
        entry(ticks('household_registered', '□', ' ', yesOrNo), 2),
      ],
    },
    { height: 8, cells: labelled('户籍所在地', 2, 'household_address', 9, 'left') },
    { height: 8, cells: labelled('现居住地', 2, 'residence_address', 9, 'left') },
    {
      height: 8,
      cells: [
        label('身体情况', 2),
        wideEntry(ticks('health', '( )', ' ', [option('健康', '1'), option('残疾', '2'), option('患病', '3')]), 4),
        label('残疾类别及等级', 2),
        entry([value('disability_class'), join('/'), value('disability_grade')], 3),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('患病类型', 2, 'disease', 4),
        label('是否学校寄宿', 2),
        entry(ticks('boarding', '□', ' ', yesOrNo), 3),
      ],
    },
    {
      height: 10,
      cells: [
        label('就学情况', 2),
        // Eight states of the registry's fifteen; 未入学, college, special schools, graduates and the employed are none of them.
        wideEntry(
          [
            ...ticks('study_state', '( )', ' ', [option('幼儿园', '1'), option('未入园', '0')]),
            '；',
            ...ticks('study_state', '( )', ' ', [
              option('小学', '3'),
              option('初中', '4'),
              option('高中', '5'),
              option('中职', '6'),
            ]),
            '；',
            ...ticks('study_state', '( )', ' ', [option('辍学', '11')]),
            '；',
            ...ticks('study_state', '( )', ' ', [option('不在学', '12')]),
          ],
          9,
        ),
      ],
    },
    {
      height: 8,
      cells: [
        verticalLabel('家庭情况', 1, 5),
        ...labelled('祖父姓名', 2, 'grandfather_name', 2),
        ...labelled('出生日期', 1, 'grandfather_birth_date', 1),
        ...labelled('祖母姓名', 2, 'grandmother_name', 1),
        ...labelled('出生日期', 1, 'grandmother_birth_date', 1),
      ],
    },
    {
      height: 8,
      cells: [
        ...labelled('外祖父姓名', 2, 'maternal_grandfather_name', 2),
        ...labelled('出生日期', 1, 'maternal_grandfather_birth_date', 1),
        ...labelled('外祖母姓名', 2, 'maternal_grandmother_name', 1),
        ...labelled('出生日期', 1, 'maternal_grandmother_birth_date', 1),
      ],
    },
    ...(['父亲', '母亲'] as const).map((parent) => {
      const key = parent === '父亲' ? 'father' : 'mother';
      return {
        height: 8,
        cells: [
          label(`${parent}姓名`, 1),
          entry(value(`${key}_name`), 2),
          label('出生日期', 1),
          entry(value(`${key}_birth_date`), 1),
          label('当前务工地点', 2),
          entry(value(`${key}_workplace`), 2),
          label('联系电话', 1),
          entry(value(`${key}_phone`), 1),
        ],
      };
    }),
    {
      height: 8,
      cells: [
        ...labelled('父亲公民\n身份证号码', 2, 'father_id_number', 4),
        ...labelled('母亲公民\n身份证号码', 2, 'mother_id_number', 3),
      ],
    },
    {
      height: 8,
      cells: [
        verticalLabel('实际监护情况', 1, 6),
        label('父母双方同时外出', 3),
        entry(ticks('left_behind_kind', '( )', ' ', [option('是', '1'), option('否', '2')]), 2),
        label('父母一方外出、另一方无监护能力', 4),
        entry(ticks('left_behind_kind', '( )', ' ', [option('是', '2'), option('否', '1')]), 2),
      ],
    },
    {
      height: 8,
      cells: [
        label('无监护能力', 3),
        entry(ticks('incapable_parents', '( )', ' ', [option('父亲', '1'), option('母亲', '2')]), 2),
        label('父母外出有无委托其他监护人', 4),
        entry(ticks('entrusted_care', '( )', ' ', yesOrNo), 2),
      ],
    },
    {
      height: 8,
      cells: [...labelled('委托监护人姓名', 3, 'carer_name', 2), ...labelled('受委托监护人电话', 3, 'carer_phone', 3)],
    },
    {
      height: 8,
      cells: [
        ...labelled('公民身份证号码', 3, 'carer_id_number', 3),
        ...labelled('与被监护人关系', 3, 'carer_relation', 2),
      ],
    },
    { height: 8, cells: labelled('居住地地址', 3, 'carer_residence_address', 8, 'left') },
    {
      height: 12,
      cells: [
        label('监护类型', 3),
        wideEntry(
          ticks('guarding_kind', '( )', ' ', [
            option('无人监护', '1'),
            option('父或母无监护能力', '2'),
            option('受委托监护人监护能力不足', '3'),
            option('监护情况一般', '4'),
            option('监护情况较好', '5'),
          ]),
          8,
        ),
      ],
    },
    {
      height: 10,
      cells: [
        label('家庭经济来源', 2),
        wideEntry(
          [
            ...ticks('household_income', '( )', ' ', [
              option('打工收入', '1'),
              option('种养殖业', '2'),
              option('政府救助', '3'),
              option('亲朋接济', '4'),
              option('其他', '9'),
            ]),
            '  （可多选）',
          ],
          10,
        ),
      ],
    },
    {
      height: 10,
      cells: [
        label('救助帮扶情况', 2),
        wideEntry(
          [
            ...ticks('household_relief', '( )', ' ', [
              option('享受低保', '1'),
              option('临时救助', '2'),
              option('医疗救助', '3'),
              option('住房救助', '4'),
              option('其他救助', '9'),
            ]),
            '  （可多选）',
          ],
          10,
        ),
      ],
    },
  ],
  foot: {
    align: 'spread',
    items: [
      ['单位负责人（签名）：', blank(5)],
      ['复核人（签名）：', blank(5)],
      ['填表人（签名）：', blank(5)],
    ],
  },
  notes: [
    '1.括号内打“√”；祖父母、外祖父母或父母已去世的，填“—”。务工地点写到省、市。',
    '2.“患病”指患有重大疾病。监护情况按生活、就学、健康有无保障，分为较好、一般、差。',
    '3.“辍学”指义务教育阶段应在校而未在校；“不在学”指14至16周岁不在学校就读。',
  ],
});

import { subsidyApplication } from '../papers/subsidyApplication.ts';
import { defineSheet } from './defineSheet.ts';
import {
  blank,
  dateValue,
  entry,
  join,
  label,
  labelled,
  option,
  penDate,
  penRoom,
  photo,
  type SheetRow,
  ticks,
  value,
  verticalLabel,
  wideEntry,
} from './sheet.ts';

/** The two rows of one parent: who it is, and what makes the child's case. */
function parentRows(title: string, key: 'father' | 'mother'): SheetRow[] {
  return [
    {
      height: 9,
      cells: [
        verticalLabel(title, 1, 2),
        label('姓名', 1),
        entry(value(`about.${key}_name`), 2),
        label('身份证号码', 2),
        entry(value(`about.${key}_id_number`), 6),
      ],
    },
    {
      // Three lines, the last of them to write on; the reconstruction gives 12 mm.
      height: 15,
      cells: [
        label('情形', 1),
        wideEntry(
          [
            ...ticks(`${key}_states`, '□', ' ', [
              option('死亡', '2'),
              option('失踪', '3'),
              option('重残', '10'),
              option('重病', '11'),
              option('服刑在押', '7'),
              option('强制隔离戒毒', '8'),
              option('其他限制人身自由', '9'),
              option('失联', '6'),
              option('撤销监护资格', '12'),
              option('遣送（驱逐）出境', '13'),
            ]),
            '；\n文书及文号：',
            value(`${key}_document`, [penRoom(10)]),
            ' 起止：',
            dateValue(`${key}_from`),
            '–',
            dateValue(`${key}_to`),
          ],
          10,
        ),
      ],
    },
  ];
}

/**
 * 事实无人抚养儿童基本生活补贴申请表: title and procedure are public (渝、粤 rules after 民发〔2020〕125号, forms.md F09); the national
 * specimen's cells were not found. The list of attachments is entered beside the sheet and not printed.
 */
export const F09 = defineSheet({
  key: 'F09',
  title: '事实无人抚养儿童基本生活补贴申请表',
  shortTitle: '事实无人抚养补贴申请表',
  register: subsidyApplication,
  source: {
    kind: 'reconstruction',
    text: '标题照民政部门公开的办事指南；没有找到全国统一的表样，栏目按认定条件、申请材料和查验确认程序补绘。一式三份；县里有正式表格的，可换成自己的表样。',
  },
  columns: [13, 15, 15, 15, 15, 15, 15, 15, 15, 17, 15, 15],
  beside: ['applied_on', 'applicant', 'documents', 'verified_on', 'confirmed_on'],
  head: { align: 'right', items: [['申请日期：', dateValue('applied_on')]] },
  rows: [
    {
      height: 9,
      cells: [
        verticalLabel('儿童基本情况', 1, 5),
        ...labelled('姓名', 1, 'about.name', 2),
        ...labelled('性别', 1, 'about.sex', 1),
        ...labelled('民族', 1, 'about.ethnicity', 1),
        ...labelled('出生日期', 1, 'about.birth_date', 1),
        photo(2, 3),
      ],
    },
    {
      height: 9,
      cells: [...labelled('身份证号码', 2, 'about.id_number', 4), ...labelled('健康状况', 1, 'about.health', 2)],
    },
    { height: 9, cells: labelled('户籍地址', 2, 'about.household_address', 7, 'left') },
    {
      height: 9,
      cells: [
        ...labelled('现居住地址', 2, 'about.residence_address', 4, 'left'),
        ...labelled('就学情况', 2, 'about.study_state', 3),
      ],
    },
    {
      height: 9,
      cells: [label('社会保障卡开户行及账号', 3), wideEntry([value('bank'), join('　'), value('account')], 8)],
    },
    ...parentRows('父亲情况', 'father'),
    ...parentRows('母亲情况', 'mother'),
    {
      height: 9,
      cells: [
        label('监护人\n或\n照料人', 1, 2),
        ...labelled('姓名', 1, 'about.other_guardian_name', 2),
        ...labelled('与儿童关系', 2, 'about.other_guardian_relation', 2),
        ...labelled('联系电话', 2, 'about.other_guardian_phone', 2),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('身份证号码', 2, 'about.other_guardian_id_number', 4),
        ...labelled('住址', 1, 'about.other_guardian_residence_address', 4, 'left'),
      ],
    },
    {
      height: 20,
      cells: [
        label('申请人承诺', 2),
        wideEntry(
          [
            '所填属实，情形变化及时告知；授权查询比对。\n申请人（签名、按手印）：',
            value('applicant'),
            `${penRoom(9)}${penDate}`,
          ],
          10,
        ),
      ],
    },
    {
      height: 26,
      cells: [
        label('村（居）民\n委员会意见', 2),
        wideEntry(`\n（盖章）${penRoom(3)}经办人：${penRoom(8)}${penDate}`, 10),
      ],
    },
    {
      height: 26,
      cells: [
        label('乡镇（街道）\n查验结论', 2),
        wideEntry(
          [
            ...ticks('verified', '□', ' ', [option('符合', '1'), option('不符合', '0')]),
            '，理由：',
            value('verified_reason', [penRoom(14)]),
            `\n查验人（两人）：${penRoom(6)}（盖章）${penRoom(2)}`,
            value('verified_on', [penDate]),
          ],
          10,
        ),
      ],
    },
    {
      height: 26,
      cells: [
        label('县级民政部门\n确认意见', 2),
        wideEntry(
          [
            ...ticks('confirmed', '□', '', [option('确认', '1')]),
            '，自',
            value('paid_from', [blank(2.5), '年', blank(1.5), '月']),
            '起 ',
            ...ticks('confirmed', '□', '', [option('不确认', '0')]),
            '，理由：',
            value('confirmed_reason', [penRoom(8)]),
            `\n（盖章）${penRoom(8)}`,
            value('confirmed_on', [penDate]),
          ],
          10,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('终止', 2),
        entry(['终止日期：', dateValue('end_date')], 4),
        ...labelled('终止原因', 2, 'end_reason', 4),
      ],
    },
  ],
});

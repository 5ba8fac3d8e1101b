import { controlLevels, keyPersonTypes, presence } from '../codes/keyPersons.ts';
import { dutyLevels, keyPersonCard } from '../papers/keyPersonCard.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, sealedCell } from './inkCells.ts';
import {
  blank,
  dateValue,
  entry,
  label,
  labelled,
  option,
  penTicks,
  type SheetRow,
  ticks,
  twelveColumns,
  value,
  verticalLabel,
  wideEntry,
} from './sheet.ts';

function dutyRow({ key, label: text }: (typeof dutyLevels)[number]): SheetRow {
  return {
    height: 8,
    cells: [
      label(text, 2),
      entry(value(`${key}_name`), 2),
      entry(value(`${key}_unit`), 4),
      entry(value(`${key}_phone`), 3),
    ],
  };
}

/** 重点人员信息登记表. The box 涉黄赌毒人员 is for the pen: such records are sealed for everybody (治安管理处罚法 art. 136). */
export const F19 = defineSheet({
  key: 'F19',
  title: '重点人员信息登记表',
  shortTitle: '信息登记表',
  register: keyPersonCard,
  identity: ['name', 'id_number'],
  source: {
    kind: 'reconstruction',
    text: '方案第18项要求建立信息库，没有找到印制的表样；基本栏目按国家标准GB/T 31000—2015特殊人群项目，其余由本程序拟定。没有违法事实的人群和患病人员不列入人员类别。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('姓名', 2, 'name', 2),
        ...labelled('性别', 1, 'sex', 1),
        ...labelled('身份证号码', 2, 'id_number', 4),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('曾用名', 2, 'former_name', 2),
        ...labelled('民族', 1, 'ethnicity', 1),
        ...labelled('文化程度', 2, 'education', 1),
        ...labelled('婚姻状况', 2, 'marriage', 1),
      ],
    },
    { height: 9, cells: labelled('户籍地址', 2, 'household_address', 10, 'left') },
    {
      height: 9,
      cells: [...labelled('现居住地', 2, 'residence_address', 6, 'left'), ...labelled('联系电话', 2, 'phone', 2)],
    },
    {
      height: 9,
      cells: [
        ...labelled('职业及单位', 2, 'occupation', 4, 'left'),
        label('是否密切接触未成年人岗位', 4),
        entry(ticks('works_with_minors', '□', ' ', [option('是', '1'), option('否', '0')]), 2),
      ],
    },
    {
      height: 12,
      cells: [
        label('人员类别', 2),
        wideEntry([...boxes('types', keyPersonTypes), ' ', ...penTicks('□', ' ', ['涉黄赌毒人员'])], 10),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('认定依据\n（文书、文号）', 2, 'basis_document', 6, 'left'),
        ...labelled('提供单位', 2, 'basis_unit', 2),
      ],
    },
    {
      height: 9,
      cells: [...labelled('罪名或事由', 2, 'offence', 4, 'left'), ...labelled('刑期或期限', 2, 'term', 4, 'left')],
    },
    {
      height: 9,
      cells: [
        label('释放、解矫或到期日期', 2),
        entry(dateValue('released_on'), 4),
        label('帮教期至', 2),
        entry(dateValue('support_until'), 4),
      ],
    },
    {
      height: 9,
      cells: [
        label('禁止令、从业禁止', 2),
        wideEntry(
          [...boxes('ban', presence), '：', value('ban_text', [blank(12)]), '，至', dateValue('ban_until')],
          10,
        ),
      ],
    },
    { height: 12, cells: labelled('同住未成年人\n（档案号、关系）', 2, 'minors_at_home', 10, 'left') },
    { height: 12, cells: labelled('家庭成员及联系人', 2, 'contacts', 10, 'left') },
    {
      height: 9,
      cells: [
        label('管控级别', 2),
        wideEntry(boxes('level', controlLevels), 5),
        label('评定日期', 2),
        entry(dateValue('level_on'), 3),
      ],
    },
    { height: 12, cells: labelled('评定依据', 2, 'level_reason', 10, 'left') },
    { height: 14, cells: labelled('管控与帮扶措施', 2, 'measures', 10, 'left') },
    {
      height: 8,
      cells: [
        verticalLabel('包保责任', 1, 6),
        label('层级', 2),
        label('姓名', 2),
        label('单位及职务', 4),
        label('联系电话', 3),
      ],
    },
    ...dutyLevels.map(dutyRow),
    {
      height: 9,
      cells: [...labelled('见面频次', 2, 'meeting_rule', 4), label('入库日期', 2), entry(dateValue('entered_on'), 4)],
    },
    {
      height: 26,
      cells: [
        label('填表单位', 2),
        entry(['（盖章）\n\n填表人：', value('filled_by', [blank(5)])], 4),
        label('镇专班审核', 2),
        sealedCell(4, '（盖章）'),
      ],
    },
  ],
});

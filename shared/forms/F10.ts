import { parentContactLoss } from '../papers/parentContactLoss.ts';
import { defineSheet } from './defineSheet.ts';
import { dateValue, entry, label, labelled, penDate, penRoom, twelveColumns, wideEntry } from './sheet.ts';

/** One neighbour who vouches. */
const neighbour = `证明人：${penRoom(5)}身份证号：${penRoom(9)}电话：${penRoom(6)}（签名）`;

/**
 * 儿童父母失联情况认定表: title and the chain of its five blocks are those of 英德 (forms.md F10, P22); two neighbours at least after
 * 宣汉 (P23). The cells are drawn here. For cases that the police cannot take up; otherwise there is F11.
 */
export const F10 = defineSheet({
  key: 'F10',
  title: '儿童父母失联情况认定表',
  shortTitle: '父母失联认定表',
  register: parentContactLoss,
  source: {
    kind: 'reconstruction',
    text: '标题和个人承诺、邻里证明、村（居）证实、乡镇查验、县级确认五个环节照公开的办理规定；没有找到表样，格子按这五个环节补绘。',
  },
  columns: twelveColumns,
  head: { align: 'right', items: [['填表日期：', dateValue('filled_on')]] },
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('儿童姓名', 2, 'about.name', 2),
        ...labelled('性别', 1, 'about.sex', 1),
        ...labelled('身份证号码', 2, 'about.id_number', 4),
      ],
    },
    { height: 9, cells: labelled('户籍地址', 2, 'about.household_address', 10, 'left') },
    {
      height: 9,
      cells: [
        ...labelled('失联父/母姓名', 2, 'parent_name', 2),
        ...labelled('与儿童关系', 2, 'parent_relation', 2),
        ...labelled('身份证号码', 1, 'parent_id_number', 3),
      ],
    },
    {
      height: 9,
      cells: [
        label('失联时间', 2),
        entry(dateValue('lost_since'), 4),
        ...labelled('最后联系方式\n及地点', 2, 'last_contact', 4, 'left'),
      ],
    },
    { height: 20, cells: labelled('失联经过及已查找情况', 2, 'story', 10, 'left') },
    {
      height: 20,
      cells: [
        label('个人承诺', 2),
        wideEntry(
          `承诺人（签名、按手印）：${penRoom(5)}与儿童关系：${penRoom(3)}电话：${penRoom(5)}\n\n${penRoom(23)}${penDate}`,
          10,
        ),
      ],
    },
    {
      // Two people write on it; the reconstruction gives 24 mm.
      height: 28,
      cells: [
        label('邻里证明\n（不少于两人）', 2),
        wideEntry(`${neighbour}；\n\n${neighbour}\n\n${penRoom(25)}${penDate}`, 10),
      ],
    },
    {
      height: 26,
      cells: [label('村（居）证实', 2), wideEntry(`\n（盖章）${penRoom(3)}经办人：${penRoom(8)}${penDate}`, 10)],
    },
    {
      height: 26,
      cells: [
        label('乡镇（街道）\n查验', 2),
        wideEntry(`\n（盖章）${penRoom(2)}查验人（两人）：${penRoom(8)}${penDate}`, 10),
      ],
    },
    {
      height: 26,
      cells: [label('县级民政\n部门确认', 2), wideEntry(`\n（盖章）${penRoom(18)}${penDate}`, 10)],
    },
  ],
});

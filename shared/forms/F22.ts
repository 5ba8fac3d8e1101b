import { keyPersonMatters } from '../codes/keyPersons.ts';
import { keyPersonApproval } from '../papers/keyPersonApproval.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, sealedCell, signedCell } from './inkCells.ts';
import { blank, dateValue, entry, label, labelled, option, ticks, twelveColumns, value, wideEntry } from './sheet.ts';

/** 重点人员入库、级别调整、移出审批表. */
export const F22 = defineSheet({
  key: 'F22',
  title: '重点人员入库、级别调整、移出审批表',
  shortTitle: '审批表',
  register: keyPersonApproval,
  identity: ['name', 'id_number'],
  source: {
    kind: 'reconstruction',
    text: '方案第18项要求严格管理级别、及时入库，没有附表样；标题和各栏由本程序拟定。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('姓名', 2, 'name', 2),
        ...labelled('身份证号码', 2, 'id_number', 3),
        ...labelled('编号', 1, 'number', 2),
      ],
    },
    {
      height: 9,
      cells: [
        label('事项', 2),
        wideEntry(boxes('matter', keyPersonMatters, ''), 4),
        label('原/拟级别', 2),
        entry([value('from_level', [blank(3)]), ' → ', value('to_level', [blank(3)])], 4),
      ],
    },
    { height: 20, cells: labelled('事实及依据（附文书）', 2, 'facts', 10, 'left') },
    { height: 9, cells: labelled('法律依据', 2, 'legal_basis', 10, 'left') },
    {
      height: 9,
      cells: [
        label('是否告知本人', 2),
        wideEntry(
          [
            ...ticks('told', '□', ' ', [option('是', '1'), option('否', '0')]),
            '，理由',
            value('untold_reason', [blank(7)]),
          ],
          4,
        ),
        label('下次复核', 2),
        entry(dateValue('review_on'), 4),
      ],
    },
    { height: 26, cells: [label('提供单位意见', 2), sealedCell(10, '（盖章）')] },
    { height: 16, cells: [label('专班审核', 2), signedCell(10)] },
    { height: 26, cells: [label('镇领导审批', 2), sealedCell(10, '（签名）（盖章）')] },
  ],
});

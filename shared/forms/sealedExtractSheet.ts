import { sealedExtract } from '../papers/sealedExtract.ts';
import { defineSheet } from './defineSheet.ts';
import { dateValue, entry, label, labelled, twelveColumns } from './sheet.ts';

/** 封存事项查阅单: the sealed matter of one record for the body that asked for it. It stands in no list of forms. */
export const sealedExtractSheet = defineSheet({
  key: 'FC-2',
  title: sealedExtract.title,
  shortTitle: sealedExtract.title,
  register: sealedExtract,
  identity: ['document'],
  source: { kind: 'reconstruction', text: '由本程序拟定，随每次查阅打印。' },
  columns: twelveColumns,
  head: { align: 'right', items: [['内部资料　依法封存　用后退回或销毁']] },
  rows: [
    {
      height: 10,
      cells: [...labelled('姓名', 2, 'name', 4), label('查阅日期', 2), entry(dateValue('read_on'), 4)],
    },
    { height: 10, cells: [...labelled('查阅事由', 2, 'ground', 4), ...labelled('依据文号', 2, 'document', 4)] },
    { height: 10, cells: [...labelled('查阅人', 2, 'reader', 4), ...labelled('批准人', 2, 'approver', 4)] },
    { height: 170, cells: labelled('封存事项', 2, 'content', 10, 'left') },
  ],
  foot: { align: 'left', items: [['查阅人对查阅的内容负有保密义务，不得向任何单位和个人提供。']] },
});

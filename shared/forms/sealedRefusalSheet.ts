import { sealedRefusal } from '../papers/sealedRefusal.ts';
import { defineSheet } from './defineSheet.ts';
import { sealedCell } from './inkCells.ts';
import { dateValue, entry, label, labelled, twelveColumns, wideEntry } from './sheet.ts';

/** The key of the form, for the page that leads to it. */
export const refusalForm = 'FC-1';

const answer = [
  '你单位（你）申请的事项收悉。依照《中华人民共和国刑事诉讼法》第二百八十六条、《中华人民共和国预防未成年人犯罪法》第五十九条、',
  '《中华人民共和国治安管理处罚法》第一百三十六条、《中华人民共和国未成年人保护法》第一百零三条的规定，',
  '应当封存的犯罪、违法等记录和未成年人受侵害的信息，不论有无，本单位一律不向任何单位和个人提供。',
  '现答复：依法不予提供。\n',
  '司法机关为办案需要，或者有关单位根据国家规定查询的，请持相应文书，依照国家规定的程序办理；查询的单位应当对所知悉的情况保密。\n',
  '本答复不表示本单位存有或者没有所申请的信息。',
].join('');

/** 不予提供封存信息的答复: handed out instead of an answer. */
export const sealedRefusalSheet = defineSheet({
  key: refusalForm,
  title: '关于不予提供封存信息的答复',
  shortTitle: '不予提供答复',
  register: sealedRefusal,
  identity: ['unit'],
  source: {
    kind: 'reconstruction',
    text: '各部法律没有答复的样式；条文照现行法律，文字由本程序拟定，请先由本单位法制人员审核。',
  },
  columns: twelveColumns,
  rows: [
    {
      height: 12,
      cells: [
        ...labelled('来函单位\n或来人', 2, 'unit', 4, 'left'),
        ...labelled('来函文号', 2, 'letter_number', 4, 'left'),
      ],
    },
    {
      height: 12,
      cells: [label('来函日期', 2), entry(dateValue('letter_on'), 4), ...labelled('答复编号', 2, 'reply_number', 4)],
    },
    { height: 30, cells: labelled('申请事项', 2, 'matter', 10, 'left') },
    { height: 84, cells: [label('答复', 2), wideEntry(answer, 10)] },
    {
      height: 30,
      cells: [...labelled('经办人', 2, 'handled_by', 4), label('答复单位', 2), sealedCell(4, '（盖章）')],
    },
    { height: 12, cells: [label('答复日期', 2), entry(dateValue('replied_on'), 10)] },
  ],
  notes: ['本答复一式两份，一份交来函单位或来人，一份留存。'],
});

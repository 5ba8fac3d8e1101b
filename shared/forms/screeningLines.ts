import {
  blank,
  dateValue,
  entry,
  label,
  option,
  type Part,
  type SheetLine,
  type SheetRow,
  ticks,
  township,
  value,
} from './sheet.ts';

/** Above the grid of a table of seed 003. */
export const screeningHead: SheetLine = { align: 'right', items: [['填表时间：', dateValue('filled_on')]] };

/** Below the grid: the four items of attachment 1 of seed 003, which its other tables are given too. */
export const screeningFoot: SheetLine = {
  align: 'spread',
  items: [
    ['所属镇（区）街道：', township()],
    ['登记单位：', value('registering_unit', [blank(5.5)]), '（盖章）'],
    // 登记人 signs by hand: the name is printed for reading it, with room for the pen behind it.
    ['登记人：', value('registered_by'), blank(3.5), '（签名）'],
    ['登记时间：', dateValue('registered_on')],
  ],
};

/** □男 □女 */
export const sexTicks: readonly Part[] = ticks('sex', '□', ' ', [option('男', '1'), option('女', '2')]);

/** 监护人1 or 监护人2 of attachment 2 of seed 003; its row of the second guardian ends after 与. */
export function guardianRow(order: 1 | 2): SheetRow {
  return {
    height: 9,
    cells: [
      label(`监护人${order}`, 2),
      label('姓名', 1),
      entry(value(`guardian${order}_name`), 2),
      label('联系方式', 2),
      entry(value(`guardian${order}_phone`), 2),
      label('与未成年人关系', 2),
      entry(value(`guardian${order}_relation`), 1),
    ],
  };
}

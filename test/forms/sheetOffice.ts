import { codeTable } from '../../shared/codes/codeTable.ts';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';

/** An invented office, as sheets name it. */
export const inventedTownship: OfficeSettings = {
  province: '湘江省',
  city: '虚拟市',
  county: '虚拟县',
  township: '安宁镇',
  villages: [{ code: '439981100201', name: '双塘村' }],
};

/** The day on which the sheets are filled in, and the office's villages. */
export const sheetContext: FieldContext = {
  today: '2026-11-21',
  villages: codeTable('村（社区）', '本镇', [{ code: '439981100201', label: '双塘村' }]),
};

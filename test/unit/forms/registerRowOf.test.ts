import { expect, it } from 'vitest';
import { defineRegisterSheet } from '../../../shared/forms/defineRegisterSheet.ts';
import { F08 } from '../../../shared/forms/F08.ts';
import { registerRowOf } from '../../../shared/forms/registerRowOf.ts';
import { child } from '../../../shared/registers/child.ts';
import { shownFields, shownValues } from '../../../shared/registers/register.ts';
import { sheetContext } from '../../forms/sheetOffice.ts';

const sheet = defineRegisterSheet({
  ...F08,
  columns: [
    { heading: '序号', width: 17, value: 'no', align: 'center' },
    { heading: '姓名', width: 100, value: 'name', align: 'center' },
    { heading: '身份证号', width: 100, value: 'id_number', align: 'center' },
    { heading: '走访日期', width: 50, value: 'next_visit_on', align: 'center' },
  ],
});
const fields = shownFields(child);
const values = { ...shownValues(child, child.sample, sheetContext), next_visit_on: null };

it('takes each column from the field of its name, blank where nothing is entered', () => {
  const row = registerRowOf(sheet, { fields, values }, sheetContext, 'full');
  expect(row).toEqual({ name: '欧阳朵朵', id_number: '439981201503070024', next_visit_on: '' });
});

it('masks numbers unless they are to be printed in full', () => {
  const row = registerRowOf(sheet, { fields, values }, sheetContext, 'masked');
  expect(row).toMatchObject({ name: '欧阳朵朵', id_number: '439981********0024' });
});

it('is refused for a column that stands for no field', () => {
  const { name, ...others } = fields;
  expect(() => registerRowOf(sheet, { fields: others, values }, sheetContext, 'full')).toThrow('F08: name is no field');
});

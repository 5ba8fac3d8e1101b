import { expect, test } from 'vitest';
import { namedField } from '../../../renderer/registers/recordValues.ts';
import { pathOnSheet } from '../../../renderer/sheets/pathOnSheet.ts';
import { findSheet } from '../../../shared/forms/index.ts';
import { child } from '../../../shared/registers/child.ts';

/** How the list of faults calls the sample child's guardian, who is the first of the family. */
function nameOn(form: string, path: string): string {
  const sheet = findSheet(form);
  if (!sheet) throw new Error(`${form} is no form`);
  return namedField(child, pathOnSheet(sheet, child.sample, path) ?? path).label;
}

test('what is wrong is called as the paper calls it, which has a cell of its own for a guardian', () => {
  expect(nameOn('F02', 'members.0.phone')).toBe('监护人1联系电话');
  // Table 1 has rows for the family.
  expect(nameOn('F01', 'members.0.phone')).toBe('家庭主要成员第1行联系电话');
  expect(nameOn('F02', 'name')).toBe('姓名');
});

test('what the paper does not ask for is called as the form calls it', () => {
  expect(nameOn('F02', 'members.1.phone')).toBe('家庭主要成员第2行联系电话');
  expect(nameOn('F02', 'risk_assessed_on')).toBe(child.fields.risk_assessed_on.label);
});

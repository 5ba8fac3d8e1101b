import { expect, test } from 'vitest';
import { importCellLook } from '../../../renderer/registers/importCellLook.ts';

const issue = (severity: 'error' | 'warning', message: string) => ({
  cell: 'C7',
  column: 2,
  field: 'birth_date',
  message,
  withoutValues: message,
  severity,
  proposals: [],
});
const nothing = { issues: [], changes: [], fixes: [] };

test('an error marks a cell before a warning, and a warning before a change', () => {
  const change = { field: 'study_state', label: '就学', column: 2, before: '在读', after: '辍学' };
  const [warning, error] = [issue('warning', '请核对'), issue('error', '日期不对')];
  expect(importCellLook({ ...nothing, changes: [change] }, 2).mark).toBe('changed');
  expect(importCellLook({ ...nothing, issues: [warning], changes: [change] }, 2).mark).toBe('warning');
  expect(importCellLook({ ...nothing, issues: [warning, error], changes: [change] }, 2).mark).toBe('error');
});

test('a cell says all that is known of it, and nothing of its neighbours', () => {
  const row = {
    issues: [issue('error', '日期不对')],
    changes: [{ field: 'birth_date', label: '出生日期', column: 2, before: '', after: '2016-10-01' }],
    fixes: [{ column: 2, original: '10月' }],
  };
  expect(importCellLook(row, 2)).toEqual({
    mark: 'error',
    isFixed: true,
    explanation: '日期不对；名册里现为“（空）”；原表为“10月”',
  });
  expect(importCellLook(row, 3)).toEqual({ isFixed: false });
});

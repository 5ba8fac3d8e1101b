import { describe, expect, test } from 'vitest';
import {
  dayColumns,
  daysOf,
  filterOptions,
  otherConditions,
  withDays,
  withFilter,
  withoutCondition,
} from '../../../renderer/registers/listNarrowing.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { ListQuery } from '../../../shared/contract/shapes.ts';
import { child } from '../../../shared/registers/child.ts';

const context = {
  today: '2026-11-21',
  villages: codeTable('村（社区）', '测试', [{ code: '439981100201', label: '双塘村' }]),
};
const everybody: ListQuery = {
  register: 'child',
  search: '',
  filters: { status: ['1'] },
  sort: { field: 'name', descending: false },
};
const words = (query: ListQuery, shown: readonly string[] = ['status']): string[] =>
  otherConditions(child, query, shown, context).map(({ text }) => text);

describe('what narrows a list', () => {
  test('offers 未填 where a record can do without a value, and nowhere else', () => {
    expect(filterOptions(child, 'village', context)).toEqual([
      { code: '439981100201', label: '双塘村' },
      { code: '', label: '未填' },
    ]);
    expect(filterOptions(child, 'sex', context).map(({ code }) => code)).not.toContain('');
    expect(filterOptions(child, 'status', context).map(({ code }) => code)).not.toContain('');
    expect(filterOptions(child, 'child_types', context).at(-1)).toEqual({ code: '', label: '未填' });
  });

  test('keeps days as a range, and records without a date alone as a filter; reading gives back what was set', () => {
    const cases = [
      { from: '2026-01-01', to: '2026-06-30', blank: false },
      { from: '2026-01-01', to: null, blank: true },
      { from: null, to: '2026-06-30', blank: false },
      { from: null, to: null, blank: true },
      { from: null, to: null, blank: false },
    ];
    for (const days of cases)
      expect(daysOf(withDays(everybody, 'last_visited_on', days), 'last_visited_on')).toEqual(days);
    const blank = withDays(everybody, 'last_visited_on', { from: null, to: null, blank: true });
    expect(blank.filters.last_visited_on).toEqual(['']);
    expect(blank.ranges).toBeUndefined();
    expect(withDays(blank, 'last_visited_on', { from: null, to: null, blank: false })).toEqual(everybody);
    expect(dayColumns(child)).toEqual(['birth_date', 'last_visited_on', 'next_visit_on', 'registered_on']);
  });

  test('is said in words for everything that no button shows, and can be taken off one by one', () => {
    const range = { from: null, to: '2026-10-31', blank: true };
    const query = withDays(
      withFilter(withFilter(everybody, 'id_number', ['']), 'gaps', ['1']),
      'last_visited_on',
      range,
    );
    expect(words(query)).toEqual(['身份证号：未填', '资料：待补', '本月未走访']);
    expect(words(query, [])).toContain('在册状态：在册');
    expect(words(withoutCondition(query, 'last_visited_on'))).toEqual(['身份证号：未填', '资料：待补']);
    const bare = ['id_number', 'gaps', 'last_visited_on'].reduce(withoutCondition, query);
    expect(bare).toEqual(everybody);
    const both = withDays(everybody, 'birth_date', { from: '2008-11-01', to: '2009-01-20', blank: false });
    expect(words(both)).toEqual(['出生日期：2008年11月1日至2009年1月20日']);
  });

  test('lets everything through again without codes', () => {
    expect(withFilter(everybody, 'status', [])).toEqual({ ...everybody, filters: {} });
  });
});

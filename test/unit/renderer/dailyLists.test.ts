import { describe, expect, test } from 'vitest';
import { dailyListOf, keptQueryOn, queryToKeep } from '../../../renderer/registers/dailyLists.ts';
import { otherConditions } from '../../../renderer/registers/listNarrowing.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { ListQuery } from '../../../shared/contract/shapes.ts';
import { child } from '../../../shared/registers/child.ts';

const villages = codeTable('村（社区）', '测试', [{ code: '439981100201', label: '双塘村' }]);
const november = { today: '2026-11-21', villages };
const december = { today: '2026-12-02', villages };

function notVisited(to: string): ListQuery {
  return {
    register: 'child',
    search: '',
    filters: { status: ['1'], village: ['439981100201'] },
    ranges: { last_visited_on: { from: null, to, orBlank: true } },
    sort: { field: 'name', descending: false },
  };
}

describe('a kept list that began as a daily one', () => {
  test('asks in another month for the days of that month, and keeps what else it asks for', () => {
    const kept = queryToKeep(child, notVisited('2026-10-31'), november);
    expect(kept.basis).toBe('not-visited');
    expect(keptQueryOn(child, kept, november)).toEqual(notVisited('2026-10-31'));
    const later = keptQueryOn(child, kept, december);
    expect(later).toEqual(notVisited('2026-11-30'));
    expect(otherConditions(child, later, ['status', 'village'], december).map(({ text }) => text)).toEqual([
      '本月未走访',
    ]);
  });

  test('is told from one with days that somebody typed; those stay', () => {
    const typed = notVisited('2026-09-01');
    expect(dailyListOf(child, typed, november)).toBeUndefined();
    expect(keptQueryOn(child, queryToKeep(child, typed, november), december)).toEqual(typed);
  });

  test('stays as it was kept when its daily list is no more', () => {
    const kept = { ...notVisited('2026-10-31'), basis: 'gone' };
    expect(keptQueryOn(child, kept, december)).toEqual(notVisited('2026-10-31'));
  });
});

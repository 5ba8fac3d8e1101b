import { expect, test } from 'vitest';
import { nameOrder, searchKeys } from '../../../electron/services/search/searchKeys.ts';

test('the name of a place is found by any part of it, hanzi or initials, however long it is', () => {
  const keys = new Set(searchKeys('title', '安宁镇双塘村长乐平价小卖部').map(({ key }) => key));
  for (const typed of ['安宁镇双塘村长乐平价小卖部', '长乐平价小卖部', '小卖部', 'xmb', 'clpjxmb']) {
    expect(
      [...keys].some((key) => key.startsWith(typed)),
      typed,
    ).toBe(true);
  }
  expect(keys.size).toBeLessThanOrEqual(4 * 13);
});

test('a name comes before longer ones that begin with it, and syllables before longer syllables', () => {
  const names = ['陈然宇', '陈然', '陈让', '陈冉', '陈'];
  expect(names.toSorted((a, b) => (nameOrder(a) < nameOrder(b) ? -1 : 1))).toEqual([
    '陈',
    '陈冉',
    '陈然',
    '陈然宇',
    '陈让',
  ]);
});

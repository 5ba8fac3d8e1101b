import { expect, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { bookmarksOf, countOf } from '../../../electron/services/sheets/laidOutSheets.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';

const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };
const [page] = layoutBlankForm('F01', { office: inventedOffice, context })?.pages ?? [];
if (!page) throw new Error('F01 has no page');
const part = (label: string, pages: number) => ({ label, pages: Array.from({ length: pages }, () => page) });

test('a bookmark stands at the first page of each sheet', () => {
  expect(bookmarksOf([part('丁一', 2), part('王二', 1), part('欧阳朵朵', 3)], 1)).toEqual([
    { title: '丁一', page: 0 },
    { title: '王二', page: 2 },
    { title: '欧阳朵朵', page: 3 },
  ]);
});

test('of several copies each has bookmarks of its own, behind the pages of the one before', () => {
  expect(bookmarksOf([part('丁一', 2), part('王二', 1)], 2)).toEqual([
    { title: '丁一（第1份）', page: 0 },
    { title: '王二（第1份）', page: 2 },
    { title: '丁一（第2份）', page: 3 },
    { title: '王二（第2份）', page: 5 },
  ]);
});

test('sheets count the records on them, unless their number is told', () => {
  const records = (count: number) => ({
    ...part('', 1),
    number: null,
    records: Array.from({ length: count }, (_, index) => ({ register: 'child', id: String(index) })),
  });
  expect(countOf({ parts: [records(1), records(30)] })).toBe(31);
  expect(countOf({ parts: [records(0), records(0)], count: 2 })).toBe(2);
});

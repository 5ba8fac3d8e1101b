import { describe, expect, test } from 'vitest';
import { countsInWords, undoingInWords, undoneInWords } from '../../../renderer/recycle/batchSentences.ts';
import type { ListedBatch } from '../../../renderer/recycle/recycleQueries.ts';
import { child } from '../../../shared/registers/child.ts';

const batch = (kind: ListedBatch['kind'], details: ListedBatch['details']): ListedBatch => ({
  id: '00000000-0000-4000-8000-000000000001',
  kind,
  title: '导入“花名册.xlsx”',
  details,
  at: '2026-11-21T01:00:00.000Z',
  by: '周敏',
  undoneAt: null,
  undoneBy: null,
});

describe('what a batch did, and what taking it back did', () => {
  test.each([
    ['an import', batch('import', { created: 259, updated: 0 }), '新增259名儿童'],
    ['an import of updates alone', batch('import', { created: 0, updated: 3 }), '更新3名儿童'],
    ['an import of both', batch('import', { created: 1_200, updated: 3 }), '新增1,200名儿童，更新3名儿童'],
    ['a merge', batch('merge', { keep: 'a', drop: 'b', attachments: '' }), '两条合成一条'],
  ])('%s is counted', (_, each, words) => {
    expect(countsInWords(child, each)).toBe(words);
    expect(undoingInWords(child, each)).toContain(`这次操作${words}。撤销后，`);
  });

  test.each([
    [batch('import', { created: 259, updated: 0 }), 259, 0, '已撤销，259名儿童移入回收站'],
    [batch('import', { created: 0, updated: 3 }), 3, 0, '已撤销，3名儿童恢复原值'],
    [batch('import', { created: 5, updated: 3 }), 8, 0, '已撤销，5名儿童移入回收站，3名儿童恢复原值'],
    [
      batch('import', { created: 5, updated: 3 }),
      7,
      1,
      '已撤销，7名儿童，新增的移入回收站，更新的恢复原值；1名儿童之后又有变动，保持不变',
    ],
    [batch('import', { created: 5, updated: 0 }), 0, 5, '5名儿童之后又有变动，都保持不变'],
    [batch('edit', { changed: 6 }), 5, 1, '已撤销，5名儿童恢复原值；1名儿童之后又有变动，保持不变'],
    [batch('delete', { removed: 2 }), 2, 0, '已撤销，2名儿童放回名册'],
    [batch('merge', { keep: 'a', drop: 'b', attachments: '' }), 2, 0, '已撤销，合并过的分成两条，恢复合并前的内容'],
  ])('undone: %j %i %i', (each, undone, kept, words) => {
    expect(undoneInWords(child, each, { undone, kept })).toBe(words);
  });
});

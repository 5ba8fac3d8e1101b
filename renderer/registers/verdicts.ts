import type { ImportPreview } from '../../shared/contract/importMethods.ts';

export type Verdict = ImportPreview['rows'][number]['verdict'];

interface VerdictWords {
  readonly label: string;
  readonly meaning: string;
  readonly tone: 'success' | 'default' | 'warning' | 'error';
}

/** What the check says of a row, and what it means for the clerk. Only 新增 is taken in. */
export const verdicts = {
  new: { label: '新增', meaning: '没有问题，可以导入', tone: 'success' },
  error: { label: '有误', meaning: '有需要改正的内容，请在原表里改好再导入', tone: 'error' },
  duplicate: { label: '疑似重复', meaning: '与本表另一行是同一人，请核对', tone: 'warning' },
  exists: { label: '已登记', meaning: '名册里已有此人，内容不同，请打开记录核对', tone: 'warning' },
  same: { label: '相同', meaning: '名册里已有且内容相同，不用再导入', tone: 'default' },
} as const satisfies Record<Verdict, VerdictWords>;

/** In the order in which the clerk deals with them. */
export const verdictOrder: readonly Verdict[] = ['new', 'error', 'duplicate', 'exists', 'same'];

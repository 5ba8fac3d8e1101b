import type { ImportMark, ImportVerdict } from '../../shared/contract/importMethods.ts';

interface VerdictWords {
  /** What it means for the clerk. */
  readonly meaning: string;
  readonly tone: 'success' | 'default' | 'warning' | 'error';
}

/** What a verdict means, beside its word in the contract. */
export const verdictWords = {
  new: { meaning: '名册里没有，会新增', tone: 'success' },
  update: { meaning: '名册里已有，表里有不同的内容，会更新', tone: 'success' },
  same: { meaning: '名册里或本表前面已有，内容相同，不用再导入', tone: 'default' },
  duplicate: { meaning: '可能与本表另一行或名册里的一条是同一人，决定后才导入', tone: 'warning' },
  error: { meaning: '有需要改正的内容，改好才导入', tone: 'error' },
} as const satisfies Record<ImportVerdict, VerdictWords>;

/** In the order in which the head line counts them. */
export const verdictOrder: readonly ImportVerdict[] = ['new', 'update', 'same', 'duplicate', 'error'];

/** What a mark means. */
export const markMeanings = {
  warning: '有需要核对的内容，不核对也会导入',
  undecided: '还没有决定怎么办的疑似重复，不决定就不导入',
  fixed: '在这里改过内容的行；原文件不变',
  skipped: '已决定跳过，不导入',
} as const satisfies Record<ImportMark, string>;

export const markOrder: readonly ImportMark[] = ['undecided', 'warning', 'fixed', 'skipped'];

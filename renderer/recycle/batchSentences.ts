import type { BatchKind } from '../../shared/contract/batchKinds.ts';
import type { Register } from '../../shared/registers/register.ts';
import type { ListedBatch } from './recycleQueries.ts';

/** What a batch counted, in the order it is told. */
const counted = [
  ['created', '新增'],
  ['changed', '修改'],
  ['removed', '移入回收站'],
] as const;

function numberOf(batch: ListedBatch, key: string): number {
  const value = batch.details[key];
  return typeof value === 'number' ? value : 0;
}

/** How many records a batch created, changed and removed. */
export function countsInWords(register: Register, batch: ListedBatch): string {
  return counted
    .map(([key, word]) => [word, numberOf(batch, key)] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word}${count.toLocaleString('zh-CN')}${register.noun}`)
    .join('，');
}

const consequences: Readonly<Record<BatchKind, string>> = {
  import: '这次新增的移入回收站，修改过的恢复成原来的内容。之后又改过的保持不变。',
  edit: '这次修改过的恢复成原来的内容。之后又改过的保持不变。',
  merge: '合并成一条的重新分成两条，恢复合并前的内容。之后又改过的内容保持不变。',
  delete: '移入回收站的放回名册。证件号码已被别的记录使用的留在回收站，已经恢复或销毁的保持不变。',
};

/** What undoing a batch will do. */
export function undoingInWords(register: Register, batch: ListedBatch): string {
  const counts = countsInWords(register, batch);
  return `${counts === '' ? '' : `这次操作${counts}。撤销后，`}${consequences[batch.kind]}`;
}

/** What undoing a batch has done. */
export function undoneInWords(register: Register, { undone, kept }: { undone: number; kept: number }): string {
  const told = (count: number): string => `${count.toLocaleString('zh-CN')}${register.noun}`;
  if (undone === 0) return `${told(kept)}之后又有变动，都保持不变`;
  return `已撤销，${told(undone)}恢复原样${kept === 0 ? '' : `；${told(kept)}之后又有变动，保持不变`}`;
}

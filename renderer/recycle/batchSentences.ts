import type { BatchKind } from '../../shared/contract/batchKinds.ts';
import type { Register } from '../../shared/registers/register.ts';
import type { ListedBatch } from './recycleQueries.ts';

/** What a batch counted, in the order it is told. */
const counted = [
  ['created', '新增'],
  ['updated', '更新'],
  ['changed', '修改'],
  ['removed', '移入回收站'],
] as const;

function numberOf(batch: ListedBatch, key: string): number {
  const value = batch.details[key];
  return typeof value === 'number' ? value : 0;
}

/** How many records a batch created, changed and removed. */
export function countsInWords(register: Register, batch: ListedBatch): string {
  if (batch.kind === 'merge') return '两条合成一条';
  return counted
    .map(([key, word]) => [word, numberOf(batch, key)] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word}${count.toLocaleString('zh-CN')}${register.noun}`)
    .join('，');
}

const consequences: Readonly<Record<BatchKind, string>> = {
  import: '新增的移入回收站，更新的恢复原值。之后又改过的保持不变。',
  edit: '修改过的恢复原值。之后又改过的保持不变。',
  merge: '合并成一条的重新分成两条，恢复合并前的内容。之后又改过的内容保持不变。',
  delete: '移入回收站的放回名册。证件号码已被别的记录使用的留在回收站，已经恢复或销毁的保持不变。',
};

/** What undoing a batch will do. */
export function undoingInWords(register: Register, batch: ListedBatch): string {
  const counts = countsInWords(register, batch);
  return `${counts === '' ? '' : `这次操作${counts}。撤销后，`}${consequences[batch.kind]}`;
}

/** What became of the records of a batch that was undone, where all of them met with the same. */
const outcomes: Readonly<Record<BatchKind, string>> = {
  import: '新增的移入回收站，更新的恢复原值',
  edit: '恢复原值',
  merge: '分成两条，恢复合并前的内容',
  delete: '放回名册',
};

/** What undoing a batch has done. How many of an import went which way is known when they were of one sort or none was kept. */
export function undoneInWords(
  register: Register,
  batch: ListedBatch,
  { undone, kept }: { readonly undone: number; readonly kept: number },
): string {
  const told = (count: number): string => `${count.toLocaleString('zh-CN')}${register.noun}`;
  if (undone === 0) return `${told(kept)}之后又有变动，都保持不变`;
  const created = numberOf(batch, 'created');
  const updated = numberOf(batch, 'updated');
  const done = (): string => {
    if (batch.kind === 'merge') return `合并过的${outcomes.merge}`;
    if (batch.kind !== 'import' || (created > 0 && updated > 0 && kept > 0)) {
      const which = batch.kind === 'import' ? '，' : '';
      return `${told(undone)}${which}${outcomes[batch.kind]}`;
    }
    if (updated === 0) return `${told(undone)}移入回收站`;
    if (created === 0) return `${told(undone)}恢复原值`;
    return `${told(created)}移入回收站，${told(undone - created)}恢复原值`;
  };
  return `已撤销，${done()}${kept === 0 ? '' : `；${told(kept)}之后又有变动，保持不变`}`;
}

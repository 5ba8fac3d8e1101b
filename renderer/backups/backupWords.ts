import type { MethodOutput } from '../../shared/contract/methods.ts';

export type ListedBackup = MethodOutput<'backup.list'>['backups'][number];

/** Whether a backup can be relied on, in words. */
export function stateInWords({ isWhole, wasOpened }: ListedBackup): string {
  if (!isWhole) return '不完整，不能用';
  return wasOpened ? '已核对' : '已复制，没有权限逐项核对';
}

/** 41 MB; less than one is 不到1 MB. */
export function sizeInWords(bytes: number): string {
  const megabytes = Math.round(bytes / (1024 * 1024));
  return megabytes === 0 ? '不到1 MB' : `${megabytes.toLocaleString('zh-CN')} MB`;
}

/** Whether a restore loses nothing that is counted. */
export function losesNothing({ lost, sealedLost }: ListedBackup): boolean {
  return lost === 0 && (sealedLost ?? 0) === 0;
}

/** What a restore would undo. `newer`: a newer backup exists, so that something may be lost even where nobody can count it. */
export function lossInWords({ lost, sealedLost }: ListedBackup, isNewest: boolean): string {
  if (lost === null) return isNewest ? '这份备份以后的改动' : '这份备份以后的改动（还有更新的备份）';
  const parts = [
    ...(lost > 0 ? [`${lost.toLocaleString('zh-CN')}条改动`] : []),
    ...(sealedLost !== null && sealedLost > 0 ? [`${sealedLost.toLocaleString('zh-CN')}次封存登记或解除`] : []),
  ];
  return parts.length === 0 ? '没有' : parts.join('、');
}

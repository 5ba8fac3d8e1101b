import { lossKindNames, lossKinds } from '../../shared/audit/lossKinds.ts';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { momentInWords } from '../components/momentInWords.ts';

export type ListedBackup = MethodOutput<'backup.list'>['backups'][number];

/** Whether a backup can be relied on, in words. */
export function stateInWords({ isWhole, wasOpened, isUnderOldKeys }: ListedBackup): string {
  if (!isWhole) return '不完整，不能用';
  return `${wasOpened ? '已核对' : '已复制，没有权限逐项核对'}${isUnderOldKeys ? '，旧密钥' : ''}`;
}

/** When it was made, with its number where another one is of the same minute. */
export function madeInWords({ id, made, sequence }: ListedBackup, all: readonly ListedBackup[]): string {
  const words = momentInWords(made);
  const isOnly = all.every((other) => other.id === id || momentInWords(other.made) !== words);
  return isOnly ? words : `${words}（第${sequence}份）`;
}

/** 41 MB; less than one is 不到1 MB. */
export function sizeInWords(bytes: number): string {
  const megabytes = Math.round(bytes / (1024 * 1024));
  return megabytes === 0 ? '不到1 MB' : `${megabytes.toLocaleString('zh-CN')} MB`;
}

/** Whether a restore loses nothing that is counted; never where something could not be counted. */
export function losesNothing({ lost }: ListedBackup): boolean {
  return lost?.isCertain === true && lossKindNames.every((kind) => lost[kind] === 0);
}

/** What a restore would undo; unknown is never said to be nothing. `isNewest`: no newer backup exists. */
export function lossInWords(backup: ListedBackup, isNewest: boolean): string {
  const { lost } = backup;
  if (lost === null) return isNewest ? '这份备份以后的改动' : '这份备份以后的改动（还有更新的备份）';
  if (losesNothing(backup)) return '没有';
  const counted = lossKindNames
    .filter((kind) => lost[kind] > 0)
    .map((kind) => `${lost[kind].toLocaleString('zh-CN')}${lossKinds[kind]}`)
    .join('、');
  if (lost.isCertain) return counted;
  return counted === '' ? '说不准，有的部分不能核对' : `${counted}，还有的部分说不准`;
}

/** The sentence above a restore. `isChanged`: something was stored since, though perhaps nothing that is counted. */
export function restoreWarning(backup: ListedBackup, isNewest: boolean, isChanged: boolean): string {
  if (losesNothing(backup)) {
    return isChanged
      ? '这份备份以后没有登记新的内容，只会丢失这以后的操作记录和选过的列。'
      : '这份备份以后没有改动，不会丢失内容。';
  }
  if (backup.lost === null) return `${lossInWords(backup, isNewest)}会丢失。`;
  return backup.lost.isCertain
    ? `这份备份以后的${lossInWords(backup, isNewest)}会丢失。`
    : `这份备份以后会丢失的内容：${lossInWords(backup, isNewest)}。`;
}

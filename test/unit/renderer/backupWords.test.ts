import { expect, test } from 'vitest';
import {
  type ListedBackup,
  losesNothing,
  lossInWords,
  madeInWords,
  restoreWarning,
  sizeInWords,
  stateInWords,
} from '../../../renderer/backups/backupWords.ts';
import { momentInWords } from '../../../renderer/components/momentInWords.ts';
import { nothingLost } from '../../fixtures/nothingLost.ts';

const backup: ListedBackup = {
  id: '2026-11-21-090000-000001',
  made: '2026-11-21T01:00:00.000Z',
  bytes: 41 * 1024 * 1024,
  history: 1_200,
  isWhole: true,
  wasOpened: true,
  isUnderOldKeys: false,
  sequence: 1,
  lost: nothingLost,
};

test('what a restore would lose is counted where the vault can be read, and said all the same where it cannot', () => {
  expect(lossInWords(backup, true)).toBe('没有');
  expect(lossInWords({ ...backup, lost: { ...nothingLost, changes: 1_200 } }, false)).toBe('1,200条改动');
  const much = { ...backup, lost: { ...nothingLost, changes: 2, sealed: 1, screening: 1, people: 3, keys: 1 } };
  expect(lossInWords(much, false)).toBe(
    '2条改动、1次封存登记或解除、1次排查登记、3次人员权限和安全设置变更、1次更换数据密钥',
  );
  expect(restoreWarning(much, false, true)).toBe(`这份备份以后的${lossInWords(much, false)}会丢失。`);
  const own = { ...backup, lost: { ...nothingLost, drafts: 2, lists: 1 } };
  expect(restoreWarning(own, true, true)).toBe('这份备份以后的2份草稿、1个自己存的名册会丢失。');
  expect(restoreWarning(backup, true, true)).toContain('只会丢失这以后的操作记录');
  expect(losesNothing({ ...backup, lost: { ...nothingLost, sealed: 1 } })).toBe(false);
  expect(lossInWords({ ...backup, lost: null }, true)).toBe('这份备份以后的改动');
  expect(lossInWords({ ...backup, lost: null }, false)).toContain('还有更新的备份');
});

test('what cannot be counted is said to be unknown, and never to be nothing', () => {
  const unknown = { ...backup, lost: { ...nothingLost, isCertain: false } };
  expect(lossInWords(unknown, true)).toBe('说不准，有的部分不能核对');
  expect(losesNothing(unknown)).toBe(false);
  expect(losesNothing({ ...backup, lost: null })).toBe(false);
  expect(restoreWarning(unknown, true, false)).toContain('说不准');
  const part = { ...backup, lost: { ...nothingLost, changes: 3, isCertain: false } };
  expect(lossInWords(part, true)).toBe('3条改动，还有的部分说不准');
});

test('a backup that is not whole is never said to be checked', () => {
  expect(stateInWords(backup)).toBe('已核对');
  expect(stateInWords({ ...backup, isWhole: false })).toBe('不完整，不能用');
  expect(stateInWords({ ...backup, isUnderOldKeys: true })).toBe('已核对，旧密钥');
  expect(stateInWords({ ...backup, wasOpened: false })).toContain('没有权限');
});

test('backups of the same minute are told apart by their number', () => {
  const next = { ...backup, id: '2026-11-21-090030-000002', made: '2026-11-21T01:00:30.000Z', sequence: 2 };
  expect(madeInWords(backup, [backup])).toBe(momentInWords(backup.made));
  expect([next, backup].map((each) => madeInWords(each, [next, backup]))).toEqual([
    `${momentInWords(backup.made)}（第2份）`,
    `${momentInWords(backup.made)}（第1份）`,
  ]);
});

test('sizes are whole megabytes', () => {
  expect(sizeInWords(backup.bytes)).toBe('41 MB');
  expect(sizeInWords(100_000)).toBe('不到1 MB');
});

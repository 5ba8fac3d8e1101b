import { expect, test } from 'vitest';
import {
  type ListedBackup,
  losesNothing,
  lossInWords,
  sizeInWords,
  stateInWords,
} from '../../../renderer/backups/backupWords.ts';

const backup: ListedBackup = {
  id: '2026-11-21-090000-000001',
  made: '2026-11-21T01:00:00.000Z',
  bytes: 41 * 1024 * 1024,
  history: 1_200,
  isWhole: true,
  wasOpened: true,
  lost: 0,
  sealedLost: 0,
};

test('what a restore would lose is counted where the vault can be read, and said all the same where it cannot', () => {
  expect(lossInWords(backup, true)).toBe('没有');
  expect(lossInWords({ ...backup, lost: 1_200 }, false)).toBe('1,200条改动');
  expect(lossInWords({ ...backup, lost: 2, sealedLost: 1 }, false)).toBe('2条改动、1次封存登记或解除');
  expect(lossInWords({ ...backup, sealedLost: 1 }, false)).toBe('1次封存登记或解除');
  expect(losesNothing({ ...backup, sealedLost: 1 })).toBe(false);
  expect(lossInWords({ ...backup, lost: null }, true)).toBe('这份备份以后的改动');
  expect(lossInWords({ ...backup, lost: null }, false)).toContain('还有更新的备份');
});

test('a backup that is not whole is never said to be checked', () => {
  expect(stateInWords(backup)).toBe('已核对');
  expect(stateInWords({ ...backup, isWhole: false })).toBe('不完整，不能用');
  expect(stateInWords({ ...backup, wasOpened: false })).toContain('没有权限');
});

test('sizes are whole megabytes', () => {
  expect(sizeInWords(backup.bytes)).toBe('41 MB');
  expect(sizeInWords(100_000)).toBe('不到1 MB');
});

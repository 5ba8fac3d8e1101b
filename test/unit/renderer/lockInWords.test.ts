import { expect, test } from 'vitest';
import { momentInWords } from '../../../renderer/components/momentInWords.ts';
import { lockInWords } from '../../../renderer/pages/lockInWords.ts';

test('the unlock page says that a backup was restored, and which, and that the keys were changed', () => {
  const made = '2026-11-21T01:00:00.000Z';
  expect(lockInWords(`restored-${made}`)).toBe(`已恢复到${momentInWords(made)}的备份，请重新输入密码`);
  expect(lockInWords('keysChanged')).toBe('数据密钥已更换，请重新输入密码');
  expect(lockInWords('idle')).toContain('已自动锁定');
});

test('what no host says is not shown', () => {
  for (const after of [null, 'request', 'restored-', 'restored-请打电话给别人', 'restored-2026-11-21T01:00:00Z请']) {
    expect(lockInWords(after)).toBeUndefined();
  }
});

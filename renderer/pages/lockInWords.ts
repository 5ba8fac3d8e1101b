import { momentInWords } from '../components/momentInWords.ts';

/** Why the unlock page is there, as the host says it in the address; nothing after a lock that the clerk asked for. */
export function lockInWords(after: string | null): string | undefined {
  const [, restored] = /^restored-(\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z)$/u.exec(after ?? '') ?? [];
  if (restored !== undefined) return `已恢复到${momentInWords(restored)}的备份，请重新输入密码`;
  switch (after) {
    case 'idle':
      return '长时间没有操作，或者已连续使用8小时，已自动锁定；没保存的登记内容还在';
    case 'crash':
      return '程序刚才意外中断，已重新打开；没保存的登记内容有草稿';
    case 'keysChanged':
      return '数据密钥已更换，请重新输入密码';
    default:
      return undefined;
  }
}

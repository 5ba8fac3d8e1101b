import type { MethodOutput } from '../../shared/contract/methods.ts';

/** How far a call is: 核对 1,200 / 10,000; or 正在备份 48%, where the numbers are those of bytes. */
export function progressInWords(progress: MethodOutput<'job.progress'>['progress']): string {
  if (progress === null) return '请稍等';
  const { label, done, total, inBytes = false } = progress;
  if (total <= 0) return label;
  if (inBytes) return `${label} ${Math.min(100, Math.floor((done / total) * 100))}%`;
  return `${label} ${Math.min(done, total).toLocaleString('zh-CN')} / ${total.toLocaleString('zh-CN')}`;
}

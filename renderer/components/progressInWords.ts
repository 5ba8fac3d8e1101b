import type { MethodOutput } from '../../shared/contract/methods.ts';

/** How far a call is: 核对 1,200 / 10,000. */
export function progressInWords(progress: MethodOutput<'job.progress'>['progress']): string {
  if (progress === null) return '请稍等';
  const { label, done, total } = progress;
  if (total <= 0) return label;
  return `${label} ${Math.min(done, total).toLocaleString('zh-CN')} / ${total.toLocaleString('zh-CN')}`;
}

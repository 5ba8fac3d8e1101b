import { auditedFiles, auditFaults, type ShownFault } from '../../shared/contract/auditMethods.ts';
import { momentInWords } from '../components/momentInWords.ts';

/** 操作记录被改动过，2026年11月21日 9:00以后的记录不能作为凭据 */
export function faultInWords({ kind, since }: Pick<ShownFault, 'kind' | 'since'>): string {
  if (since === null) return auditFaults[kind];
  const moment = momentInWords(since);
  return kind === 'older'
    ? `${auditFaults[kind]}（现有数据只到${moment}）`
    : `${auditFaults[kind]}，${moment}以后的记录不能作为凭据`;
}

/** 儿童：操作记录被改动过，… 查明：…（周敏　2026年11月22日 9:00） */
export function reviewInWords(
  fault: Pick<ShownFault, 'file' | 'kind' | 'since'>,
  { reason, by, at }: NonNullable<ShownFault['review']>,
): string {
  return `${auditedFiles[fault.file]}：${faultInWords(fault)}。查明：${reason}（${by}　${momentInWords(at)}）`;
}

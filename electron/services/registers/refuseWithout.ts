import { AppError } from '../../../shared/contract/result.ts';
import type { Register, RegisterWork } from '../../../shared/registers/register.ts';

/** What somebody may ask for all the same; a screening is not offered, and finds nothing. */
type RefusedWork = Exclude<RegisterWork, 'screening'>;

const sentences: Readonly<Record<RefusedWork, (title: string) => string>> = {
  import: (title) => `${title}不从表格导入，请核对依据后逐名新增`,
  export: (title) => `${title}名册不导出成文件，请按规定打印并收回`,
  attachments: (title) => `${title}的记录不存附件，相关材料请由提供单位保管`,
};

/** @throws AppError refused when the register must not have this kind of work */
export function refuseWithout(register: Register, work: RefusedWork): void {
  if (register.without.includes(work)) throw new AppError('refused', sentences[work](register.title));
}

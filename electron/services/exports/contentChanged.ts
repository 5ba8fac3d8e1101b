import { AppError } from '../../../shared/contract/result.ts';

/** Why nothing leaves when what a permit was asked for has other content by now. */
export function contentChanged(): AppError {
  return new AppError('conflict', '内容刚有变化，请重新填写导出登记');
}

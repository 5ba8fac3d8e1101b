import { AppError } from '../contract/result.ts';
import type { AttachmentFormat } from './imageMetadata.ts';

const sentences = {
  damaged: '文件是空的或已损坏，请重新扫描或拍照后再添加',
  heic: '这是苹果手机的照片格式，打不开；请在手机“设置→相机→格式”里选“兼容性最佳”后重拍，或先转成JPG图片再添加',
  otherImage: '这种图片不能添加，请用“画图”打开，另存为PNG或JPG图片后再添加',
  unknown: '只能添加照片、扫描的图片和PDF；别的文件请先打印成PDF再添加',
} as const satisfies Partial<Record<AttachmentFormat, string>>;

/** Why a file of a format cannot be attached, and what to do with it. */
export function refusalOf(format: keyof typeof sentences): AppError {
  return new AppError('refused', sentences[format]);
}

import { maxUploadBytes } from '../../shared/contract/maxUploadBytes.ts';
import { AppError } from '../../shared/contract/result.ts';
import { refusalOf } from '../../shared/rules/attachmentRefusal.ts';
import { attachmentFormat, mediaTypes, withoutMetadata } from '../../shared/rules/imageMetadata.ts';

/** A file as it is handed to the core. */
export interface PreparedAttachment {
  readonly content: Blob;
  /** A small JPEG in base64; null for a PDF. */
  readonly thumbnail: string | null;
  readonly isPdf: boolean;
}

/** Pixels along the longer side: an A4 page is still read at 220 dots per inch, and a photo takes about one megabyte. */
const longestSide = 2_560;
/** Twice the size it is shown at, for screens at 150 %. */
const thumbnailSide = 240;

/**
 * Makes a chosen file ready: a picture that is larger than needed, or that Exif may have turned, is drawn anew upright;
 * any other keeps its pixels. The core does not rely on it and cleans and checks what it gets.
 * @throws AppError refused with what to do instead
 */
export async function prepareAttachment(file: Blob): Promise<PreparedAttachment> {
  if (file.size > maxUploadBytes) throw new AppError('refused', '文件超过20 MB，请缩小或重新扫描后再添加');
  const bytes = await bytesOf(file).catch(() => {
    throw new AppError('refused', '文件读不出来，可能已被移动、删除或正被占用，请重新选择文件');
  });
  const format = attachmentFormat(bytes);
  if (format === 'pdf') return { content: file, thumbnail: null, isPdf: true };
  if (format !== 'jpeg' && format !== 'png' && format !== 'webp') throw refusalOf(format);
  // Before it is decoded: a small file can declare a picture that fills the memory.
  const image = withoutMetadata(format, bytes);
  const picture = await createImageBitmap(file).catch(() => {
    throw new AppError('refused', '图片不完整或已损坏，请重新拍摄或扫描，或换一份再添加');
  });
  try {
    const drawn = image.hadExif || Math.max(image.width, image.height) > longestSide;
    const content = drawn
      ? await drawnAs(picture, longestSide, 0.9)
      : new Blob([new Uint8Array(image.bytes)], { type: mediaTypes[format] });
    const thumbnail = await drawnAs(picture, thumbnailSide, 0.8);
    return { content, thumbnail: base64Of(await bytesOf(thumbnail)), isPdf: false };
  } finally {
    picture.close();
  }
}

/** A JPEG of the picture, upright, at most as large as asked, white where it was transparent. */
async function drawnAs(picture: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new AppError('refused', '电脑的内存不够处理这张图片，请关闭别的程序后再添加');
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return canvas.convertToBlob({ type: mediaTypes.jpeg, quality });
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

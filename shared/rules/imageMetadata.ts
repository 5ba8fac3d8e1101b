import { AppError } from '../contract/result.ts';
import type { CleanImage } from './cleanImage.ts';
import { jpegWithoutMetadata } from './jpegMetadata.ts';
import { pngWithoutMetadata } from './pngMetadata.ts';
import { webpWithoutMetadata } from './webpMetadata.ts';

/** Pictures that are kept. */
export type ImageFormat = 'jpeg' | 'png' | 'webp';

/** What a file is by its first bytes, as far as it matters for an attachment; `damaged` is empty or begins with zeros. */
export type AttachmentFormat = ImageFormat | 'pdf' | 'heic' | 'otherImage' | 'damaged' | 'unknown';

export const mediaTypes = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
} as const satisfies Record<ImageFormat | 'pdf', string>;

export type MediaType = (typeof mediaTypes)[keyof typeof mediaTypes];

/** The largest picture that is decoded or stored: 50 binary megapixels hold the 8192 × 6144 of telephones. */
export const maxPixels = 50 * 1024 * 1024;

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** Recognises a file by its content; a name or a declared type proves nothing. */
export function attachmentFormat(file: Uint8Array): AttachmentFormat {
  // What a copy that was broken off leaves behind.
  if (file.subarray(0, 12).every((byte) => byte === 0)) return 'damaged';
  const head = String.fromCharCode(...file.subarray(0, 12));
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  if (head.startsWith('%PDF-')) return 'pdf';
  if (head.startsWith('ftyp', 4)) return heicBrands.includes(head.slice(8)) ? 'heic' : 'otherImage';
  return /^(GIF8|BM|II\*\0|MM\0\*)/u.test(head) ? 'otherImage' : 'unknown';
}

const cleaners = {
  jpeg: jpegWithoutMetadata,
  png: pngWithoutMetadata,
  webp: webpWithoutMetadata,
} as const satisfies Record<ImageFormat, (file: Uint8Array) => CleanImage>;

/**
 * Takes everything out of a picture that its pixels do not need — Exif, GPS, XMP, IPTC, comments, previews, whatever
 * follows its end — without touching the pixels' own bytes. What is not known to belong to the pixels goes, so a kind of
 * metadata that is invented tomorrow goes too. Colour profiles stay. Nothing is decoded.
 * @throws AppError refused when the file is cut off, damaged or declares more than `maxPixels`
 */
export function withoutMetadata(format: ImageFormat, file: Uint8Array): CleanImage {
  const image = cleaners[format](file);
  if (image.width * image.height > maxPixels) {
    throw new AppError('refused', '图片的尺寸太大（超过5000万像素），请缩小后再添加');
  }
  return image;
}

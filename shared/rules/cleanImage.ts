import { AppError } from '../contract/result.ts';

/** A picture without anything but what its pixels need. */
export interface CleanImage {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Whether it carried Exif, which may have asked to be shown turned or mirrored. The clean picture lies as it was recorded. */
  readonly hadExif: boolean;
  readonly bytes: Uint8Array;
}

/** Segments or chunks of one picture; far more than any program writes, and few enough to be walked at once. */
export const maxParts = 20_000;

/** The refusal of a picture whose structure does not hold. */
export function damagedImage(): AppError {
  return new AppError('refused', '图片不完整或已损坏，请重新拍摄或扫描，或换一份再添加');
}

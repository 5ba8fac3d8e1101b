import { AppError } from '../contract/result.ts';
import { type ByteReader, byteReader, joinedBytes } from './byteReader.ts';
import { type CleanImage, damagedImage, maxParts } from './cleanImage.ts';

/** Flags in the first byte of VP8X (RFC 9649, section 2.7): colour profile and transparency stay. */
const keptFlags = 0x20 | 0x10;
const animation = 0x02;

/** A WebP of nothing but its picture, its transparency and its colour profile. */
export function webpWithoutMetadata(file: Uint8Array): CleanImage {
  const reader = byteReader(file, true);
  if (reader.text(0, 4) !== 'RIFF' || reader.text(8, 4) !== 'WEBP') throw damagedImage();
  const fileEnd = 8 + reader.uint32(4);
  if (fileEnd > reader.length) throw damagedImage();
  const parts: Uint8Array[] = [];
  const sizes: { readonly width: number; readonly height: number }[] = [];
  let hadExif = false;
  let pictures = 0;
  for (let at = 12, count = 0; at < fileEnd; count += 1) {
    if (count > maxParts) throw damagedImage();
    const length = reader.uint32(at + 4);
    const [data, end] = [at + 8, at + 8 + length];
    if (end > fileEnd) throw damagedImage();
    const name = reader.text(at, 4);
    if (name === 'VP8X') {
      if (at !== 12 || length !== 10) throw damagedImage();
      if ((reader.byte(data) & animation) !== 0) {
        throw new AppError('refused', '这是会动的图片，不能添加；请截一张静止的图片再添加');
      }
      const flags = Uint8Array.of(reader.byte(data) & keptFlags, 0, 0, 0);
      parts.push(reader.slice(at, data), flags, reader.slice(data + 4, end));
      sizes.push({ width: reader.uint24(data + 4) + 1, height: reader.uint24(data + 7) + 1 });
    } else if (name === 'VP8 ' || name === 'VP8L') {
      parts.push(...padded(reader.slice(at, end)));
      sizes.push(name === 'VP8 ' ? lossySize(reader, data, end) : losslessSize(reader, data, end));
      pictures += 1;
    } else if (name === 'ICCP' || name === 'ALPH') {
      parts.push(...padded(reader.slice(at, end)));
    }
    hadExif ||= name === 'EXIF';
    at = end + (length % 2);
  }
  const [size] = sizes;
  // Two sizes in one file that differ are made to deceive: a small one for the check, a large one for the decoder.
  if (!size || pictures !== 1 || sizes.some((each) => each.width !== size.width || each.height !== size.height)) {
    throw damagedImage();
  }
  const body = joinedBytes(parts);
  const head = new Uint8Array(12);
  head.set(reader.slice(0, 12));
  new DataView(head.buffer).setUint32(4, 4 + body.length, true);
  return { ...size, hadExif, bytes: joinedBytes([head, body]) };
}

/** Chunks begin at even places. The byte between two is our own, so that nothing hides there. */
function padded(chunk: Uint8Array): Uint8Array[] {
  return chunk.length % 2 === 0 ? [chunk] : [chunk, Uint8Array.of(0)];
}

/** Size in the frame header of VP8 (RFC 6386, section 9.1). */
function lossySize(reader: ByteReader, at: number, end: number): { width: number; height: number } {
  if (end - at < 10 || reader.text(at + 3, 3) !== '\x9d\x01\x2a') throw damagedImage();
  return positive(reader.uint16(at + 6) & 0x3fff, reader.uint16(at + 8) & 0x3fff);
}

/** Size at the head of VP8L (RFC 9649, section 3.4): 14 bits each, less one. */
function losslessSize(reader: ByteReader, at: number, end: number): { width: number; height: number } {
  if (end - at < 5 || reader.byte(at) !== 0x2f) throw damagedImage();
  const bits = reader.uint32(at + 1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function positive(width: number, height: number): { width: number; height: number } {
  if (width === 0 || height === 0) throw damagedImage();
  return { width, height };
}

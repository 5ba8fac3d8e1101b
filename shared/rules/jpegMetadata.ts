import { type ByteReader, byteReader, joinedBytes } from './byteReader.ts';
import { type CleanImage, damagedImage, maxParts } from './cleanImage.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
/** Baseline, extended and progressive Huffman coding: what browsers show (ITU-T T.81, table B.1). */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Huffman tables, quantisation tables, restart interval. */
const tables: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd]);
const comment = 0xfe;
/** Far more than any camera or scanner writes; each scan of a hostile file costs a decoder the whole picture. */
const maxScans = 100;

/** A JPEG of nothing but tables, frame and scans, with JFIF resolution, colour profile and Adobe's colour transform. */
export function jpegWithoutMetadata(file: Uint8Array): CleanImage {
  const reader = byteReader(file, false);
  if (reader.uint16(0) !== 0xff00 + startOfImage) throw damagedImage();
  const parts = [reader.slice(0, 2)];
  let size: { readonly width: number; readonly height: number } | null = null;
  let hadExif = false;
  let scans = 0;
  let at = 2;
  for (let count = 0; ; count += 1) {
    if (count > maxParts) throw damagedImage();
    at = markerAt(reader, at);
    const marker = reader.byte(at + 1);
    if (marker === endOfImage) break;
    const end = at + 2 + segmentLength(reader, at);
    const segment = reader.slice(at, end);
    if (frames.has(marker)) {
      if (size) throw damagedImage();
      size = frameSize(reader, at);
      parts.push(segment);
    } else if (tables.has(marker)) {
      parts.push(segment);
    } else if (marker === startOfScan) {
      scans += 1;
      if (!size || scans > maxScans) throw damagedImage();
      const next = endOfScan(file, end);
      parts.push(segment, reader.slice(end, next));
      at = next;
      continue;
    } else if (marker >= 0xe0 && marker <= 0xef) {
      const kept = applicationSegment(marker, segment);
      if (kept) parts.push(kept);
      hadExif ||= marker === 0xe1 && startsWith(segment, 'Exif\0');
    } else if (marker !== comment) {
      throw damagedImage();
    }
    at = end;
  }
  if (!size || scans === 0) throw damagedImage();
  // What follows the end is no part of this picture: further pictures, films, notes of the camera.
  parts.push(reader.slice(at, at + 2));
  return { ...size, hadExif, bytes: joinedBytes(parts) };
}

/** Where the marker at a place begins, behind bytes that only fill. */
function markerAt(reader: ByteReader, from: number): number {
  let at = from;
  if (reader.byte(at) !== 0xff) throw damagedImage();
  while (reader.byte(at + 1) === 0xff) at += 1;
  return at;
}

function segmentLength(reader: ByteReader, at: number): number {
  const length = reader.uint16(at + 2);
  if (length < 2) throw damagedImage();
  return length;
}

function frameSize(reader: ByteReader, at: number): { width: number; height: number } {
  const [height, width, components] = [reader.uint16(at + 5), reader.uint16(at + 7), reader.byte(at + 9)];
  if (width === 0 || height === 0 || segmentLength(reader, at) !== 8 + 3 * components) throw damagedImage();
  return { width, height };
}

/** Where the coded data that begin at a place end: at a marker that is neither a restart nor a coded FF. */
function endOfScan(file: Uint8Array, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 2)) {
    const next = file[at + 1];
    if (next === undefined) break;
    const isData = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
  }
  throw damagedImage();
}

/** The part of an application's segment that the pixels need, or null. */
function applicationSegment(marker: number, segment: Uint8Array): Uint8Array | null {
  if (marker === 0xe0 && startsWith(segment, 'JFIF\0') && segment.length >= 18) {
    // Version, units and resolution; a preview that may follow is left out.
    return joinedBytes([Uint8Array.of(0xff, 0xe0, 0, 16), segment.subarray(4, 16), Uint8Array.of(0, 0)]);
  }
  if (marker === 0xe2 && startsWith(segment, 'ICC_PROFILE\0')) return segment;
  if (marker === 0xee && startsWith(segment, 'Adobe') && segment.length >= 16) {
    return joinedBytes([Uint8Array.of(0xff, 0xee, 0, 14), segment.subarray(4, 16)]);
  }
  return null;
}

function startsWith(segment: Uint8Array, text: string): boolean {
  return [...text].every((character, index) => segment[4 + index] === character.charCodeAt(0));
}

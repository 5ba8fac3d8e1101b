import { damagedImage } from './cleanImage.ts';

/** Reads numbers at places of a file. Every read past its end is refused as damage. */
export interface ByteReader {
  readonly length: number;
  byte(at: number): number;
  uint16(at: number): number;
  uint24(at: number): number;
  uint32(at: number): number;
  /** Characters of one byte each. */
  text(at: number, length: number): string;
  /** Bytes of the file itself, not a copy. */
  slice(start: number, end: number): Uint8Array;
}

/** @param littleEndian the order of bytes in numbers */
export function byteReader(file: Uint8Array, littleEndian: boolean): ByteReader {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const inside = (at: number, length: number): number => {
    if (at < 0 || length < 0 || at + length > file.length) throw damagedImage();
    return at;
  };
  const slice = (start: number, end: number): Uint8Array => file.subarray(inside(start, end - start), end);
  return {
    length: file.length,
    byte: (at) => view.getUint8(inside(at, 1)),
    uint16: (at) => view.getUint16(inside(at, 2), littleEndian),
    uint24: (at) => {
      const [first, second, third] = [0, 1, 2].map((each) => view.getUint8(inside(at + each, 1)));
      const [low, middle, high] = littleEndian ? [first, second, third] : [third, second, first];
      return (low ?? 0) + (middle ?? 0) * 0x100 + (high ?? 0) * 0x10000;
    },
    uint32: (at) => view.getUint32(inside(at, 4), littleEndian),
    text: (at, length) => String.fromCharCode(...slice(at, at + length)),
    slice,
  };
}

/** The parts one after the other. */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

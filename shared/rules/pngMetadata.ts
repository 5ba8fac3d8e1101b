import { byteReader, joinedBytes } from './byteReader.ts';
import { type CleanImage, damagedImage, maxParts } from './cleanImage.ts';

const signatureLength = 8;
/** Length, name and checksum around a chunk's data. */
const chunkFrame = 12;
/** Chunks that decide how pixels look (PNG, third edition, table 7): transparency, colour space, resolution. */
const neededChunks: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs'.split(' '),
);

/** A PNG of nothing but the chunks that its pixels need. Of an animation the still picture stays. */
export function pngWithoutMetadata(file: Uint8Array): CleanImage {
  const reader = byteReader(file, false);
  if (reader.text(0, signatureLength) !== '\x89PNG\r\n\x1a\n') throw damagedImage();
  if (reader.uint32(8) !== 13 || reader.text(12, 4) !== 'IHDR') throw damagedImage();
  const [width, height] = [reader.uint32(16), reader.uint32(20)];
  if (width === 0 || height === 0) throw damagedImage();
  const parts = [reader.slice(0, signatureLength)];
  let hadExif = false;
  let hasPixels = false;
  let at = signatureLength;
  for (let count = 0, name = ''; name !== 'IEND'; count += 1) {
    if (count > maxParts) throw damagedImage();
    const end = at + chunkFrame + reader.uint32(at);
    const chunk = reader.slice(at, end);
    name = reader.text(at + 4, 4);
    if (!/^[A-Za-z]{4}$/u.test(name) || (name === 'IHDR') !== (at === signatureLength)) throw damagedImage();
    if (neededChunks.has(name)) parts.push(chunk);
    // A capital letter at the front says that nobody can show the picture without this chunk.
    else if (/^[A-Z]/u.test(name)) throw damagedImage();
    hadExif ||= name === 'eXIf';
    hasPixels ||= name === 'IDAT';
    at = end;
  }
  if (!hasPixels) throw damagedImage();
  return { width, height, hadExif, bytes: joinedBytes(parts) };
}

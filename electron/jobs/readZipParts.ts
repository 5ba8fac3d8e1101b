import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../shared/contract/result.ts';

const mebibyte = 1024 * 1024;
const limits = {
  entries: 2_000,
  entryBytes: 64 * mebibyte,
  totalBytes: 128 * mebibyte,
  /** Inflated to packed size; office files stay far below, bombs far above. Small parts are let through. */
  ratio: 200,
  ratioAppliesFrom: mebibyte,
} as const;

/** Puts the reason why an archive is refused into words. */
export type ZipRefusal = (reason: 'structure' | 'password' | 'damaged' | 'tooBig') => AppError;

/** What becomes of one part while it is unpacked. Both may throw AppError to refuse the file before more of it is unpacked. */
export interface PartReader {
  /** Gets the part piece by piece; a piece is only there until the call returns. */
  readonly take: (piece: Buffer) => void;
  /** The part was complete, and its sum was right. */
  readonly end?: () => void;
}

/** An archive whose list of parts was found sound; nothing of it is unpacked yet. */
export interface ZipArchive {
  readonly names: readonly string[];
  /**
   * Unpacks every part in the order of the archive. Sizes are counted meanwhile, because headers can lie, and every part is checked
   * against its CRC, whether anybody reads it or not.
   * @param readerOf who reads a part; `size` is what its header says, and no more than that arrives
   * @throws AppError refused
   */
  readonly unpack: (readerOf: (name: string, size: number) => PartReader | undefined) => Promise<void>;
}

/**
 * Opens an archive that nobody has vouched for.
 * @param refusal the words for whoever chose the file
 * @param use what is done with it; the archive is closed afterwards
 * @throws AppError refused
 */
export async function withZipArchive<T>(
  file: Buffer,
  refusal: ZipRefusal,
  use: (archive: ZipArchive) => Promise<T>,
): Promise<T> {
  const zip = await open(file, refusal);
  try {
    const entries = await listEntries(zip, file, refusal);
    await refuseOverlap(zip, entries, file, refusal);
    return await use({
      names: entries.map((entry) => entry.fileName),
      unpack: async (readerOf) => {
        let allowance: number = limits.totalBytes;
        for (const entry of entries) {
          if (entry.fileName.endsWith('/')) continue;
          // What its header calls a bomb nobody reads: unpacking it shows whether it is one, or the header lies.
          const isRead = !isBomb(entry.uncompressedSize, entry.compressedSize);
          const reader = isRead ? readerOf(entry.fileName, entry.uncompressedSize) : undefined;
          allowance -= await inflate(zip, entry, allowance, reader, refusal);
        }
      },
    });
  } finally {
    zip.close();
  }
}

/** Bytes that parts of one kind may take together, counted down; a part that does not fit is refused before it is unpacked. */
export interface PartRoom {
  left: number;
  readonly tooMuch: () => AppError;
}

/** Keeps a part whole. @param done gets it, once it was complete */
export function keepPart(size: number, room: PartRoom, done: (part: Buffer) => void): PartReader {
  room.left -= size;
  if (room.left < 0) throw room.tooMuch();
  // Taken at once and filled: pieces that are joined at the end would be there twice.
  const part = Buffer.allocUnsafeSlow(size);
  let at = 0;
  return {
    take: (piece) => {
      piece.copy(part, at);
      at += piece.length;
    },
    end: () => done(part.subarray(0, at)),
  };
}

async function open(file: Buffer, refusal: ZipRefusal): Promise<ZipFile> {
  const zip = await refusing(refusal, () =>
    fromBufferPromise(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }),
  );
  // A stream that ends badly reports itself again on the archive; the first report is enough.
  zip.on('error', () => undefined);
  return zip;
}

async function listEntries(zip: ZipFile, file: Buffer, refusal: ZipRefusal): Promise<Entry[]> {
  if (zip.entryCount > limits.entries) throw refusal('structure');
  const entries: Entry[] = [];
  const seen = new Set<string>();
  await refusing(refusal, async () => {
    for await (const entry of zip.eachEntry()) {
      refuseEntry(entry, file, refusal);
      const name = entry.fileName.normalize('NFKC').toLowerCase();
      if (seen.has(name) || entries.length >= limits.entries) throw refusal('structure');
      seen.add(name);
      entries.push(entry);
    }
  });
  return entries;
}

function refuseEntry(entry: Entry, file: Buffer, refusal: ZipRefusal): void {
  const name = entry.fileName;
  const segments = name.split('/');
  if (
    /[\\\0]/u.test(name) ||
    name.startsWith('/') ||
    /^[a-z]:/iu.test(name) ||
    segments.includes('..') ||
    /__proto__|constructor|prototype/iu.test(name) ||
    entry.relativeOffsetOfLocalHeader + entry.compressedSize > file.length
  ) {
    throw refusal('structure');
  }
  if (entry.isEncrypted()) {
    throw refusal('password');
  }
  // 0 stored, 8 deflated: no program that writes workbooks uses another method.
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw refusal('structure');
  if (entry.uncompressedSize > limits.entryBytes) throw refusal('tooBig');
}

function isBomb(size: number, packed: number): boolean {
  return size > limits.ratioAppliesFrom && size / Math.max(packed, 1) > limits.ratio;
}

/** Overlapping parts let a small file inflate without end, and let two readers see two different files. */
async function refuseOverlap(
  zip: ZipFile,
  entries: readonly Entry[],
  file: Buffer,
  refusal: ZipRefusal,
): Promise<void> {
  const ranges: { start: number; end: number }[] = [];
  for (const entry of entries) {
    const header = await refusing(refusal, () => zip.readLocalFileHeaderPromise(entry));
    if (!header.fileName.equals(entry.fileNameRaw)) throw refusal('structure');
    ranges.push({
      start: entry.relativeOffsetOfLocalHeader,
      end: header.fileDataStart + entry.compressedSize,
    });
  }
  ranges.sort((left, right) => left.start - right.start);
  let reached = 0;
  for (const range of ranges) {
    if (range.start < reached || range.end > file.length) throw refusal('structure');
    reached = range.end;
  }
}

/** Returns how many bytes the part has. */
async function inflate(
  zip: ZipFile,
  entry: Entry,
  allowance: number,
  reader: PartReader | undefined,
  refusal: ZipRefusal,
): Promise<number> {
  const unpacked = await refusing(refusal, async () => {
    const stream = await zip.openReadStreamPromise(entry);
    let size = 0;
    let checksum = 0;
    // Leaving the loop by an error destroys the stream.
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > limits.entryBytes || size > allowance || isBomb(size, entry.compressedSize)) throw refusal('tooBig');
      checksum = crc32(piece, checksum);
      reader?.take(piece);
    }
    if (checksum !== entry.crc32) throw refusal('damaged');
    return size;
  });
  reader?.end?.();
  return unpacked;
}

async function refusing<T>(refusal: ZipRefusal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : refusal('damaged');
  }
}

import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../shared/contract/result.ts';
import { refusal as workbookRefusal } from './workbookRefusals.ts';

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

/** What an archive holds: every name, and the bytes of the parts that were asked for. */
export interface ZipParts {
  readonly names: readonly string[];
  readonly parts: ReadonlyMap<string, Buffer>;
}

/**
 * Unpacks an archive that nobody has vouched for. Sizes are counted while inflating, because headers can lie; every
 * part is inflated and checked against its CRC, only the wanted ones are kept.
 * @param refusal the words for whoever chose the file
 * @throws AppError refused
 */
export async function readZipParts(
  file: Buffer,
  wanted: (name: string) => boolean,
  refusal: ZipRefusal = workbookRefusal,
): Promise<ZipParts> {
  const zip = await open(file, refusal);
  try {
    const entries = await listEntries(zip, file, refusal);
    await refuseOverlap(zip, entries, file, refusal);
    const parts = new Map<string, Buffer>();
    let total = 0;
    for (const entry of entries) {
      if (entry.fileName.endsWith('/')) continue;
      const { size, content } = await inflate(zip, entry, limits.totalBytes - total, wanted(entry.fileName), refusal);
      total += size;
      if (content !== undefined) parts.set(entry.fileName, content);
    }
    return { names: entries.map((entry) => entry.fileName), parts };
  } finally {
    zip.close();
  }
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

async function inflate(
  zip: ZipFile,
  entry: Entry,
  allowance: number,
  keep: boolean,
  refusal: ZipRefusal,
): Promise<{ size: number; content: Buffer | undefined }> {
  return refusing(refusal, async () => {
    const stream = await zip.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    let size = 0;
    let checksum = 0;
    // Leaving the loop by an error destroys the stream.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      const ratio = size / Math.max(entry.compressedSize, 1);
      if (size > limits.entryBytes || size > allowance || (size > limits.ratioAppliesFrom && ratio > limits.ratio)) {
        throw refusal('tooBig');
      }
      checksum = crc32(chunk, checksum);
      if (keep) chunks.push(chunk);
    }
    if (checksum !== entry.crc32) throw refusal('damaged');
    return { size, content: keep ? Buffer.concat(chunks, size) : undefined };
  });
}

async function refusing<T>(refusal: ZipRefusal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : refusal('damaged');
  }
}

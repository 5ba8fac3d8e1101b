import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AppError } from '../../../shared/contract/result.ts';
import type { SheetPage } from '../../../shared/forms/layoutSheet.ts';

/** Laid-out pages as they are kept. */
export interface PackedPages {
  readonly pages: Buffer;
  /** SHA-256 of what was compressed, in hex. */
  readonly digest: string;
}

/** The shape of a page when sheets are filed; a later one is told from it when it is read. */
const pageFormat = 1;
/** A sheet takes about 40 kB of text; what pretends to be more is no sheet. */
const mostBytes = 64 * 2 ** 20;

/** Compresses pages so that they can be printed again without the record, the form and the settings they were made of. */
export function packPages(pages: readonly SheetPage[]): PackedPages {
  const text = Buffer.from(JSON.stringify({ format: pageFormat, pages }), 'utf8');
  return { pages: deflateRawSync(text), digest: digestOf(text) };
}

/**
 * The pages as they were filed.
 * @throws AppError damaged when they are not what was filed; newer when a later version of the program filed them
 */
export function unpackPages(packed: { readonly pages: Uint8Array; readonly digest: string }): SheetPage[] {
  const text = inflated(packed.pages);
  if (text === undefined || digestOf(text) !== packed.digest) {
    throw new AppError('damaged', '这份归档表的内容与归档时不一致，不能打印；请用最近的备份核对');
  }
  // The digest has just shown that this program wrote the text.
  const { format, pages } = JSON.parse(text.toString('utf8')) as { format: number; pages: SheetPage[] };
  if (format !== pageFormat) throw new AppError('newer', '这份表由更新版本的程序归档，请升级程序后再打印');
  return pages;
}

function inflated(bytes: Uint8Array): Buffer | undefined {
  try {
    return inflateRawSync(bytes, { maxOutputLength: mostBytes });
  } catch {
    return undefined;
  }
}

function digestOf(text: Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

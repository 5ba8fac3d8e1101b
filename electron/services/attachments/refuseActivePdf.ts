import { constants, inflateSync } from 'node:zlib';
import { AppError } from '../../../shared/contract/result.ts';

/** Names by which a PDF runs a program or carries another file (ISO 32000-1, sections 7.11.4 and 12.6.4). */
const activeNames: ReadonlySet<string> = new Set([
  'JavaScript',
  'EmbeddedFile',
  'EmbeddedFiles',
  'Launch',
  'RichMedia',
]);
/** What compressed objects may hold in all, in bytes; scans have next to none. */
const maxInflated = 64 * 1024 * 1024;
const endMark = '%%EOF';

/**
 * Refuses a PDF that is cut off, needs a password, runs a program or carries another file. Everything else of it stays as
 * it is, its notes about author and time too: a scan that was signed or numbered must stay what it was.
 * @throws AppError refused
 */
export function refuseActivePdf(file: Uint8Array): void {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.lastIndexOf(endMark) < 0) throw damaged();
  const text = bytes.toString('latin1');
  refuseNames(text);
  let left = maxInflated;
  // Objects may stand compressed inside another; their names are not in sight before.
  for (const { index } of text.matchAll(/\/ObjStm\b/gu)) {
    const objects = inflatedStream(bytes, text, index, left);
    left -= objects.length;
    refuseNames(objects.toString('latin1'));
  }
}

/** Names in their written form may hide letters as #6A (ISO 32000-1, section 7.3.5). */
function refuseNames(text: string): void {
  for (const [, written = ''] of text.matchAll(/\/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){4,60})/gu)) {
    const name = written.replace(/#(..)/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    if (name === 'Encrypt') throw new AppError('refused', '这份PDF设了密码，请去掉密码或重新扫描后再添加');
    if (activeNames.has(name)) {
      throw new AppError('refused', '这份PDF里带有程序或别的文件，不能添加；请打印后重新扫描，或另存为图片再添加');
    }
  }
}

function inflatedStream(bytes: Buffer, text: string, from: number, limit: number): Buffer {
  const start = /stream\r?\n/gu;
  start.lastIndex = from;
  const found = start.exec(text);
  if (!found) throw damaged();
  try {
    return inflateSync(bytes.subarray(start.lastIndex), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: Math.max(limit, 1),
    });
  } catch {
    throw damaged();
  }
}

function damaged(): AppError {
  return new AppError('refused', '这份PDF不完整或读不出来，请重新扫描或另存一次后再添加');
}

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
/** What compressed objects may hold in all, in bytes, and how many there may be; scans have next to none. */
const maxInflated = 64 * 1024 * 1024;
const maxObjectStreams = 2_000;
/** Characters between the name of an object stream and its start. */
const longestDictionary = 2_000;
/** Where the end mark stands, from the end; mail and web servers add a few bytes. */
const endSpace = 2_048;

/**
 * Refuses a PDF that is cut off, needs a password, runs a program or carries another file. Everything else of it stays as
 * it is, its notes about author and time too: a scan that was signed or numbered must stay what it was.
 * @throws AppError refused
 */
export function refuseActivePdf(file: Uint8Array): void {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!bytes.subarray(-endSpace).includes('%%EOF')) throw damaged();
  const text = bytes.toString('latin1');
  let left = maxInflated;
  let streams = 0;
  for (const { name, index } of namesIn(text)) {
    if (name !== 'ObjStm') {
      refuseActive(name);
      continue;
    }
    // Objects may stand compressed inside another, out of sight.
    streams += 1;
    if (streams > maxObjectStreams) throw damaged();
    const objects = inflated(bytes, text, index, left);
    left -= objects.length;
    for (const inner of namesIn(objects.toString('latin1'))) refuseActive(inner.name);
  }
}

/** Every name that could be of interest. In writing, letters of a name may be hidden as #6A (ISO 32000-1, section 7.3.5). */
function* namesIn(text: string): Generator<{ readonly name: string; readonly index: number }> {
  for (const { 1: written = '', index } of text.matchAll(/\/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){6,40})/gu)) {
    const name = written.replace(/#(..)/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    yield { name, index };
  }
}

function refuseActive(name: string): void {
  if (name === 'Encrypt') throw new AppError('refused', '这份PDF设了密码，请去掉密码或重新扫描后再添加');
  if (activeNames.has(name)) {
    throw new AppError('refused', '这份PDF里带有程序或别的文件，不能添加；请打印后重新扫描，或另存为图片再添加');
  }
}

/** The content of the object stream whose dictionary is around a place. */
function inflated(bytes: Buffer, text: string, from: number, limit: number): Buffer {
  const start = /stream\r?\n/u.exec(text.slice(from, from + longestDictionary));
  if (!start || limit <= 0) throw damaged();
  try {
    return inflateSync(bytes.subarray(from + start.index + start[0].length), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: limit,
    });
  } catch {
    throw damaged();
  }
}

function damaged(): AppError {
  return new AppError('refused', '这份PDF不完整或读不出来，请重新扫描或另存一次后再添加');
}

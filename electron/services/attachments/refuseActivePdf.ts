import { constants, inflateSync } from 'node:zlib';
import { AppError } from '../../../shared/contract/result.ts';

/** Names by which a PDF runs a program or carries another file (ISO 32000-1, sections 7.11.4, 12.6.4 and 12.7.8). */
const activeNames: ReadonlySet<string> = new Set([
  'JavaScript',
  'EmbeddedFile',
  'EmbeddedFiles',
  'Launch',
  'RichMedia',
  'XFA',
]);
/** Names by which a PDF opens other files, sends what is filled in or takes data in (sections 12.6.4 and 12.7.5). */
const reachingNames: ReadonlySet<string> = new Set(['SubmitForm', 'ImportData', 'GoToR', 'GoToE']);
/** What compressed objects may hold in all, in bytes, and how many there may be; scans have next to none. */
const maxInflated = 64 * 1024 * 1024;
const maxObjectStreams = 2_000;
/** Characters between the name of an object stream and its start, and of the action at opening. */
const longestDictionary = 2_000;
/** Actions at opening, and objects they may stand in, that are looked up: one, and another for each change of the PDF. */
const maxOpenActions = 16;
/** Characters of the table at the start of compressed objects; writers put some two hundred objects together. */
const longestTable = 20_000;
/** Where the end mark stands, from the end; mail and web servers add a few bytes. */
const endSpace = 2_048;

/**
 * Refuses a PDF that is cut off, needs a password, runs a program, carries another file, or reaches for another file or
 * address by itself. Links to click are left. Everything else of it stays as it is, its notes about author and time too: a scan
 * that was signed or numbered must stay what it was.
 * @throws AppError refused
 */
export function refuseActivePdf(file: Uint8Array): void {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!bytes.subarray(-endSpace).includes('%%EOF')) throw damaged();
  const text = bytes.toString('latin1');
  const compressed: string[] = [];
  const openActions: string[] = [];
  let opensAddresses = false;
  let left = maxInflated;

  function look(name: string, end: number, within: string): void {
    refuseActive(name);
    if (name === 'URI') opensAddresses = true;
    if (name === 'OpenAction' && openActions.length <= maxOpenActions) openActions.push(writtenAt(within, end));
  }

  for (const { name, end } of namesIn(text)) {
    look(name, end, text);
    if (name !== 'ObjStm') continue;
    // Objects may stand compressed inside another, out of sight.
    if (compressed.length >= maxObjectStreams) throw damaged();
    const objects = inflated(bytes, text, end, left);
    left -= objects.length;
    const inside = objects.toString('latin1');
    compressed.push(inside);
    for (const inner of namesIn(inside)) look(inner.name, inner.end, inside);
  }
  if (opensAddresses && !showPages(openActions, text, compressed)) throw reaching();
}

/**
 * Every name that could be of interest, and where it ends. In writing, letters of a name may be hidden as #6A; it ends at
 * white space or a delimiter, which seldom follows by chance in the pixels of a scan (ISO 32000-1, sections 7.2.2 and 7.3.5).
 */
function* namesIn(text: string): Generator<{ readonly name: string; readonly end: number }> {
  const names = /\/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){3,40})(?=[\0\t\n\f\r ()<>[\]{}/%])/gu;
  for (const { 0: whole, 1: written = '', index } of text.matchAll(names)) {
    yield { name: plain(written), end: index + whole.length };
  }
}

/** Names as they are meant. */
function plain(text: string): string {
  if (!text.includes('#')) return text;
  return text.replace(/#([0-9A-Fa-f]{2})/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function refuseActive(name: string): void {
  if (name === 'Encrypt') throw new AppError('refused', '这份PDF设了密码，请去掉密码或重新扫描后再添加');
  if (activeNames.has(name)) {
    throw new AppError('refused', '这份PDF里带有程序或别的文件，不能添加；请打印后重新扫描，或另存为图片再添加');
  }
  if (reachingNames.has(name)) throw reaching();
}

/** The beginning of what is written at a place, with white space and names as they are meant. */
function writtenAt(text: string, from: number): string {
  return plain(text.slice(from, from + longestDictionary)).replaceAll('\0', ' ');
}

/**
 * Whether the actions at opening are seen to show a page of the file and nothing else: a place, or an action that goes to one,
 * written there or as an object of its own. What is written in some unusual way is not seen.
 */
function showPages(actions: readonly string[], text: string, compressed: readonly string[]): boolean {
  const wanted = new Set<number>();
  const written: string[] = [];
  for (const action of actions) {
    const [, number] = /^\s*(\d{1,10})\s+\d{1,5}\s+R(?![A-Za-z])/u.exec(action) ?? [];
    if (number === undefined) written.push(action);
    else wanted.add(Number(number));
  }
  const missing = new Set(wanted);
  if (wanted.size > 0) {
    for (const object of objectsOf(wanted, text, compressed)) {
      missing.delete(object.number);
      written.push(object.written);
      if (written.length > maxOpenActions) return false;
    }
  }
  return missing.size === 0 && written.every(isPage);
}

function isPage(written: string): boolean {
  if (/^\s*\[/u.test(written)) return true;
  const [, entries = ''] = /^\s*<<([^<>()%]*)>>/u.exec(written) ?? [];
  return /\/S\s*\/GoTo\s*(?:\/|$)/u.test(entries) && !/\/(?:URI|Next)(?![A-Za-z])/u.test(entries);
}

/** How objects of certain numbers begin; a PDF that was changed may hold several of one number. */
function* objectsOf(
  wanted: ReadonlySet<number>,
  text: string,
  compressed: readonly string[],
): Generator<{ readonly number: number; readonly written: string }> {
  const heads = /(?<!\d)(\d{1,10})[\0\t\n\f\r ]{1,9}\d{1,5}[\0\t\n\f\r ]{1,9}obj/gu;
  for (const { 0: head, 1: digits, index } of text.matchAll(heads)) {
    const number = Number(digits);
    if (wanted.has(number)) yield { number, written: writtenAt(text, index + head.length) };
  }
  // Compressed objects begin with pairs of a number and a place, counted from the first object (section 7.5.7).
  for (const inside of compressed) {
    const [table = ''] = /^[\d\s]*/u.exec(inside.slice(0, longestTable)) ?? [];
    for (const [, digits, place] of table.matchAll(/(\d+)\s+(\d+)/gu)) {
      const number = Number(digits);
      if (wanted.has(number)) yield { number, written: writtenAt(inside, table.length + Number(place)) };
    }
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

function reaching(): AppError {
  return new AppError('refused', '这份PDF会自己打开别的文件或网址，不能添加；请打印后重新扫描，或另存为图片再添加');
}

function damaged(): AppError {
  return new AppError('refused', '这份PDF不完整或读不出来，请重新扫描或另存一次后再添加');
}

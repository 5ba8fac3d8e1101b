import { comparableWord } from '../../shared/codes/codeTable.ts';
import { lengthOf, longestOfficeName } from '../../shared/rules/officeName.ts';
import { villageStem } from '../../shared/rules/villageStem.ts';

/** A village as the office types it. A code is empty until it is known or proposed. */
export interface TypedVillage {
  readonly code: string;
  readonly name: string;
}

const headings = new Set([
  '村',
  '村名',
  '村居',
  '村（社区）',
  '村(社区)',
  '名称',
  '单位',
  '代码',
  '编码',
  '序号',
  '区划代码',
]);
const code = /^[0-9A-Za-z]{1,12}$/u;
/** How a table names the line that adds up the others; blanks are taken out before. */
const sums = new Set(['合计', '总计', '小计', '共计']);

/** What a text about villages held. */
export interface VillageText {
  readonly villages: readonly TypedVillage[];
  /** Lines in which no village was found; headings, sums and empty lines are not counted. */
  readonly unread: number;
  /** Lines of which the name is too long for a village. */
  readonly tooLong: number;
}

/**
 * Reads villages from lines as typed, as pasted from a spreadsheet (tabs), or of a text file (commas): a name, and a
 * code beside it in either order. A number of up to three digits before the name is the row's number and no code. A
 * line of names without any code holds several villages.
 */
export function readVillages(text: string): VillageText {
  const lines = text
    .normalize('NFC')
    .split(/\r\n|\r|\n/u)
    .map((line) => line.replace(/\p{Cf}|["']/gu, '').trim())
    .filter((line) => /[^\s,，;；、]/u.test(line));
  const read = lines.map(readLine);
  return {
    villages: read.flatMap((found) => (Array.isArray(found) ? found : [])),
    unread: read.filter((found) => Array.isArray(found) && found.length === 0).length,
    tooLong: read.filter((found) => found === 'tooLong').length,
  };
}

/** The villages of one line, or what it is instead. */
function readLine(line: string): TypedVillage[] | 'heading' | 'sum' | 'tooLong' {
  // A blank parts a name from its code, and nothing else: names are written with blanks too.
  const cells = line
    .replace(/[\s\u3000]+(?=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{4,12}$)/u, '\t')
    .split(/[\t,，;；、]/u)
    .map((cell) => cell.trim())
    .filter(Boolean)
    .filter((cell, index, all) => index > 0 || all.length === 1 || !/^\d{1,3}$/u.test(folded(cell)));
  if (cells.some((cell) => headings.has(cell))) return 'heading';
  if (cells.some((cell) => sums.has(cell.replace(/\s/gu, '').replace(/[:：]$/u, '')))) return 'sum';
  const found = cells.find((cell) => code.test(folded(cell)));
  const named = cells.filter((cell) => /\p{L}/u.test(cell) && !code.test(folded(cell)));
  const names = named.filter((cell) => lengthOf(cell) <= longestOfficeName);
  if (names.length === 0 && named.length > 0) return 'tooLong';
  // Columns of a spreadsheet are not a list: beside the name stand other things.
  const kept = found !== undefined || line.includes('\t') ? names.slice(0, 1) : names;
  return kept.map((name) => ({ name, code: found === undefined ? '' : folded(found) }));
}

function folded(cell: string): string {
  return cell.normalize('NFKC');
}

/** What came of adding villages to a list. */
export interface MergedVillages {
  readonly villages: readonly TypedVillage[];
  /** Names that are new. */
  readonly added: readonly string[];
  /** Names that were there already; a code that was missing is taken over. */
  readonly merged: readonly string[];
}

/** Adds villages; the same name is kept once. */
export function mergeVillages(known: readonly TypedVillage[], more: readonly TypedVillage[]): MergedVillages {
  const byName = new Map(known.map((village) => [village.name, village]));
  const merged: string[] = [];
  for (const village of more) {
    const same = byName.get(village.name);
    if (same) merged.push(village.name);
    byName.set(village.name, same && same.code !== '' ? same : village);
  }
  const names = new Set(known.map((village) => village.name));
  const added = [...byName.keys()].filter((name) => !names.has(name));
  return { villages: [...byName.values()], added, merged };
}

/** The known village that a name may mean, because it calls the same place 村 where the other says 社区 or the like. */
export function similarVillage(name: string, known: readonly TypedVillage[]): TypedVillage | undefined {
  const stem = villageStem(comparableWord(name));
  return known.find((village) => villageStem(comparableWord(village.name)) === stem);
}

/** Gives every village without a code the next free local one: V001, V002, … */
export function withLocalCodes(villages: readonly TypedVillage[]): TypedVillage[] {
  const taken = new Set(villages.map((village) => village.code));
  let number = 0;
  const next = (): string => {
    do number += 1;
    while (taken.has(localCode(number)));
    return localCode(number);
  };
  return villages.map((village) => (village.code === '' ? { ...village, code: next() } : village));
}

function localCode(number: number): string {
  return `V${String(number).padStart(3, '0')}`;
}

/** What is wrong with a list of villages, and in which row, from 0. */
export interface VillageProblem {
  readonly message: string;
  readonly row?: number;
}

/** What keeps the list from being stored; undefined when it can be. */
export function villageProblem(villages: readonly TypedVillage[]): VillageProblem | undefined {
  if (villages.length === 0) return { message: '请至少加入一个村（社区）' };
  if (villages.length > 500) return { message: '村（社区）不能超过500个，请检查粘贴的内容' };
  const firstByName = new Map<string, number>();
  const firstByCode = new Map<string, number>();
  for (const [row, village] of villages.entries()) {
    const name = village.name.trim();
    if (name === '') return { row, message: `第${row + 1}行还没有名称，请填写或删去这一行` };
    const place = `第${row + 1}行“${name}”`;
    if (lengthOf(name) > longestOfficeName)
      return { row, message: `第${row + 1}行的名称超过${longestOfficeName}字，请缩短` };
    if (village.code !== '' && !code.test(village.code)) {
      return { row, message: `${place}的代码只能是1至12位数字或字母，请改正或留空` };
    }
    const sameName = firstByName.get(comparableWord(name));
    if (sameName !== undefined) return { row, message: `${place}与第${sameName + 1}行重名，请删去一个` };
    const sameCode = village.code === '' ? undefined : firstByCode.get(village.code);
    if (sameCode !== undefined) {
      return { row, message: `${place}的代码${village.code}与第${sameCode + 1}行相同，请改正其中一个` };
    }
    firstByName.set(comparableWord(name), row);
    firstByCode.set(village.code, row);
  }
  return undefined;
}

/**
 * Text of a file as Windows programs write it: UTF-8, UTF-16 with its mark, else GB18030. Undefined for what is no text,
 * such as a workbook.
 */
export function decodeText(bytes: ArrayBuffer): string | undefined {
  const text = decoded(new Uint8Array(bytes));
  const undecodable = text.match(/\uFFFD/gu)?.length ?? 0;
  // Control characters other than tabs and ends of lines.
  return /[^\P{Cc}\s]/u.test(text) || undecodable * 50 > text.length ? undefined : text;
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

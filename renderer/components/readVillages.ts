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

/**
 * Reads villages from lines as typed, as pasted from a spreadsheet (tabs), or of a text file (commas): a name, and a
 * code beside it in either order. A number of up to three digits before the name is the row's number and no code.
 */
export function readVillages(text: string): TypedVillage[] {
  return text
    .split(/\r\n|\r|\n/u)
    .map(readLine)
    .filter((village) => village !== undefined);
}

function readLine(line: string): TypedVillage | undefined {
  const cells = line
    .normalize('NFC')
    .split(/[\t,，;；]/u)
    .map((cell) => cell.replace(/\p{Cf}|["']/gu, '').trim())
    .filter(Boolean);
  const at = cells.findIndex((cell) => /\p{L}/u.test(cell) && !code.test(cell));
  const name = cells[at];
  if (name === undefined || name.length > 30 || headings.has(name)) return undefined;
  const found = cells.find((cell, index) => index !== at && code.test(cell) && (index > at || cell.length > 3));
  return { name, code: found ?? '' };
}

/** What came of adding villages to a list. */
export interface MergedVillages {
  readonly villages: readonly TypedVillage[];
  readonly added: number;
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
  return { villages: [...byName.values()], added: byName.size - known.length, merged };
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

/** What keeps the list from being stored, as one sentence; undefined when it can be. */
export function villageProblem(villages: readonly TypedVillage[]): string | undefined {
  if (villages.length === 0) return '请至少加入一个村（社区）';
  if (villages.length > 500) return '村（社区）不能超过500个，请检查粘贴的内容';
  const repeated = (values: readonly string[]): string | undefined =>
    values.find((value, index) => value !== '' && values.indexOf(value) !== index);
  const bad = villages.find((village) => village.name.trim() === '' || village.name.length > 30);
  if (bad) return '村（社区）名称应为1至30字，请改正';
  const badCode = villages.find((village) => village.code !== '' && !code.test(village.code));
  if (badCode) return `“${badCode.name}”的代码只能是1至12位数字或字母，请改正或留空`;
  const name = repeated(villages.map((village) => village.name));
  if (name !== undefined) return `“${name}”出现了两次，请删去一个`;
  const twice = repeated(villages.map((village) => village.code));
  return twice === undefined ? undefined : `代码“${twice}”用了两次，请改正`;
}

/** Text of a file as Windows programs write it: UTF-8, else GB18030. */
export function decodeText(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

import { cellText } from './cellText.ts';

const longest = 31;
const forbidden = new Map([...'[]:*?/\\'].map((character, index) => [character, [...'［］：＊？／＼'][index] ?? '']));

/**
 * The names as Excel accepts them: 1–31 characters, none of `[]:*?/\` (full-width ones take their place), no apostrophe
 * at either end, and different from each other whatever the case.
 * @param others names that the workbook has already
 */
export function sheetNames(wanted: readonly string[], others: readonly string[] = []): string[] {
  const taken = new Set(others.map((name) => name.toLowerCase()));
  return wanted.map((name, index) => {
    const legal = legalName(name) || `表${index + 1}`;
    for (let copy = 1; ; copy += 1) {
      const ending = copy === 1 ? '' : `（${copy}）`;
      const candidate = cut(legal, longest - ending.length) + ending;
      if (taken.has(candidate.toLowerCase())) continue;
      taken.add(candidate.toLowerCase());
      return candidate;
    }
  });
}

function legalName(name: string): string {
  const text = cellText(name)
    .replace(/\s+/gu, ' ')
    .replace(/[[\]:*?/\\]/gu, (character) => forbidden.get(character) ?? '')
    // Read as a coded character, which could make two names alike.
    .replace(/_(?=x[0-9a-f]{4}_)/giu, '＿')
    .replace(/^[' ]+|[' ]+$/gu, '');
  // Excel keeps this name to itself.
  return text.toLowerCase() === 'history' ? `${text}_` : text;
}

/** Not between the halves of a supplementary character, and without an apostrophe at the new end. */
function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\ud800-\udbff]$/u, '')
        .replace(/[' ]+$/u, '');
}

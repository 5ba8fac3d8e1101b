import { pinyin, polyphonic } from 'pinyin-pro';
import type { FieldValue, SearchName } from '../../../shared/fields/kinds.ts';
import { normaliseIdNumber } from '../../../shared/rules/idNumber.ts';
import { normalisePhoneNumber } from '../../../shared/rules/phoneNumber.ts';

/** Whether a key begins where its value begins, or further in. */
export type SearchPlace = 0 | 1;

/** A key under which a record is found. Values that begin with what was typed come before those that hold it. */
export interface SearchKey {
  readonly key: string;
  readonly place: SearchPlace;
}

/** The places in the order in which matches are shown. */
export const searchPlaces: readonly SearchPlace[] = [0, 1];

/** Readings of one name that are kept at most; a name of four polyphonic characters would have dozens. */
const maxReadings = 8;
/** How many characters into a name a search may begin. Longer minority names are found by their first eight. */
const maxStarts = 8;
/** The same for names of units and places, which begin with the township's. */
const maxTitleStarts = 40;

const keysByKind: Readonly<Record<SearchName, (value: string) => SearchKey[]>> = {
  personName: (value) => nameKeys(value, readings, maxStarts),
  // Polyphonic characters of a long name would multiply its keys, so it has the usual reading only.
  title: (value) => nameKeys(value, (plain) => [syllables(plain)], maxTitleStarts),
  // The whole number, and the tails by which clerks name each other a person: the last 4, 5 or 6.
  idNumber: (value) => [{ key: value, place: 0 }, ...tails(value, [4, 5, 6])],
  phoneNumber: (value) => [{ key: value, place: 0 }, ...tails(value, [4])],
};

/** The keys of a value for the kind of search its field declares. */
export function searchKeys(search: SearchName, value: FieldValue): SearchKey[] {
  return typeof value === 'string' ? keysByKind[search](value.toLowerCase()) : [];
}

/**
 * What the user typed as one search term, in the form of the keys: full-width and upper-case letters folded, the tone
 * marks and blanks of input methods out.
 */
export function searchTerm(typed: string): string {
  const folded = typed.normalize('NFKC').toLowerCase().replace(/ü/gu, 'v').trim();
  if (/^[\d*x\-\s]+$/u.test(folded)) return normalisePhoneNumber(normaliseIdNumber(folded)).toLowerCase();
  return folded.replace(/['’·•]/gu, '');
}

/**
 * The text by which names are sorted: pinyin of the whole name (a surname's own reading), the name itself last. The tab
 * between them sorts before the blank that goes on to a further syllable, so that 陈然 comes before 陈然宇.
 */
export function nameOrder(name: string): string {
  return `${syllables(name).join(' ')}\t${name}`;
}

/** Whether a search term is the beginning of a place's name in pinyin or in initials: shuangtang, st. */
export function isReadAs(name: string, term: string): boolean {
  const reading = syllables(name);
  return [reading.join(''), reading.map((syllable) => syllable.charAt(0)).join('')].some((key) => key.startsWith(term));
}

function nameKeys(name: string, readingsOf: (plain: string) => readonly string[][], mostStarts: number): SearchKey[] {
  const plain = name.replace(/[·\s]/gu, '');
  const characters = [...plain];
  const keys = new Map<string, SearchPlace>();
  const add = (key: string, start: number): void => {
    if (key !== '' && keys.get(key) !== 0) keys.set(key, start === 0 ? 0 : 1);
  };
  for (let start = 0; start < Math.min(characters.length, mostStarts); start += 1) {
    add(characters.slice(start).join(''), start);
  }
  for (const reading of readingsOf(plain)) {
    for (let start = 0; start < Math.min(reading.length, mostStarts); start += 1) {
      const rest = reading.slice(start);
      add(rest.join(''), start);
      add(rest.map((syllable) => syllable.charAt(0)).join(''), start);
    }
  }
  return [...keys].map(([key, place]) => ({ key, place }));
}

/** The reading a surname has in names first, then other readings of polyphonic characters. */
function readings(name: string): string[][] {
  const first = syllables(name);
  const perCharacter = polyphonic(name, { type: 'array', toneType: 'none' }).map((choices) => choices.map(letters));
  let combinations: string[][] = [[]];
  for (const choices of perCharacter) {
    combinations = combinations
      .flatMap((start) => [...new Set(choices)].map((choice) => [...start, choice]))
      .slice(0, maxReadings);
  }
  const distinct = new Map([first, ...combinations].map((reading) => [reading.join(' '), reading]));
  return [...distinct.values()].slice(0, maxReadings + 1);
}

function syllables(name: string): string[] {
  return pinyin(name, { surname: 'head', toneType: 'none', type: 'array' }).map(letters);
}

function letters(syllable: string): string {
  return syllable.toLowerCase().replace(/ü/gu, 'v');
}

function tails(value: string, lengths: readonly number[]): SearchKey[] {
  return lengths.filter((length) => value.length > length).map((length) => ({ key: value.slice(-length), place: 1 }));
}

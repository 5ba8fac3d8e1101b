import { pinyin, polyphonic } from 'pinyin-pro';
import type { FieldValue, SearchName } from '../../../shared/fields/kinds.ts';
import { normaliseIdNumber } from '../../../shared/rules/idNumber.ts';
import { normalisePhoneNumber } from '../../../shared/rules/phoneNumber.ts';
import { foldSyllable } from './fuzzyPinyin.ts';

/** Where a key stands among those of its record; stored, and the order in which matches are shown. */
export const searchPlace = {
  /** A value of the record itself begins here. */
  start: 0,
  /** Further into such a value. */
  inside: 1,
  /** A name or number of somebody in its rows, such as a guardian's. */
  member: 2,
  /** The record's own names as a fuzzy search spells them, where that is another spelling. */
  fuzzy: 3,
  /** The same of the names in its rows. */
  memberFuzzy: 4,
} as const;
export type SearchPlace = (typeof searchPlace)[keyof typeof searchPlace];

/** A key under which a record is found. */
export interface SearchKey {
  readonly key: string;
  readonly place: SearchPlace;
}

/** A key before it is known whose it is. */
interface ValueKey {
  readonly key: string;
  readonly begins: boolean;
  readonly spelling: 'written' | 'pinyin' | 'fuzzy';
}

/** Readings of one name that are kept at most. Every reading of one character beside the usual ones comes first. */
const maxReadings = 16;
/** How many characters into a name a search may begin. Longer minority names are found by their first eight. */
const maxStarts = 8;
/** The same for names of units and places, which begin with the township's. */
const maxTitleStarts = 40;

/** The dots of minority names, apostrophes between syllables, hyphens and brackets of numbers: typed or not. */
const punctuation = /['‘’·•\s()〔〕./-]/gu;
/** Where the parts of a number begin: HL-2026-0012, 安护〔2026〕12号. */
const partBorder = /[-()〔〕./]+/u;

const keysByKind: Readonly<Record<SearchName, (value: string) => ValueKey[]>> = {
  personName: (value) => {
    const usual = syllables(value);
    return [...nameKeys(value, readings(value, usual), maxStarts), ...surnameKeys(usual)];
  },
  // Polyphonic characters of a long name would multiply its keys, so it has the usual reading only.
  title: (value) => nameKeys(value, [syllables(value)], maxTitleStarts),
  // The whole number, and the tails by which clerks name each other a person: the last 4, 5 or 6.
  idNumber: (value) => [whole(value), ...tails(value, [4, 5, 6])],
  phoneNumber: (value) => [whole(value), ...tails(value, [4])],
  code: (value) => [whole(value)],
};

/** The keys of a value of the record itself, for the kind of search its field declares. */
export function searchKeys(search: SearchName, value: FieldValue): SearchKey[] {
  return valueKeys(search, value).map(({ key, begins, spelling }) => ({
    key,
    place: spelling === 'fuzzy' ? searchPlace.fuzzy : begins ? searchPlace.start : searchPlace.inside,
  }));
}

/**
 * The keys of a value in a record's rows. People beside the child are many, so their pinyin is kept from the beginning of
 * the name only; written, any part of it is found.
 */
export function memberSearchKeys(search: SearchName, value: FieldValue): SearchKey[] {
  return valueKeys(search, value)
    .filter(({ begins, spelling }) => begins || spelling === 'written')
    .map(({ key, spelling }) => ({
      key,
      place: spelling === 'fuzzy' ? searchPlace.memberFuzzy : searchPlace.member,
    }));
}

function valueKeys(search: SearchName, value: FieldValue): ValueKey[] {
  if (typeof value !== 'string') return [];
  // A landline without its area code, and 0012 of HL-2026-0012.
  const parts = search === 'phoneNumber' || search === 'code' ? comparable(value).split(partBorder) : [];
  const endings = parts.slice(1).map((_, index) => parts.slice(index + 1).join(''));
  return [
    ...keysByKind[search](comparable(value).replace(punctuation, '')),
    ...endings.filter(Boolean).map((key): ValueKey => ({ key, begins: false, spelling: 'written' })),
  ];
}

/**
 * What the user typed, as search terms in the form of the keys. Blanks divide it, and so does every border between hanzi
 * and letters: 欧阳dd and zhang敏 are two terms each.
 */
export function searchTerms(typed: string): string[] {
  // 199 0000 1234 is one number; 0012 1234 may be the tails of two.
  const isWholeNumber = /^[\d*x+()\s-]{11,}$/u.test(comparable(typed).trim());
  return (isWholeNumber ? typed.replace(/\s+/gu, '') : typed)
    .split(/\s+/u)
    .flatMap((word) => searchTerm(word).split(/(?<=\p{Script=Han})(?=[a-z])|(?<=[a-z])(?=\p{Script=Han})/u))
    .filter(Boolean);
}

function searchTerm(word: string): string {
  const typed = comparable(word);
  const isNumber = /^[\d*x+()-]+$/u.test(typed);
  return (isNumber ? comparable(normalisePhoneNumber(normaliseIdNumber(typed))) : typed).replace(punctuation, '');
}

/**
 * The text by which names are sorted: pinyin of the whole name (a surname's own reading), the name itself last. The tab
 * between them sorts before the blank that goes on to a further syllable, so that 陈然 comes before 陈然宇.
 */
export function nameOrder(name: string): string {
  return `${syllables(name).join(' ')}\t${name}`;
}

/** The syllables of a text in their usual reading, without tones, ü as v; what has no reading stays as it is. */
export function syllables(text: string): string[] {
  return pinyin(text, { surname: 'head', toneType: 'none', type: 'array' }).map(letters);
}

/** Every way in which a name may be read, at most 16: surname's own reading first. Syllables as `syllables` gives them. */
export function nameReadings(name: string): readonly (readonly string[])[] {
  return readings(name, syllables(name));
}

/** The first letters of syllables. */
export function initialsOf(reading: readonly string[]): string {
  return reading.map(([first]) => first ?? '').join('');
}

function nameKeys(name: string, pronounced: readonly (readonly string[])[], mostStarts: number): ValueKey[] {
  const keys = new Map<string, ValueKey>();
  const add = (key: string, start: number, spelling: ValueKey['spelling']): void => {
    const before = keys.get(key);
    if (key !== '' && (before === undefined || (start === 0 && !before.begins && spelling !== 'fuzzy'))) {
      keys.set(key, { key, begins: start === 0, spelling });
    }
  };
  const eachStart = (parts: readonly string[], work: (rest: readonly string[], start: number) => void): void => {
    for (let start = 0; start < Math.min(parts.length, mostStarts); start += 1) work(parts.slice(start), start);
  };
  eachStart([...name], (rest, start) => add(rest.join(''), start, 'written'));
  for (const reading of pronounced) {
    eachStart(reading, (rest, start) => {
      add(rest.join(''), start, 'pinyin');
      add(initialsOf(rest), start, 'pinyin');
    });
  }
  // Last, so that only spellings are kept that no other key has.
  for (const reading of pronounced) {
    eachStart(reading.map(foldSyllable), (rest, start) => add(rest.join(''), start, 'fuzzy'));
  }
  return [...keys.values()];
}

/** A surname in full and the initials of the rest, as input methods take them: zhangxm, ouyangdd. */
function surnameKeys(reading: readonly string[]): ValueKey[] {
  // With one character after the surname the key would be a beginning of the full pinyin.
  return [1, 2]
    .filter((length) => reading.length - length >= 2 && reading.length <= 4)
    .map((length) => ({
      key: reading.slice(0, length).join('') + initialsOf(reading.slice(length)),
      begins: true,
      spelling: 'pinyin',
    }));
}

/**
 * The reading a surname has in names and the one its characters have elsewhere; then both with each other reading of each
 * character, so that no reading of a character is missing.
 */
function readings(name: string, usual: readonly string[]): (readonly string[])[] {
  const choices = polyphonic(name, { type: 'array', toneType: 'none' }).map((each) => each.map(letters));
  const elsewhere = choices.map((each) => each[0] ?? '');
  const distinct = new Map([usual, elsewhere].map((reading) => [reading.join(' '), reading]));
  for (const reading of [...distinct.values()]) {
    for (const [index, each] of choices.entries()) {
      for (const choice of each) {
        const other = choice === reading[index] ? reading : reading.with(index, choice);
        if (other !== reading && distinct.size < maxReadings) distinct.set(other.join(' '), other);
      }
    }
  }
  return [...distinct.values()];
}

function whole(number: string): ValueKey {
  return { key: number, begins: true, spelling: 'written' };
}

function tails(number: string, lengths: readonly number[]): ValueKey[] {
  return lengths
    .filter((length) => number.length > length)
    .map((length) => ({ key: number.slice(-length), begins: false, spelling: 'written' }));
}

function letters(syllable: string): string {
  return syllable.toLowerCase().replaceAll('ü', 'v');
}

/** Full-width and upper-case letters folded, ü as v, tone marks out, the several hyphens as one. */
function comparable(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase();
  // Hanzi have nothing more to fold.
  if (!/[^\p{Script=Han}a-z\d]/u.test(folded)) return folded;
  return folded
    .replace(/[üǖǘǚǜ]/gu, 'v')
    .normalize('NFD')
    .replace(/(?<=[a-z])\p{Mn}+/gu, '')
    .normalize('NFC')
    .replace(/[‐‑–—]/gu, '-');
}

import type { Fields, RecordValues, Register, Values } from '../../../shared/registers/register.ts';
import { memberSearchKeys, type SearchKey, type SearchPlace, searchKeys } from './searchKeys.ts';

/** A text by which a record is found: of the record itself, or of one of its rows. */
interface SearchedText {
  readonly text: string;
  /** Its keys, read when they are first asked for: reading a name takes longer than everything else about a key. */
  readonly keys: () => readonly SearchKey[];
}

/** Every key under which a record is found, with the best of its places: its own values, then those of its rows. */
export function recordKeys(register: Register, values: RecordValues): Map<string, SearchPlace> {
  return bestPlaces(searchedTexts(register, values, new Map()));
}

/**
 * The keys of two states of a record, without some that both have. Keys of names hold no digit, so where nothing but numbers
 * differs, as after most changes, no name has to be read.
 */
export function differingKeys(
  register: Register,
  before: RecordValues,
  after: RecordValues,
): Record<'before' | 'after', Map<string, SearchPlace>> {
  const known = new Map<string, SearchedText>();
  const [old, now] = [searchedTexts(register, before, known), searchedTexts(register, after, known)];
  const differing = [...old].filter((each) => !now.has(each)).concat([...now].filter((each) => !old.has(each)));
  if (differing.length === 0) return { before: new Map(), after: new Map() };
  const areNumbers = differing.every(({ keys }) => keys().every(({ key }) => hasDigit(key)));
  const compared = (texts: ReadonlySet<SearchedText>): SearchedText[] =>
    [...texts].filter(({ text }) => !areNumbers || hasDigit(text));
  return { before: bestPlaces(compared(old)), after: bestPlaces(compared(now)) };
}

/** @param known texts of another state of the record; those that it shares are the same objects */
function searchedTexts(register: Register, values: RecordValues, known: Map<string, SearchedText>): Set<SearchedText> {
  const found = new Set<SearchedText>();
  const add = (fields: Fields, row: Values, keysOf: typeof searchKeys): void => {
    for (const [name, { kind }] of Object.entries(fields)) {
      const { search } = kind;
      const text = row[name];
      if (search === undefined || typeof text !== 'string') continue;
      const place = `${keysOf === searchKeys ? '' : 'member '}${search} ${text}`;
      let each = known.get(place);
      if (each === undefined) {
        let read: readonly SearchKey[] | undefined;
        each = {
          text,
          keys: () => {
            read ??= keysOf(search, text);
            return read;
          },
        };
        known.set(place, each);
      }
      found.add(each);
    }
  };
  add(register.fields, values.fields, searchKeys);
  for (const [name, group] of Object.entries(register.rows)) {
    for (const row of values.rows[name] ?? []) add(group.fields, row, memberSearchKeys);
  }
  return found;
}

function bestPlaces(texts: Iterable<SearchedText>): Map<string, SearchPlace> {
  const places = new Map<string, SearchPlace>();
  for (const { keys } of texts) {
    for (const { key, place } of keys()) {
      const before = places.get(key);
      if (before === undefined || place < before) places.set(key, place);
    }
  }
  return places;
}

/** Keys are made of texts whose forms of digits, such as １ and ①, are one. */
function hasDigit(text: string): boolean {
  return /\d/u.test(text.normalize('NFKC'));
}

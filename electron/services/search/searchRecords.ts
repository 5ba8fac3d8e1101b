import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { identifier, joined, list, type Sql, sql } from '../../vault/sql.ts';
import { searchTable } from '../registers/registerSchema.ts';
import { fuzzyTerms } from './fuzzyPinyin.ts';
import { type SearchPlace, searchPlace, searchTerms, syllables } from './searchKeys.ts';
import { type VillageTerm, villageTerm } from './villageTerms.ts';

/** What a search finds. */
export interface SearchResult {
  /** Row numbers of the best matches, best first. */
  readonly rows: number[];
  /** Whether the matches stop at the limit although there are more. */
  readonly more: boolean;
  /** A condition on `r` for the records of a village that the words mean as a whole; they follow in the order of the list. */
  readonly village: Sql | undefined;
}

/** A search shows its best matches; who wants others types one more character. */
const maxMatches = 500;

/**
 * A word with so many keys is common. Of several words that are all common (z w), this many keys of one are tried at each
 * place, and the result says that there may be more: going through all of them takes a tenth of a second at 100,000 records.
 */
const manyKeys = 3_000;
const triedKeys = 700;

/** Greater than every key that begins with the same text. */
const afterEveryCharacter = '\u{10FFFF}';

const { start, inside, member, fuzzy, memberFuzzy } = searchPlace;
const exactPlaces: readonly SearchPlace[] = [start, inside, member];
/** A folded term is met by other spellings of it and by names that need no other spelling. */
const foldedPlaces: readonly SearchPlace[] = [start, fuzzy, inside, member, memberFuzzy];

/** Keys of one place that begin with a text. */
interface KeyRange {
  readonly place: SearchPlace;
  readonly text: string;
}

/** One typed word: where it is looked for, best first, and which villages it may mean. */
interface Word {
  readonly ranges: readonly KeyRange[];
  /** Those of them that no earlier step has gone through with this word alone. */
  readonly further: readonly KeyRange[];
  readonly villages: ReadonlySet<string>;
}

interface Search {
  readonly database: ReadableDatabase;
  readonly register: Register;
  /** Conditions on the record `r` beside the search. */
  readonly conditions: readonly Sql[];
  readonly context: FieldContext;
}

/**
 * Finds the records that meet every word of what was typed: exact keys first, then keys that begin with it, then values
 * that hold it, then the people beside the child, then the children of a village of that name; only while that does not fill
 * the limit, names that southern Mandarin confuses with it. Hanzi that nobody is written with are taken for how they sound:
 * whoever is told a name by telephone cannot know how it is written.
 * @returns undefined when nothing was typed
 */
export function searchRecords(
  database: ReadableDatabase,
  register: Register,
  typed: string,
  conditions: readonly Sql[],
  context: FieldContext,
): SearchResult | undefined {
  if (typed.trim() === '') return undefined;
  const search = { database, register, conditions, context };
  const terms = searchTerms(typed);
  const written = searchTermsIn(search, terms);
  if (written.rows.length > 0 || written.village !== undefined) return written;
  const heard = terms.map((term) => (/\p{Script=Han}/u.test(term) ? syllables(term).join('') : term));
  return heard.every((term, index) => term === terms[index]) ? written : searchTermsIn(search, heard);
}

function searchTermsIn(search: Search, terms: readonly string[]): SearchResult {
  if (terms.length === 0) return { rows: [], more: false, village: undefined };
  const { context } = search;
  const named = terms.map((term) => villageTerm(term, context));
  const isAlone = terms.length === 1;
  const found = new Set<number>();
  const exact = terms.map((term) => exactPlaces.map((place): KeyRange => ({ place, text: term })));

  const kind: keyof VillageTerm = isAlone ? 'meant' : 'sounding';
  const wordOf = (before: readonly KeyRange[], further: readonly KeyRange[], index: number): Word => ({
    ranges: [...before, ...further],
    further,
    villages: named[index]?.[kind] ?? new Set<string>(),
  });
  const result = (more: boolean, village?: Sql): SearchResult => ({
    rows: [...found].slice(0, maxMatches),
    more,
    village,
  });

  // One word alone means a village by a part of its sound only where no person is met, or every 王 would bring along 王家村.
  const exactWords = exact.map((ranges, index) => wordOf([], ranges, index));
  const first = meeting(search, exactWords, found);
  if (first.more || first.village) return result(first.more, first.village);
  if (isAlone && found.size === 0) {
    const village = villageCondition(search, named[0]?.sounding ?? new Set());
    if (village) return result(false, village);
  }
  const folded = terms.map(fuzzyTerms);
  if (folded.every((texts) => texts.length === 0)) return result(false);
  const widenedWords = exact.map((ranges, index) => {
    const foldedRanges = foldedPlaces.flatMap((place) =>
      (folded[index] ?? []).map((text): KeyRange => ({ place, text })),
    );
    return wordOf(ranges, foldedRanges, index);
  });
  const second = meeting(search, widenedWords, found);
  if (isAlone && found.size === 0) return result(false, villageCondition(search, named[0]?.alike ?? new Set()));
  return result(second.more);
}

/**
 * Adds the records that meet every word by a key or by their village. Villages are taken by which words mean them, so that
 * every statement asks for the remaining words of one group of villages. Of several words, one that may be a village is
 * taken for it first.
 */
function meeting(
  search: Search,
  words: readonly Word[],
  found: Set<number>,
): { readonly more: boolean; readonly village?: Sql } {
  const groups = new Map<string, { readonly codes: Set<string>; readonly rest: readonly Word[] }>();
  for (const { code } of search.context.villages.entries) {
    const rest = words.filter((word) => !word.villages.has(code));
    const signature = words.map((word) => (word.villages.has(code) ? 'village' : 'key')).join(' ');
    const group = groups.get(signature) ?? { codes: new Set<string>(), rest };
    if (rest.length < words.length) groups.set(signature, group);
    group.codes.add(code);
  }
  let isCut = false;
  let village: Sql | undefined;
  for (const { codes, rest } of groups.values()) {
    const condition = villageCondition(search, codes);
    if (condition && rest.length === 0) village = condition;
    else if (condition) isCut = byKeys(search, rest, condition, found) || isCut;
  }
  isCut = byKeys(search, words, undefined, found) || isCut;
  const more = isCut || found.size > maxMatches;
  return village === undefined || more ? { more } : { more, village };
}

/**
 * Adds the records that have a key for every word, in the order of the rarest word's keys, or of the first word's where
 * the village is smaller still.
 * @returns whether there may be more than were added
 */
function byKeys(
  { database, register, conditions }: Search,
  words: readonly Word[],
  village: Sql | undefined,
  found: Set<number>,
): boolean {
  const keys = identifier(searchTable(register));
  const records = identifier(register.table);
  const isOnly = words.length === 1 && village === undefined;
  const counted = words.map((word) =>
    isOnly ? 0 : atMostMany(database, sql`${keys} k WHERE ${within('k', word.ranges)}`),
  );
  const fewest = Math.min(...counted);
  if (found.size > maxMatches) return true;
  if (!isOnly && fewest === 0) return false;
  const villageFirst =
    village && atMostMany(database, sql`${records} r WHERE ${village} AND r."deleted_at" IS NULL`) < fewest;
  const leading = villageFirst ? 0 : counted.indexOf(fewest);
  const others = words.flatMap(({ ranges }, index) => {
    if (index === leading) return [];
    // A rare word is gathered once; a common one is asked for record by record.
    const isGathered = !villageFirst && (counted[index] ?? 0) < manyKeys;
    return isGathered
      ? sql`k."owner" IN (SELECT x."owner" FROM ${keys} x WHERE ${within('x', ranges)})`
      : sql`EXISTS (SELECT 1 FROM ${keys} x WHERE x."owner" = k."owner" AND (${within('x', ranges)}))`;
  });
  const all = joined([...conditions, ...(village ? [village] : []), ...others], ' AND ');
  const isCut = others.length > 0 && fewest === manyKeys && !villageFirst;
  const lead = words[leading];
  for (const range of (others.length === 0 ? lead?.further : lead?.ranges) ?? []) {
    // CROSS JOIN fixes the order of the loops. Keys first: nothing is sorted and the limit ends the search. Villages
    // first: few records are sorted.
    const tables = villageFirst
      ? sql`${records} r CROSS JOIN ${keys} k ON k."owner" = r."row"`
      : isCut
        ? sql`(SELECT * FROM ${keys} k WHERE ${within('k', [range])} ORDER BY k."key", k."owner" LIMIT ${triedKeys}) k
            CROSS JOIN ${records} r ON r."row" = k."owner"`
        : sql`${keys} k CROSS JOIN ${records} r ON r."row" = k."owner"`;
    // One record has several keys, so a page of keys may hold fewer records than are shown.
    let after: { readonly key: string; readonly owner: number } | undefined;
    do {
      const page: readonly { readonly key: string; readonly owner: number }[] = database.all(sql`
        SELECT k."key", k."owner" FROM ${tables}
        WHERE ${within('k', [range])} AND ${all}
          ${after ? sql`AND (k."key", k."owner") > (${after.key}, ${after.owner})` : sql``}
        ORDER BY k."key", k."owner" LIMIT ${maxMatches + 1}`);
      for (const { owner } of page) found.add(owner);
      if (found.size > maxMatches) return true;
      after = page.length > maxMatches ? page.at(-1) : undefined;
    } while (after);
  }
  return isCut;
}

function within(table: 'k' | 'x', ranges: readonly KeyRange[]): Sql {
  const texts = Map.groupBy(ranges, ({ text }) => text);
  const alias = identifier(table);
  return joined(
    [...texts].map(
      ([text, same]) => sql`${alias}."place" IN (${list(same.map(({ place }) => place))})
        AND ${alias}."key" >= ${text} AND ${alias}."key" < ${text + afterEveryCharacter}`,
    ),
    ' OR ',
  );
}

function atMostMany(database: ReadableDatabase, rows: Sql): number {
  return (
    database.get<{ size: number }>(sql`SELECT count(*) AS size FROM (SELECT 1 FROM ${rows} LIMIT ${manyKeys})`)?.size ??
    0
  );
}

/** Records of these villages, by any field that holds one; undefined where there is none. */
function villageCondition({ register, context }: Search, codes: ReadonlySet<string>): Sql | undefined {
  const fields = Object.entries(register.fields).filter(([, { kind }]) => kind.options?.(context) === context.villages);
  if (codes.size === 0 || fields.length === 0) return undefined;
  return sql`(${joined(
    fields.map(([key]) => sql`r.${identifier(key)} IN (${list([...codes])})`),
    ' OR ',
  )})`;
}

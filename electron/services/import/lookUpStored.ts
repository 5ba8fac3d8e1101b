import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import { pastLimits, type ReadableDatabase } from '../../vault/database.ts';
import { distinctPairs } from '../duplicates/distinctPairs.ts';
import type { MatchKey } from '../duplicates/matchKeys.ts';
import { readManyRecords, type StoredRecord } from '../registers/recordStore.ts';
import type { ReadRow, RowReader } from './rowStatements.ts';
import { certainSignals, findByKeys, findByUnique, type StoredPerson } from './storedMatches.ts';

/** What rows are judged by. */
export interface Assessing {
  readonly register: Register;
  readonly context: FieldContext;
  readonly database: ReadableDatabase;
  readonly reader: RowReader;
  /** Texts of the unique field of further rows of the table, by name: they may be what a damaged number was. */
  readonly numbersByName: (name: string) => readonly string[];
  /** Answers other requests when it is time, and stops when it is told to; mostly there is nothing to wait for. */
  readonly pause: (done: number) => Promise<void> | undefined;
}

/** Keys, and whole records, that one query asks for: a few hundredths of a second at most on a slow computer. */
const queried = { keys: 1_000, records: 200 };

/** A row on its way to its verdict. */
export interface Prepared {
  readonly read: ReadRow;
  readonly fresh: RecordValues;
  readonly name: string;
  /** A sound value of the unique field. */
  readonly unique: string | undefined;
  /** The row states no value of the unique field, as against one that cannot be right. */
  readonly hasNoUnique: boolean;
  readonly signals: readonly Signal[];
}

/** A key by which a row is compared, beside the one text by which it is looked up. */
export interface Signal extends MatchKey {
  readonly joined: string;
}

/** What the store knows of the people in the table. */
export interface Stored {
  readonly byKey: ReadonlyMap<string, readonly StoredPerson[]>;
  /** The record that a row is about for certain. */
  readonly identified: ReadonlyMap<Prepared, StoredPerson>;
  readonly records: ReadonlyMap<number, StoredRecord>;
  /** Unique values of people in the recycle bin that kept records hold by now. */
  readonly inUse: ReadonlySet<string>;
  readonly areDistinct: (one: number, other: number) => boolean;
  /** By what kept records of villages are known that the user does not see: their unique values, and their keys. */
  readonly elsewhere: { readonly uniques: ReadonlySet<string>; readonly keys: ReadonlySet<string> };
}

/** Asks the store about all rows, with a few queries for many of them. */
export async function lookUp(
  prepared: readonly Prepared[],
  { register, context, database, pause }: Assessing,
): Promise<Stored> {
  const elsewhere = { uniques: new Set<string>(), keys: new Set<string>() };
  const isLimited = context.villagesInReach !== undefined;
  const byUnique = new Map<string, StoredPerson>();
  const uniques = [...new Set(prepared.flatMap(({ unique }) => unique ?? []))];
  for (const part of chunks(uniques)) {
    for (const [value, person] of findByUnique(database, register, part)) byUnique.set(value, person);
    if (isLimited) {
      const all = pastLimits(database, () => findByUnique(database, register, part));
      for (const value of all.keys()) if (!byUnique.has(value)) elsewhere.uniques.add(value);
    }
    await pause(prepared.length / 4);
  }
  const byKey = new Map<string, readonly StoredPerson[]>();
  const keys = new Map(prepared.flatMap(({ signals }) => signals.map((each) => [each.joined, each] as const)));
  for (const part of chunks([...keys.values()])) {
    for (const [key, people] of findByKeys(database, register, part)) byKey.set(key, people);
    if (isLimited) {
      const all = pastLimits(database, () => findByKeys(database, register, part));
      for (const [key, people] of all) {
        const known = new Set((byKey.get(key) ?? []).map(({ row }) => row));
        if (people.some(({ row, deleted }) => !deleted && !known.has(row))) elsewhere.keys.add(key);
      }
    }
    await pause(prepared.length / 3);
  }
  const own = ownSignals(register);
  const identified = new Map<Prepared, StoredPerson>();
  for (const row of prepared) {
    const person =
      row.unique === undefined
        ? row.hasNoUnique
          ? onlyOne(hitsOf(row, byKey, own).filter((each) => !each.deleted && each.name === row.name))
          : undefined
        : byUnique.get(row.unique);
    if (person) identified.set(row, person);
  }
  const wanted = new Set<number>();
  const binnedUniques = new Set<string>();
  for (const row of prepared) {
    const hits = hitsOf(row, byKey);
    const person = identified.get(row) ?? hits.find((each) => !each.deleted);
    if (person) wanted.add(person.row);
    const binned = binnedOf(row, hits)[0];
    if (binned === undefined) continue;
    wanted.add(binned.row);
    if (binned.unique !== null) binnedUniques.add(binned.unique);
  }
  const inUse = new Set<string>();
  for (const part of chunks([...binnedUniques])) {
    for (const value of findByUnique(database, register, part).keys()) inUse.add(value);
    await pause(prepared.length / 3);
  }
  const records = new Map<number, StoredRecord>();
  for (const part of chunks([...wanted], queried.records)) {
    for (const [row, record] of readManyRecords(database, register, part)) records.set(row, record);
    await pause(prepared.length / 2);
  }
  return { byKey, identified, records, inUse, areDistinct: distinctPairs(database, register), elsewhere };
}

/** Signals of a record's own fields without the unique one: with the exact name they tell who a person without a number is. */
export function ownSignals(register: Register): ReadonlySet<string> {
  return new Set(
    certainSignals(register)
      .filter(({ parts }) => parts.length > 1 && parts.every(({ field }) => !field.includes('.')))
      .filter(({ parts }) => parts.every(({ field }) => field !== register.uniqueField))
      .map(({ key }) => key),
  );
}

/** The people of the store that share a key with a row. */
export function hitsOf(
  { signals }: Prepared,
  byKey: ReadonlyMap<string, readonly StoredPerson[]>,
  only?: ReadonlySet<string>,
): (StoredPerson & { readonly signal: string })[] {
  return signals.flatMap((each) =>
    only === undefined || only.has(each.signal)
      ? (byKey.get(each.joined) ?? []).map((person) => ({ ...person, signal: each.signal }))
      : [],
  );
}

/** Who of the recycle bin a row may be about: those with its unique value, and of these the last that was there. */
export function binnedOf<T extends StoredPerson>({ unique }: Prepared, hits: readonly T[]): T[] {
  const isItself = (each: StoredPerson): number => (unique !== undefined && each.unique === unique ? 1 : 0);
  return hits
    .filter((each) => each.deleted)
    .sort((one, other) => isItself(other) - isItself(one) || other.row - one.row);
}

function onlyOne(people: readonly StoredPerson[]): StoredPerson | undefined {
  return new Set(people.map(({ row }) => row)).size === 1 ? people[0] : undefined;
}

/** Values in parts that one query asks for. */
export function chunks<T>(values: readonly T[], size = queried.keys): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

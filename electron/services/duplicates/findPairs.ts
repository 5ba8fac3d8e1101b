import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { identifier, joined, sql } from '../../vault/sql.ts';
import { fieldsDecoder } from '../registers/recordColumns.ts';
import { matchTable } from '../registers/registerSchema.ts';
import { byStrength, type Judgement, judgeSignals } from './judgeSignals.ts';
import { isConfirmed, matchKeys, unprovenParts } from './matchKeys.ts';

/**
 * Records of one key at most, those in the recycle bin too. A key that more share, such as the office's own telephone entered
 * for everybody, tells nobody apart; it would make pairs by the square.
 */
export const mostSharing = 50;

/** Two kept records that may be one person, by their rows; `one` is the older. */
export interface Pair extends Judgement {
  readonly one: number;
  readonly other: number;
}

/** A kept record that a record may be the same person as. */
export interface Similar extends Judgement {
  readonly row: number;
}

/** Every pair of kept records that their match keys speak for, the strongest and then the latest first. */
export function findPairs(database: ReadableDatabase, register: Register): Pair[] {
  const table = identifier(matchTable(register));
  const keys = database.all<{ signal: string; key: string; owner: number }>(sql`
    SELECT m."signal", m."key", m."owner" FROM (
      SELECT "signal", "key" FROM ${table} GROUP BY "signal", "key" HAVING count(*) BETWEEN 2 AND ${mostSharing}) AS s
    CROSS JOIN ${table} m ON m."signal" = s."signal" AND m."key" = s."key"
    CROSS JOIN ${identifier(register.table)} r ON r."row" = m."owner" AND r."deleted_at" IS NULL
    ORDER BY m."signal", m."key", m."owner"`);
  const agreeing = new Map<string, { one: number; other: number; signals: Set<string> }>();
  let begin = 0;
  keys.forEach((each, index) => {
    const first = keys[begin];
    if (first?.signal !== each.signal || first.key !== each.key) begin = index;
    for (const { owner } of keys.slice(begin, index)) {
      const name = `${owner} ${each.owner}`;
      const pair = agreeing.get(name);
      if (pair) pair.signals.add(each.signal);
      else agreeing.set(name, { one: owner, other: each.owner, signals: new Set([each.signal]) });
    }
  });
  const pairs = [...agreeing.values()];
  const values = readParts(
    database,
    register,
    pairs.flatMap(({ one, other }) => [one, other]),
  );
  return pairs
    .flatMap(({ one, other, signals }): Pair[] => {
      const judgement = judge(register, signals, values.get(one), values.get(other));
      return judgement ? [{ one, other, ...judgement }] : [];
    })
    .sort((a, b) => byStrength(a, b) || b.other - a.other || b.one - a.one);
}

/**
 * Kept records that each of the given ones may be the same person as, by their place among them, the strongest first; a record
 * that resembles nobody is not in the map. Many are looked up at once.
 */
export function findSimilar(
  database: ReadableDatabase,
  register: Register,
  records: readonly RecordValues[],
): Map<number, Similar[]> {
  const table = identifier(matchTable(register));
  const wanted = records.flatMap((values, place) =>
    matchKeys(register, values).map(({ signal, key }) => [place, signal, key]),
  );
  const found = database.all<{ place: number; signal: string; owner: number }>(sql`
    SELECT w.value ->> 0 AS place, m."signal", m."owner" FROM json_each(${JSON.stringify(wanted)}) w
    CROSS JOIN ${table} m ON m."signal" = w.value ->> 1 AND m."key" = w.value ->> 2
    CROSS JOIN ${identifier(register.table)} r ON r."row" = m."owner" AND r."deleted_at" IS NULL
    WHERE (SELECT count(*) FROM (
      SELECT 1 FROM ${table} c WHERE c."signal" = w.value ->> 1 AND c."key" = w.value ->> 2 LIMIT ${mostSharing + 1})) <= ${mostSharing}`);
  const agreeing = new Map<number, Map<number, Set<string>>>();
  for (const { place, signal, owner } of found) {
    const owners = agreeing.get(place) ?? new Map<number, Set<string>>();
    owners.set(owner, (owners.get(owner) ?? new Set()).add(signal));
    agreeing.set(place, owners);
  }
  const values = readParts(
    database,
    register,
    found.map(({ owner }) => owner),
  );
  return new Map(
    [...agreeing].flatMap(([place, owners]): [number, Similar[]][] => {
      const similar = [...owners].flatMap(([row, signals]): Similar[] => {
        const judgement = judge(register, signals, records[place], values.get(row));
        return judgement ? [{ row, ...judgement }] : [];
      });
      return similar.length === 0 ? [] : [[place, similar.sort((a, b) => byStrength(a, b) || b.row - a.row)]];
    }),
  );
}

/** What equal keys say of two records, once their values have been looked at. */
function judge(
  register: Register,
  agreeing: ReadonlySet<string>,
  one: RecordValues | undefined,
  other: RecordValues | undefined,
): Judgement | undefined {
  if (!one || !other) return undefined;
  const doubtful = register.matchSignals.filter(
    (signal) => agreeing.has(signal.key) && !isConfirmed(signal, one, other),
  );
  const confirmed = new Set([...agreeing].filter((key) => !doubtful.some((signal) => signal.key === key)));
  const [mine, theirs] = [one, other].map(({ fields }) => fields[register.uniqueField ?? ''] ?? null);
  return judgeSignals(register, confirmed, mine !== null && theirs !== null && mine !== theirs);
}

/** The fields of records that `judge` looks at, by row. */
function readParts(database: ReadableDatabase, register: Register, rows: readonly number[]): Map<number, RecordValues> {
  const looked = register.matchSignals.flatMap(unprovenParts).flatMap(({ field, orField = field }) => [field, orField]);
  const paths = [...looked, register.uniqueField];
  const fields = Object.fromEntries(Object.entries(register.fields).filter(([key]) => paths.includes(key)));
  const decode = fieldsDecoder(fields);
  const columns = joined([sql`"row"`, ...Object.keys(fields).map(identifier)], ', ');
  return new Map(
    database
      .all<Readonly<Record<string, string | number | null>>>(sql`
        SELECT ${columns} FROM ${identifier(register.table)}
        WHERE "row" IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`)
      .map((row) => [Number(row.row), { fields: decode(row), rows: {} }]),
  );
}

import { knownElsewhere } from '../../../shared/contract/duplicateMethods.ts';
import type { ImportDecision, ImportVerdict } from '../../../shared/contract/importMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import {
  createRecordCheck,
  errorsOf,
  findingsOf,
  gapsOf,
  type RecordCheck,
} from '../../../shared/registers/checkRecord.ts';
import { emptyRecord, type Issue, type RecordValues, type Register } from '../../../shared/registers/register.ts';
import { pastLimits, type ReadableDatabase } from '../../vault/database.ts';
import { distinctPairs } from '../duplicates/distinctPairs.ts';
import { type MatchKey, matchKeys } from '../duplicates/matchKeys.ts';
import { readManyRecords, type StoredRecord } from '../registers/recordStore.ts';
import { applyStatements } from './applyStatements.ts';
import { examineCell, hasIdNumber } from './idProposals.ts';
import type { Finding, ReadRow, RowReader } from './rowStatements.ts';
import { certainSignals, findByKeys, findByName, findByUnique, matchKey, type StoredPerson } from './storedMatches.ts';

/** Whom a row is about, or may be about, and why. */
export type RowMatch =
  | { readonly kind: 'row'; readonly row: number; readonly name: string; readonly reason: string }
  | { readonly kind: 'record'; readonly person: StoredPerson; readonly reason: string };

/** A stored record with what the row states. */
export interface Merged {
  readonly stored: StoredRecord;
  readonly values: RecordValues;
  /** How many values the forms lack then. */
  readonly gaps: number;
}

/** A row with its verdict, and what can be made of it. */
export interface AssessedRow {
  readonly read: ReadRow;
  /** By what it is compared with other rows and with records. */
  readonly keys: readonly string[];
  readonly name: string;
  readonly verdict: ImportVerdict;
  readonly findings: readonly Finding[];
  readonly match: RowMatch | null;
  readonly decisions: readonly ImportDecision[];
  /** The record that would be added. */
  readonly created: { readonly values: RecordValues; readonly gaps: number };
  /** The stored record as it would be changed; null when the row is about none, or is refused. */
  readonly merged: Merged | null;
}

/** What rows are judged by. */
export interface Assessing {
  readonly register: Register;
  readonly context: FieldContext;
  readonly database: ReadableDatabase;
  readonly reader: RowReader;
  /** Texts of the unique field of further rows of the table, by name: they may be what a damaged number was. */
  readonly numbersByName: (name: string) => readonly string[];
  /** Answers other requests now and then, and stops when it is told to. */
  readonly pause: (done: number) => Promise<void>;
}

/** Keys, and whole records, that one query asks for: a few hundredths of a second at most on a slow computer. */
const queried = { keys: 1_000, records: 200 };

/** A row on its way to its verdict. */
interface Prepared {
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
interface Signal extends MatchKey {
  readonly joined: string;
}

/**
 * Gives every row its verdict. The rows are compared with each other in their order, so all that share a key have to be given;
 * a record is recognised by its unique value, and by its exact name and what else makes a person certain where the row has
 * none (暂无证件). Every finding names its field and says what is wrong; where a damaged number can be mended, it says how.
 * @param known fields that the whole table lacks, when that is settled already
 */
export async function assessRows(
  rows: readonly ReadRow[],
  assessing: Assessing,
  known?: readonly string[],
): Promise<{ readonly rows: AssessedRow[]; readonly missing: readonly string[] }> {
  const { register, context, pause } = assessing;
  const check = createRecordCheck(register, context);
  const prepare = preparing(assessing, check);
  const prepared: Prepared[] = [];
  for (const [index, row] of rows.entries()) {
    prepared.push(prepare(row));
    await pause(index / 4);
  }
  const stored = await lookUp(prepared, assessing);
  await pause(rows.length / 2);
  const missing = known ?? missingOf(prepared, stored, assessing);
  const judge = judging(stored, missing, assessing, check);
  const assessed: AssessedRow[] = [];
  for (const [index, row] of prepared.entries()) {
    assessed.push(judge(row));
    await pause((rows.length + index) / 2);
  }
  return { rows: hasIdNumber(register) ? proposing(assessed, assessing) : assessed, missing };
}

function preparing({ register, context }: Assessing, check: RecordCheck): (read: ReadRow) => Prepared {
  const empty = emptyRecord(register);
  const { uniqueField, nameField } = register;
  const certain = new Set(certainSignals(register).map(({ key }) => key));
  const compared: Register = { ...register, matchSignals: register.matchSignals.filter(({ key }) => certain.has(key)) };
  return (read) => {
    const fresh = applyStatements(register, empty, read.statements, context);
    const value = uniqueField === undefined ? null : (fresh.fields[uniqueField] ?? null);
    const isSound =
      uniqueField !== undefined && typeof value === 'string' && check.faultOf(uniqueField, fresh.fields) === undefined;
    return {
      read,
      fresh,
      name: String(fresh.fields[nameField] ?? ''),
      unique: isSound ? value : undefined,
      hasNoUnique: value === null && !(uniqueField !== undefined && read.unreadable.has(uniqueField)),
      signals: matchKeys(compared, fresh).map((each) => ({ ...each, joined: matchKey(each) })),
    };
  };
}

/** What the store knows of the people in the table. */
interface Stored {
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

async function lookUp(
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
function ownSignals(register: Register): ReadonlySet<string> {
  return new Set(
    certainSignals(register)
      .filter(({ parts }) => parts.length > 1 && parts.every(({ field }) => !field.includes('.')))
      .filter(({ parts }) => parts.every(({ field }) => field !== register.uniqueField))
      .map(({ key }) => key),
  );
}

function hitsOf(
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
function binnedOf<T extends StoredPerson>({ unique }: Prepared, hits: readonly T[]): T[] {
  const isItself = (each: StoredPerson): number => (unique !== undefined && each.unique === unique ? 1 : 0);
  return hits
    .filter((each) => each.deleted)
    .sort((one, other) => isItself(other) - isItself(one) || other.row - one.row);
}

function onlyOne(people: readonly StoredPerson[]): StoredPerson | undefined {
  return new Set(people.map(({ row }) => row)).size === 1 ? people[0] : undefined;
}

/** Fields that no column and no default fills and that every row needs to become a record. A record that is there has them. */
function missingOf(prepared: readonly Prepared[], { identified }: Stored, { register, reader }: Assessing): string[] {
  if (prepared.length === 0 || identified.size > 0) return [];
  return Object.entries(register.fields)
    .filter(([key]) => !reader.hasSource(key) && !reader.hasSource(register.derivedFrom?.[key] ?? ''))
    .filter(([key, field]) =>
      prepared.every(({ fresh }) => field.required(fresh.fields) && (fresh.fields[key] ?? null) === null),
    )
    .map(([key]) => key);
}

function judging(
  stored: Stored,
  missing: readonly string[],
  { register, context, reader }: Assessing,
  check: RecordCheck,
): (row: Prepared) => AssessedRow {
  const { byKey, identified, records, inUse, areDistinct, elsewhere } = stored;
  const { uniqueField } = register;
  const uniqueLabel = uniqueField === undefined ? '' : (register.fields[uniqueField]?.label ?? '');
  const labels = new Map(register.matchSignals.map(({ key, label }) => [key, label]));
  const own = ownSignals(register);
  /** The first sound rows by what they are known by. */
  const leaders = new Map<string, Prepared>();

  const merge = (row: Prepared, record: StoredRecord) => {
    const values = applyStatements(register, record.values, row.read.statements, context);
    const isSame = sameRecord(register, record.values, values);
    // What is stored already was checked when it was stored.
    const issues = isSame ? [] : check.issuesOf(values);
    return { values, issues, isSame };
  };
  /** The record of somebody with what the row states; null when that cannot be right. */
  const laidOver = (row: Prepared, person: StoredPerson): Merged | null => {
    const record = records.get(person.row);
    const update = record && merge(row, record);
    return record && update && errorsOf(update.issues).length === 0
      ? { stored: record, values: update.values, gaps: gapsOf(update.issues).length }
      : null;
  };

  return (row) => {
    const { read, fresh, unique, name, signals } = row;
    const person = identified.get(row);
    const record = person && records.get(person.row);
    const merging = record && merge(row, record);
    const issues = merging?.issues ?? check.issuesOf(fresh);
    const found = [
      ...settledIssues(read, (merging?.values ?? fresh).fields, person !== undefined, register),
      ...findingsIn(row, merging?.values ?? fresh, issues, missing, register, context, reader),
    ];
    if (unique !== undefined && elsewhere.uniques.has(unique)) {
      found.push({ field: uniqueField ?? '', message: knownElsewhere, severity: 'error' });
    } else if (signals.some((each) => elsewhere.keys.has(matchKey(each)))) {
      found.push({ field: register.nameField, message: knownElsewhere, severity: 'warning' });
    }
    // What keeps the row back comes first.
    found.sort((one, other) => Number(other.severity === 'error') - Number(one.severity === 'error'));
    const created = { values: fresh, gaps: gapsOf(issues).length };
    const keys = [
      ...(unique === undefined ? [] : [`unique\u001e${unique}`]),
      ...signals.map(({ joined }) => joined),
      ...(name === '' ? [] : [`name\u001e${name}`]),
    ];
    const verdictOf = (
      verdict: ImportVerdict,
      match: RowMatch | null = null,
      rest: Partial<Pick<AssessedRow, 'decisions' | 'merged'>> = {},
    ): AssessedRow => {
      return { read, keys, name, verdict, findings: found, match, decisions: [], created, merged: null, ...rest };
    };
    const toRecord = (known: StoredPerson, reason: string): RowMatch => ({ kind: 'record', person: known, reason });
    const identifiedBy = unique === undefined ? '姓名和出生日期相同' : `${uniqueLabel}相同`;
    if (found.some(({ severity }) => severity === 'error')) {
      return verdictOf('error', person ? toRecord(person, identifiedBy) : null, { decisions: ['skip'] });
    }

    const leads = (): void => {
      for (const key of keys) if (!key.startsWith('name\u001e') && !leaders.has(key)) leaders.set(key, row);
    };
    const sameUnique = unique === undefined ? undefined : leaders.get(`unique\u001e${unique}`);
    const sameName = row.hasNoUnique ? leaderOf(signals, own, leaders, name) : undefined;
    const earlier = sameUnique ?? sameName?.row;
    if (earlier) {
      const reason = sameUnique ? `${uniqueLabel}相同` : (labels.get(sameName?.signal ?? '') ?? '');
      const match: RowMatch = { kind: 'row', row: earlier.read.source.row, name: earlier.name, reason };
      if (statesTheSame(earlier.read, read)) return verdictOf('same', match);
      found.push(rowFinding(match, sameUnique ? (uniqueField ?? '') : register.nameField));
      return verdictOf('duplicate', match, { decisions: sameUnique ? [] : ['new', 'skip'] });
    }
    if (person && record && merging) {
      leads();
      const match = toRecord(person, identifiedBy);
      if (merging.isSame) return verdictOf('same', match);
      const merged = { stored: record, values: merging.values, gaps: gapsOf(issues).length };
      return verdictOf('update', match, { decisions: ['skip'], merged });
    }

    const similar = leaderOf(signals, undefined, leaders);
    if (similar) {
      const reason = labels.get(similar.signal) ?? '';
      const match: RowMatch = { kind: 'row', row: similar.row.read.source.row, name: similar.row.name, reason };
      found.push(rowFinding(match, register.nameField));
      leads();
      return verdictOf('duplicate', match, { decisions: ['new', 'skip'] });
    }
    const hits = hitsOf(row, byKey);
    const binned = binnedOf(row, hits);
    const isBinned = (each: StoredPerson): boolean => unique !== undefined && each.unique === unique;
    const itself = binned.filter(isBinned);
    const live = hits.find((each) => !each.deleted && !itself.some((old) => areDistinct(old.row, each.row)));
    leads();
    if (live) {
      const reason = labels.get(live.signal) ?? '';
      const merged = laidOver(row, live);
      found.push({
        field: register.nameField,
        message: `名册里可能已有此人：${reason}，请决定是新的还是同一人`,
        details: `名册里是“${live.name}”`,
        severity: 'warning',
      });
      const decisions: ImportDecision[] = merged ? ['new', 'update', 'skip'] : ['new', 'skip'];
      return verdictOf('duplicate', toRecord(live, reason), { decisions, merged });
    }
    const [gone] = binned;
    if (gone) {
      const reason = itself.length > 0 ? `${uniqueLabel}相同` : (labels.get(gone.signal) ?? '');
      const merged = gone.unique !== null && inUse.has(gone.unique) ? null : laidOver(row, gone);
      found.push({
        field: itself.length > 0 ? (uniqueField ?? '') : register.nameField,
        message: merged
          ? '回收站里有此人的记录，请决定：选“更新那条”，从回收站恢复并按本行更新；选“作为新的”，另建一条'
          : '回收站里有此人的记录，要接着用它，请先到回收站恢复再核对；选“作为新的”，另建一条',
        severity: 'warning',
      });
      const decisions: ImportDecision[] = merged ? ['new', 'update', 'skip'] : ['new', 'skip'];
      return verdictOf('duplicate', toRecord(gone, reason), { decisions, merged });
    }
    return verdictOf('new', null, { decisions: ['skip'] });
  };
}

/** The earlier row that has a certain signal in common, and its exact name where that is asked for. */
function leaderOf(
  signals: readonly Signal[],
  only: ReadonlySet<string> | undefined,
  leaders: ReadonlyMap<string, Prepared>,
  name?: string,
): { readonly row: Prepared; readonly signal: string } | undefined {
  for (const each of signals) {
    if (only !== undefined && !only.has(each.signal)) continue;
    const row = leaders.get(each.joined);
    if (row && (name === undefined || row.name === name)) return { row, signal: each.signal };
  }
  return undefined;
}

function rowFinding(match: Extract<RowMatch, { kind: 'row' }>, field: string): Finding {
  return { field, message: `与第${match.row}行${match.reason}，请核对后只留一行`, severity: 'warning' };
}

function statesTheSame(one: ReadRow, other: ReadRow): boolean {
  const told = ({ statements }: ReadRow): string =>
    JSON.stringify(
      statements.map((each) => {
        switch (each.kind) {
          case 'absence':
            return [each.key, each.code];
          case 'rows':
            return [each.key, each.rows];
          default:
            return [each.key, each.value];
        }
      }),
    );
  return told(one) === told(other);
}

function sameRecord(register: Register, one: RecordValues, other: RecordValues): boolean {
  const same = (a: unknown, b: unknown): boolean =>
    a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
  return (
    Object.keys(register.fields).every((key) => same(one.fields[key] ?? null, other.fields[key] ?? null)) &&
    Object.keys(register.rows).every((key) => same(one.rows[key] ?? [], other.rows[key] ?? []))
  );
}

/** What could not be read of a row, seen together with the record. */
function settledIssues(read: ReadRow, fields: RecordValues['fields'], isKnown: boolean, register: Register): Finding[] {
  return read.issues.flatMap((issue): Finding[] => {
    // A known person's number is stored: that the sheet lacks it says nothing.
    const isAbsence = register.fields[issue.field]?.absenceReason !== undefined && issue.severity === 'warning';
    if (isAbsence && isKnown && (fields[issue.field] ?? null) !== null) return [];
    // Villages compute sex and birth from the number with a formula; what the register derives itself needs no cell.
    const origin = register.fields[register.derivedFrom?.[issue.field] ?? ''];
    if (origin === undefined || issue.severity === 'warning' || (fields[issue.field] ?? null) === null) return [issue];
    return [{ ...issue, message: `这个单元格没有采用，内容已按“${origin.label}”填写`, severity: 'warning' }];
  });
}

/** What the check of the record found, without what is said already in other words. */
function findingsIn(
  { read }: Prepared,
  values: RecordValues,
  issues: readonly Issue[],
  missing: readonly string[],
  register: Register,
  context: FieldContext,
  reader: RowReader,
): Finding[] {
  const found = findingsOf(issues);
  if (found.length === 0) return [];
  const faulty = new Set([...read.unreadable, ...found.map((issue) => headOf(issue.path))]);
  return found
    .filter(({ path }) => {
      const key = headOf(path);
      if (read.unreadable.has(key)) return false;
      if ((values.fields[key] ?? null) !== null) return true;
      // Said once for the whole table, or the fault of the value this one is derived from.
      const origin = register.derivedFrom?.[key];
      return !missing.includes(key) && !(origin !== undefined && !reader.inputOf.has(key) && faulty.has(origin));
    })
    .map(({ path, message, severity, inTable }) => {
      const key = headOf(path);
      const declared = register.fields[key];
      const isBlank = (values.fields[key] ?? null) === null && declared?.required(values.fields) === true;
      const words =
        isBlank && reader.inputOf.has(key)
          ? // The column names the field already.
            '没有填，请补上'
          : declared?.kind.options?.(context) === context.villages &&
              !isBlank &&
              !isVillage(values.fields[key], context)
            ? '设置里没有这个村（社区），请核对名称'
            : (inTable?.message ?? message);
      const field = inTable?.fields?.find((each) => reader.inputOf.has(each)) ?? path;
      return { field, message: words, severity };
    });
}

/** The same rows; those with a faulty number say what is wrong with it, and which numbers may stand there. */
function proposing(rows: readonly AssessedRow[], assessing: Assessing): AssessedRow[] {
  const { register, context, database, reader, numbersByName } = assessing;
  const { uniqueField = '' } = register;
  const input = reader.inputOf.get(uniqueField);
  const isFaulty = (row: AssessedRow): boolean =>
    row.findings.some(({ field, severity }) => field === uniqueField && severity === 'error');
  const faulty = input === undefined ? [] : rows.filter(isFaulty);
  if (faulty.length === 0 || input === undefined) return [...rows];
  const names = [...new Set(faulty.flatMap(({ name }) => (name === '' ? [] : [name])))];
  const storedNumbers = new Map<string, string[]>();
  for (const part of chunks(names)) {
    for (const { name, unique } of findByName(database, register, part)) {
      storedNumbers.set(name, [...(storedNumbers.get(name) ?? []), unique]);
    }
  }
  const wanted = new Set(faulty);
  return rows.map((row) => {
    const cell = row.read.source.cells[input.position] ?? null;
    if (!wanted.has(row) || cell === null || cell.kind === 'formula' || cell.kind === 'error') return row;
    const candidates = row.name === '' ? [] : [...(storedNumbers.get(row.name) ?? []), ...numbersByName(row.name)];
    const examined = examineCell(register, cell, row.created.values.fields, candidates, context);
    if (examined === undefined) return row;
    // The village's own table keeps a number that was mended here when it came before.
    const isStored = examined.proposals?.some(({ text }) => storedNumbers.get(row.name)?.includes(text)) === true;
    const details = isStored ? { details: '名册里已有同名的一条，可能上次已改好登记，采用那个号码即可' } : {};
    const findings = row.findings.map((finding) =>
      finding.field === uniqueField && finding.severity === 'error' ? { ...finding, ...examined, ...details } : finding,
    );
    return { ...row, findings };
  });
}

function isVillage(value: unknown, { villages }: FieldContext): boolean {
  return typeof value === 'string' && villages.has(value);
}

function headOf(path: string): string {
  return path.split('.')[0] ?? path;
}

function chunks<T>(values: readonly T[], size = queried.keys): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

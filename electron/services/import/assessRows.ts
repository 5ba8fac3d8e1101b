import { knownElsewhere } from '../../../shared/contract/duplicateMethods.ts';
import type { ImportDecision, ImportVerdict } from '../../../shared/contract/importMethods.ts';
import { createRecordCheck, errorsOf, gapsOf, type RecordCheck } from '../../../shared/registers/checkRecord.ts';
import { emptyRecord, type RecordValues, type Register } from '../../../shared/registers/register.ts';
import { matchKeys } from '../duplicates/matchKeys.ts';
import type { StoredRecord } from '../registers/recordStore.ts';
import { applyStatements } from './applyStatements.ts';
import { examineCell, hasIdNumber } from './idProposals.ts';
import {
  type Assessing,
  binnedOf,
  chunks,
  hitsOf,
  lookUp,
  ownSignals,
  type Prepared,
  type Signal,
  type Stored,
} from './lookUpStored.ts';
import { findingsIn, settledIssues } from './rowFindings.ts';
import type { Finding, ReadRow } from './rowStatements.ts';
import { certainSignals, findByName, matchKey, type StoredPerson } from './storedMatches.ts';

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
    const pausing = pause(index / 4);
    if (pausing) await pausing;
  }
  const stored = await lookUp(prepared, assessing);
  await pause(rows.length / 2);
  const missing = known ?? missingOf(prepared, stored, assessing);
  const judge = judging(stored, missing, assessing, check);
  const assessed: AssessedRow[] = [];
  for (const [index, row] of prepared.entries()) {
    assessed.push(judge(row));
    const pausing = pause((rows.length + index) / 2);
    if (pausing) await pausing;
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
      signals: matchKeys(compared, fresh).map(({ signal, key }) => ({
        signal,
        key,
        joined: matchKey({ signal, key }),
      })),
    };
  };
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

import { setImmediate } from 'node:timers/promises';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { WorkbookCell } from '../../jobs/workbookContent.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { Job } from '../jobs/createJobRegistry.ts';
import { type AssessedRow, assessRows } from './assessRows.ts';
import { carriedKeys, laterInWords } from './columnMapping.ts';
import type { Assessing } from './lookUpStored.ts';
import type { TableColumn, TableRow } from './readTable.ts';
import { createRowReader, type RowReader } from './rowStatements.ts';
import type { Assessment, RunningImport } from './runningImport.ts';

/** Milliseconds of work after which other requests are answered. */
export const longestStep = 12;

/** Judges the rows of a table against the records, and again those that a mended cell may matter to. */
export function createTableJudge({
  databaseOf,
  context,
}: {
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly context: () => FieldContext;
}) {
  /** What a judgement depends on beside the table: the records, the day and the villages. */
  function stampOf(register: Register): string {
    const { today, villages } = context();
    const written = databaseOf(register).get<{ changes: number }>(sql`SELECT total_changes() AS "changes"`);
    return JSON.stringify([written?.changes, today, villages.entries]);
  }

  /** @throws AppError cancelled */
  async function assess(
    { register, chosen, mapping, fixes }: Pick<RunningImport, 'register' | 'chosen' | 'mapping' | 'fixes'>,
    job: Job,
  ): Promise<Assessment> {
    const stamp = stampOf(register);
    const judged = context();
    const reader = createRowReader(mapping, register, judged);
    const sources = chosen.table.rows.map((row) => fixedRow(row, chosen.table.columns, fixes.get(row.row)));
    const total = sources.length;
    const pause = pausing(job, total);
    const read = [];
    for (const source of sources) {
      read.push(reader.read(source));
      const pausing = pause(0);
      if (pausing) await pausing;
    }
    const numbers = numbersIn(
      read.map(({ source }) => source),
      reader,
      register,
      judged,
    );
    const assessing: Assessing = {
      register,
      context: judged,
      database: databaseOf(register),
      reader,
      numbersByName: numbers,
      pause,
    };
    const { rows: assessed, missing } = await assessRows(read, assessing);
    const later = laterInWords(
      register,
      carriedKeys(mapping.columns, register),
      mapping.defaults,
      assessed.map(({ created }) => created.values),
      judged,
    );
    return { rows: assessed, missing, later, reader, context: judged, stamp, ...indexed(assessed) };
  }

  /** Judges the given rows anew, and all that are compared with them, directly or through others. */
  async function reassess(running: RunningImport, changed: ReadonlySet<number>): Promise<number[]> {
    const { register, chosen, assessment } = running;
    const { reader } = assessment;
    const { columns } = chosen.table;
    const read = new Map(
      chosen.table.rows
        .filter(({ row }) => changed.has(row))
        .map((row) => [row.row, reader.read(fixedRow(row, columns, running.fixes.get(row.row)))] as const),
    );
    const reads = assessment.rows.map((row) => read.get(row.read.source.row) ?? row.read);
    const assessing: Assessing = {
      register,
      context: assessment.context,
      database: databaseOf(register),
      reader,
      numbersByName: numbersIn(
        reads.map(({ source }) => source),
        reader,
        register,
        assessment.context,
      ),
      pause: () => undefined,
    };
    // What the mended rows are known by now leads to further rows.
    const fresh = await assessRows([...read.values()], assessing, assessment.missing);
    const keys = [...fresh.rows, ...placesOf(assessment, changed)].flatMap((row) => [...row.keys]);
    const affected = closure(assessment, new Set([...read.keys()]), keys);
    const places = [...affected].flatMap((row) => assessment.places.get(row) ?? []).sort((one, other) => one - other);
    const again = await assessRows(
      places.flatMap((place) => reads[place] ?? []),
      assessing,
      assessment.missing,
    );
    const rowsNow = [...assessment.rows];
    for (const [index, place] of places.entries()) {
      const row = again.rows[index];
      if (row) rowsNow[place] = row;
    }
    running.assessment = { ...assessment, rows: rowsNow, ...indexed(rowsNow) };
    return places.flatMap((place) => rowsNow[place]?.read.source.row ?? []);
  }

  return { stampOf, assess, reassess };
}

/** The row with its mended cells. */
function fixedRow(
  row: TableRow,
  columns: readonly TableColumn[],
  fixes: ReadonlyMap<number, string> | undefined,
): TableRow {
  if (fixes === undefined) return row;
  const isFixed = (position: number): boolean => fixes.has(columns[position]?.index ?? -1);
  const cells = row.cells.map((cell, position): WorkbookCell | null => {
    if (!isFixed(position)) return cell;
    const text = fixes.get(columns[position]?.index ?? -1) ?? '';
    return text === '' ? null : { kind: 'text', text };
  });
  return { row: row.row, cells, addresses: new Map([...row.addresses].filter(([position]) => !isFixed(position))) };
}

/** Answers other requests whenever a step has taken long enough, tells how far the work is, and stops when it is to. */
function pausing(job: Job, total: number): Assessing['pause'] {
  let since = performance.now();
  const pause = async (done: number): Promise<void> => {
    job.report({ done: Math.min(total, Math.round(done)), total, label: '正在核对' });
    await setImmediate();
    job.refuseCancelled();
    since = performance.now();
  };
  return (done) => (performance.now() - since < longestStep ? undefined : pause(done));
}

/** Texts in the column of the unique field by the name beside them, as they are now. */
function numbersIn(
  sources: readonly TableRow[],
  { inputOf }: RowReader,
  register: Register,
  context: FieldContext,
): (name: string) => readonly string[] {
  const unique = inputOf.get(register.uniqueField ?? '')?.position;
  const name = inputOf.get(register.nameField);
  if (unique === undefined || name === undefined) return () => [];
  const kind = register.fields[register.nameField]?.kind;
  const parsed = (text: string): string => String(kind?.parse(text, context) ?? '');
  let byName: Map<string, string[]> | undefined;
  return (wanted) => {
    if (byName === undefined) {
      byName = new Map();
      for (const { cells } of sources) {
        const key = parsed(cells[name.position]?.text ?? '');
        const text = cells[unique]?.text;
        if (key === '' || text === undefined) continue;
        const before = byName.get(key);
        if (before) before.push(text);
        else byName.set(key, [text]);
      }
    }
    return byName.get(wanted) ?? [];
  };
}

function indexed(rows: readonly AssessedRow[]): Pick<Assessment, 'places' | 'sharing'> {
  const places = new Map<number, number>();
  for (const [place, row] of rows.entries()) places.set(row.read.source.row, place);
  let sharing: ReadonlyMap<string, readonly number[]> | undefined;
  return { places, sharing: () => (sharing ??= numbersByKey(rows)) };
}

function numbersByKey(rows: readonly AssessedRow[]): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  for (const { read, keys } of rows) {
    for (const key of keys) {
      const sharing = numbers.get(key);
      if (sharing) sharing.push(read.source.row);
      else numbers.set(key, [read.source.row]);
    }
  }
  return numbers;
}

function placesOf({ rows, places }: Assessment, numbers: ReadonlySet<number>): AssessedRow[] {
  return [...numbers].flatMap((number) => rows[places.get(number) ?? -1] ?? []);
}

/** Rows that share a key with the given ones, and those that share one with them, and so on. */
function closure(assessment: Assessment, start: ReadonlySet<number>, keys: readonly string[]): Set<number> {
  const found = new Set(start);
  const seen = new Set<string>();
  const open = [...keys];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    for (const number of assessment.sharing().get(key) ?? []) {
      if (found.has(number)) continue;
      found.add(number);
      open.push(...placesOf(assessment, new Set([number])).flatMap((row) => [...row.keys]));
    }
  }
  return found;
}

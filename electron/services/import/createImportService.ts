import { setImmediate } from 'node:timers/promises';
import {
  type ImportDecision,
  type ImportMark,
  type ImportSummary,
  type ImportVerdict,
  importMarks,
  importVerdicts,
} from '../../../shared/contract/importMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { printFootOf } from '../../../shared/forms/printFoot.ts';
import { emptyRecord, type Register } from '../../../shared/registers/register.ts';
import type { runJob, startWorker } from '../../jobs/runJob.ts';
import type { SheetContent, WorkbookContent } from '../../jobs/workbookContent.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { ExportService } from '../exports/createExportService.ts';
import type { Job, JobRegistry } from '../jobs/createJobRegistry.ts';
import { asStored, type RegisterService } from '../registers/createRegisterService.ts';
import { readRecord, type StoredRecord } from '../registers/recordStore.ts';
import type { RecordWriter } from '../registers/recordWriter.ts';
import { refuseWithout } from '../registers/refuseWithout.ts';
import { applyStatements } from './applyStatements.ts';
import { type AssessedRow, type Assessing, assessRows } from './assessRows.ts';
import {
  acceptDefaults,
  carriedKeys,
  commonFields,
  doubtInWords,
  labelsOf,
  laterInWords,
  leftOutInWords,
  missingColumnsInWords,
} from './columnMapping.ts';
import { columnTargets } from './columnTargets.ts';
import { forgetMapping, readMapping, writeMapping } from './importMappings.ts';
import { outcomeOf, presentRow, validDecision } from './presentRow.ts';
import { readTable, type Table, type TableCell, type TableColumn, type TableRow } from './readTable.ts';
import { planResult, widthOf } from './resultWorkbook.ts';
import { createRowReader, type Mapping, type RowReader } from './rowStatements.ts';

/** A clerk looks at one import, perhaps two; older ones are dropped. */
const mostImports = 3;
/** Milliseconds of work after which other requests are answered. */
const longestStep = 12;

/** What the service needs from around it. */
export interface ImportServiceDependencies {
  /** The register of a key; AppError `missing` when there is none. */
  readonly registerOf: (key: string) => Register;
  /** The open compartment of a register. */
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly inSteppedBatch: RegisterService['inSteppedBatch'];
  readonly context: () => FieldContext;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly runJob: typeof runJob;
  readonly startWorker: typeof startWorker;
  readonly jobs: Pick<JobRegistry, 'run'>;
  /** The way by which files leave. */
  readonly exports: Pick<ExportService, 'leave'>;
}

export type ImportService = ReturnType<typeof createImportService>;

/** A sheet that holds a table of the register. */
interface FoundTable {
  readonly sheet: SheetContent;
  readonly table: Table;
}

/** The rows with their verdicts, and what they were judged by. */
interface Assessment {
  readonly rows: readonly AssessedRow[];
  readonly missing: readonly string[];
  /** What the official forms ask for and the table does not have, in words. */
  readonly later: string | null;
  readonly reader: RowReader;
  readonly context: FieldContext;
  /** State of the store before the first look at it. */
  readonly stamp: string;
  /** Places of the rows by their number, and by what they are compared by. */
  readonly places: ReadonlyMap<number, number>;
  readonly sharing: ReadonlyMap<string, ReadonlySet<number>>;
}

interface RunningImport {
  readonly id: string;
  readonly register: Register;
  readonly fileName: string;
  readonly tables: readonly FoundTable[];
  chosen: FoundTable;
  mapping: Mapping;
  remembered: ImportSummary['remembered'];
  /** Texts of mended cells by row and index of the column. */
  fixes: Map<number, Map<number, string>>;
  decisions: Map<number, ImportDecision>;
  assessment: Assessment;
  committed: ImportSummary['committed'];
  /** Calls about one import are answered one after the other. */
  queue: Promise<unknown>;
}

/**
 * Import of a table into a register: read, look, mend and decide as often as needed, commit. What was read lives in memory only
 * and goes with the process when the program locks.
 */
export function createImportService(dependencies: ImportServiceDependencies) {
  const { registerOf, databaseOf, context, jobs } = dependencies;
  const imports = new Map<string, RunningImport>();
  let prepared: ReturnType<typeof startWorker> | undefined;

  /** Somebody is about to choose a file: its reader loads meanwhile, and waits for it until the lock. */
  function prepare(): void {
    if (prepared) return;
    const worker = dependencies.startWorker('readWorkbook');
    const forget = (): void => {
      if (prepared === worker) prepared = undefined;
    };
    // One that could not be started is missed by nobody: the file gets another.
    worker.once('error', forget).once('exit', forget);
    prepared = worker;
  }

  function takePrepared(): { readonly worker?: ReturnType<typeof startWorker> } {
    const worker = prepared;
    prepared = undefined;
    worker?.removeAllListeners();
    return worker ? { worker } : {};
  }

  /**
   * Reads a file in a worker, finds the register's table in it and judges its rows.
   * @throws AppError refused (the file is not safe, or holds no table of this register) | cancelled
   */
  function read(
    { register: key, fileName, job: name }: Omit<MethodInput<'import.read'>, 'upload'>,
    file: Uint8Array,
  ): Promise<ImportSummary> {
    const register = registerOf(key);
    refuseWithout(register, 'import');
    return jobs.run(name, '正在读取文件', async (job) => {
      const workbook = await dependencies.runJob('readWorkbook', { file }, { signal: job.signal, ...takePrepared() });
      const tables = findTables(workbook, register, context());
      const chosen = bestOf(tables, register);
      const start = startOf(chosen, register);
      const running: RunningImport = {
        id: dependencies.newId(),
        register,
        fileName,
        tables,
        chosen,
        ...start,
        fixes: new Map(),
        decisions: new Map(),
        assessment: await assess({ register, chosen, mapping: start.mapping, fixes: new Map() }, job),
        committed: null,
        queue: Promise.resolve(),
      };
      imports.set(running.id, running);
      for (const oldest of imports.keys()) {
        if (imports.size <= mostImports) break;
        imports.delete(oldest);
      }
      return summaryOf(running);
    });
  }

  /**
   * Takes another sheet of the file; what was done about the first one is forgotten.
   * @throws AppError missing | conflict | cancelled
   */
  function chooseSheet({ importId, sheet, job: name }: MethodInput<'import.chooseSheet'>): Promise<ImportSummary> {
    return inTurn(importId, (running) =>
      jobs.run(name, '正在核对', async (job) => {
        const chosen = running.tables.find((each) => each.sheet.name === sheet);
        if (!chosen) throw new AppError('missing', '文件里没有这个工作表，请重新选择');
        const start = startOf(chosen, running.register);
        const fixes = new Map<number, Map<number, string>>();
        const { register } = running;
        const assessment = await assess({ register, chosen, mapping: start.mapping, fixes }, job);
        Object.assign(running, { chosen, ...start, fixes, decisions: new Map(), assessment });
        return summaryOf(running);
      }),
    );
  }

  /**
   * Judges the rows anew with the clerk's columns and defaults.
   * @throws AppError missing | conflict | invalid | cancelled
   */
  function check({ importId, targets, defaults, job: name }: MethodInput<'import.check'>): Promise<ImportSummary> {
    return inTurn(importId, (running) =>
      jobs.run(name, '正在核对', async (job) => {
        const { register } = running;
        const columns = running.mapping.columns.map((column) => {
          const chosen = targets.find((each) => each.index === column.index);
          return chosen === undefined ? column : { ...column, target: chosen.target };
        });
        const carried = carriedKeys(columns, register);
        const mapping = { columns, defaults: acceptDefaults(register, defaults, carried, context()) };
        const assessment = await assess({ ...running, mapping }, job);
        Object.assign(running, { mapping, assessment });
        return summaryOf(running);
      }),
    );
  }

  /** One page of rows that pass every filter. */
  function rows(input: MethodInput<'import.rows'>): MethodOutput<'import.rows'> {
    const running = runningImport(input.importId);
    const { assessment } = running;
    const verdicts = new Set<ImportVerdict>(input.verdicts);
    const wanted = comparable(input.search ?? '');
    const found = assessment.rows.filter(
      (row) =>
        (verdicts.size === 0 || verdicts.has(row.verdict)) &&
        (input.mark === undefined || hasMark(running, row, input.mark)) &&
        (wanted === '' || row.read.source.cells.some((cell) => cell && comparable(cell.text).includes(wanted))),
    );
    return {
      total: found.length,
      rows: found.slice(input.offset, input.offset + input.limit).map((row) => present(running, row)),
    };
  }

  /**
   * Gives a cell another text for this import and judges the rows anew that this may matter to.
   * @throws AppError missing | conflict
   */
  function fix({
    importId,
    row,
    column,
    text,
    everywhere,
  }: MethodInput<'import.fix'>): Promise<MethodOutput<'import.fix'>> {
    return inTurn(importId, async (running) => {
      const { table } = running.chosen;
      const position = table.columns.findIndex((each) => each.index === column);
      const place = running.assessment.places.get(row);
      const original = place === undefined ? undefined : table.rows[place];
      const assessed = place === undefined ? undefined : running.assessment.rows[place];
      if (position < 0 || !original || !assessed) throw new AppError('missing', '表里没有这个单元格，请刷新后再试');
      const current = assessed.read.source.cells[position]?.text ?? '';
      const rowsToFix =
        everywhere === true
          ? running.assessment.rows.filter((each) => (each.read.source.cells[position]?.text ?? '') === current)
          : [assessed];
      for (const each of rowsToFix) setFix(running, each.read.source.row, column, position, text);
      const affected = await reassess(running, new Set(rowsToFix.map((each) => each.read.source.row)));
      const now = running.assessment.rows[place ?? 0] ?? assessed;
      return { summary: summaryOf(running), row: present(running, now), affected };
    });
  }

  function setFix({ chosen, fixes }: RunningImport, row: number, column: number, position: number, text: string): void {
    const original = chosen.table.rows.find((each) => each.row === row)?.cells[position]?.text ?? '';
    const ofRow = fixes.get(row) ?? new Map<number, string>();
    if (text === original) ofRow.delete(column);
    else ofRow.set(column, text);
    if (ofRow.size > 0) fixes.set(row, ofRow);
    else fixes.delete(row);
  }

  /**
   * Decides about rows; null takes a decision back.
   * @throws AppError missing | conflict | invalid, and then nothing is decided
   */
  function decide({ importId, rows: chosen, decision }: MethodInput<'import.decide'>): Promise<ImportSummary> {
    return inTurn(importId, async (running) => {
      const next = new Map(running.decisions);
      for (const number of new Set(chosen)) {
        const place = running.assessment.places.get(number);
        const row = place === undefined ? undefined : running.assessment.rows[place];
        if (decision !== null && row?.decisions.includes(decision) !== true) {
          throw new AppError('invalid', `第${number}行不能这样处理，请刷新后再选`);
        }
        if (decision === null) next.delete(number);
        else next.set(number, decision);
      }
      refuseSharedTargets(running.assessment.rows, next);
      running.decisions = next;
      return summaryOf(running);
    });
  }

  /**
   * Stores what the rows come to as one batch in one transaction, in steps between which other requests are answered.
   * @throws AppError missing | invalid | conflict | cancelled | full | readonly | busy; nothing is stored then
   */
  function commit({ importId, creates, updates, job: name }: MethodInput<'import.commit'>): Promise<ImportSummary> {
    return inTurn(importId, (running) =>
      jobs.run(name, '正在核对', async (job) => {
        // Whatever was written since the rows were judged may matter to them.
        while (running.assessment.stamp !== stampOf(running.register)) running.assessment = await assess(running, job);
        const { register, assessment, decisions } = running;
        const obstacle = missingColumnsInWords(register, requiredColumns(register, assessment.missing));
        if (obstacle !== null) throw new AppError('invalid', obstacle);
        const missing = requiredOnce(register, assessment.missing);
        if (missing.length > 0) {
          const labels = labelsOf(register, missing).join('、');
          throw new AppError('invalid', `“${labels}”没有填，请在表格上方统一填写后再导入`);
        }
        const planned = assessment.rows.flatMap((row) => {
          const outcome = outcomeOf(row, decisions.get(row.read.source.row));
          return outcome === 'none' ? [] : [{ row, outcome }];
        });
        const created = planned.filter(({ outcome }) => outcome === 'create').length;
        const updated = planned.length - created;
        if (created !== creates || updated !== updates) {
          throw new AppError('conflict', '名册刚有变化，有的行结论变了，请重新核对后再导入');
        }
        if (planned.length === 0) throw new AppError('invalid', '没有可以导入的行，请先改正或作出决定');
        refuseSharedTargets(assessment.rows, decisions);

        const { batch } = await dependencies.inSteppedBatch(
          register,
          {
            kind: 'import',
            title: `导入“${running.fileName}”`,
            details: { created, updated, sheet: running.chosen.sheet.name },
          },
          function* store(writer, database): Generator<void, void> {
            let since = performance.now();
            for (const [index, { row, outcome }] of planned.entries()) {
              if (outcome === 'create') createFrom(register, row, assessment.context, writer);
              else updateFrom(register, row, assessment.context, writer, database);
              if (performance.now() - since < longestStep) continue;
              job.report({ done: index + 1, total: planned.length, label: '正在保存' });
              yield;
              since = performance.now();
            }
            keepMapping(running, database);
          },
          job.signal,
        );
        running.committed = { batch, created, updated };
        return summaryOf(running);
      }),
    );
  }

  function keepMapping({ register, chosen, mapping, remembered }: RunningImport, database: WritableDatabase): void {
    const isOwn = mapping.columns.every(({ target }, index) => target === chosen.table.columns[index]?.target);
    const authorship = { by: dependencies.user(), at: dependencies.now().toISOString() };
    if (!isOwn) writeMapping(database, register, mapping.columns, authorship);
    else if (remembered !== null) forgetMapping(database, register, mapping.columns);
  }

  /** Saves the table with its faulty cells marked and what came of each row. */
  async function saveResult({
    importId,
    permit,
    job: name,
  }: MethodInput<'import.saveResult'>): Promise<MethodOutput<'import.saveResult'>> {
    const { register, chosen, assessment, fixes } = runningImport(importId);
    return jobs.run(name, '正在生成表格', async (job) => {
      const day = assessment.context.today.replaceAll('-', '');
      const { saved } = await dependencies.exports.leave(
        permit,
        {
          compartment: register.compartment,
          form: 'import',
          title: `导入核对结果（${register.title}）`,
          way: 'xlsx',
          copies: 1,
          pages: 0,
          // It is the village's own table, with its numbers.
          numbers: 'full',
          count: assessment.rows.length,
          records: [],
          columns: chosen.table.columns.map(({ heading }) => heading),
        },
        async (outlet, fact) => {
          const plan = planResult({
            register,
            ...chosen,
            ...assessment,
            fixOf: (row, column) => fixes.get(row)?.get(column),
            foot: printFootOf(fact, 1),
          });
          const bytes = await dependencies.runJob('writeWorkbook', { plan }, { signal: job.signal });
          return outlet.saveFile(`导入核对结果-${register.title}-${day}.xlsx`, bytes);
        },
      );
      return { path: saved };
    });
  }

  /** Forgets what was read. */
  function discard(importId: string): void {
    imports.delete(importId);
  }

  function runningImport(importId: string): RunningImport {
    const running = imports.get(importId);
    if (!running) throw ended();
    return running;
  }

  /** Runs work about an import when what was asked before is answered. */
  function inTurn<T>(importId: string, work: (running: RunningImport) => Promise<T>): Promise<T> {
    const running = imports.get(importId);
    if (!running) return Promise.reject(ended());
    const turn = running.queue.then(() => {
      if (running.committed !== null) throw new AppError('conflict', '这张表已经导入，要再导入请重新选择文件');
      return work(running);
    });
    running.queue = turn.catch(() => undefined);
    return turn;
  }

  /** The columns as the program matches them, or as somebody chose them for such a table; and what the sheet states once. */
  function startOf({ table }: FoundTable, register: Register): Pick<RunningImport, 'mapping' | 'remembered'> {
    const kept = readMapping(databaseOf(register), register, table.columns);
    const known = new Set(columnTargets(register).map(({ target }) => target));
    const usable = kept?.targets.every((target) => target === null || known.has(target)) === true ? kept : undefined;
    const columns = usable
      ? table.columns.map((column, index) => ({ ...column, target: usable.targets[index] ?? null }))
      : table.columns;
    const carried = carriedKeys(columns, register);
    return {
      mapping: {
        columns,
        defaults: Object.fromEntries(Object.entries(table.stated).filter(([key]) => !carried.has(key))),
      },
      remembered: usable ? { at: usable.at, by: usable.by } : null,
    };
  }

  /** What a judgement depends on beside the table: the records, the day and the villages. */
  function stampOf(register: Register): string {
    const { today, villages } = context();
    const written = databaseOf(register).get<{ changes: number }>(sql`SELECT total_changes() AS "changes"`);
    return JSON.stringify([written?.changes, today, villages.entries]);
  }

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
      await pause(0);
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
      pause: async () => undefined,
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

  function present(running: RunningImport, row: AssessedRow): MethodOutput<'import.rows'>['rows'][number] {
    const { register, assessment, chosen, fixes, decisions } = running;
    const number = row.read.source.row;
    const original = chosen.table.rows[assessment.places.get(number) ?? 0];
    const mended = [...(fixes.get(number) ?? [])].map(([column]) => ({
      column,
      original: original?.cells[chosen.table.columns.findIndex(({ index }) => index === column)]?.text ?? '',
    }));
    const { reader, places, rows: all, context: judged } = assessment;
    const earlier = row.match?.kind === 'row' ? all[places.get(row.match.row) ?? -1] : undefined;
    return presentRow(row, decisions.get(number), mended, reader, register, judged, earlier);
  }

  function summaryOf(running: RunningImport): ImportSummary {
    const { register, chosen, mapping, assessment, decisions } = running;
    const { table } = chosen;
    const nothing = emptyRecord(register).fields;
    const carried = carriedKeys(mapping.columns, register);
    const outcomes = assessment.rows.map((row) => outcomeOf(row, decisions.get(row.read.source.row)));
    const counted = <K extends string>(
      names: Readonly<Record<K, string>>,
      has: (row: AssessedRow, name: K) => boolean,
    ) =>
      Object.fromEntries(
        Object.keys(names).map((name) => [name, assessment.rows.filter((row) => has(row, name as K)).length]),
      ) as Record<K, number>;
    return {
      importId: running.id,
      fileName: running.fileName,
      sheetName: chosen.sheet.name,
      otherSheets: running.tables.filter((each) => each !== chosen).map(({ sheet }) => sheet.name),
      headingRow: table.headingRow,
      columns: mapping.columns.map(({ index, letter, heading, target }, position) => ({
        index,
        letter,
        heading,
        target,
        width: widthOf([heading, ...table.rows.slice(0, 100).map(({ cells }) => cells[position]?.text ?? '')]),
      })),
      targets: columnTargets(register).map(({ target, label, source }) => ({
        target,
        label,
        required: source.kind === 'field' && source.field.required(nothing) && source.field.initially === undefined,
      })),
      remembered: running.remembered,
      defaults: Object.fromEntries(
        Object.entries(mapping.defaults).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value]),
      ),
      commonFields: commonFields(register, carried, mapping.defaults),
      missingFields: requiredOnce(register, assessment.missing),
      obstacle: missingColumnsInWords(register, requiredColumns(register, assessment.missing)),
      doubt: doubtInWords(register, mapping.columns),
      later: assessment.later,
      leftOut: leftOutInWords(mapping.columns),
      unknownVillages: unknownVillages(assessment, register),
      skippedRows: [...table.skippedRows],
      total: assessment.rows.length,
      verdicts: counted(importVerdicts, (row, verdict) => row.verdict === verdict),
      marks: counted(importMarks, (row, mark) => hasMark(running, row, mark)),
      skippedErrors: assessment.rows.filter((row) => row.verdict === 'error' && hasMark(running, row, 'skipped'))
        .length,
      creates: outcomes.filter((outcome) => outcome === 'create').length,
      updates: outcomes.filter((outcome) => outcome === 'update').length,
      committed: running.committed,
    };
  }

  /** The register that an import goes to; none where there is no such import. */
  function registersOf(importId: string): readonly Register[] {
    return [imports.get(importId)?.register ?? []].flat();
  }

  return { registersOf, prepare, read, chooseSheet, check, rows, fix, decide, commit, saveResult, discard };
}

function ended(): AppError {
  return new AppError('missing', '这次导入已结束，请重新选择文件');
}

function findTables(workbook: WorkbookContent, register: Register, context: FieldContext): FoundTable[] {
  return workbook.sheets
    .filter((sheet) => !sheet.hidden)
    .flatMap((sheet) => {
      const table = readTable(sheet, register, context);
      return table ? [{ sheet, table }] : [];
    });
}

/** The table whose headings the register knows best; an empty one only when there is no other. */
function bestOf(tables: readonly FoundTable[], register: Register): FoundTable {
  const [first, ...others] = tables;
  if (first === undefined) {
    const examples = register.list.slice(0, 3).map(({ field }) => register.fields[field]?.label ?? field);
    throw new AppError('refused', `在前20行里找不到表头，请核对表格是否有“${examples.join('”“')}”这样的一行列名`);
  }
  const worth = ({ table }: FoundTable): number => (table.rows.length > 0 ? 1_000 : 0) + table.matches;
  const best = others.reduce((kept, each) => (worth(each) > worth(kept) ? each : kept), first);
  if (best.table.rows.length === 0) {
    throw new AppError('refused', `工作表“${best.sheet.name}”的表头下面没有内容，请填写后再导入`);
  }
  return best;
}

/** The row with its mended cells. */
function fixedRow(
  row: TableRow,
  columns: readonly TableColumn[],
  fixes: ReadonlyMap<number, string> | undefined,
): TableRow {
  if (fixes === undefined) return row;
  const cells = row.cells.map((cell, position): TableCell | null => {
    const column = columns[position];
    const text = column && fixes.get(column.index);
    if (column === undefined || text === undefined) return cell;
    return text === '' ? null : { kind: 'text', text, address: `${column.letter}${row.row}` };
  });
  return { row: row.row, cells };
}

/** Answers other requests whenever a step has taken long enough, tells how far the work is, and stops when it is to. */
function pausing(job: Job, total: number): Assessing['pause'] {
  let since = performance.now();
  return async (done) => {
    if (performance.now() - since < longestStep) return;
    job.report({ done: Math.min(total, Math.round(done)), total, label: '正在核对' });
    await setImmediate();
    job.refuseCancelled();
    since = performance.now();
  };
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
  const sharing = new Map<string, Set<number>>();
  for (const [place, row] of rows.entries()) {
    const number = row.read.source.row;
    places.set(number, place);
    for (const key of row.keys) {
      const numbers = sharing.get(key);
      if (numbers) numbers.add(number);
      else sharing.set(key, new Set([number]));
    }
  }
  return { places, sharing };
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
    for (const number of assessment.sharing.get(key) ?? []) {
      if (found.has(number)) continue;
      found.add(number);
      open.push(...placesOf(assessment, new Set([number])).flatMap((row) => [...row.keys]));
    }
  }
  return found;
}

/** Whether a row has what a filter asks for. */
function hasMark({ fixes, decisions }: RunningImport, row: AssessedRow, mark: ImportMark): boolean {
  const number = row.read.source.row;
  switch (mark) {
    case 'warning':
      return row.findings.some(({ severity }) => severity === 'warning');
    case 'undecided':
      return (
        row.verdict === 'duplicate' && row.decisions.length > 0 && validDecision(row, decisions.get(number)) === null
      );
    case 'fixed':
      return fixes.has(number);
    case 'skipped':
      return validDecision(row, decisions.get(number)) === 'skip';
  }
}

/** Names in the village column that the office's list does not hold, in the sheet's order. What is too long is no name. */
function unknownVillages({ rows, context }: Assessment, register: Register): string[] {
  const keys = Object.keys(register.fields).filter(
    (key) => register.fields[key]?.kind.options?.(context) === context.villages,
  );
  const names = rows.flatMap(({ created }) =>
    keys.flatMap((key) => {
      const value = created.values.fields[key];
      return typeof value === 'string' && !context.villages.has(value) && value.length <= 30 ? [value] : [];
    }),
  );
  return [...new Set(names)];
}

/** Of the fields that the whole table lacks, those that can be filled once for all rows. */
function requiredOnce(register: Register, missing: readonly string[]): string[] {
  return missing.filter((key) => (register.fields[key]?.statedOnce.length ?? 0) > 0);
}

/** The others, whose values differ from row to row. */
function requiredColumns(register: Register, missing: readonly string[]): string[] {
  return missing.filter((key) => (register.fields[key]?.statedOnce.length ?? 0) === 0);
}

/** @throws AppError invalid when two rows would change the same record */
function refuseSharedTargets(rows: readonly AssessedRow[], decisions: ReadonlyMap<number, ImportDecision>): void {
  const taken = new Map<number, number>();
  for (const row of rows) {
    const number = row.read.source.row;
    if (row.merged === null || outcomeOf(row, decisions.get(number)) !== 'update') continue;
    const earlier = taken.get(row.merged.stored.row);
    if (earlier !== undefined) {
      throw new AppError('invalid', `第${earlier}行和第${number}行会更新同一条记录，请跳过其中一行`);
    }
    taken.set(row.merged.stored.row, number);
  }
}

function createFrom(register: Register, row: AssessedRow, context: FieldContext, writer: RecordWriter): void {
  const { values, gaps } = row.created;
  try {
    writer.create(asStored(register, register.derive(values, context)), 'import', gaps);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    throw new AppError('conflict', `第${row.read.source.row}行：${error.message}；请重新核对后再导入`);
  }
}

/** The record may have changed since it was read, by an earlier row that shares a guardian with it. */
function updateFrom(
  register: Register,
  row: AssessedRow,
  context: FieldContext,
  writer: RecordWriter,
  database: WritableDatabase,
): void {
  const { merged, match } = row;
  if (merged === null) throw new Error('an update without a record');
  if (match?.kind === 'record' && match.person.deleted) writer.restore(merged.stored.id);
  const current = readRecord(database, register, merged.stored.id);
  if (!current) throw new AppError('conflict', '名册刚有变化，有的行结论变了，请重新核对后再导入');
  const isCurrent = current.version === merged.stored.version;
  const values = isCurrent ? merged.values : applyStatements(register, current.values, row.read.statements, context);
  writer.change(
    current satisfies StoredRecord,
    asStored(register, register.derive(values, context)),
    'import',
    merged.gaps,
  );
}

/** A text as a search compares it. */
function comparable(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}

import type { ImportSummary } from '../../../shared/contract/importMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { printFootOf } from '../../../shared/forms/printFoot.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { runJob, startWorker } from '../../jobs/runJob.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { contentChanged } from '../exports/contentChanged.ts';
import type { ExportService } from '../exports/createExportService.ts';
import type { JobRegistry } from '../jobs/createJobRegistry.ts';
import type { RegisterService } from '../registers/createRegisterService.ts';
import { refuseWithout } from '../registers/refuseWithout.ts';
import { acceptDefaults, carriedKeys, labelsOf, missingColumnsInWords } from './columnMapping.ts';
import { columnTargets } from './columnTargets.ts';
import { createTableJudge, longestStep } from './createTableJudge.ts';
import { bestOf, type FoundTable, findTables } from './findTables.ts';
import { forgetMapping, readMapping, writeMapping } from './importMappings.ts';
import { outcomeOf } from './presentRow.ts';
import { planResult } from './resultWorkbook.ts';
import type { RunningImport } from './runningImport.ts';
import { createFrom, refuseSharedTargets, updateFrom } from './storeRows.ts';
import { pageOfRows, presentIn, requiredColumns, requiredOnce, summaryOf } from './summariseImport.ts';

/** A clerk looks at one import, perhaps two; older ones are dropped. */
const mostImports = 3;
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

/**
 * Import of a table into a register: read, look, mend and decide as often as needed, commit. What was read lives in memory only
 * and goes with the process when the program locks.
 */
export function createImportService(dependencies: ImportServiceDependencies) {
  const { registerOf, databaseOf, context, jobs } = dependencies;
  const { stampOf, assess, reassess } = createTableJudge(dependencies);
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
        revision: 1,
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
        running.revision += 1;
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
        running.revision += 1;
        return summaryOf(running);
      }),
    );
  }

  /** One page of rows that pass every filter. */
  function rows(input: MethodInput<'import.rows'>): MethodOutput<'import.rows'> {
    return pageOfRows(runningImport(input.importId), input);
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
      running.revision += 1;
      for (const each of rowsToFix) setFix(running, each.read.source.row, column, position, text);
      const affected = await reassess(running, new Set(rowsToFix.map((each) => each.read.source.row)));
      const now = running.assessment.rows[place ?? 0] ?? assessed;
      return { summary: summaryOf(running), row: presentIn(running, now), affected };
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
      running.revision += 1;
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
        let { assessment } = running;
        while (assessment.stamp !== stampOf(running.register)) assessment = await assess(running, job);
        const { register, decisions } = running;
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
        Object.assign(running, { assessment, committed: { batch, created, updated } });
        running.revision += 1;
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

  /** An import whose result is to leave. @throws AppError missing | conflict when anything of it was changed since */
  function findUnchanged({
    importId,
    sheetName,
    revision,
  }: Omit<MethodInput<'import.saveResult'>, 'permit' | 'job'>): RunningImport {
    const running = runningImport(importId);
    if (running.chosen.sheet.name !== sheetName || running.revision !== revision) throw contentChanged();
    return running;
  }

  /**
   * Saves the table with its faulty cells marked and what came of each row.
   * @throws AppError missing | conflict when it is not what the permit was asked for, or was changed since
   */
  async function saveResult({
    permit,
    job: name,
    ...input
  }: MethodInput<'import.saveResult'>): Promise<MethodOutput<'import.saveResult'>> {
    const { queue } = runningImport(input.importId);
    return jobs.run(name, '正在生成表格', async (job) => {
      // A change that is under way is finished first.
      await queue;
      const { register, chosen, assessment, fixes: fixesNow } = findUnchanged(input);
      // Cells that are mended while the file is made stay out of it.
      const fixes = structuredClone(fixesNow);
      const day = assessment.context.today.replaceAll('-', '');
      const { saved } = await dependencies.exports.leave(
        { permit, order: { method: 'import.saveResult', ...input } },
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

  /** The register that an import goes to; none where there is no such import. */
  function registersOf(importId: string): readonly Register[] {
    return [imports.get(importId)?.register ?? []].flat();
  }

  return {
    registersOf,
    prepare,
    read,
    chooseSheet,
    check,
    rows,
    fix,
    decide,
    commit,
    findUnchanged,
    saveResult,
    discard,
  };
}

function ended(): AppError {
  return new AppError('missing', '这次导入已结束，请重新选择文件');
}

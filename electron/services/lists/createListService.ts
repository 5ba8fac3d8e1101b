import type { SavedList } from '../../../shared/contract/listMethods.ts';
import { maxEdited, maxExported } from '../../../shared/contract/listMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { Selection } from '../../../shared/contract/shapes.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { printFootOf } from '../../../shared/forms/printFoot.ts';
import { findField, type Register, type Values } from '../../../shared/registers/register.ts';
import { calendarDateOf, chineseDate } from '../../../shared/rules/calendarDate.ts';
import type { runJob } from '../../jobs/runJob.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import type { ExportService } from '../exports/createExportService.ts';
import type { JobRegistry } from '../jobs/createJobRegistry.ts';
import type { PrintedRecord } from '../prints/printStore.ts';
import type { RegisterService } from '../registers/createRegisterService.ts';
import { countRecords } from '../registers/listRecords.ts';
import { refuseWithout } from '../registers/refuseWithout.ts';
import { type Editing, editRecords, formerValues, inTurns, refuseImpossible } from './editMany.ts';
import { allColumns, exportPlan, shownColumns, withoutBlankColumns } from './exportPlan.ts';
import { deleteSavedList, readColumns, readSavedLists, writeColumns, writeSavedList } from './listStore.ts';
import { readInParts, selectedRows } from './selectedRecords.ts';

/** What the service needs from around it. */
export interface ListServiceDependencies {
  readonly registers: RegisterService;
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly context: () => FieldContext;
  readonly user: () => string;
  readonly now: () => Date;
  readonly runJob: typeof runJob;
  readonly jobs: Pick<JobRegistry, 'run'>;
  /** The way by which files leave. */
  readonly exports: Pick<ExportService, 'leave'>;
}

export type ListService = ReturnType<typeof createListService>;

/** Lists that people keep, their columns, changes to many records, and workbooks made of a list. */
export function createListService(dependencies: ListServiceDependencies) {
  const { registers, registerOf, databaseOf, context, user, now } = dependencies;

  /** The user's own lists and columns. */
  function saved(key: string): MethodOutput<'list.saved'> {
    const register = registerOf(key);
    const database = databaseOf(register);
    return { lists: readSavedLists(database, register, user()), columns: readColumns(database, register, user()) };
  }

  /** How many records each daily list has today. */
  function counts(key: string): MethodOutput<'list.counts'> {
    const register = registerOf(key);
    const today = context();
    const narrowings = register.lists.map((list) => list.query(today));
    const totals = countRecords(databaseOf(register), register, narrowings, today);
    return { counts: Object.fromEntries(register.lists.map((list, index) => [list.key, totals[index] ?? 0])) };
  }

  /**
   * Keeps a list that can be shown.
   * @throws AppError invalid when it names columns, filters or a daily list that are not there; conflict when the name is taken
   */
  function save(list: SavedList): void {
    const { columns } = list;
    const { basis, ...query } = list.query;
    const register = registerOf(query.register);
    if (basis !== undefined && !register.lists.some(({ key }) => key === basis)) {
      throw new AppError('invalid', '没有这个常用名册，请刷新页面后重选');
    }
    registers.listPage({ ...query, offset: 0, limit: 1, ...(columns === null ? {} : { columns }) });
    const at = now().toISOString();
    transaction(databaseOf(register), (database) => writeSavedList(database, register, list, { at, by: user() }));
  }

  function discard(key: string, id: string): void {
    const register = registerOf(key);
    transaction(databaseOf(register), (database) => deleteSavedList(database, register, id, user()));
  }

  /** @throws AppError invalid when a column is not there */
  function saveColumns(key: string, columns: readonly string[] | null): void {
    const register = registerOf(key);
    if (columns?.some((field) => !register.list.some((column) => column.field === field))) {
      throw new AppError('invalid', '没有这一列，请刷新页面后重选');
    }
    transaction(databaseOf(register), (database) => writeColumns(database, register, columns, user()));
  }

  /** @throws AppError invalid when there are none or too many */
  function idsToEdit(register: Register, selection: Selection): readonly string[] {
    if ('query' in selection && selection.query.register !== register.key) {
      throw new AppError('invalid', '没有这个名册，请刷新页面后重选');
    }
    const ids = 'ids' in selection ? selection.ids : registers.idsOf(selection.query, maxEdited + 1);
    if (ids.length === 0) throw new AppError('invalid', '没有可修改的记录，请先选择或放宽筛选');
    if (ids.length > maxEdited) {
      const limit = maxEdited.toLocaleString('zh-CN');
      throw new AppError('invalid', `一次最多修改${limit}${register.noun}，请先用筛选缩小范围`);
    }
    return ids;
  }

  function editing(register: Register, changes: Values): Editing {
    refuseImpossible(register, changes, context());
    return { register, changes, accept: (values) => registers.accept(register, values) };
  }

  /** What an edit would do. Between its slices other requests are answered. */
  async function previewEdit(input: MethodInput<'list.previewEdit'>): Promise<MethodOutput<'list.previewEdit'>> {
    const register = registerOf(input.register);
    const planned = editing(register, input.changes);
    const ids = idsToEdit(register, input.selection);
    const former = formerValues(register, Object.keys(input.changes), context());
    const outcome = await inTurns(editRecords(databaseOf(register), planned, ids, former.add));
    return { ...outcome, former: former.counted() };
  }

  /**
   * Changes many records as one batch; those that the checks refuse stay as they are.
   * @throws AppError invalid | conflict when the records have changed since the preview | busy
   */
  async function edit(input: MethodInput<'list.edit'>): Promise<MethodOutput<'list.edit'>> {
    const register = registerOf(input.register);
    const planned = editing(register, input.changes);
    const ids = idsToEdit(register, input.selection);
    const labels = Object.keys(input.changes).map((field) => findField(register, field)?.label ?? field);
    const title = `批量修改：${labels.join('、')}`;
    const { batch, result } = await registers.inSteppedBatch(
      register,
      { kind: 'edit', title, details: { changed: input.expected } },
      function* change(writer, database) {
        const outcome = yield* editRecords(database, planned, ids, (stored, values) => {
          writer.change(stored, values, 'edit');
        });
        if (outcome.changed !== input.expected) {
          throw new AppError('conflict', '这些记录刚才有变动，没有修改任何一条，请重新预览后再修改');
        }
        return outcome;
      },
    );
    return { batch, ...result };
  }

  /**
   * Writes a list into a workbook and hands it to the host. The file's name tells how many, and nobody's name.
   * @throws AppError invalid | refused | cancelled
   */
  async function exportList(input: MethodInput<'list.export'>): Promise<MethodOutput<'list.export'>> {
    const register = registerOf(input.register);
    refuseWithout(register, 'export');
    const { permit, job, ...ordered } = input;
    const { selection, sort, numbers } = ordered;
    const database = databaseOf(register);
    const today = context();
    const rows = selectedRows(database, register, selection, { limit: maxExported, sort }, today);
    const isWhole = input.columns === 'all';
    const columns =
      input.columns === 'all'
        ? allColumns(register, numbers, today)
        : shownColumns(register, input.columns, numbers, today);
    const label = '正在导出';
    return dependencies.jobs.run(job, label, async ({ signal, report, refuseCancelled }) => {
      const lines: string[][] = [];
      const records: PrintedRecord[] = [];
      for await (const part of readInParts(database, register, rows)) {
        refuseCancelled();
        for (const { id, values } of part) {
          lines.push(columns.map((column) => column.text(values)));
          records.push({ register: register.key, id });
        }
        report({ done: lines.length, total: rows.length, label });
      }
      const day = calendarDateOf(now());
      const table = isWhole ? withoutBlankColumns(register, columns, lines) : { columns, rows: lines };
      const title = `${register.title}名册`;
      const { saved } = await dependencies.exports.leave(
        { permit, order: { method: 'list.export', ...ordered } },
        {
          compartment: register.compartment,
          form: register.key,
          title,
          way: 'xlsx',
          copies: 1,
          pages: 0,
          numbers,
          records,
          columns: table.columns.map(({ heading }) => heading),
        },
        async (outlet, fact) => {
          const detail = `导出：${chineseDate(day)}　${user()}　用途：${fact.reason}　编号：${fact.serial}　校验码：${fact.code}`;
          const foot = printFootOf(fact, 1);
          const plan = exportPlan({ title, detail, foot }, table.columns, table.rows);
          const bytes = await dependencies.runJob('writeWorkbook', { plan }, { signal });
          refuseCancelled();
          return outlet.saveFile(`${title}-${lines.length}名-${day.replaceAll('-', '')}.xlsx`, bytes);
        },
      );
      return { path: saved, rows: lines.length };
    });
  }

  return { saved, counts, save, discard, saveColumns, previewEdit, edit, exportList };
}

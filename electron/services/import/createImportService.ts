import type { ImportPreview } from '../../../shared/contract/importMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { checkField } from '../../../shared/registers/checkRecord.ts';
import { emptyRecord, type RecordValues, type Register } from '../../../shared/registers/register.ts';
import type { runJob } from '../../jobs/runJob.ts';
import type { WorkbookContent } from '../../jobs/workbookContent.ts';
import { type CheckedTable, checkRows, type FindStored, type Mapping } from './checkRows.ts';
import { columnTargets } from './columnTargets.ts';
import { shortened } from './issueTexts.ts';
import { readTable, type Table } from './readTable.ts';

/** A clerk looks at one preview, perhaps two; older ones are dropped. */
const mostImports = 3;

/** What the service needs from around it. */
export interface ImportServiceDependencies {
  /** The register of a key; AppError `missing` when there is none. */
  readonly registerOf: (key: string) => Register;
  readonly findByUnique: (register: Register, values: readonly string[]) => ReturnType<FindStored>;
  /** Checks and stores all records in one transaction or none; AppError `conflict` when one exists already. */
  readonly insertMany: (register: Register, records: readonly RecordValues[]) => number;
  readonly context: () => FieldContext;
  readonly newId: () => string;
  readonly runJob: typeof runJob;
}

export type ImportService = ReturnType<typeof createImportService>;

interface RunningImport {
  readonly register: Register;
  readonly fileName: string;
  readonly sheetName: string;
  readonly otherSheets: readonly string[];
  readonly table: Table;
  readonly mapping: Mapping;
}

/**
 * Import of a workbook into a register: read, check as often as needed, commit. What was read lives in memory only and
 * goes with the process when the program locks.
 */
export function createImportService(dependencies: ImportServiceDependencies) {
  const { registerOf, findByUnique, insertMany, context } = dependencies;
  const imports = new Map<string, RunningImport>();

  /**
   * Reads a workbook in a worker and finds the register's table in it.
   * @throws AppError refused (the file is not safe, or holds no table of this register)
   */
  async function read(registerKey: string, file: Uint8Array, fileName: string): Promise<ImportPreview> {
    const register = registerOf(registerKey);
    const workbook = await dependencies.runJob('readWorkbook', { file });
    const { sheetName, table, otherSheets } = findTable(workbook, register, context());
    const carried = carriedKeys(table.columns, register);
    const running: RunningImport = {
      register,
      fileName,
      sheetName,
      otherSheets,
      table,
      mapping: {
        columns: table.columns,
        defaults: Object.fromEntries(Object.entries(table.stated).filter(([key]) => !carried.has(key))),
      },
    };
    const importId = dependencies.newId();
    imports.set(importId, running);
    for (const oldest of imports.keys()) {
      if (imports.size <= mostImports) break;
      imports.delete(oldest);
    }
    return preview(importId, running, assess(running));
  }

  /**
   * Judges the rows anew with the clerk's columns and defaults.
   * @throws AppError missing | invalid
   */
  function check(input: MethodInput<'import.check'>): ImportPreview {
    const running = runningImport(input.importId);
    const columns = running.table.columns.map((column) => {
      const chosen = input.targets.find((each) => each.index === column.index);
      return chosen === undefined ? column : { ...column, target: chosen.target };
    });
    const carried = carriedKeys(columns, running.register);
    const defaults = acceptDefaults(running.register, input.defaults, carried, context());
    const changed: RunningImport = { ...running, mapping: { columns, defaults } };
    imports.set(input.importId, changed);
    return preview(input.importId, changed, assess(changed));
  }

  /**
   * Stores the chosen rows in one transaction. They are judged once more before, and by the store while it writes, so
   * a record that appeared meanwhile stops the whole import.
   * @throws AppError missing | invalid | conflict | full | readonly; nothing is stored then
   */
  function commit(input: MethodInput<'import.commit'>): MethodOutput<'import.commit'> {
    const running = runningImport(input.importId);
    const checked = assess(running);
    const obstacle = missingColumnsInWords(running.register, checked.missingColumns);
    if (obstacle !== null) throw new AppError('invalid', obstacle);
    if (checked.missingFields.length > 0) {
      const labels = labelsOf(running.register, checked.missingFields);
      throw new AppError('invalid', `“${labels.join('、')}”没有填，请在表格上方统一填写后再导入`);
    }
    const byRow = new Map(checked.rows.map((row) => [row.preview.row, row]));
    const chosen = [...new Set(input.rows)].map((row) => {
      const found = byRow.get(row);
      if (found?.preview.verdict !== 'new') {
        throw new AppError('conflict', `第${row}行现在不能新增，名册可能刚有变化，请重新核对后再导入`);
      }
      return found.record;
    });
    const created = insertMany(running.register, chosen);
    imports.delete(input.importId);
    return { created };
  }

  /** Forgets what was read. */
  function discard(importId: string): void {
    imports.delete(importId);
  }

  function runningImport(importId: string): RunningImport {
    const running = imports.get(importId);
    if (!running) throw new AppError('missing', '这次导入已结束，请重新选择文件');
    return running;
  }

  function assess({ register, table, mapping }: RunningImport): CheckedTable {
    return checkRows(table, mapping, register, context(), (values) => findByUnique(register, values));
  }

  return { read, check, commit, discard };
}

function findTable(
  workbook: WorkbookContent,
  register: Register,
  context: FieldContext,
): { sheetName: string; table: Table; otherSheets: string[] } {
  const found = workbook.sheets
    .filter((sheet) => !sheet.hidden)
    .flatMap((sheet) => {
      const table = readTable(sheet, register, context);
      return table ? [{ sheetName: sheet.name, table }] : [];
    });
  const best = found.reduce<(typeof found)[number] | undefined>(
    (kept, each) => (kept === undefined || each.table.matches > kept.table.matches ? each : kept),
    undefined,
  );
  if (best === undefined) {
    const examples = register.list.slice(0, 3).map(({ field }) => register.fields[field]?.label ?? field);
    throw new AppError('refused', `在前20行里找不到表头，请核对表格是否有“${examples.join('”“')}”这样的一行列名`);
  }
  if (best.table.rows.length === 0) {
    throw new AppError('refused', `工作表“${best.sheetName}”的表头下面没有内容，请填写后再导入`);
  }
  return { ...best, otherSheets: found.filter((each) => each !== best).map((each) => each.sheetName) };
}

/**
 * Keys that the columns fill.
 * @throws AppError invalid when a target is unknown or two columns fill the same field
 */
function carriedKeys(columns: Mapping['columns'], register: Register): ReadonlySet<string> {
  const targets = new Map(columnTargets(register).map((target) => [target.target, target]));
  const carried = new Set<string>();
  for (const column of columns) {
    if (column.target === null) continue;
    const target = targets.get(column.target);
    if (!target) throw new AppError('invalid', `没有“${column.heading}”要对应的项目，请重新选择`);
    for (const key of target.fills) {
      if (carried.has(key)) throw new AppError('invalid', `有两列都对应“${target.label}”，请只留一列`);
      carried.add(key);
    }
  }
  return carried;
}

/** Values for the whole table; a field that a column carries needs none. */
function acceptDefaults(
  register: Register,
  given: MethodInput<'import.check'>['defaults'],
  carried: ReadonlySet<string>,
  context: FieldContext,
): Record<string, FieldValue> {
  const accepted: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === null || carried.has(key)) continue;
    const field = Object.hasOwn(register.fields, key) ? register.fields[key] : undefined;
    if (!field) throw new AppError('invalid', '没有这一项，请刷新页面后重填');
    if (field.statedOnce.length === 0) {
      throw new AppError('invalid', `“${field.label}”各人不同，不能统一填写，请选定对应的列`);
    }
    const message = checkField(field, {}, value, context);
    if (message !== undefined) throw new AppError('invalid', `“${field.label}”：${message}`, { [key]: message });
    accepted[key] = value;
  }
  return accepted;
}

function preview(importId: string, running: RunningImport, checked: CheckedTable): ImportPreview {
  const { register, table, mapping } = running;
  const nothing = emptyRecord(register).fields;
  return {
    importId,
    fileName: running.fileName,
    sheetName: running.sheetName,
    otherSheets: [...running.otherSheets],
    headingRow: table.headingRow,
    columns: mapping.columns.map(({ index, letter, heading, target }) => ({ index, letter, heading, target })),
    targets: columnTargets(register).map(({ target, label, source }) => ({
      target,
      label,
      required: source.kind === 'field' && source.field.required(nothing),
    })),
    defaults: Object.fromEntries(
      Object.entries(mapping.defaults).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value]),
    ),
    missingFields: [...checked.missingFields],
    obstacle: missingColumnsInWords(register, checked.missingColumns),
    doubt: doubtInWords(register, checked, mapping),
    leftOut: mapping.columns
      .filter((column) => column.target === null)
      .map(({ letter, heading }) =>
        heading === '' ? `${letter}列（没有列名）` : `${letter}列“${shortened(heading)}”`,
      ),
    unknownVillages: [...checked.unknownVillages],
    rows: checked.rows.map((row) => row.preview),
    skippedRows: [...table.skippedRows],
  };
}

function labelsOf(register: Register, keys: readonly string[]): string[] {
  return keys.map((key) => register.fields[key]?.label ?? key);
}

/** Nobody can answer for all children at once what differs from one to the next, so the village has to fill it in. */
function missingColumnsInWords(register: Register, missing: readonly string[]): string | null {
  if (missing.length === 0) return null;
  const columns = missing.length === 1 ? '这一列' : `这${missing.length}列`;
  return `表里没有“${labelsOf(register, missing).join('、')}”${columns}，请在原表补上再导入；列名不同的，在“核对各列对应”里选定`;
}

/** A table that knows fewer than half of what every record needs is probably another register's. */
function doubtInWords(register: Register, checked: CheckedTable, mapping: Mapping): string | null {
  const nothing = emptyRecord(register).fields;
  const needed = Object.keys(register.fields).filter((key) => register.fields[key]?.required(nothing));
  const carried = carriedKeys(mapping.columns, register);
  const found = needed.filter((key) => carried.has(key) || carried.has(register.derivedFrom?.[key] ?? ''));
  if (checked.rows.length === 0 || found.length * 2 >= needed.length) return null;
  return `这张表不像${register.title}的登记表：${needed.length}个必填项目里，表中只有${found.length}个；请核对是否选错了文件`;
}

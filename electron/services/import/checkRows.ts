import type { ImportPreview } from '../../../shared/contract/importMethods.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { checkRecord, findingsOf } from '../../../shared/registers/checkRecord.ts';
import {
  emptyRecord,
  type Field,
  type RecordValues,
  type Register,
  writeValue,
} from '../../../shared/registers/register.ts';
import { type ColumnTarget, columnTargets } from './columnTargets.ts';
import { issueTexts, shortened } from './issueTexts.ts';
import type { Table, TableCell, TableColumn, TableRow } from './readTable.ts';

type PreviewRow = ImportPreview['rows'][number];
type ImportIssue = PreviewRow['issues'][number];

/** Excel keeps 15 digits of a number: the rest of a longer one is lost and shown as zeros. */
const firstDamagedNumber = 1e15;

/** What the clerk settled about a table: which column feeds what, and what holds for every row. */
export interface Mapping {
  readonly columns: readonly TableColumn[];
  readonly defaults: Readonly<Record<string, FieldValue>>;
}

/** One row with the record that would be stored from it. */
export interface CheckedRow {
  readonly preview: PreviewRow;
  readonly record: RecordValues;
}

export interface CheckedTable {
  readonly rows: readonly CheckedRow[];
  /** Fields that every row needs, that nothing fills, and that can be the same for the whole table. */
  readonly missingFields: readonly string[];
  /** Further fields that every row needs and no column carries: their values differ from row to row. */
  readonly missingColumns: readonly string[];
  /** Names in the village column that the office's list does not hold. */
  readonly unknownVillages: readonly string[];
}

/** Finds the stored records that hold one of these values in the register's unique field. */
export type FindStored = (values: readonly string[]) => ReadonlyMap<string, { readonly values: RecordValues }>;

/**
 * Gives every row of a table its verdict: new; same or exists when its unique value is stored already (with equal, or
 * with other values); duplicate of an earlier row; error. Every finding names its cell and what stands there.
 */
export function checkRows(
  table: Table,
  mapping: Mapping,
  register: Register,
  context: FieldContext,
  findStored: FindStored,
): CheckedTable {
  const reader = rowReader(mapping, register, context);
  const read = table.rows.map(reader.read);
  const missing = Object.entries(register.fields)
    .filter(([key]) => !reader.hasSource(key) && !reader.hasSource(register.derivedFrom?.[key] ?? ''))
    .filter(([key, field]) => read.length > 0 && read.every((row) => lacks(row, key, field)))
    .map(([key]) => key);
  const isSameForAll = (key: string): boolean => (register.fields[key]?.statedOnce.length ?? 0) > 0;

  const { uniqueField } = register;
  const uniqueOf = (record: RecordValues): string | undefined => {
    const value = uniqueField === undefined ? null : record.fields[uniqueField];
    return typeof value === 'string' ? value : undefined;
  };
  const stored = findStored([
    ...new Set(read.map((row) => uniqueOf(row.record)).filter((value) => value !== undefined)),
  ]);
  const firstRows = new Map<string, number>();

  const rows = read.map((row): CheckedRow => {
    const found = [...row.issues, ...reader.judge(row, missing)];
    const unique = uniqueOf(row.record);
    const earlier = unique === undefined ? undefined : firstRows.get(unique);
    if (unique !== undefined && earlier === undefined) firstRows.set(unique, row.source.row);
    const known = unique === undefined ? undefined : stored.get(unique);

    const label = uniqueField === undefined ? '' : (register.fields[uniqueField]?.label ?? '');
    const add = (severity: ImportIssue['severity'], message: string, details = ''): void => {
      found.push({ field: uniqueField ?? '', message, details, severity });
    };
    let verdict: PreviewRow['verdict'] = 'new';
    if (found.some((issue) => issue.severity === 'error')) verdict = 'error';
    else if (earlier !== undefined) {
      verdict = 'duplicate';
      add('error', `与第${earlier}行的${label}相同，请核对后只留一行`);
    } else if (known !== undefined) {
      const differing = reader.differences(row.record, known.values);
      verdict = differing.length === 0 ? 'same' : 'exists';
      if (verdict === 'exists') {
        const labels = differing.map((each) => each.label).join('、');
        const details = differing.map((each) => `${each.label}${each.change}`).join('；');
        add('warning', `已在名册，${labels}不同；本次不改动名册，请到名册里核对`, details);
      }
    }
    return {
      record: row.record,
      preview: {
        row: row.source.row,
        verdict,
        name: String(row.record.fields[register.nameField] ?? ''),
        cells: row.source.cells.map((cell) => cell?.text ?? ''),
        issues: found.map((issue) => reader.located(row.source, issue)),
      },
    };
  });
  return {
    rows,
    missingFields: missing.filter(isSameForAll),
    missingColumns: missing.filter((key) => !isSameForAll(key)),
    unknownVillages: unknownVillages(read, register, context),
  };
}

function lacks({ record }: ReadRow, key: string, field: Field): boolean {
  return field.required(record.fields) && (field.initially === undefined || record.fields[key] === null);
}

/** Names as they stand in the sheet, in its order. What is too long for a name is a fault of its row alone. */
function unknownVillages(read: readonly ReadRow[], register: Register, context: FieldContext): string[] {
  const keys = Object.keys(register.fields).filter(
    (key) => register.fields[key]?.kind.options?.(context) === context.villages,
  );
  const names = read.flatMap((row) =>
    keys.flatMap((key) => {
      const value = row.record.fields[key];
      return typeof value === 'string' && !context.villages.has(value) && value.length <= 30 ? [value] : [];
    }),
  );
  return [...new Set(names)];
}

/** A finding before its cell is named. */
interface Finding {
  readonly field: string;
  readonly message: string;
  /** What is said on the screen only, because it quotes values. */
  readonly details?: string;
  readonly severity: ImportIssue['severity'];
}

interface ReadRow {
  readonly source: TableRow;
  readonly record: RecordValues;
  readonly issues: readonly Finding[];
  /** Fields whose cell could not be read at all and is reported already. */
  readonly unreadable: ReadonlySet<string>;
}

function rowReader(mapping: Mapping, register: Register, context: FieldContext) {
  const targets = new Map(columnTargets(register).map((target) => [target.target, target]));
  const inputs = mapping.columns.flatMap(
    (column, position): { column: TableColumn; position: number; target: ColumnTarget }[] => {
      const target = column.target === null ? undefined : targets.get(column.target);
      return target ? [{ column, position, target }] : [];
    },
  );
  const inputOf = new Map(inputs.flatMap((input) => input.target.fills.map((key) => [key, input] as const)));
  const empty = emptyRecord(register);
  const sources = new Set([...inputOf.keys(), ...Object.keys(mapping.defaults)]);

  /** Names the cell of a finding: the field's own, else the one that it is derived from, else the name's. */
  function located(row: TableRow, { field, message, details = '', severity }: Finding): ImportIssue {
    const key = headOf(field);
    const own = inputOf.get(key) ?? inputOf.get(register.derivedFrom?.[key] ?? '');
    const input = own ?? inputOf.get(register.nameField) ?? inputs[0];
    const found = input === undefined ? null : (row.cells[input.position] ?? null);
    const cell = found?.address ?? `${input?.column.letter ?? 'A'}${row.row}`;
    const place = own === undefined ? { row: row.row } : { cell, heading: own.column.heading, found };
    return { cell, field, severity, ...issueTexts(place, message, details) };
  }

  function read(source: TableRow): ReadRow {
    const fields: Record<string, FieldValue | null> = { ...empty.fields, ...mapping.defaults };
    const groups: Record<string, RecordValues['rows'][string]> = { ...empty.rows };
    const issues: Finding[] = [];
    const unreadable = new Set<string>();
    /** What cells state of fields that the register may derive. */
    const stated = new Map<string, string>();
    for (const { position, target } of inputs) {
      const cell = source.cells[position] ?? null;
      if (cell === null) continue;
      const fault = cellFault(cell, target.label);
      if (fault !== undefined) {
        issues.push({ field: target.fills[0] ?? '', message: fault, severity: 'error' });
        for (const key of target.fills) unreadable.add(key);
      } else if (target.source.kind === 'field') {
        const { key, field } = target.source;
        const absence = absenceOf(field, cell.text);
        if (absence === undefined) {
          stated.set(key, cell.text);
          // What a kind makes of a text is judged by its own schema below.
          fields[key] = field.kind.parse(cell.text, context) as FieldValue | null;
        } else {
          if (fields[absence.reason] === null) fields[absence.reason] = absence.code;
          issues.push({ field: key, message: absence.message, severity: 'warning' });
        }
      } else if (target.source.kind === 'compound') {
        const filled = target.source.column.read(cell.text, context);
        Object.assign(fields, filled.fields);
        Object.assign(groups, filled.rows);
      }
    }
    // Views write into what the other columns have filled.
    let entered: RecordValues = { fields, rows: groups };
    for (const { position, target } of inputs) {
      const cell = source.cells[position] ?? null;
      if (cell === null || target.source.kind !== 'view' || unreadable.has(target.source.key)) continue;
      const { key, view } = target.source;
      const value = view.kind.parse(cell.text, context);
      const parsed = view.kind.schema.safeParse(value);
      const fault = parsed.success
        ? view.kind.check(parsed.data, context)
        : (parsed.error.issues[0]?.message ?? '填写有误，请核对');
      if (fault !== undefined && value !== null) issues.push({ field: key, message: fault, severity: 'error' });
      else if (parsed.success) entered = writeValue(register, entered, key, parsed.data, context);
    }
    Object.assign(fields, entered.fields);
    Object.assign(groups, entered.rows);
    // What the sheet states is kept beside what follows from other values, so that a contradiction is found.
    const derived = register.derive({ fields, rows: groups }, context).fields;
    for (const [key, value] of Object.entries(derived)) {
      const partly =
        register.derivedFrom?.[key] !== undefined &&
        value !== null &&
        register.fields[key]?.kind.statesPartOf?.(stated.get(key) ?? '', value) === true;
      if (fields[key] === null || partly) fields[key] = value;
    }
    // Villages compute sex and birth from the number with a formula; what the register derives itself needs no cell.
    const settled = issues.map((issue): Finding => {
      const origin = register.fields[register.derivedFrom?.[issue.field] ?? ''];
      if (origin === undefined || issue.severity === 'warning' || fields[issue.field] === null) return issue;
      return { ...issue, message: `这个单元格没有采用，内容已按“${origin.label}”填写`, severity: 'warning' };
    });
    return { source, record: { fields, rows: groups }, issues: settled, unreadable };
  }

  function judge(row: ReadRow, missing: readonly string[]): Finding[] {
    // What is only missing for the forms is counted for the record and is no fault of the row.
    const found = findingsOf(checkRecord(register, row.record, context));
    const faulty = new Set([...row.unreadable, ...found.map((issue) => headOf(issue.path))]);
    return found
      .filter(({ path }) => {
        const key = headOf(path);
        if (row.unreadable.has(key)) return false;
        if (row.record.fields[key] !== null) return true;
        // Said once for the whole table, or the fault of the value this one is derived from.
        const origin = register.derivedFrom?.[key];
        return !missing.includes(key) && !(origin !== undefined && !inputOf.has(key) && faulty.has(origin));
      })
      .map(({ path, message, severity }) => {
        const key = headOf(path);
        const isBlank = row.record.fields[key] === null && register.fields[key]?.required(row.record.fields) === true;
        const words =
          isBlank && inputOf.has(key)
            ? // The column names the field already.
              '没有填，请补上'
            : register.fields[key]?.kind.options?.(context) === context.villages && !isBlank
              ? '设置里没有这个村（社区），请核对名称'
              : message;
        return { field: path, message: words, severity };
      });
  }

  /** What the sheet states otherwise than the stored record, each with its change; a blank cell states nothing. */
  function differences(record: RecordValues, stored: RecordValues): { label: string; change: string }[] {
    const shown = ({ kind }: Field, value: FieldValue | null | undefined): string =>
      value === null || value === undefined ? '（空）' : `“${shortened(kind.format(value, context))}”`;
    const fields = Object.entries(register.fields)
      .filter(([key]) => sources.has(key))
      .filter(([key, field]) => !sameValue(field.kind, record.fields[key], stored.fields[key]))
      .map(([key, field]) => ({
        label: field.label,
        change: `${shown(field, stored.fields[key])}→${shown(field, record.fields[key])}`,
      }));
    const groups = Object.entries(register.rows)
      .filter(([key, group]) => {
        const given = record.rows[key] ?? [];
        const held = stored.rows[key] ?? [];
        if (given.length === 0) return false;
        return (
          given.length !== held.length ||
          given.some((row, index) =>
            Object.entries(group.fields).some(
              ([name, field]) => !sameValue(field.kind, row[name], held[index]?.[name]),
            ),
          )
        );
      })
      .map(([key, group]) => ({
        label: group.label,
        change: `${stored.rows[key]?.length ?? 0}行→${record.rows[key]?.length ?? 0}行`,
      }));
    return [...fields, ...groups];
  }

  /** A word that says there is no value, and why, such as 暂无 in the place of a number. A digit is no such word. */
  function absenceOf(field: Field, text: string): { reason: string; code: string; message: string } | undefined {
    const reason = field.absenceReason;
    const options = reason === undefined ? undefined : register.fields[reason]?.kind.options?.(context);
    const code = options?.find(text);
    if (reason === undefined || code === undefined || options?.has(text.trim()) !== false) return undefined;
    const why = `“${register.fields[reason]?.label ?? ''}”记为“${options.label(code)}”`;
    return { reason, code, message: `按没有${field.label}登记，${why}，以后再补` };
  }

  return { read, judge, differences, located, hasSource: (key: string) => sources.has(key) };
}

function cellFault(cell: TableCell, label: string): string | undefined {
  if (cell.kind === 'formula') {
    return '单元格里是公式，公式的结果不能采用，请在原表把它选择性粘贴为数值后再导入';
  }
  if (cell.kind === 'error') return `单元格里是错误值“${cell.text}”，请在原表改正后再导入`;
  if (cell.kind === 'number' && Math.abs(Number(cell.text)) >= firstDamagedNumber) {
    return `Excel已把“${label}”存成数字，后几位已丢失，请在原表把该列设为文本后重新填写`;
  }
  return undefined;
}

function sameValue(
  kind: { encode(value: FieldValue): string | number },
  given: FieldValue | null | undefined,
  held: FieldValue | null | undefined,
): boolean {
  if (given === null || given === undefined) return true;
  return held !== null && held !== undefined && kind.encode(given) === kind.encode(held);
}

function headOf(path: string): string {
  return path.split('.')[0] ?? path;
}

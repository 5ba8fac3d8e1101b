import type { ImportPreview } from '../../../shared/contract/methods.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { checkRecord } from '../../../shared/registers/checkRecord.ts';
import { emptyRecord, type RecordValues, type Register } from '../../../shared/registers/register.ts';
import { type ColumnTarget, columnTargets } from './columnTargets.ts';
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
  /** Fields that every row needs and nothing fills. */
  readonly missingFields: readonly string[];
}

/** Finds the stored records that hold one of these values in the register's unique field. */
export type FindStored = (values: readonly string[]) => ReadonlyMap<string, { readonly values: RecordValues }>;

/**
 * Gives every row of a table its verdict: new; same or exists when its unique value is stored already (with equal, or
 * with other values); duplicate of an earlier row; error. Every finding names its cell.
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
  const missingFields = Object.entries(register.fields)
    .filter(([key]) => !reader.hasSource(key) && !reader.hasSource(register.derivedFrom?.[key] ?? ''))
    .filter(([, field]) => read.length > 0 && read.every((row) => field.required(row.record.fields)))
    .map(([key]) => key);

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
    const issues = [...row.issues, ...reader.judge(row, missingFields)];
    const unique = uniqueOf(row.record);
    const earlier = unique === undefined ? undefined : firstRows.get(unique);
    if (unique !== undefined && earlier === undefined) firstRows.set(unique, row.source.row);
    const known = unique === undefined ? undefined : stored.get(unique);

    const label = uniqueField === undefined ? '' : (register.fields[uniqueField]?.label ?? '');
    const add = (severity: ImportIssue['severity'], message: string): void => {
      const field = uniqueField ?? '';
      issues.push({ cell: reader.cellOf(row.source, field), field, message, severity });
    };
    let verdict: PreviewRow['verdict'] = 'new';
    if (issues.some((issue) => issue.severity === 'error')) verdict = 'error';
    else if (earlier !== undefined) {
      verdict = 'duplicate';
      add('error', `与第${earlier}行的${label}相同，请核对后只留一行`);
    } else if (known !== undefined) {
      verdict = reader.agrees(row.record, known.values) ? 'same' : 'exists';
      if (verdict === 'exists')
        add('warning', `这个${label}已在册，但内容不同；本次不改动已登记的内容，请到登记册里核对`);
    }
    return {
      record: row.record,
      preview: {
        row: row.source.row,
        verdict,
        name: String(row.record.fields[register.nameField] ?? ''),
        cells: row.source.cells.map((cell) => cell?.text ?? ''),
        issues,
      },
    };
  });
  return { rows, missingFields };
}

interface ReadRow {
  readonly source: TableRow;
  readonly record: RecordValues;
  readonly issues: readonly ImportIssue[];
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

  const cellOf = (row: TableRow, key: string): string => {
    const input =
      inputOf.get(key) ??
      inputOf.get(register.derivedFrom?.[key] ?? '') ??
      inputOf.get(register.nameField) ??
      inputs[0];
    if (input === undefined) return `A${row.row}`;
    return row.cells[input.position]?.address ?? `${input.column.letter}${row.row}`;
  };

  function read(source: TableRow): ReadRow {
    const fields: Record<string, FieldValue | null> = { ...empty.fields, ...mapping.defaults };
    const groups: Record<string, RecordValues['rows'][string]> = { ...empty.rows };
    const issues: ImportIssue[] = [];
    const unreadable = new Set<string>();
    for (const { position, target } of inputs) {
      const cell = source.cells[position] ?? null;
      if (cell === null) continue;
      const fault = cellFault(cell, target.label);
      if (fault !== undefined) {
        issues.push({ cell: cell.address, field: target.fills[0] ?? '', message: fault, severity: 'error' });
        for (const key of target.fills) unreadable.add(key);
      } else if (target.source.kind === 'field') {
        // What a kind makes of a text is judged by its own schema below.
        fields[target.source.key] = target.source.field.kind.parse(cell.text, context) as FieldValue | null;
      } else {
        const filled = target.source.column.read(cell.text, context);
        Object.assign(fields, filled.fields);
        Object.assign(groups, filled.rows);
      }
    }
    // What the sheet states is kept beside what follows from other values, so that a contradiction is found.
    const derived = register.derive({ fields, rows: groups }, context).fields;
    for (const [key, value] of Object.entries(derived)) {
      if (fields[key] === null) fields[key] = value;
    }
    // Villages compute sex and birth from the number with a formula; what the register derives itself needs no cell.
    const settled = issues.map((issue): ImportIssue => {
      const origin = register.fields[register.derivedFrom?.[issue.field] ?? ''];
      if (origin === undefined || fields[issue.field] === null) return issue;
      return { ...issue, message: `这个单元格没有采用，内容已按“${origin.label}”填写`, severity: 'warning' };
    });
    return { source, record: { fields, rows: groups }, issues: settled, unreadable };
  }

  function judge(row: ReadRow, missingFields: readonly string[]): ImportIssue[] {
    const found = checkRecord(register, row.record, context);
    const faulty = new Set([...row.unreadable, ...found.map((issue) => headOf(issue.path))]);
    return found
      .filter(({ path }) => {
        const key = headOf(path);
        if (row.unreadable.has(key)) return false;
        if (row.record.fields[key] !== null) return true;
        // Said once for the whole table, or the fault of the value this one is derived from.
        const origin = register.derivedFrom?.[key];
        return !missingFields.includes(key) && !(origin !== undefined && !inputOf.has(key) && faulty.has(origin));
      })
      .map(({ path, message, severity }) => ({
        cell: cellOf(row.source, headOf(path)),
        field: path,
        message,
        severity,
      }));
  }

  /** Whether everything the sheet states stands in the stored record too; a blank cell states nothing. */
  function agrees(record: RecordValues, stored: RecordValues): boolean {
    const sameFields = [...sources].every((key) => {
      const field = register.fields[key];
      return !field || sameValue(field.kind, record.fields[key], stored.fields[key]);
    });
    return (
      sameFields &&
      Object.entries(register.rows).every(([key, group]) => {
        const given = record.rows[key] ?? [];
        const held = stored.rows[key] ?? [];
        if (given.length === 0) return true;
        return (
          given.length === held.length &&
          given.every((row, index) =>
            Object.entries(group.fields).every(([name, field]) =>
              sameValue(field.kind, row[name], held[index]?.[name]),
            ),
          )
        );
      })
    );
  }

  return { read, judge, agrees, cellOf, hasSource: (key: string) => sources.has(key) };
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

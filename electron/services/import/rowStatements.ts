import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import type { Field, Register, RowGroup, Values, View } from '../../../shared/registers/register.ts';
import { readRows } from '../../../shared/registers/rowText.ts';
import type { WorkbookCell } from '../../jobs/workbookContent.ts';
import { type ColumnTarget, columnTargets } from './columnTargets.ts';
import type { TableColumn, TableRow } from './readTable.ts';

/** What the clerk settled about a table: which column feeds what, and what holds for every row. */
export interface Mapping {
  readonly columns: readonly TableColumn[];
  readonly defaults: Readonly<Record<string, FieldValue>>;
}

/** One thing that a row states. Blank cells state nothing. */
export type Statement =
  | { readonly kind: 'field'; readonly key: string; readonly field: Field; readonly value: FieldValue }
  | { readonly kind: 'absence'; readonly key: string; readonly reason: string; readonly code: string }
  | { readonly kind: 'rows'; readonly key: string; readonly group: RowGroup; readonly rows: readonly Values[] }
  | { readonly kind: 'view'; readonly key: string; readonly view: View; readonly value: FieldValue };

/** A finding before its cell is named. */
export interface Finding {
  /** Path of the value: a field, view or row group, or a field of a row. */
  readonly field: string;
  readonly message: string;
  /** What is said on the screen only, because it quotes values. */
  readonly details?: string;
  readonly severity: 'error' | 'warning';
  readonly proposals?: readonly { readonly text: string; readonly reason: string }[];
}

/** A row of the table as it was understood. */
export interface ReadRow {
  readonly source: TableRow;
  /** In the order in which they are to be applied: fields, then rows, then views of both. */
  readonly statements: readonly Statement[];
  readonly issues: readonly Finding[];
  /** Fields whose cell could not be read at all and is reported already. */
  readonly unreadable: ReadonlySet<string>;
}

/** A column that feeds something. */
export interface Input {
  readonly column: TableColumn;
  /** Place among the cells of a row. */
  readonly position: number;
  readonly target: ColumnTarget;
}

export type RowReader = ReturnType<typeof createRowReader>;

/** Excel keeps 15 digits of a number: the rest of a longer one is lost and shown as zeros. */
const firstDamagedNumber = 1e15;
/** Texts of a column whose meaning is kept: villages, schools and categories come again and again. */
const keptTexts = 500;

/** Reads rows of a table by a mapping. */
export function createRowReader(mapping: Mapping, register: Register, context: FieldContext) {
  const targets = new Map(columnTargets(register).map((target) => [target.target, target]));
  const inputs = mapping.columns.flatMap((column, position): Input[] => {
    const target = column.target === null ? undefined : targets.get(column.target);
    return target ? [{ column, position, target }] : [];
  });
  const inputOf = new Map(inputs.flatMap((input) => input.target.fills.map((key) => [key, input] as const)));
  const sources = new Set([...inputOf.keys(), ...Object.keys(mapping.defaults)]);
  const viewOrder = new Map(Object.keys(register.views).map((key, index) => [key, index]));
  const understanding = inputs.map((input) => ({ input, known: new Map<string, Understood>() }));
  const defaults = Object.entries(mapping.defaults).flatMap(([key, value]): Statement[] => {
    const field = register.fields[key];
    return field ? [{ kind: 'field', key, field, value }] : [];
  });

  /** Words for a value that is not there stand in its cell (暂无), or nothing does. */
  const absences = inputs.flatMap(({ target, position }) => {
    if (target.source.kind !== 'field') return [];
    const { key, field } = target.source;
    const reason = field.absenceReason;
    const options = reason === undefined ? undefined : register.fields[reason]?.kind.options?.(context);
    const code = options?.find('暂无');
    // A reason of its own column is the better one.
    if (reason === undefined || options === undefined || code === undefined) return [];
    return [{ key, field, reason, code, position, options, label: register.fields[reason]?.label ?? '' }];
  });

  function read(source: TableRow): ReadRow {
    const fields: Statement[] = [];
    const rows: Statement[] = [];
    const views: Statement[] = [];
    const issues: Finding[] = [];
    const unreadable = new Set<string>();
    for (const { input, known } of understanding) {
      const cell = source.cells[input.position] ?? null;
      if (cell === null) continue;
      const fault = cellFault(cell, input.target.label);
      if (fault !== undefined) {
        issues.push({ field: input.target.fills[0] ?? '', message: fault, severity: 'error' });
        for (const key of input.target.fills) unreadable.add(key);
        continue;
      }
      const { statements, issue } = understand(input, known, cell.text);
      if (issue) issues.push(issue);
      for (const statement of statements) {
        if (statement.kind === 'view') views.push(statement);
        else if (statement.kind === 'rows') rows.push(statement);
        else fields.push(statement);
      }
    }
    for (const { key, field, reason, code, position, options, label } of absences) {
      const isBlank = (source.cells[position]?.text ?? '').trim() === '';
      const hasReason = fields.some((each) => each.key === reason);
      if (!isBlank || hasReason) continue;
      fields.push({ kind: 'absence', key, reason, code });
      issues.push({ field: key, message: absenceInWords(field, label, options.label(code)), severity: 'warning' });
    }
    if (views.length > 1) views.sort((one, other) => orderOf(one) - orderOf(other));
    return { source, statements: [...defaults, ...fields, ...rows, ...views], issues, unreadable };
  }

  function orderOf({ key }: Statement): number {
    return viewOrder.get(key) ?? 0;
  }

  function understand(input: Input, known: Map<string, Understood>, text: string): Understood {
    const before = known.get(text);
    if (before) return before;
    const meaning = meaningOf(input.target, text);
    if (known.size < keptTexts) known.set(text, meaning);
    return meaning;
  }

  function meaningOf({ source, group, label }: ColumnTarget, text: string): Understood {
    const labelled = group && readRows(group.group, text, context);
    if (group && labelled) {
      return { statements: [{ kind: 'rows', key: group.key, group: group.group, rows: labelled }] };
    }
    switch (source.kind) {
      case 'rows':
        return text.trim() === '' || group === undefined
          ? { statements: [] }
          : {
              statements: [],
              issue: {
                field: group.key,
                message: `“${label}”应逐行写成“${firstLabels(group.group)}”的形式，请核对`,
                severity: 'error',
              },
            };
      case 'compound': {
        const { fields = {}, rows = {} } = source.column.read(text, context);
        return {
          statements: [
            ...Object.entries(fields).flatMap(([key, value]): Statement[] => {
              const field = register.fields[key];
              return field && value !== null ? [{ kind: 'field', key, field, value }] : [];
            }),
            ...Object.entries(rows).flatMap(([key, given]): Statement[] => {
              const filled = register.rows[key];
              return filled && given.length > 0 ? [{ kind: 'rows', key, group: filled, rows: given }] : [];
            }),
          ],
        };
      }
      case 'view': {
        const { key, view } = source;
        const value = view.kind.parse(text, context);
        if (value === null) return { statements: [] };
        const parsed = view.kind.schema.safeParse(value);
        const fault = parsed.success
          ? view.kind.check(parsed.data, context)
          : (parsed.error.issues[0]?.message ?? '填写有误，请核对');
        if (fault !== undefined) return { statements: [], issue: { field: key, message: fault, severity: 'error' } };
        return { statements: parsed.success ? [{ kind: 'view', key, view, value: parsed.data }] : [] };
      }
      case 'field':
        return meaningOfField(source.key, source.field, text);
    }
  }

  function meaningOfField(key: string, field: Field, text: string): Understood {
    const reason = field.absenceReason;
    const options = reason === undefined ? undefined : register.fields[reason]?.kind.options?.(context);
    const code = options?.find(text);
    // A digit is a wrong number and no reason.
    if (reason !== undefined && options && code !== undefined && !options.has(text.trim())) {
      const words = absenceInWords(field, register.fields[reason]?.label ?? '', options.label(code));
      return {
        statements: [{ kind: 'absence', key, reason, code }],
        issue: { field: key, message: words, severity: 'warning' },
      };
    }
    // What a kind makes of a text is judged by its own schema with the record.
    const value = field.kind.parse(text, context) as FieldValue | null;
    return { statements: value === null ? [] : [{ kind: 'field', key, field, value }] };
  }

  return { read, inputs, inputOf, hasSource: (key: string): boolean => sources.has(key) };
}

/** What a text in a column states, and what is wrong with it. */
interface Understood {
  readonly statements: readonly Statement[];
  readonly issue?: Finding;
}

function absenceInWords(field: Field, reason: string, words: string): string {
  return `按没有${field.label}登记，“${reason}”记为“${words}”，以后再补`;
}

function firstLabels(group: RowGroup): string {
  return Object.values(group.fields)
    .slice(0, 2)
    .map(({ label }) => `${label}：…`)
    .join('，');
}

function cellFault(cell: WorkbookCell, label: string): string | undefined {
  if (cell.kind === 'formula') {
    return '单元格里是公式，公式的结果不能采用，请在原表把它选择性粘贴为数值后再导入';
  }
  if (cell.kind === 'error') return `单元格里是错误值“${cell.text}”，请在原表改正后再导入`;
  if (cell.kind === 'number' && Math.abs(Number(cell.text)) >= firstDamagedNumber) {
    return `Excel已把“${label}”存成数字，后几位已丢失，请在原表把该列设为文本后重新填写`;
  }
  return undefined;
}

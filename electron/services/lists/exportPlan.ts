import type { FieldContext } from '../../../shared/fields/kinds.ts';
import {
  emptyRecord,
  findField,
  type RecordValues,
  type Register,
  readValue,
  type Values,
} from '../../../shared/registers/register.ts';
import { formatRows, readableText } from '../../../shared/registers/rowText.ts';
import type { ColumnPlan, WorkbookPlan } from '../../jobs/workbookPlan.ts';

/** One column of an exported workbook: what stands above it, and its text for a record. */
export interface ExportColumn extends ColumnPlan {
  text(values: RecordValues): string;
}

/** How numbers that belong to one person are written. */
export type ExportedNumbers = 'masked' | 'full';

/** Half-width characters of a pixel of a list, and of a column that no list shows. */
const charactersPerPixel = 0.12;
const usualWidth = 16;

/** The columns of a list as a workbook, in their order. */
export function shownColumns(
  register: Register,
  columns: readonly string[],
  numbers: ExportedNumbers,
  context: FieldContext,
): ExportColumn[] {
  return columns.flatMap((key): ExportColumn[] => {
    const field = findField(register, key);
    if (!field) return [];
    const { kind, label } = field;
    return [
      {
        heading: label,
        width: widthOf(register, key),
        text: (values) => {
          const value = readValue(register, values, key, context);
          if (value === null) return '';
          return numbers === 'masked' ? kind.brief(value, context) : kind.format(value, context);
        },
      },
    ];
  });
}

function widthOf(register: Register, key: string): number {
  const pixels = register.list.find((column) => column.field === key)?.width;
  return pixels === undefined ? usualWidth : Math.max(8, Math.round(pixels * charactersPerPixel));
}

/**
 * Everything that is stored of a record: its fields in the order of the entry form, and each row group in one cell. With full
 * numbers an import reads all of it back.
 */
export function allColumns(register: Register, numbers: ExportedNumbers, context: FieldContext): ExportColumn[] {
  const order = register.sections.flatMap((section) => section.fields);
  const keys = [...new Set([...order, ...Object.keys(register.fields)])];
  return keys.flatMap((key): ExportColumn[] => {
    const group = Object.hasOwn(register.rows, key) ? register.rows[key] : undefined;
    if (group) {
      const masked = (row: Values): Values =>
        Object.fromEntries(
          Object.entries(group.fields).map(([name, { kind }]) => {
            const value = row[name] ?? null;
            return [name, value !== null && kind.sensitive ? kind.brief(value, context) : value];
          }),
        );
      return [
        {
          heading: group.label,
          width: 40,
          text: ({ rows }) => {
            const stored = rows[key] ?? [];
            return formatRows(group, numbers === 'masked' ? stored.map(masked) : stored, context);
          },
        },
      ];
    }
    const field = register.fields[key];
    if (!field) return [];
    const { kind, label } = field;
    return [
      {
        heading: label,
        width: widthOf(register, key),
        text: ({ fields }) => {
          const value = fields[key] ?? null;
          if (value === null) return '';
          return numbers === 'masked' && kind.sensitive
            ? kind.brief(value, context)
            : readableText(kind, value, context);
        },
      },
    ];
  });
}

/** Leaves out columns in which nothing stands, except those that an import cannot do without. */
export function withoutBlankColumns(
  register: Register,
  columns: readonly ExportColumn[],
  rows: readonly (readonly string[])[],
): { readonly columns: ExportColumn[]; readonly rows: string[][] } {
  const empty = emptyRecord(register).fields;
  const needed = new Set(
    Object.values(register.fields).flatMap((field) => (field.required(empty) ? [field.label] : [])),
  );
  const kept = columns.flatMap(({ heading }, index) =>
    needed.has(heading) || rows.some((row) => row[index] !== '') ? [index] : [],
  );
  return {
    columns: kept.flatMap((index) => columns[index] ?? []),
    rows: rows.map((row) => kept.map((index) => row[index] ?? '')),
  };
}

/** What stands above an exported table. */
export interface ExportTitle {
  readonly title: string;
  /** Who exported it, when, and what for. */
  readonly detail: string;
  /** What stands at the foot of every page, as on a print. */
  readonly foot: string;
}

/** The workbook of an exported list. */
export function exportPlan(
  { title, detail, foot }: ExportTitle,
  columns: readonly ColumnPlan[],
  rows: readonly (readonly string[])[],
): WorkbookPlan {
  return {
    sheets: [
      {
        name: title,
        above: [`${title}（共${rows.length}名）　内部资料　严格保密`, detail],
        columns: columns.map(({ heading, width }) => ({ heading, width })),
        rows,
        landscape: true,
        foot,
      },
    ],
  };
}

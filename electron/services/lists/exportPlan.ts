import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { findField, type RecordValues, type Register, readValue } from '../../../shared/registers/register.ts';
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
    const pixels = register.list.find((column) => column.field === key)?.width;
    return [
      {
        heading: label,
        width: pixels === undefined ? usualWidth : Math.max(8, Math.round(pixels * charactersPerPixel)),
        text: (values) => {
          const value = readValue(register, values, key, context);
          if (value === null) return '';
          return numbers === 'masked' ? kind.brief(value, context) : kind.format(value, context);
        },
      },
    ];
  });
}

/** What stands above an exported table. */
export interface ExportTitle {
  readonly title: string;
  /** Who exported it, when, and what for. */
  readonly detail: string;
}

/** The workbook of an exported list. */
export function exportPlan(
  { title, detail }: ExportTitle,
  columns: readonly ExportColumn[],
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
      },
    ],
  };
}

import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { SheetContent, WorkbookContent } from '../../jobs/workbookContent.ts';
import { readTable, type Table } from './readTable.ts';

/** A sheet that holds a table of the register. */
export interface FoundTable {
  readonly sheet: SheetContent;
  readonly table: Table;
}

/** The tables of a register on the sheets that are shown. */
export function findTables(workbook: WorkbookContent, register: Register, context: FieldContext): FoundTable[] {
  return workbook.sheets
    .filter((sheet) => !sheet.hidden)
    .flatMap((sheet) => {
      const table = readTable(sheet, register, context);
      return table ? [{ sheet, table }] : [];
    });
}

/**
 * The table whose headings the register knows best; an empty one only when there is no other.
 * @throws AppError refused
 */
export function bestOf(tables: readonly FoundTable[], register: Register): FoundTable {
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

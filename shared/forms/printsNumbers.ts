import { shownFields } from '../registers/register.ts';
import type { RegisterForm } from './registerForms.ts';
import type { Part, Sheet } from './sheet.ts';

/** Whether a sheet has a place for an ID number, so that it is asked how it is to be printed. */
export function sheetPrintsNumbers(sheet: Sheet): boolean {
  const own = shownFields(sheet.register);
  const isNumber = (part: Part, group: string | null): boolean => {
    const fields = group === null ? own : (sheet.register.rows[group]?.fields ?? {});
    return typeof part === 'object' && part.kind === 'value' && fields[part.field]?.kind.masked !== undefined;
  };
  return (
    sheet.cells.some(({ cell, member }) => cell.parts.some((part) => isNumber(part, member?.group ?? null))) ||
    [...sheet.head.items, ...sheet.foot.items].flat().some((part) => isNumber(part, null))
  );
}

/** Whether a register on paper has a column of ID numbers. */
export function registerPrintsNumbers(form: RegisterForm): boolean {
  return form.sheet.columns.some(({ heading }) => heading.includes('身份证'));
}

import type { Sheet } from '../../shared/forms/sheet.ts';
import { findView, type RecordValues } from '../../shared/registers/register.ts';

/**
 * By which path a sheet asks for what stands at a path of the record: by the path itself, or by a view that shows it in a cell of
 * its own, such as 监护人1 for the first guardian among the family. Undefined when the sheet does not ask for it.
 */
export function pathOnSheet(sheet: Sheet, values: RecordValues, path: string): string | undefined {
  const { register } = sheet;
  const asked = sheet.cells.flatMap(({ cell, member }) =>
    cell.parts.flatMap((part) => {
      if (typeof part === 'string' || (part.kind !== 'value' && part.kind !== 'tick')) return [];
      return member === null ? part.field : `${member.group}.${member.index}.${part.field}`;
    }),
  );
  if (asked.includes(path)) return path;
  return asked.find((each) => findView(register, each)?.placeOf?.(values) === path);
}

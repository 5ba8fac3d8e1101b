import type { FieldContext } from '../fields/kinds.ts';
import type { Fields, Values } from '../registers/register.ts';
import { type RegisterSheet, rowNumber } from './defineRegisterSheet.ts';
import type { RegisterRow } from './layoutRegister.ts';

/**
 * A record, or a row of one, as a row of a register on paper whose columns are named by its fields.
 * @throws Error naming a column that stands for no field
 */
export function registerRowOf<Key extends string>(
  sheet: RegisterSheet<Key>,
  { fields, values }: { readonly fields: Fields; readonly values: Values },
  context: FieldContext,
  numbers: 'masked' | 'full',
): RegisterRow<Key> {
  const texts = sheet.columns.flatMap((column): [string, string][] => {
    if (column.value === rowNumber) return [];
    const kind = fields[column.value]?.kind;
    if (kind === undefined) throw new Error(`${sheet.key}: ${column.value} is no field`);
    const value = values[column.value] ?? null;
    if (value === null) return [[column.value, '']];
    return [[column.value, (numbers === 'masked' && kind.masked?.(value)) || kind.format(value, context)]];
  });
  return Object.fromEntries(texts) as RegisterRow<Key>;
}

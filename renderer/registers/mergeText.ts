import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { Field, RecordValues, Register } from '../../shared/registers/register.ts';

/** A field or row group of a record as the merge page shows it: in full, a line for each row, empty when nothing is entered. */
export function mergeText(register: Register, values: RecordValues, path: string, context: FieldContext): string {
  const group = register.rows[path];
  const inWords = (field: Field | undefined, value: RecordValues['fields'][string] | undefined): string =>
    field === undefined || value === null || value === undefined ? '' : field.kind.format(value, context);
  if (!group) return inWords(register.fields[path], values.fields[path]);
  return (values.rows[path] ?? [])
    .map((row) =>
      Object.entries(group.fields)
        .map(([key, field]) => inWords(field, row[key]))
        .filter(Boolean)
        .join(' '),
    )
    .join('\n');
}

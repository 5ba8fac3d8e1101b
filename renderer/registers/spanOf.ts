import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { Field } from '../../shared/registers/register.ts';

/** Columns of an entry grid that a field takes: sentences and many boxes need the whole row, long lines two columns. */
export function spanOf(field: Field, context: FieldContext): string {
  const { control, maxLength = 0 } = field.kind;
  const boxes = control === 'choices' ? (field.kind.options?.(context).entries.length ?? 0) : 0;
  if (control === 'paragraph' || boxes > 3) return '1 / -1';
  return maxLength >= 100 ? 'span 2' : 'auto';
}

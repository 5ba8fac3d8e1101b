import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { findField, type Register, readValue } from '../../../shared/registers/register.ts';
import type { RegisterService } from './createRegisterService.ts';

/**
 * One value of a record in full that lists show masked.
 * @throws AppError missing | invalid for a field that no list masks
 */
export function revealValue(
  options: {
    readonly registers: Pick<RegisterService, 'get'>;
    readonly registerOf: (key: string) => Register;
    readonly context: () => FieldContext;
  },
  { register: key, id, field }: MethodInput<'reveal.value'>,
): MethodOutput<'reveal.value'> {
  const register = options.registerOf(key);
  const kind = findField(register, field)?.kind;
  if (!kind?.sensitive) throw new AppError('invalid', '这一项没有遮住，直接查看即可');
  const context = options.context();
  const value = readValue(register, options.registers.get(key, id).values, field, context);
  return { text: value === null ? '' : kind.format(value, context) };
}

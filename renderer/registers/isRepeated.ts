import { findField, type Register } from '../../shared/registers/register.ts';

/**
 * Whether the same text may stand in many cells of a column and mean the same, such as a word no list knows: then all of them
 * can be mended at once. What names one person never can.
 */
export function isRepeated(register: Register, target: string | null): boolean {
  if (target === null) return false;
  if (target.startsWith('compound:')) return true;
  const field = findField(register, target);
  return field !== undefined && field.kind.options !== undefined;
}

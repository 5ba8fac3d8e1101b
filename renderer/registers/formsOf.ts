import { sheets } from '../../shared/forms/index.ts';
import type { Sheet } from '../../shared/forms/sheet.ts';
import type { Register } from '../../shared/registers/register.ts';

/** The official sheets on which a register's records are entered and printed; some registers have none. */
export function formsOf(register: Register): Sheet[] {
  return sheets.filter((sheet) => sheet.register.key === register.key);
}

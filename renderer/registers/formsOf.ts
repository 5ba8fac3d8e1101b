import { sheets } from '../../shared/forms/index.ts';
import { type RegisterForm, registerForms } from '../../shared/forms/registerForms.ts';
import type { Sheet } from '../../shared/forms/sheet.ts';
import type { Register } from '../../shared/registers/register.ts';

/** The official sheets on which a register's records are entered and printed; some registers have none. */
export function formsOf(register: Register): Sheet[] {
  return sheets.filter((sheet) => sheet.register.key === register.key);
}

/** The official registers on paper that list a register's records, one a row. */
export function listFormsOf(register: Register): RegisterForm[] {
  return registerForms.filter((form) => form.register.key === register.key);
}

/** Whether a register's records can be printed at all. */
export function isPrinted(register: Register): boolean {
  return formsOf(register).length > 0 || listFormsOf(register).length > 0;
}

import { F01 } from '../../../shared/forms/F01.ts';
import type { Sheet } from '../../../shared/forms/sheet.ts';
import { child } from '../../../shared/registers/child.ts';
import type { Register } from '../../../shared/registers/register.ts';

/** A register that is screened village by village, and what a round has to know of it. */
export interface ScreenedRegister {
  readonly register: Register;
  /** The field that names the village. */
  readonly village: string;
  /** The field that says whether a record is still of concern, its value when it is, and the field that says why not. */
  readonly status: string;
  readonly kept: string;
  readonly statusReason: string;
  /** Fields and views that a round shows beside the name. */
  readonly cells: readonly string[];
  /** The sheet that is filed for each record (seed 003, attachment 1). */
  readonly sheet: Sheet;
}

/** Children, screened each month. */
export const screenedChildren: ScreenedRegister = {
  register: child,
  village: 'village',
  status: 'status',
  kept: '1',
  statusReason: 'status_reason',
  cells: ['sex', 'birth_date', 'guardian'],
  sheet: F01,
};

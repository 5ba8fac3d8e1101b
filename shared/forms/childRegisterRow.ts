import type { FieldContext } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { findField, type RecordValues, readValue } from '../registers/register.ts';
import { currentCategories } from '../rules/childViews.ts';
import { type F08, printedCategories } from './F08.ts';
import type { RegisterRow } from './layoutRegister.ts';

/** What a register on paper shows in full: by default neither ID numbers nor the words of the categories. */
export interface RegisterPrinting {
  readonly numbers: 'masked' | 'full';
  readonly categories: 'codes' | 'names';
}

/** What is printed unless somebody chooses otherwise: nothing that a passer-by can read about a child. */
export const discreetPrinting: RegisterPrinting = { numbers: 'masked', categories: 'codes' };

/** A child as one row of F08. */
export function childRegisterRow(
  values: RecordValues,
  context: FieldContext,
  { numbers, categories }: RegisterPrinting,
): RegisterRow<(typeof F08)['columns'][number]['value']> {
  const textOf = (key: string, form: 'format' | 'brief' = 'format'): string => {
    const value = readValue(child, values, key, context);
    return value === null ? '' : (findField(child, key)?.kind[form](value, context) ?? '');
  };
  return {
    file_no: textOf('file_number'),
    name: textOf('name'),
    sex: textOf('sex'),
    birth: textOf('birth_date'),
    id_no: textOf('id_number', numbers === 'masked' ? 'brief' : 'format'),
    village: textOf('village'),
    child_types: printedCategories(currentCategories(values, context), categories),
    guardian: textOf('guardian'),
    school: [textOf('school_or_status'), textOf('school_class')].filter(Boolean).join(' '),
    risk: textOf('risk_level'),
    helper: textOf('responsible_person'),
    last_visit: textOf('last_visited_on'),
    next_visit: textOf('next_visit_on'),
  };
}

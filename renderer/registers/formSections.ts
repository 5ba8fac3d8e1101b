import type { FieldContext } from '../../shared/fields/kinds.ts';
import {
  findField,
  findView,
  type Issue,
  type RecordShape,
  type RecordValues,
  readValue,
} from '../../shared/registers/register.ts';
import { isFilled } from './recordValues.ts';

/** A section of the entry form, with what is to do in it. */
export interface FormSection {
  readonly title: string;
  readonly fields: readonly string[];
  readonly errors: number;
  readonly gaps: number;
  /** Nothing is entered and nothing is asked: a long section is then folded to one line. */
  readonly idle: boolean;
}

/** Sections of so few fields are never folded: the line that stands for them would hide as little as it saves. */
const shortSection = 3;

/**
 * Where the form shows what a path names. A view that stands in no section, such as the boxes of a paper, is shown by the
 * rows that it is made of.
 */
export function placeInForm(register: RecordShape, path: string): string {
  const shown = register.sections.some((section) => section.fields.includes(path));
  return shown ? path : (findView(register, path)?.filter?.group ?? path);
}

/** The title of the section that shows a path; undefined when the form does not show it. */
export function sectionOf(register: RecordShape, path: string): string | undefined {
  const [key = ''] = placeInForm(register, path).split('.');
  return register.sections.find((section) => section.fields.includes(key))?.title;
}

/** The sections of a register's form, with the errors and gaps that are shown in each. */
export function formSections(
  register: RecordShape,
  values: RecordValues,
  shown: { readonly issues: readonly Issue[]; readonly gaps: readonly Issue[] },
  context: FieldContext,
): FormSection[] {
  const count = (issues: readonly Issue[], title: string): number =>
    issues.filter((issue) => sectionOf(register, issue.path) === title).length;
  return register.sections.map(({ title, fields }) => {
    const errors = shown.issues.filter((issue) => issue.severity === 'error');
    const spoken = fields.some((key) => {
      if (register.rows[key]) return (values.rows[key] ?? []).some(isFilled);
      const field = findField(register, key);
      if (field?.required(values.fields) || field?.expected(values.fields)) return true;
      const value = readValue(register, values, key, context);
      return value !== null && !(Array.isArray(value) && value.length === 0);
    });
    return {
      title,
      fields,
      errors: count(errors, title),
      gaps: count(shown.gaps, title),
      idle: !spoken && fields.length > shortSection && count(shown.issues, title) === 0,
    };
  });
}

/** Whether a path names a field that stands behind “详细” of its row, and which row that is. */
export function rowDetailsOf(
  register: RecordShape,
  path: string,
): { readonly group: string; readonly index: number } | undefined {
  const [first = '', index, key = ''] = path.split('.');
  const group = register.rows[first];
  if (group === undefined || index === undefined || isSingle(group) || group.columns.includes(key)) return undefined;
  return { group: first, index: Number(index) };
}

/** At most one row: it is entered like fields of the record itself. */
export function isSingle(group: { readonly maxRows: number }): boolean {
  return group.maxRows === 1;
}

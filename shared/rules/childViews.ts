import type { FieldContext } from '../fields/kinds.ts';
import { type RecordValues, sharedKey, type Values, type View } from '../registers/register.ts';
import { ageOn, type CalendarDate } from './calendarDate.ts';
import { guardianPlaces } from './familyViews.ts';

/** Whether a category still holds on a day; on the day of its end it no longer does. */
export function isCurrent(category: Values, day: CalendarDate): boolean {
  const { ended_on: end } = category;
  return typeof end !== 'string' || end > day;
}

/** Codes of the categories that hold today, each once. */
export function currentCategories(values: RecordValues, context: FieldContext): string[] {
  const codes = (values.rows.categories ?? []).flatMap((row) =>
    isCurrent(row, context.today) && typeof row.category === 'string' ? [row.category] : [],
  );
  return [...new Set(codes)];
}

/**
 * The categories as one value of several codes, all of them or those of one form. Ticking a code opens a row from the day the
 * form was filled in; unticking ends the row, or takes it out when it was opened today.
 */
export function categoriesView(codes: readonly string[]): Pick<View<readonly string[]>, 'read' | 'write' | 'filter'> {
  return {
    read: (values, context) => {
      const current = currentCategories(values, context).filter((code) => codes.includes(code));
      const ordered = codes.filter((code) => current.includes(code));
      return ordered.length === 0 ? null : ordered;
    },
    write: (values, value, context) => {
      const wanted = value ?? [];
      const rows = values.rows.categories ?? [];
      const kept = rows.flatMap((row): Values[] => {
        const code = String(row.category);
        if (!codes.includes(code) || wanted.includes(code) || !isCurrent(row, context.today)) return [row];
        return row.began_on === context.today ? [] : [{ ...row, ended_on: context.today }];
      });
      const current = currentCategories({ ...values, rows: { ...values.rows, categories: kept } }, context);
      const added = wanted.filter((code) => !current.includes(code)).map((code) => newCategory(values, code, context));
      return { ...values, rows: { ...values.rows, categories: [...kept, ...added] } };
    },
    filter: { group: 'categories', field: 'category', endField: 'ended_on', codes },
  };
}

/** A column such as 是否留守: 是 adds the category; 否 takes nothing away that another column states. */
export function categoryFlag(code: string): Pick<View<boolean>, 'read' | 'write'> {
  return {
    read: (values, context) => (currentCategories(values, context).includes(code) ? true : null),
    write: (values, value, context) => {
      if (value !== true || currentCategories(values, context).includes(code)) return values;
      const rows = values.rows.categories ?? [];
      return { ...values, rows: { ...values.rows, categories: [...rows, newCategory(values, code, context)] } };
    },
  };
}

function newCategory(values: RecordValues, code: string, context: FieldContext): Values {
  const { filled_on: filledOn } = values.fields;
  const begin = typeof filledOn === 'string' && filledOn <= context.today ? filledOn : context.today;
  return { category: code, began_on: begin, ended_on: null, basis: null, source: null };
}

/** The person who answers for the child first: 监护人, else who was entrusted; undefined when nobody is named so. */
export function firstGuardian(values: RecordValues): { readonly index: number; readonly row: Values } | undefined {
  const members = values.rows.members ?? [];
  const [index = -1] = guardianPlaces(members);
  const row = members[index];
  return row && { index, row };
}

/**
 * One value of the first guardian. Entering it for a child without a guardian adds one. Another name is another person: he
 * answers for the child from now on, whether the family lists him already or not, and who did so before stays in the family.
 */
export function guardianView(field: string): Pick<View<string>, 'read' | 'write'> {
  return {
    read: (values) => {
      const value = firstGuardian(values)?.row[field];
      return typeof value === 'string' ? value : null;
    },
    write: (values, value) => {
      const members = values.rows.members ?? [];
      const found = firstGuardian(values);
      if (!found && value === null) return values;
      const place = (rows: readonly Values[], index: number, change: Values): Values[] =>
        index < 0
          ? [...rows, { guardian_role: '1', ...change }]
          : rows.map((row, each) => (each === index ? { ...row, ...change } : row));
      const isAnother = field === 'name' && value !== null && (!found || (found.row.name ?? value) !== value);
      if (!isAnother) return withMembers(values, place(members, found?.index ?? -1, { [field]: value }));
      const others = found ? place(members, found.index, { guardian_role: null }) : members;
      const listed = others.findIndex((row) => row.name === value);
      return withMembers(values, place(others, listed, { guardian_role: '1', name: value }));
    },
  };
}

function withMembers(values: RecordValues, members: readonly Values[]): RecordValues {
  return { ...values, rows: { ...values.rows, members } };
}

/** Name and telephone of the first guardian in one line, as the register of children prints them. */
export function guardianLine(values: RecordValues): string | null {
  const row = firstGuardian(values)?.row;
  const parts = [row?.name, row?.phone].filter((part) => typeof part === 'string');
  return parts.length === 0 ? null : parts.join(' ');
}

/** Completed years of age today, 0 to 17 for most; null without a birth date. */
export function ageInWords(values: RecordValues, context: FieldContext): string | null {
  const { birth_date: birth } = values.fields;
  return typeof birth === 'string' && birth <= context.today ? `${ageOn(birth, context.today)}岁` : null;
}

/** States of schooling of a child who goes to a school or is taught by one (送教上门), and of one who does not. */
const atSchool: readonly unknown[] = ['1', '3', '4', '5', '6', '7', '8', '9'];

/** 是否在校, as far as 就学情况 says so. */
export function isAtSchool({ fields }: RecordValues): boolean | null {
  const { study_state: state } = fields;
  return typeof state === 'string' ? atSchool.includes(state) : null;
}

/** The child should be at school and is not: the boxes of the table on drop-outs apply. 未入学 alone may be two years old. */
export function isOutOfSchool(fields: Values): boolean {
  const { study_state: state, out_of_school_kind: kind } = fields;
  return state === '11' || state === '12' || (kind !== null && kind !== undefined);
}

/** Names what a row of a shared group is about, when it came from the store. */
export function sharedId(row: Values): string | null {
  const id = row[sharedKey];
  return typeof id === 'string' ? id : null;
}

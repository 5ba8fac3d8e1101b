import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import {
  emptyRow,
  type Field,
  type Finding,
  findField,
  type RecordShape,
  type RecordValues,
  type RepeatingRows,
  sharedKey,
  type Values,
  writeValue,
} from '../../shared/registers/register.ts';

/** The field at a path (`name`, `members.0.name`), with the words that name it to a reader. */
interface NamedField {
  readonly field: Field | undefined;
  readonly label: string;
}

/** Finds the field of a path; a path of a whole row group names the group. */
export function namedField(shape: RecordShape, path: string): NamedField {
  const [first = '', index, key] = path.split('.');
  const group = shape.rows[first];
  if (group === undefined) {
    const field = findField(shape, first);
    return { field, label: field?.label ?? first };
  }
  if (index === undefined || key === undefined) return { field: undefined, label: group.label };
  const field = group.fields[key];
  return { field, label: `${rowLabel(group, Number(index))}${field?.label ?? key}` };
}

/** Names a row by its group and place; the row of a group that has but one by the group alone. */
export function rowLabel(group: RepeatingRows, index: number): string {
  return group.maxRows === 1 ? group.label : `${group.label}第${index + 1}行`;
}

/** Whom or what a row is about, in a word: the name of a person, else the first thing that is entered in it. */
export function rowName(group: RepeatingRows, row: Values, context: FieldContext): string {
  const named = Object.keys(group.fields).filter((key) => group.fields[key]?.kind.search === 'personName');
  const key = [...named, ...group.columns].find((each) => (row[each] ?? null) !== null);
  return key === undefined ? '' : valueInWords(group.fields[key], row[key] ?? null, context);
}

/** What is entered in the given fields of a row, in words. */
export function rowInWords(group: RepeatingRows, keys: readonly string[], row: Values, context: FieldContext): string {
  return keys
    .filter((key) => (row[key] ?? null) !== null)
    .map((key) => valueInWords(group.fields[key], row[key] ?? null, context))
    .join(' ');
}

/** The record with one value replaced: a field's, a view's, or one in a row. */
export function withValue(
  shape: RecordShape,
  values: RecordValues,
  path: string,
  value: FieldValue | null,
  context: FieldContext,
): RecordValues {
  const [first = '', index, key] = path.split('.');
  if (index === undefined || key === undefined) return writeValue(shape, values, first, value, context);
  const rows = (values.rows[first] ?? []).map((row, at) => (at === Number(index) ? { ...row, [key]: value } : row));
  return { ...values, rows: { ...values.rows, [first]: rows } };
}

/** The record with an empty row at the end of a group. */
export function withRowAdded(shape: RecordShape, values: RecordValues, group: string): RecordValues {
  const fields = shape.rows[group]?.fields ?? {};
  return { ...values, rows: { ...values.rows, [group]: [...(values.rows[group] ?? []), emptyRow(fields)] } };
}

/** The record without one row of a group. */
export function withRowRemoved(values: RecordValues, group: string, index: number): RecordValues {
  const rows = (values.rows[group] ?? []).filter((_, at) => at !== index);
  return { ...values, rows: { ...values.rows, [group]: rows } };
}

/** The record without rows in which nothing is entered, as it is stored. */
export function withoutEmptyRows(values: RecordValues): RecordValues {
  const rows = Object.entries(values.rows).map(([group, members]) => [group, members.filter(isFilled)] as const);
  return { ...values, rows: Object.fromEntries(rows) };
}

/** Places of the rows of each group in which something is entered. */
export function filledRows(values: RecordValues): Readonly<Record<string, readonly number[]>> {
  const places = Object.entries(values.rows).map(
    ([group, rows]) => [group, rows.flatMap((row, index) => (isFilled(row) ? [index] : []))] as const,
  );
  return Object.fromEntries(places);
}

/** Paths of all values that are entered. */
export function filledPaths({ fields, rows }: RecordValues): string[] {
  const entered = (values: Values, prefix: string): string[] =>
    Object.entries(values).flatMap(([key, value]) => (value === null || key === sharedKey ? [] : [`${prefix}${key}`]));
  return [
    ...entered(fields, ''),
    ...Object.entries(rows).flatMap(([group, members]) =>
      members.flatMap((row, index) => entered(row, `${group}.${index}.`)),
    ),
  ];
}

interface Change {
  readonly before: RecordValues;
  /** With what was just typed, and then with what follows from it. */
  readonly entered: RecordValues;
  readonly derived: RecordValues;
}

/** Says at each field that an entry by hand gave way to what follows from another field. */
export function corrections(
  shape: RecordShape,
  { before, entered, derived }: Change,
  context: FieldContext,
): Finding[] {
  return Object.entries(shape.derivedFrom ?? {}).flatMap(([path, source]): Finding[] => {
    const [typed, followed] = [entered.fields[path] ?? null, derived.fields[path] ?? null];
    const field = shape.fields[path];
    if (typed === null || field === undefined || sameValue(typed, followed)) return [];
    // What followed from the other field before was nobody's entry.
    const untouched = shape.derive(withValue(shape, before, path, null, context), context).fields[path];
    if (sameValue(untouched, typed)) return [];
    const words = valueInWords(field, followed, context);
    const message = `已按${shape.fields[source]?.label ?? source}改为${words}`;
    return [{ path, message, severity: 'warning' }];
  });
}

/** Whether anything is entered in a row; whom it is about is no entry. */
export function isFilled(row: Values): boolean {
  return Object.entries(row).some(([key, value]) => key !== sharedKey && value !== null);
}

/** Whether two values, rows or records hold the same. */
export function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A field value in words; an empty one says so. */
function valueInWords(field: Field | undefined, value: FieldValue | null, context: FieldContext): string {
  if (value === null || field === undefined) return '（空）';
  return field.kind.schema.safeParse(value).success ? field.kind.format(value, context) : String(value);
}

/** A field or a whole row group that differs between two versions of a record. */
export interface Difference {
  readonly path: string;
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
  /** Who changed it since the common version; `unknown` when that version is not at hand. */
  readonly changedBy: 'me' | 'them' | 'both' | 'unknown';
}

interface Versions {
  readonly base: RecordValues | null;
  readonly mine: RecordValues;
  readonly theirs: RecordValues;
}

/** Fields and row groups in which my entry differs from what somebody else has stored meanwhile. */
export function differences(shape: RecordShape, { base, mine, theirs }: Versions, context: FieldContext): Difference[] {
  const who = (before: unknown, my: unknown, their: unknown): Difference['changedBy'] => {
    if (base === null) return 'unknown';
    if (sameValue(before, my)) return 'them';
    return sameValue(before, their) ? 'me' : 'both';
  };
  const fields = Object.entries(shape.fields).map(([path, field]) => {
    const my = mine.fields[path] ?? null;
    const their = theirs.fields[path] ?? null;
    return {
      path,
      label: field.label,
      mine: valueInWords(field, my, context),
      theirs: valueInWords(field, their, context),
      changedBy: who(base?.fields[path] ?? null, my, their),
      same: sameValue(my, their),
    };
  });
  const groups = Object.entries(shape.rows).map(([path, group]) => {
    const my = mine.rows[path] ?? [];
    const their = theirs.rows[path] ?? [];
    const inWords = (rows: readonly Values[]): string =>
      rows.length === 0
        ? '（空）'
        : rows.map((row) => rowInWords(group, Object.keys(group.fields), row, context)).join('；');
    return {
      path,
      label: group.label,
      mine: inWords(my),
      theirs: inWords(their),
      changedBy: who(base?.rows[path] ?? [], my, their),
      same: sameValue(my, their),
    };
  });
  return [...fields, ...groups].filter((each) => !each.same).map(({ same: _, ...difference }) => difference);
}

/** My entry with the named fields and groups taken from theirs. */
export function takeTheirs(mine: RecordValues, theirs: RecordValues, paths: readonly string[]): RecordValues {
  const taken = (part: 'fields' | 'rows', path: string): boolean =>
    paths.includes(path) && Object.hasOwn(theirs[part], path);
  return {
    fields: { ...mine.fields, ...pick(theirs.fields, (path) => taken('fields', path)) },
    rows: { ...mine.rows, ...pick(theirs.rows, (path) => taken('rows', path)) },
  };
}

function pick<T>(values: Readonly<Record<string, T>>, wanted: (key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => wanted(key)));
}

import type { FieldContext, FieldKind, FieldValue } from '../fields/kinds.ts';

/** Values of one record or member row while it is read, typed or checked; null means nothing is entered. */
export type Values = Readonly<Record<string, FieldValue | null>>;

/** A record with its member rows: `rows.members[0].name`. */
export interface RecordValues {
  readonly fields: Values;
  readonly rows: Readonly<Record<string, readonly Values[]>>;
}

/** One field of a register. Its key in the declaration is its column name. */
export interface Field<T extends FieldValue = FieldValue> {
  readonly label: string;
  readonly kind: FieldKind<T>;
  /** Whether a value must be there, given the others. */
  required(values: Values): boolean;
  /** Other headings that spreadsheets use for this column; the label itself always counts. */
  readonly headings: readonly string[];
  /**
   * Labels by which a line above or below a table states this field once for all rows: 填表时间：2026年10月26日. Only a field
   * that has such labels can be the same for a whole table; every other one differs from row to row.
   */
  readonly statedOnce: readonly string[];
  /** The choice field that says why there is no value; its words in this field's cell (暂无) mean that reason. */
  readonly absenceReason?: string;
}

export type Fields = Readonly<Record<string, Field>>;

/** Repeating rows that belong to a record, such as family members; a table of their own. */
export interface RowGroup {
  readonly label: string;
  readonly table: string;
  readonly fields: Fields;
  readonly maxRows: number;
}

/** A finding about one value. The path names a field (`name`) or a row's field (`members.0.name`). */
export interface Issue {
  readonly path: string;
  readonly message: string;
  /** A warning is shown and can be kept; an error cannot be saved. */
  readonly severity: 'error' | 'warning';
}

/** A spreadsheet column that feeds several fields at once, such as 残疾类别等级 or 家庭主要成员. */
export interface CompoundColumn {
  readonly label: string;
  readonly headings: readonly string[];
  /** Paths the column fills: field keys, or the key of a row group. */
  readonly fills: readonly string[];
  read(text: string, context: FieldContext): { readonly fields?: Values; readonly rows?: RecordValues['rows'] };
}

/** The one declaration of a register: table, checks, list, filters, entry form, history, search and import follow from it. */
export interface Register {
  /** Also the key in addresses and requests; never changes after release. */
  readonly key: string;
  /** The encrypted file that holds it. */
  readonly compartment: string;
  readonly table: string;
  readonly title: string;
  /** Counter and noun for sentences: 名儿童. */
  readonly noun: string;
  readonly fields: Fields;
  readonly rows: Readonly<Record<string, RowGroup>>;
  /** The entry form: titled groups of field keys and row group keys, in order. */
  readonly sections: readonly { readonly title: string; readonly fields: readonly string[] }[];
  /** Columns of the list, in order, with their width in pixels at 1366 × 768. */
  readonly list: readonly { readonly field: string; readonly width: number }[];
  /** Choice fields offered as filters above the list. */
  readonly filters: readonly string[];
  /** The field that lists are sorted by at first, and that names a record. */
  readonly nameField: string;
  /** A field whose value no two records share. */
  readonly uniqueField?: string;
  /** Fills in what follows from other values, such as sex and birth from an ID number. */
  derive(values: RecordValues, context: FieldContext): RecordValues;
  /** Which field `derive` takes a value from: a table without the one column can do with the other. */
  readonly derivedFrom?: Readonly<Record<string, string>>;
  /** Rules between fields, each with its source in the declaration. */
  rules(values: RecordValues, context: FieldContext): readonly Issue[];
  readonly compoundColumns: readonly CompoundColumn[];
  /** A valid invented record that the generic tests drive through everything. */
  readonly sample: RecordValues;
}

interface FieldOptions {
  readonly headings?: readonly string[];
  readonly statedOnce?: readonly string[];
  readonly absenceReason?: string;
}

/** A field that must always have a value. */
export function required<T extends FieldValue>(label: string, kind: FieldKind<T>, options: FieldOptions = {}): Field {
  return requiredWhen(label, kind, () => true, options);
}

/** A field that may stay empty. */
export function optional<T extends FieldValue>(label: string, kind: FieldKind<T>, options: FieldOptions = {}): Field {
  return requiredWhen(label, kind, () => false, options);
}

/** A field that must have a value when the other values say so. */
export function requiredWhen<T extends FieldValue>(
  label: string,
  kind: FieldKind<T>,
  when: (values: Values) => boolean,
  options: FieldOptions = {},
): Field {
  return {
    label,
    // A register holds fields of every kind side by side; each kind's own schema guards its values.
    kind: kind as unknown as FieldKind,
    required: when,
    headings: options.headings ?? [],
    statedOnce: options.statedOnce ?? [],
    ...(options.absenceReason === undefined ? {} : { absenceReason: options.absenceReason }),
  };
}

/**
 * Checks a declaration's names once, when the program starts, and returns it.
 * @throws Error naming the part that refers to something undeclared, or a name that no search would find.
 */
export function defineRegister<const R extends Register>(register: R): R {
  const name = /^[a-z][a-z0-9_]*$/u;
  const columns = [
    ...Object.keys(register.fields),
    ...Object.values(register.rows).flatMap((group) => Object.keys(group.fields)),
    register.table,
    ...Object.values(register.rows).map((group) => group.table),
  ];
  for (const column of columns) if (!name.test(column)) throw new Error(`${register.key}: ${column} is no column name`);
  const known = new Set([...Object.keys(register.fields), ...Object.keys(register.rows)]);
  const mentioned = [
    ...register.sections.flatMap((section) => section.fields),
    ...register.list.map((column) => column.field),
    ...register.filters,
    register.nameField,
    ...register.compoundColumns.flatMap((column) => column.fills),
    ...Object.entries(register.derivedFrom ?? {}).flat(),
    ...Object.values(register.fields).flatMap((field) => field.absenceReason ?? []),
  ];
  for (const field of mentioned) if (!known.has(field)) throw new Error(`${register.key}: ${field} is not declared`);
  if (register.fields[register.nameField]?.kind.search === undefined) {
    throw new Error(
      `${register.key}: ${register.nameField} names the records, so its kind must be searched (personName, title)`,
    );
  }
  return register;
}

/** A record with nothing entered: every field null, no rows. */
export function emptyRecord(register: Register): RecordValues {
  return {
    fields: emptyRow(register.fields),
    rows: Object.fromEntries(Object.keys(register.rows).map((key) => [key, []])),
  };
}

/** A row with nothing entered. */
export function emptyRow(fields: Fields): Values {
  return Object.fromEntries(Object.keys(fields).map((key) => [key, null]));
}

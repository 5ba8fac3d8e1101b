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
  /** Whether a record cannot be kept without a value, given the others. */
  required(values: Values): boolean;
  /** Whether the official forms ask for a value, given the others: it may come later, and the record counts as incomplete. */
  expected(values: Values): boolean;
  /** Other headings that spreadsheets use for this column; the label itself always counts. */
  readonly headings: readonly string[];
  /**
   * Labels by which a line above or below a table states this field once for all rows: 填表时间：2026年10月26日. Only a field
   * that has such labels can be the same for a whole table; every other one differs from row to row.
   */
  readonly statedOnce: readonly string[];
  /** The choice field that says why there is no value; its words in this field's cell (暂无) mean that reason. */
  readonly absenceReason?: string;
  /** The value of a new record, such as 在册. */
  readonly initially?: T;
  /** Two records never have the same value, such as the number of a paper: it is not set for many at once. */
  readonly individual: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

/** Repeating rows that belong to a record, such as family members. */
export interface RepeatingRows {
  readonly label: string;
  readonly fields: Fields;
  readonly maxRows: number;
  /** The fields shown in the table of the entry form; the others stand behind a row's “详细”. */
  readonly columns: readonly string[];
  /** What a row is about is a person or thing that other records have too, stored once for all of them. */
  readonly shared?: SharedPart;
  /** Rows of two records of one person that agree in these are one row when the records become one. */
  readonly sameBy?: readonly string[];
}

/** Repeating rows that are kept in a table of their own. */
export interface RowGroup extends RepeatingRows {
  readonly table: string;
}

/**
 * The part of a row that several records share: the father of two siblings is one person, his relation to each of them is
 * not. A row read from the store names him by `sharedKey`, as long as it agrees with him in one value of an identity; a row
 * without it is him when one set of `identity` agrees.
 */
export interface SharedPart {
  readonly table: string;
  readonly fields: readonly string[];
  readonly identity: readonly (readonly string[])[];
  /** Who agrees in an identity but differs in one of these is somebody else of that name; a blank differs from nothing. */
  readonly toldApartBy: readonly string[];
}

/** What the store gives as the name of a shared person or thing. */
export const sharedName = /^[0-9a-f]{32}$/u;

/** Under this key a row of a shared group names the person or thing it is about; no field has this name. */
export const sharedKey = 'shared';

/** The filter by completeness: 1 keeps records that lack a value the forms ask for, 0 the complete ones; no field has this name. */
export const gapsFilter = 'gaps';

/** A finding about one value. The path names a field (`name`) or a row's field (`members.0.name`). */
export interface Issue {
  readonly path: string;
  readonly message: string;
  /** An error cannot be saved; a warning is shown and can be kept; a gap is a value that the forms still lack. */
  readonly severity: 'error' | 'warning' | 'gap';
  /**
   * How a table that is imported says it, where the words for the form would not fit: with what can be done in a table, at the
   * first of the fields that it has a column for.
   */
  readonly inTable?: { readonly message: string; readonly fields?: readonly string[] };
}

/** An issue that somebody should look at now. */
export interface Finding extends Issue {
  readonly severity: 'error' | 'warning';
}

/**
 * A value that is stored elsewhere in the record and shown, printed, filtered or entered in another form: the boxes of
 * 事实困难依据 from the categories, the first guardian's telephone, the age. Stored once, so the two never differ.
 */
export interface View<T extends FieldValue = FieldValue> extends Field<T> {
  read(values: RecordValues, context: FieldContext): T | null;
  /** A view without it is only shown, and no target of an import. */
  write?(values: RecordValues, value: T | null, context: FieldContext): RecordValues;
  /** The column of member rows by which lists filter it: rows with one of its codes, until their `endField` has passed. */
  readonly filter?: {
    readonly group: string;
    readonly field: string;
    readonly endField?: string;
    readonly codes: readonly string[];
  };
  /**
   * Where the value stands in the record now, such as `members.1.phone`: what is found wrong there is shown where the view is
   * entered. Undefined while there is no such row.
   */
  placeOf?(values: RecordValues): string | undefined;
  /** Entered letter by letter on a sheet, and no target of an import, where another name may be another person. */
  readonly byHand?: true;
}

export type Views = Readonly<Record<string, View>>;

/**
 * How two values are compared: as they are; by their sound; as ID numbers, where 15 old digits equal the 18 they became; or as
 * ID numbers that differ by one wrong digit or two swapped neighbours.
 */
export type Likeness = 'value' | 'pinyin' | 'idNumber' | 'idSlip';

/** A reason to take two records for the same person: all parts agree. */
export interface MatchSignal {
  /** Never changes after release. */
  readonly key: string;
  /** What the clerk reads: 姓名读音和出生日期相同. */
  readonly label: string;
  /** Certain and likely signals make a pair, the certain ones first; a hint counts only beside another signal. */
  readonly weight: 'certain' | 'likely' | 'hint';
  /** What to bear in mind when no other signal agrees: 可能是双胞胎. */
  readonly caution?: string;
  readonly parts: readonly MatchPart[];
}

/** One thing that two records have in common. */
export interface MatchPart {
  /** Field key, or `members.phone` for any row of a group. */
  readonly field: string;
  /** Another field that may hold the same, such as the former number. */
  readonly orField?: string;
  readonly by: Likeness;
}

/** A list that an office looks at again and again, computed from the day. */
export interface RegisterList {
  readonly key: string;
  readonly title: string;
  query(context: FieldContext): {
    readonly filters?: Readonly<Record<string, readonly string[]>>;
    readonly ranges?: Readonly<Record<string, Range>>;
  };
}

/** Days from and to, both included, open where null; `orBlank` adds the records without a value. */
export interface Range {
  readonly from: string | null;
  readonly to: string | null;
  readonly orBlank: boolean;
}

/** A spreadsheet column that feeds several fields at once, such as 残疾类别等级 or 家庭主要成员. */
export interface CompoundColumn {
  readonly label: string;
  readonly headings: readonly string[];
  /** Paths the column fills: field keys, or the key of a row group. */
  readonly fills: readonly string[];
  read(text: string, context: FieldContext): { readonly fields?: Values; readonly rows?: RecordValues['rows'] };
}

/** What a record holds and how it is checked: that of a register, or what is written on a form and belongs to none. */
export interface RecordShape {
  /** Also the key in addresses and requests; never changes after release. */
  readonly key: string;
  readonly title: string;
  /** The record that entries are written about; forms name its fields and views with `aboutPrefix`. */
  readonly about?: Register;
  readonly fields: Fields;
  readonly rows: Readonly<Record<string, RepeatingRows>>;
  readonly views: Views;
  /** The entry form: titled groups of field keys and row group keys, in order. */
  readonly sections: readonly { readonly title: string; readonly fields: readonly string[] }[];
  /** The field that names a record. */
  readonly nameField?: string;
  /** A field whose value no two records share. */
  readonly uniqueField?: string;
  /** Fills in what follows from other values, such as sex and birth from an ID number. */
  derive(values: RecordValues, context: FieldContext): RecordValues;
  /** Which field `derive` takes a value from: a table without the one column can do with the other. */
  readonly derivedFrom?: Readonly<Record<string, string>>;
  /** Rules between fields, each with its source in the declaration. */
  rules(values: RecordValues, context: FieldContext): readonly Issue[];
  /** A valid invented record that the generic tests drive through everything. */
  readonly sample: RecordValues;
}

/** Before the key of a field or view of the record that an entry is about: `about.name`. */
export const aboutPrefix = 'about.';

/** The one declaration of a register: table, checks, list, filters, entry form, history, search and import follow from it. */
export interface Register extends RecordShape {
  /** The encrypted file that holds it. */
  readonly compartment: string;
  readonly table: string;
  /** Counter and noun for sentences: 名儿童. */
  readonly noun: string;
  readonly rows: Readonly<Record<string, RowGroup>>;
  /** Columns that a list can show, with their width in pixels at 1366 × 768; those that are `shown` at first, in order. */
  readonly list: readonly { readonly field: string; readonly width: number; readonly shown: boolean }[];
  /** Choice fields and views offered as filters above the list. */
  readonly filters: readonly string[];
  /** What lists are narrowed to before anybody chooses: 在册. */
  readonly defaultFilters: Readonly<Record<string, readonly string[]>>;
  /** Lists of the register's daily work. */
  readonly lists: readonly RegisterList[];
  /** The field that lists are sorted by at first, and that names a record. */
  readonly nameField: string;
  /** A field that the program numbers by year when nothing is entered: 2026-00001. */
  readonly numberField?: string;
  /** How two records of the same person are recognised. */
  readonly matchSignals: readonly MatchSignal[];
  readonly compoundColumns: readonly CompoundColumn[];
  /** What every register has, and this one must not. */
  readonly without: readonly RegisterWork[];
}

/** Ways by which many records come in or go out at once, files beside a record, and the sheets that its rounds of screening file. */
export type RegisterWork = 'import' | 'export' | 'attachments' | 'screening';

/** A stored field or a view of a record, by its key; one of the record it is about by `aboutPrefix` and its key there. */
export function findField(shape: RecordShape, key: string): Field | undefined {
  if (Object.hasOwn(shape.fields, key)) return shape.fields[key];
  if (shape.about && key.startsWith(aboutPrefix)) return findField(shape.about, key.slice(aboutPrefix.length));
  return findView(shape, key);
}

/** A view of a record by its key. */
export function findView(shape: RecordShape, key: string): View | undefined {
  return Object.hasOwn(shape.views, key) ? shape.views[key] : undefined;
}

/** Everything that a form or list of a record can show, what it is about included. */
export function shownFields(shape: RecordShape): Fields {
  return { ...shape.fields, ...shape.views, ...(shape.about ? prefixed(shownFields(shape.about)) : {}) };
}

/** The value of a field or view; null when there is none. */
export function readValue(
  shape: RecordShape,
  values: RecordValues,
  key: string,
  context: FieldContext,
): FieldValue | null {
  const asView = findView(shape, key);
  return asView ? asView.read(values, context) : (values.fields[key] ?? null);
}

/** The record with another value of a field or view. A view that cannot be written leaves it as it is. */
export function writeValue(
  shape: RecordShape,
  values: RecordValues,
  key: string,
  value: FieldValue | null,
  context: FieldContext,
): RecordValues {
  const asView = findView(shape, key);
  if (asView) return asView.write?.(values, value, context) ?? values;
  return { ...values, fields: { ...values.fields, [key]: value } };
}

/**
 * All fields and views of a record by key, as forms and lists show them.
 * @param about the record that it is about, where it is known
 */
export function shownValues(
  shape: RecordShape,
  values: RecordValues,
  context: FieldContext,
  about: RecordValues | null = null,
): Values {
  const views = Object.entries(shape.views).map(([key, each]) => [key, each.read(values, context)] as const);
  const subject = shape.about && about ? prefixed(shownValues(shape.about, about, context)) : {};
  return { ...values.fields, ...Object.fromEntries(views), ...subject };
}

function prefixed<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([key, entry]) => [`${aboutPrefix}${key}`, entry]));
}

/** A record with nothing entered: what a new one has at first, all else null, no rows. */
export function emptyRecord(shape: RecordShape): RecordValues {
  return {
    fields: emptyRow(shape.fields),
    rows: Object.fromEntries(Object.keys(shape.rows).map((key) => [key, []])),
  };
}

/** A row with nothing entered. */
export function emptyRow(fields: Fields): Values {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.initially ?? null]));
}

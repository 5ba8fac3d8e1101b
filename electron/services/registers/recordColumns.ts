import type { FieldValue } from '../../../shared/fields/kinds.ts';
import type { Fields, Values } from '../../../shared/registers/register.ts';
import { identifier, joined, list, type Sql, sql } from '../../vault/sql.ts';
import { nameOrder } from '../search/searchKeys.ts';
import { orderColumn } from './registerSchema.ts';

/** What the column of a field holds; null for what is not entered. */
export type ColumnValue = string | number | null;

/** A column with the value that is written into it. */
export type Column = readonly [name: string, value: ColumnValue];

/** The columns of some fields, for SELECT and INSERT. */
export function fieldIdentifiers(fields: Fields): Sql[] {
  return Object.keys(fields).map(identifier);
}

/** Fields as columns with their values; what is not entered is null. */
export function columnValues(fields: Fields, values: Values): Column[] {
  return Object.entries(fields).map(([key, { kind }]) => {
    const value = values[key] ?? null;
    return [key, value === null ? null : kind.encode(value)];
  });
}

/** A row of a table as the file gives it, by column. */
export type Row = Readonly<Record<string, ColumnValue>>;

/** Makes the values of the fields from rows of their table; one for all rows of a query. */
export function fieldsDecoder(fields: Fields): (row: Row) => Values {
  const kinds = Object.entries(fields).map(([key, { kind }]) => ({ key, kind }));
  const blank: Values = Object.fromEntries(kinds.map(({ key }) => [key, null]));
  return (row) => {
    // Copies of one object share its shape, and most columns of a record hold nothing.
    const values: Record<string, FieldValue | null> = { ...blank };
    for (const { key, kind } of kinds) {
      const column = row[key] ?? null;
      if (column !== null) values[key] = kind.decode(column);
    }
    return values;
  };
}

/** A record's columns, with the companions by which its list is sorted. */
export function recordColumns(fields: Fields, values: Values): Column[] {
  return [...columnValues(fields, values), ...orderColumns(fields, values)];
}

/** The companion columns by which a list is sorted, of the fields that sort by pinyin. */
export function orderColumns(fields: Fields, values: Values): Column[] {
  return Object.entries(fields).flatMap(([key, { kind }]): Column[] => {
    const value = values[key];
    return kind.orderedByPinyin ? [[orderColumn(key, kind), typeof value === 'string' ? nameOrder(value) : null]] : [];
  });
}

/** Fields that do not hold the very same value; two lists that say the same are among them. */
export function fieldsThatDiffer(fields: Fields, one: Values, other: Values): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => (one[key] ?? null) !== (other[key] ?? null)));
}

/** `"name" = ?` for each column, for SET. */
export function columnAssignments(columns: readonly Column[]): Sql {
  return joined(
    columns.map(([name, value]) => sql`${identifier(name)} = ${value}`),
    ', ',
  );
}

/** The names of the columns, for INSERT. */
export function columnNames(columns: readonly Column[]): Sql {
  return joined(
    columns.map(([name]) => identifier(name)),
    ', ',
  );
}

/** The values of the columns in the same order, for VALUES. */
export function columnParameters(columns: readonly Column[]): Sql {
  return list(columns.map(([, value]) => value));
}

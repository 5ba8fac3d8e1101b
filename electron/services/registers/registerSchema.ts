import type { FieldKind } from '../../../shared/fields/kinds.ts';
import type { Fields, Register, RowGroup } from '../../../shared/registers/register.ts';
import { index, type SchemaObject, tableObject } from './schemaObjects.ts';

/** The companion column by which lists are sorted, for kinds that sort by pinyin. */
export function orderColumn(field: string, kind: FieldKind): string {
  return kind.orderedByPinyin ? `${field}_order` : field;
}

/** The column by which records that are equal in another one are sorted. */
export function nameOrderColumn(register: Register): string {
  return orderColumn(register.nameField, fieldKind(register, register.nameField));
}

/** The table of keys by which records of the same person are recognised. */
export function matchTable(register: Register): string {
  return `${register.table}_match`;
}

/** The column of a shared group's table that refers to the shared row. */
export const sharedColumn = 'shared';

/** The table of search keys of a register. */
export function searchTable(register: Register): string {
  return `${register.table}_search`;
}

/** Tables and indexes of one register: its records, their member rows, and the keys by which they are found and recognised. */
export function registerSchema(register: Register): SchemaObject[] {
  const { table } = register;
  // What is shown at first, filtered, or drawn upon by the daily lists; sorting by other columns has to sort.
  const indexed = register.list
    .filter((column) => column.shown)
    .map((column) => column.field)
    .concat(register.filters, register.uniqueField ?? [])
    .filter((field) => Object.hasOwn(register.fields, field) && !register.fields[field]?.kind.multiple);
  return [
    tableObject(table, [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['version', 'INTEGER NOT NULL'],
      ...recordColumns(register.fields),
      ['created_at', 'TEXT NOT NULL'],
      ['created_by', 'TEXT NOT NULL'],
      ['updated_at', 'TEXT NOT NULL'],
      ['updated_by', 'TEXT NOT NULL'],
      ['gap_count', 'INTEGER NOT NULL DEFAULT 0'],
      ['deleted_at', 'TEXT'],
      ['deleted_by', 'TEXT'],
      ['deleted_reason', 'TEXT'],
    ]),
    ...Object.values(register.rows).flatMap((group) => groupSchema(register, group)),
    tableObject(
      matchTable(register),
      [
        ['signal', 'TEXT NOT NULL'],
        ['key', 'TEXT NOT NULL'],
        ['owner', `INTEGER NOT NULL REFERENCES "${table}"("row") ON DELETE CASCADE`],
      ],
      ', PRIMARY KEY ("signal", "key", "owner")',
      'STRICT, WITHOUT ROWID',
    ),
    index(`${matchTable(register)}_owner`, matchTable(register), '"owner"'),
    tableObject(
      searchTable(register),
      [
        ['place', 'INTEGER NOT NULL'],
        ['key', 'TEXT NOT NULL'],
        ['owner', `INTEGER NOT NULL REFERENCES "${table}"("row") ON DELETE CASCADE`],
      ],
      ', PRIMARY KEY ("place", "key", "owner")',
      'STRICT, WITHOUT ROWID',
    ),
    index(`${searchTable(register)}_owner`, searchTable(register), '"owner"'),
    ...[...new Set(indexed)].map((field) => {
      const column = orderColumn(field, fieldKind(register, field));
      // As lists are sorted, so that no page of one has to be.
      const keys = [...new Set([column, nameOrderColumn(register), 'row'])].map((key) => `"${key}"`);
      return index(`${table}_${column}`, table, keys.join(', '), 'WHERE "deleted_at" IS NULL');
    }),
    ...(register.uniqueField === undefined
      ? []
      : [
          index(
            `${table}_unique`,
            table,
            `"${register.uniqueField}"`,
            `WHERE "deleted_at" IS NULL AND "${register.uniqueField}" IS NOT NULL`,
            'UNIQUE ',
          ),
        ]),
  ];
}

function groupSchema(register: Register, group: RowGroup): SchemaObject[] {
  const { table, shared } = group;
  const columns = Object.entries(group.fields).map(([key, field]): [string, string] => [key, field.kind.sql]);
  const isShared = ([key]: readonly [string, string]): boolean => shared?.fields.includes(key) === true;
  const filtered = Object.values(register.views).flatMap(({ filter }) =>
    filter !== undefined && register.rows[filter.group] === group ? [filter.field] : [],
  );
  return [
    ...(shared === undefined
      ? []
      : [
          tableObject(shared.table, [
            ['row', 'INTEGER PRIMARY KEY'],
            ['id', 'TEXT NOT NULL UNIQUE'],
            ...columns.filter(isShared),
          ]),
          ...shared.identity.map((keys) =>
            index(
              `${shared.table}_${keys.join('_')}`,
              shared.table,
              keys.map((key) => `"${key}"`).join(', '),
              `WHERE ${keys.map((key) => `"${key}" IS NOT NULL`).join(' AND ')}`,
            ),
          ),
        ]),
    tableObject(
      table,
      [
        ['row', 'INTEGER PRIMARY KEY'],
        ['owner', `INTEGER NOT NULL REFERENCES "${register.table}"("row") ON DELETE CASCADE`],
        ['position', 'INTEGER NOT NULL'],
        ...(shared === undefined
          ? []
          : [[sharedColumn, `INTEGER REFERENCES "${shared.table}"("row")`] satisfies [string, string]]),
        ...columns.filter((column) => !isShared(column)),
      ],
      ', UNIQUE ("owner", "position")',
    ),
    ...(shared === undefined ? [] : [index(`${table}_${sharedColumn}`, table, `"${sharedColumn}"`)]),
    ...[...new Set(filtered)].map((field) => index(`${table}_${field}`, table, `"${field}", "owner"`)),
  ];
}

function recordColumns(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([key, field]): [string, string][] => {
    const column: [string, string] = [key, field.kind.sql];
    return field.kind.orderedByPinyin ? [column, [orderColumn(key, field.kind), 'TEXT']] : [column];
  });
}

function fieldKind(register: Register, field: string): FieldKind {
  const declared = register.fields[field];
  if (!declared) throw new Error(`${register.key}: ${field} is not declared`);
  return declared.kind;
}

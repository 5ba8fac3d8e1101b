import type { FieldKind } from '../../../shared/fields/kinds.ts';
import type { Fields, Register } from '../../../shared/registers/register.ts';

/** A table or index that a declaration asks for, with the statement that makes it. */
export interface SchemaObject {
  readonly name: string;
  readonly statement: string;
  /** Columns of a table with their definitions, so that a later declaration can be compared and added to. */
  readonly columns?: ReadonlyMap<string, string>;
}

/** The companion column by which lists are sorted, for kinds that sort by pinyin. */
export function orderColumn(field: string, kind: FieldKind): string {
  return kind.orderedByPinyin ? `${field}_order` : field;
}

/** The column by which records that are equal in another one are sorted. */
export function nameOrderColumn(register: Register): string {
  return orderColumn(register.nameField, fieldKind(register, register.nameField));
}

/** The table of search keys of a register. */
export function searchTable(register: Register): string {
  return `${register.table}_search`;
}

/**
 * Tables and indexes of a compartment's registers, in the order they are made. Table and column names come from the
 * declarations alone. Times are ISO 8601 in UTC; days are YYYY-MM-DD.
 */
export function compartmentSchema(registers: readonly Register[]): SchemaObject[] {
  return [...historySchema(), ...draftSchema(), ...searchVersionSchema(), ...registers.flatMap(registerSchema)];
}

function registerSchema(register: Register): SchemaObject[] {
  const { table } = register;
  const indexed = register.list
    .map((column) => column.field)
    .concat(register.filters)
    .filter((field) => !register.fields[field]?.kind.multiple && !register.rows[field]);
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
      ['deleted_at', 'TEXT'],
    ]),
    ...Object.values(register.rows).map((group) =>
      tableObject(
        group.table,
        [
          ['row', 'INTEGER PRIMARY KEY'],
          ['owner', `INTEGER NOT NULL REFERENCES "${table}"("row") ON DELETE CASCADE`],
          ['position', 'INTEGER NOT NULL'],
          ...Object.entries(group.fields).map(([key, field]): [string, string] => [key, field.kind.sql]),
        ],
        ', UNIQUE ("owner", "position")',
      ),
    ),
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

function historySchema(): SchemaObject[] {
  const guard = (action: 'UPDATE' | 'DELETE'): SchemaObject => {
    const name = `history_no_${action.toLowerCase()}`;
    return {
      name,
      statement: `CREATE TRIGGER "${name}" BEFORE ${action} ON "history" BEGIN SELECT RAISE(ABORT, 'history is append-only'); END`,
    };
  };
  return [
    tableObject('history', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['register', 'TEXT NOT NULL'],
      ['record_id', 'TEXT NOT NULL'],
      ['version', 'INTEGER NOT NULL'],
      ['at', 'TEXT NOT NULL'],
      ['by', 'TEXT NOT NULL'],
      ['action', 'TEXT NOT NULL'],
      ['changes', 'TEXT NOT NULL'],
    ]),
    index('history_record', 'history', '"record_id", "version"'),
    guard('UPDATE'),
    guard('DELETE'),
  ];
}

function draftSchema(): SchemaObject[] {
  return [
    tableObject(
      'draft',
      [
        ['register', 'TEXT NOT NULL'],
        // Empty for a record that was never saved.
        ['record_id', 'TEXT NOT NULL'],
        ['by', 'TEXT NOT NULL'],
        ['version', 'INTEGER'],
        ['content', 'TEXT NOT NULL'],
        ['saved_at', 'TEXT NOT NULL'],
      ],
      ', PRIMARY KEY ("register", "record_id", "by")',
    ),
  ];
}

/** By which version of the program the search keys of a register were made. */
function searchVersionSchema(): SchemaObject[] {
  return [
    tableObject('search_version', [
      ['register', 'TEXT PRIMARY KEY'],
      ['version', 'INTEGER NOT NULL'],
    ]),
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

function tableObject(
  name: string,
  columns: readonly (readonly [string, string])[],
  constraints = '',
  options = 'STRICT',
): SchemaObject {
  const lines = columns.map(([column, definition]) => `"${column}" ${definition}`).join(', ');
  return { name, statement: `CREATE TABLE "${name}" (${lines}${constraints}) ${options}`, columns: new Map(columns) };
}

function index(name: string, table: string, columns: string, condition = '', unique = ''): SchemaObject {
  return {
    name,
    statement: `CREATE ${unique}INDEX "${name}" ON "${table}" (${columns})${condition ? ` ${condition}` : ''}`,
  };
}

import type { FieldKind } from '../../../shared/fields/kinds.ts';
import type { Fields, Register, RowGroup } from '../../../shared/registers/register.ts';
import { attachmentSchema } from '../attachments/attachmentSchema.ts';
import { auditSchema } from '../audit/auditSchema.ts';
import { exportSchema } from '../exports/exportSchema.ts';
import { sealedSchema } from '../seal/sealedSchema.ts';

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

/**
 * Tables and indexes of a compartment's registers, in the order they are made. Table and column names come from the
 * declarations alone. Times are ISO 8601 in UTC; days are YYYY-MM-DD.
 */
export function compartmentSchema(registers: readonly Register[]): SchemaObject[] {
  return [
    ...batchSchema(),
    ...historySchema(),
    ...draftSchema(),
    ...searchVersionSchema(),
    ...listSchema(),
    ...importSchema(),
    ...screeningSchema(),
    ...attachmentSchema(),
    ...auditSchema(),
    ...paperSchema(),
    ...printSchema(),
    ...exportSchema(),
    ...routeSchema(),
    ...sealedSchema(),
    ...registers.flatMap(registerSchema),
  ];
}

function registerSchema(register: Register): SchemaObject[] {
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

/**
 * Changes that belong together and can be taken back together: an import, an edit of many records, a merge. And what was
 * destroyed for good: which record, never who it was about.
 */
function batchSchema(): SchemaObject[] {
  return [
    tableObject('batch', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['register', 'TEXT NOT NULL'],
      ['kind', 'TEXT NOT NULL'],
      ['title', 'TEXT NOT NULL'],
      ['details', 'TEXT NOT NULL'],
      ['at', 'TEXT NOT NULL'],
      ['by', 'TEXT NOT NULL'],
      ['undone_at', 'TEXT'],
      ['undone_by', 'TEXT'],
    ]),
    tableObject('destruction', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['register', 'TEXT NOT NULL'],
      ['record_id', 'TEXT NOT NULL UNIQUE'],
      ['at', 'TEXT NOT NULL'],
      ['by', 'TEXT NOT NULL'],
      ['reason', 'TEXT NOT NULL'],
    ]),
    // The last number that the program gave to a record in a year.
    tableObject(
      'sequence',
      [
        ['register', 'TEXT NOT NULL'],
        ['year', 'TEXT NOT NULL'],
        ['last', 'INTEGER NOT NULL'],
      ],
      ', PRIMARY KEY ("register", "year")',
    ),
  ];
}

/** Lists that somebody keeps, the columns he wants, and pairs of records that are not the same person. */
function listSchema(): SchemaObject[] {
  return [
    tableObject('saved_list', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['register', 'TEXT NOT NULL'],
      ['by', 'TEXT NOT NULL'],
      ['title', 'TEXT NOT NULL'],
      ['query', 'TEXT NOT NULL'],
      ['columns', 'TEXT NOT NULL'],
      ['saved_at', 'TEXT NOT NULL'],
    ]),
    tableObject(
      'list_columns',
      [
        ['register', 'TEXT NOT NULL'],
        ['by', 'TEXT NOT NULL'],
        ['columns', 'TEXT NOT NULL'],
      ],
      ', PRIMARY KEY ("register", "by")',
    ),
    tableObject(
      'distinct_pair',
      [
        ['register', 'TEXT NOT NULL'],
        // The smaller identifier first.
        ['one', 'TEXT NOT NULL'],
        ['other', 'TEXT NOT NULL'],
        ['at', 'TEXT NOT NULL'],
        ['by', 'TEXT NOT NULL'],
      ],
      ', PRIMARY KEY ("register", "one", "other")',
    ),
  ];
}

/** How the columns of a file of some shape were matched the last time. */
function importSchema(): SchemaObject[] {
  return [
    tableObject(
      'import_mapping',
      [
        ['register', 'TEXT NOT NULL'],
        // The headings, as they are compared.
        ['shape', 'TEXT NOT NULL'],
        ['targets', 'TEXT NOT NULL'],
        ['used_at', 'TEXT NOT NULL'],
        ['used_by', 'TEXT NOT NULL'],
      ],
      ', PRIMARY KEY ("register", "shape")',
    ),
  ];
}

/** Monthly screening of a village, who was seen in it, how it was filed, and the sheets as they were filed. */
function screeningSchema(): SchemaObject[] {
  return [
    tableObject(
      'screening_round',
      [
        ['row', 'INTEGER PRIMARY KEY'],
        ['id', 'TEXT NOT NULL UNIQUE'],
        ['register', 'TEXT NOT NULL'],
        // YYYY-MM
        ['month', 'TEXT NOT NULL'],
        ['village', 'TEXT NOT NULL'],
        ['opened_at', 'TEXT NOT NULL'],
        ['opened_by', 'TEXT NOT NULL'],
        // The last line of history when it was opened and filed: a clock that is set back puts no change before them.
        ['opened_after', 'INTEGER NOT NULL'],
        ['note', 'TEXT'],
        ['filed_at', 'TEXT'],
        ['filed_by', 'TEXT'],
        ['filed_after', 'INTEGER'],
      ],
      ', UNIQUE ("register", "month", "village")',
    ),
    tableObject(
      'screening_mark',
      [
        ['round', 'INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE'],
        ['record_id', 'TEXT NOT NULL'],
        ['at', 'TEXT NOT NULL'],
        ['by', 'TEXT NOT NULL'],
        ['note', 'TEXT'],
      ],
      ', PRIMARY KEY ("round", "record_id")',
    ),
    // The outcome of each record when the round was filed; nothing of it changes afterwards.
    tableObject(
      'screening_outcome',
      [
        ['round', 'INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE'],
        ['record_id', 'TEXT NOT NULL'],
        ['position', 'INTEGER NOT NULL'],
        ['outcome', 'TEXT NOT NULL'],
        ['version', 'INTEGER NOT NULL'],
        ['name', 'TEXT NOT NULL'],
        ['note', 'TEXT'],
      ],
      ', PRIMARY KEY ("round", "record_id")',
    ),
    tableObject('filed_sheet', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['round', 'INTEGER NOT NULL REFERENCES "screening_round"("row")'],
      ['record_id', 'TEXT NOT NULL'],
      ['form', 'TEXT NOT NULL'],
      ['title', 'TEXT NOT NULL'],
      // The laid-out pages, compressed; printing them again needs neither the record nor the form of today.
      ['pages', 'BLOB NOT NULL'],
      ['digest', 'TEXT NOT NULL'],
      ['filed_at', 'TEXT NOT NULL'],
      ['filed_by', 'TEXT NOT NULL'],
    ]),
    index('filed_sheet_round', 'filed_sheet', '"round"'),
    index('filed_sheet_record', 'filed_sheet', '"record_id"'),
  ];
}

/**
 * What is entered on forms about records. Values are JSON: the forms of a county change every year, and nothing is searched
 * or sorted by them.
 */
function paperSchema(): SchemaObject[] {
  return [
    tableObject('paper', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      // Which paper it is, as its declaration is called.
      ['paper', 'TEXT NOT NULL'],
      ['register', 'TEXT NOT NULL'],
      ['record_id', 'TEXT NOT NULL'],
      ['version', 'INTEGER NOT NULL'],
      ['content', 'TEXT NOT NULL'],
      ['created_at', 'TEXT NOT NULL'],
      ['created_by', 'TEXT NOT NULL'],
      ['updated_at', 'TEXT NOT NULL'],
      ['updated_by', 'TEXT NOT NULL'],
      ['removed_at', 'TEXT'],
      ['removed_by', 'TEXT'],
      ['removed_reason', 'TEXT'],
    ]),
    index('paper_record', 'paper', '"record_id", "register"'),
  ];
}

/**
 * What went out on paper or as a file, and whose records it was about. Only the outcome, which is told afterwards, is ever
 * written again; when two records become one, their prints become those of the one.
 */
function printSchema(): SchemaObject[] {
  const told = ['outcome', 'outcome_at', 'outcome_by'].map((column): [string, string] => [column, 'TEXT']);
  const fixed: [string, string][] = [
    ['row', 'INTEGER PRIMARY KEY'],
    ['id', 'TEXT NOT NULL UNIQUE'],
    // The serial number: 2026-000123 is year 2026, number 123.
    ['year', 'INTEGER NOT NULL'],
    ['number', 'INTEGER NOT NULL'],
    ['form', 'TEXT NOT NULL'],
    ['title', 'TEXT NOT NULL'],
    ['way', 'TEXT NOT NULL'],
    ['records', 'INTEGER NOT NULL'],
    // Of one copy.
    ['pages', 'INTEGER NOT NULL'],
    ['copies', 'INTEGER NOT NULL'],
    // Whether ID numbers are masked or in full, and why.
    ['numbers', 'TEXT NOT NULL'],
    ['reason', 'TEXT NOT NULL'],
    ['code', 'TEXT NOT NULL'],
    ['at', 'TEXT NOT NULL'],
    ['by', 'TEXT NOT NULL'],
  ];
  const guard = (name: string, event: string, when = ''): SchemaObject => ({
    name,
    statement: `CREATE TRIGGER "${name}" BEFORE ${event} ON "print_fact"${when} BEGIN SELECT RAISE(ABORT, 'a print stays as it was'); END`,
  });
  return [
    tableObject('print_fact', [...fixed, ...told], ', UNIQUE ("year", "number")'),
    index('print_fact_code', 'print_fact', '"code"'),
    tableObject(
      'print_record',
      [
        ['fact', 'INTEGER NOT NULL REFERENCES "print_fact"("row")'],
        // Its place on the print, from 0.
        ['position', 'INTEGER NOT NULL'],
        ['register', 'TEXT NOT NULL'],
        ['record_id', 'TEXT NOT NULL'],
      ],
      ', PRIMARY KEY ("record_id", "register", "fact")',
      'STRICT, WITHOUT ROWID',
    ),
    index('print_record_fact', 'print_record', '"fact"'),
    guard('print_fact_no_update', `UPDATE OF ${fixed.map(([column]) => `"${column}"`).join(', ')}`),
    guard('print_fact_no_delete', 'DELETE'),
    guard(
      'print_fact_no_replace',
      'INSERT',
      ' WHEN EXISTS (SELECT 1 FROM "print_fact" p WHERE p."row" = NEW."row" OR p."id" = NEW."id" OR (p."year" = NEW."year" AND p."number" = NEW."number"))',
    ),
  ];
}

/** Route sheets of a village, and the children on them with what was asked and answered. Times are ISO 8601 in UTC. */
function routeSchema(): SchemaObject[] {
  return [
    tableObject(
      'route_sheet',
      [
        ['row', 'INTEGER PRIMARY KEY'],
        ['id', 'TEXT NOT NULL UNIQUE'],
        // The number on the paper: 2026-0003 is year 2026, number 3.
        ['year', 'INTEGER NOT NULL'],
        ['number', 'INTEGER NOT NULL'],
        // The village, or the township where its children are of several.
        ['place', 'TEXT NOT NULL'],
        ['created_at', 'TEXT NOT NULL'],
        ['created_by', 'TEXT NOT NULL'],
        ['closed_at', 'TEXT'],
        ['closed_by', 'TEXT'],
      ],
      ', UNIQUE ("year", "number")',
    ),
    tableObject(
      'route_stop',
      [
        ['row', 'INTEGER PRIMARY KEY'],
        ['id', 'TEXT NOT NULL UNIQUE'],
        ['sheet', 'INTEGER NOT NULL REFERENCES "route_sheet"("row")'],
        // Its place on the paper, from 1.
        ['position', 'INTEGER NOT NULL'],
        ['record_id', 'TEXT NOT NULL'],
        // JSON, as they were printed.
        ['questions', 'TEXT NOT NULL'],
        // JSON by the key of the question; null until they are entered.
        ['answers', 'TEXT'],
        ['visited_on', 'TEXT'],
        // Whether the child was seen; null where the paper does not say.
        ['met', 'INTEGER'],
        ['problem', 'TEXT'],
        ['entered_at', 'TEXT'],
        ['entered_by', 'TEXT'],
      ],
      ', UNIQUE ("sheet", "position")',
    ),
    index('route_stop_record', 'route_stop', '"record_id"'),
  ];
}

function historySchema(): SchemaObject[] {
  const guard = (name: string, action: 'UPDATE' | 'DELETE' | 'INSERT', when = ''): SchemaObject => ({
    name,
    statement: `CREATE TRIGGER "${name}" BEFORE ${action} ON "history"${when} BEGIN SELECT RAISE(ABORT, 'history is append-only'); END`,
  });
  // Destruction blanks what the history says of a record; that something happened, when and by whom stays.
  const exceptDestroyed = ` WHEN NOT (NEW."changes" = '[]' AND NEW."row" = OLD."row" AND NEW."record_id" = OLD."record_id" AND NEW."version" = OLD."version" AND NEW."at" = OLD."at" AND NEW."by" = OLD."by" AND NEW."action" = OLD."action" AND NEW."register" = OLD."register" AND NEW."batch" IS OLD."batch" AND EXISTS (SELECT 1 FROM "destruction" d WHERE d."record_id" = OLD."record_id"))`;
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
      ['batch', 'INTEGER REFERENCES "batch"("row")'],
    ]),
    index('history_record', 'history', '"record_id", "version"'),
    index('history_batch', 'history', '"batch"', 'WHERE "batch" IS NOT NULL'),
    guard('history_no_update', 'UPDATE', exceptDestroyed),
    guard('history_no_delete', 'DELETE'),
    // INSERT OR REPLACE takes a row away without the trigger of deletion.
    guard('history_no_replace', 'INSERT', ' WHEN EXISTS (SELECT 1 FROM "history" h WHERE h."row" = NEW."row")'),
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

/** A table, with its columns apart. */
export function tableObject(
  name: string,
  columns: readonly (readonly [string, string])[],
  constraints = '',
  options = 'STRICT',
): SchemaObject {
  const lines = columns.map(([column, definition]) => `"${column}" ${definition}`).join(', ');
  return { name, statement: `CREATE TABLE "${name}" (${lines}${constraints}) ${options}`, columns: new Map(columns) };
}

/** An index; `condition` begins with WHERE. */
export function index(name: string, table: string, columns: string, condition = '', unique = ''): SchemaObject {
  return {
    name,
    statement: `CREATE ${unique}INDEX "${name}" ON "${table}" (${columns})${condition ? ` ${condition}` : ''}`,
  };
}

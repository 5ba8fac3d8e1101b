import type { SchemaObject } from '../registers/registerSchema.ts';

/** The audit chain of a compartment, and what its history said before destructions; see `auditTable` for what they hold. */
export function auditSchema(): SchemaObject[] {
  const guard = (name: string, action: 'UPDATE' | 'DELETE' | 'INSERT', when = ''): SchemaObject => ({
    name,
    statement: `CREATE TRIGGER "${name}" BEFORE ${action} ON "audit"${when} BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END`,
  });
  return [
    table('audit', [
      ['seq', 'INTEGER PRIMARY KEY'],
      // ISO 8601, UTC.
      ['ts', 'TEXT NOT NULL'],
      // Milliseconds since the computer was started: it goes on when the clock is set back.
      ['mono', 'INTEGER NOT NULL'],
      ['user', 'TEXT NOT NULL'],
      // JSON.
      ['roles', 'TEXT NOT NULL'],
      ['act', 'TEXT NOT NULL'],
      // A register and the id of a record, or whatever else the act was about; empty: nothing in particular.
      ['object', 'TEXT NOT NULL'],
      // JSON.
      ['detail', 'TEXT NOT NULL'],
      ['prev', 'BLOB NOT NULL'],
      ['mac', 'BLOB NOT NULL'],
    ]),
    { name: 'audit_act', statement: 'CREATE INDEX "audit_act" ON "audit" ("act")' },
    {
      name: 'audit_object',
      statement: `CREATE INDEX "audit_object" ON "audit" ("object") WHERE "object" <> ''`,
    },
    guard('audit_no_update', 'UPDATE'),
    guard('audit_no_delete', 'DELETE'),
    guard('audit_in_order', 'INSERT', ' WHEN NEW."seq" IS NOT (SELECT coalesce(max(a."seq"), 0) + 1 FROM "audit" a)'),
    table('history_erased', [
      ['row', 'INTEGER PRIMARY KEY REFERENCES "history"("row")'],
      ['digest', 'BLOB NOT NULL'],
    ]),
  ];
}

function table(name: string, columns: readonly (readonly [string, string])[]): SchemaObject {
  const lines = columns.map(([column, definition]) => `"${column}" ${definition}`).join(', ');
  return { name, statement: `CREATE TABLE "${name}" (${lines}) STRICT`, columns: new Map(columns) };
}

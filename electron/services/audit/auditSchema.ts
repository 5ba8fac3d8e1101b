import { guardsOf, index, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** The audit chain of a compartment, and what its history said before destructions; see `auditTable` for what they hold. */
export function auditSchema(): SchemaObject[] {
  const guard = guardsOf('audit', 'audit is append-only');
  return [
    tableObject('audit', [
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
    index('audit_act', 'audit', '"act"'),
    index('audit_object', 'audit', '"object"', `WHERE "object" <> ''`),
    guard('audit_no_update', 'UPDATE'),
    guard('audit_no_delete', 'DELETE'),
    guard('audit_in_order', 'INSERT', ' WHEN NEW."seq" IS NOT (SELECT coalesce(max(a."seq"), 0) + 1 FROM "audit" a)'),
    tableObject('history_erased', [
      ['row', 'INTEGER PRIMARY KEY REFERENCES "history"("row")'],
      ['digest', 'BLOB NOT NULL'],
    ]),
  ];
}

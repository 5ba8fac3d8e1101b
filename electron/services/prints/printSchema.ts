import { guardsOf, index, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/**
 * What went out on paper or as a file, and whose records it was about. Only the outcome, which is told afterwards, is ever
 * written again; when two records become one, their prints become those of the one.
 */
export function printSchema(): SchemaObject[] {
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
  const guard = guardsOf('print_fact', 'a print stays as it was');
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

import { guardsOf, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/**
 * What is known of a file that left the program, beside its entry as a print. Only its digest, which is there when the file is, is ever
 * written again.
 */
export function exportSchema(): SchemaObject[] {
  const told: [string, string][] = [
    ['files', 'INTEGER'],
    // SHA-256 of the file, hexadecimal; of several files that of the lines "<digest>  <name>".
    ['sha256', 'TEXT'],
  ];
  const fixed: [string, string][] = [
    ['fact', 'INTEGER PRIMARY KEY REFERENCES "print_fact"("row")'],
    ['receiver', 'TEXT NOT NULL'],
    // Headings of the columns as a JSON array; empty for a form, whose content its number tells.
    ['columns', 'TEXT NOT NULL'],
    // The label of a stick; null for a folder of the computer.
    ['stick', 'TEXT'],
    ['approver', 'TEXT'],
    // 1 when nobody else could agree and whoever asked did so himself.
    ['alone', 'INTEGER NOT NULL'],
  ];
  const guard = guardsOf('export_fact', 'an export stays as it was');
  return [
    tableObject('export_fact', [...fixed, ...told]),
    guard('export_fact_no_update', `UPDATE OF ${fixed.map(([column]) => `"${column}"`).join(', ')}`),
    guard('export_fact_no_delete', 'DELETE'),
  ];
}

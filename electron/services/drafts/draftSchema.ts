import { type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** What somebody entered and has not saved yet, by record and person. */
export function draftSchema(): SchemaObject[] {
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

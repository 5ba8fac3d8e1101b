import { type SchemaObject, tableObject } from './schemaObjects.ts';

/** What somebody decided once and is not asked again: pairs of records that are not the same person, columns of a shape of file. */
export function judgementSchema(): SchemaObject[] {
  return [
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
    // How the columns of a file of some shape were matched the last time.
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

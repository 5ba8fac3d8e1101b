import { type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** How the columns of a file of some shape were matched the last time, so that nobody is asked again. */
export function importMappingSchema(): SchemaObject[] {
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

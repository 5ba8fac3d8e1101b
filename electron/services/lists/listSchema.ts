import { type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** Lists that somebody keeps, and the columns he wants. */
export function listSchema(): SchemaObject[] {
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
  ];
}

import { type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** By which version of the program the search keys of a register were made. */
export function searchVersionSchema(): SchemaObject[] {
  return [
    tableObject('search_version', [
      ['register', 'TEXT PRIMARY KEY'],
      ['version', 'INTEGER NOT NULL'],
    ]),
  ];
}

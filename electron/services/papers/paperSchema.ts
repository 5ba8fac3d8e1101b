import { index, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/**
 * What is entered on forms about records. Values are JSON: the forms of a county change every year, and nothing is searched
 * or sorted by them.
 */
export function paperSchema(): SchemaObject[] {
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

import { index, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/**
 * Sealed matter about the records of a compartment. What it says is ciphertext to the public half of the sealed key, so the file's
 * own key does not open it. Times are ISO 8601 in UTC.
 */
export function sealedSchema(): SchemaObject[] {
  return [
    tableObject('sealed_value', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['register', 'TEXT NOT NULL'],
      // Whose it is now, and whose it was when it was sealed: the ciphertext is bound to the latter, a merge changes the former.
      ['record_id', 'TEXT NOT NULL'],
      ['sealed_for', 'TEXT NOT NULL'],
      ['matter', 'TEXT NOT NULL'],
      // On what ground the office holds it: a code, never a text that tells more.
      ['basis', 'TEXT NOT NULL'],
      // How many times it was sealed: a new sealed key counts once more.
      ['generation', 'INTEGER NOT NULL'],
      // Null once it was released: nothing of it is kept then.
      ['content', 'BLOB'],
      ['entered_at', 'TEXT NOT NULL'],
      ['entered_by', 'TEXT NOT NULL'],
      ['released_at', 'TEXT'],
      ['released_by', 'TEXT'],
      // Who decided that it is released, and the number of the decision.
      ['released_body', 'TEXT'],
      ['released_document', 'TEXT'],
    ]),
    index('sealed_value_record', 'sealed_value', '"record_id", "register"'),
  ];
}

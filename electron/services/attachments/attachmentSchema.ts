import { index, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/**
 * Tables of the attachments of a compartment's records. What a list shows and the bytes stand apart, so that a list, a
 * new name or a removal never touches the large pages. Times are ISO 8601 in UTC.
 */
export function attachmentSchema(): SchemaObject[] {
  return [
    tableObject('attachment', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['register', 'TEXT NOT NULL'],
      ['record_id', 'TEXT NOT NULL'],
      ['name', 'TEXT NOT NULL'],
      ['kind', 'TEXT NOT NULL'],
      ['media_type', 'TEXT NOT NULL'],
      // Of the stored bytes.
      ['size', 'INTEGER NOT NULL'],
      // Pixels; a PDF has none.
      ['width', 'INTEGER'],
      ['height', 'INTEGER'],
      // SHA-256 of the stored bytes, hexadecimal.
      ['digest', 'TEXT NOT NULL'],
      ['added_at', 'TEXT NOT NULL'],
      ['added_by', 'TEXT NOT NULL'],
      ['removed_at', 'TEXT'],
      ['removed_by', 'TEXT'],
    ]),
    index('attachment_record', 'attachment', '"record_id", "register"'),
    tableObject('attachment_content', [
      ['attachment', 'INTEGER PRIMARY KEY REFERENCES "attachment"("row") ON DELETE CASCADE'],
      // Before the large one: SQLite walks a row from its start.
      ['thumbnail', 'BLOB'],
      ['content', 'BLOB NOT NULL'],
    ]),
  ];
}

import { guardsOf, index, type SchemaObject, tableObject } from './schemaObjects.ts';

/** What was done to the records of a compartment: batches, destructions, numbers that were given, and every change. */
export function historySchema(): SchemaObject[] {
  return [...batchSchema(), ...changeSchema()];
}

/**
 * Changes that belong together and can be taken back together: an import, an edit of many records, a merge. And what was
 * destroyed for good: which record, never who it was about.
 */
function batchSchema(): SchemaObject[] {
  return [
    tableObject('batch', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['register', 'TEXT NOT NULL'],
      ['kind', 'TEXT NOT NULL'],
      ['title', 'TEXT NOT NULL'],
      ['details', 'TEXT NOT NULL'],
      ['at', 'TEXT NOT NULL'],
      ['by', 'TEXT NOT NULL'],
      ['undone_at', 'TEXT'],
      ['undone_by', 'TEXT'],
    ]),
    tableObject('destruction', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['register', 'TEXT NOT NULL'],
      ['record_id', 'TEXT NOT NULL UNIQUE'],
      ['at', 'TEXT NOT NULL'],
      ['by', 'TEXT NOT NULL'],
      ['reason', 'TEXT NOT NULL'],
    ]),
    // The last number that the program gave to a record in a year.
    tableObject(
      'sequence',
      [
        ['register', 'TEXT NOT NULL'],
        ['year', 'TEXT NOT NULL'],
        ['last', 'INTEGER NOT NULL'],
      ],
      ', PRIMARY KEY ("register", "year")',
    ),
  ];
}

/** Every change of a record; nothing of it is ever changed, and only destruction blanks what it says. */
function changeSchema(): SchemaObject[] {
  const guard = guardsOf('history', 'history is append-only');
  // Destruction blanks what the history says of a record; that something happened, when and by whom stays.
  const exceptDestroyed = ` WHEN NOT (NEW."changes" = '[]' AND NEW."row" = OLD."row" AND NEW."record_id" = OLD."record_id" AND NEW."version" = OLD."version" AND NEW."at" = OLD."at" AND NEW."by" = OLD."by" AND NEW."action" = OLD."action" AND NEW."register" = OLD."register" AND NEW."batch" IS OLD."batch" AND EXISTS (SELECT 1 FROM "destruction" d WHERE d."record_id" = OLD."record_id"))`;
  return [
    tableObject('history', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['register', 'TEXT NOT NULL'],
      ['record_id', 'TEXT NOT NULL'],
      ['version', 'INTEGER NOT NULL'],
      ['at', 'TEXT NOT NULL'],
      ['by', 'TEXT NOT NULL'],
      ['action', 'TEXT NOT NULL'],
      ['changes', 'TEXT NOT NULL'],
      ['batch', 'INTEGER REFERENCES "batch"("row")'],
    ]),
    index('history_record', 'history', '"record_id", "version"'),
    index('history_batch', 'history', '"batch"', 'WHERE "batch" IS NOT NULL'),
    guard('history_no_update', 'UPDATE', exceptDestroyed),
    guard('history_no_delete', 'DELETE'),
    // INSERT OR REPLACE takes a row away without the trigger of deletion.
    guard('history_no_replace', 'INSERT', ' WHEN EXISTS (SELECT 1 FROM "history" h WHERE h."row" = NEW."row")'),
  ];
}

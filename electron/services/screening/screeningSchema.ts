import { index, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** Monthly screening of a village, who was seen in it, how it was filed, and the sheets as they were filed. */
export function screeningSchema(): SchemaObject[] {
  return [
    tableObject(
      'screening_round',
      [
        ['row', 'INTEGER PRIMARY KEY'],
        ['id', 'TEXT NOT NULL UNIQUE'],
        ['register', 'TEXT NOT NULL'],
        // YYYY-MM
        ['month', 'TEXT NOT NULL'],
        ['village', 'TEXT NOT NULL'],
        ['opened_at', 'TEXT NOT NULL'],
        ['opened_by', 'TEXT NOT NULL'],
        // The last line of history when it was opened and filed: a clock that is set back puts no change before them.
        ['opened_after', 'INTEGER NOT NULL'],
        ['note', 'TEXT'],
        ['filed_at', 'TEXT'],
        ['filed_by', 'TEXT'],
        ['filed_after', 'INTEGER'],
      ],
      ', UNIQUE ("register", "month", "village")',
    ),
    tableObject(
      'screening_mark',
      [
        ['round', 'INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE'],
        ['record_id', 'TEXT NOT NULL'],
        ['at', 'TEXT NOT NULL'],
        ['by', 'TEXT NOT NULL'],
        ['note', 'TEXT'],
      ],
      ', PRIMARY KEY ("round", "record_id")',
    ),
    // The outcome of each record when the round was filed; nothing of it changes afterwards.
    tableObject(
      'screening_outcome',
      [
        ['round', 'INTEGER NOT NULL REFERENCES "screening_round"("row") ON DELETE CASCADE'],
        ['record_id', 'TEXT NOT NULL'],
        ['position', 'INTEGER NOT NULL'],
        ['outcome', 'TEXT NOT NULL'],
        ['version', 'INTEGER NOT NULL'],
        ['name', 'TEXT NOT NULL'],
        ['note', 'TEXT'],
      ],
      ', PRIMARY KEY ("round", "record_id")',
    ),
    tableObject('filed_sheet', [
      ['row', 'INTEGER PRIMARY KEY'],
      ['id', 'TEXT NOT NULL UNIQUE'],
      ['round', 'INTEGER NOT NULL REFERENCES "screening_round"("row")'],
      ['record_id', 'TEXT NOT NULL'],
      ['form', 'TEXT NOT NULL'],
      ['title', 'TEXT NOT NULL'],
      // The laid-out pages, compressed; printing them again needs neither the record nor the form of today.
      ['pages', 'BLOB NOT NULL'],
      ['digest', 'TEXT NOT NULL'],
      ['filed_at', 'TEXT NOT NULL'],
      ['filed_by', 'TEXT NOT NULL'],
    ]),
    index('filed_sheet_round', 'filed_sheet', '"round"'),
    index('filed_sheet_record', 'filed_sheet', '"record_id"'),
  ];
}

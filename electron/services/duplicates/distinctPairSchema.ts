import { type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** Pairs of records that somebody decided are not the same person, so that nobody is asked again. */
export function distinctPairSchema(): SchemaObject[] {
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
  ];
}

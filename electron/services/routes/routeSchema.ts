import { index, type SchemaObject, tableObject } from '../registers/schemaObjects.ts';

/** Route sheets of a village, and the children on them with what was asked and answered. Times are ISO 8601 in UTC. */
export function routeSchema(): SchemaObject[] {
  return [
    tableObject(
      'route_sheet',
      [
        ['row', 'INTEGER PRIMARY KEY'],
        ['id', 'TEXT NOT NULL UNIQUE'],
        // The number on the paper: 2026-0003 is year 2026, number 3.
        ['year', 'INTEGER NOT NULL'],
        ['number', 'INTEGER NOT NULL'],
        // The village, or the township where its children are of several.
        ['place', 'TEXT NOT NULL'],
        ['created_at', 'TEXT NOT NULL'],
        ['created_by', 'TEXT NOT NULL'],
        ['closed_at', 'TEXT'],
        ['closed_by', 'TEXT'],
      ],
      ', UNIQUE ("year", "number")',
    ),
    tableObject(
      'route_stop',
      [
        ['row', 'INTEGER PRIMARY KEY'],
        ['id', 'TEXT NOT NULL UNIQUE'],
        ['sheet', 'INTEGER NOT NULL REFERENCES "route_sheet"("row")'],
        // Its place on the paper, from 1.
        ['position', 'INTEGER NOT NULL'],
        ['record_id', 'TEXT NOT NULL'],
        // JSON, as they were printed.
        ['questions', 'TEXT NOT NULL'],
        // JSON by the key of the question; null until they are entered.
        ['answers', 'TEXT'],
        ['visited_on', 'TEXT'],
        // Whether the child was seen; null where the paper does not say.
        ['met', 'INTEGER'],
        ['problem', 'TEXT'],
        ['entered_at', 'TEXT'],
        ['entered_by', 'TEXT'],
      ],
      ', UNIQUE ("sheet", "position")',
    ),
    index('route_stop_record', 'route_stop', '"record_id"'),
  ];
}

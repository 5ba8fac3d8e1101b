import type { ReadableDatabase } from './database.ts';
import { identifier, sql } from './sql.ts';

/** How many rows each table of a compartment has, by which a copy of it is compared. Reads the whole file. */
export function rowCounts(database: ReadableDatabase): ReadonlyMap<string, number> {
  const tables = database.all<{ name: string }>(
    sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE ${'sqlite_%'} ORDER BY name`,
  );
  return new Map(
    tables.map(({ name }) => {
      const counted = database.get<{ n: number }>(sql`SELECT count(*) AS n FROM ${identifier(name)}`);
      return [name, counted?.n ?? 0];
    }),
  );
}

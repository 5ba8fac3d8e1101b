import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import { compartmentSchema } from './compartmentSchema.ts';

/**
 * Statements that bring a compartment's schema to what its registers declare; empty when they agree.
 * Tables, columns and indexes are only ever added: a column that is no longer declared keeps its data.
 * @throws Error naming a column whose declared type is another than the stored one: that migration is written by hand
 */
export function schemaDifference(database: ReadableDatabase, registers: readonly Register[]): string[] {
  const present = new Map(
    database
      .all<{ name: string; sql: string }>(sql`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL`)
      .map((object) => [object.name, object.sql]),
  );
  return compartmentSchema(registers).flatMap(({ name, statement, columns }): string[] => {
    const existing = present.get(name);
    if (existing === undefined) return [statement];
    if (columns === undefined) {
      return existing === statement ? [] : [dropStatement(existing, name), statement];
    }
    const known = new Map(
      database
        .all<{ name: string; type: string }>(sql`SELECT name, type FROM pragma_table_info(${name})`)
        .map((column) => [column.name, column.type]),
    );
    for (const [column, definition] of columns) {
      const type = known.get(column);
      if (type !== undefined && !definition.startsWith(type)) {
        throw new Error(
          `${name}.${column} is stored as ${type} and declared as ${definition}; write the migration by hand`,
        );
      }
    }
    return [...columns]
      .filter(([column]) => !known.has(column))
      .map(([column, definition]) => `ALTER TABLE "${name}" ADD COLUMN "${column}" ${definition}`);
  });
}

function dropStatement(existing: string, name: string): string {
  return `DROP ${existing.startsWith('CREATE TRIGGER') ? 'TRIGGER' : 'INDEX'} "${name}"`;
}

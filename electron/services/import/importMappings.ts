import { z } from 'zod';
import { plainHeading } from '../../../shared/registers/plainHeading.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';
import type { TableColumn } from './readTable.ts';

/** Targets of a table's columns, as somebody chose them for a table with the same headings. */
export interface RememberedMapping {
  readonly targets: readonly (string | null)[];
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
}

const storedTargets = z.array(z.string().nullable());

/** What two tables of the same shape have in common: their headings, in order, as they are compared. */
function shapeOf(columns: readonly TableColumn[]): string {
  return columns.map(({ heading }) => plainHeading(heading)).join('\u001f');
}

/** The choice of columns that was kept for tables of this shape, or undefined. */
export function readMapping(
  database: ReadableDatabase,
  register: Register,
  columns: readonly TableColumn[],
): RememberedMapping | undefined {
  const kept = database.get<{ targets: string; used_at: string; used_by: string }>(sql`
    SELECT "targets", "used_at", "used_by" FROM "import_mapping"
    WHERE "register" = ${register.key} AND "shape" = ${shapeOf(columns)}`);
  if (!kept) return undefined;
  const targets = storedTargets.parse(JSON.parse(kept.targets));
  return targets.length === columns.length ? { targets, at: kept.used_at, by: kept.used_by } : undefined;
}

/** Keeps the choice of columns for tables of this shape. To be called inside a transaction. */
export function writeMapping(
  database: WritableDatabase,
  register: Register,
  columns: readonly TableColumn[],
  { at, by }: Authorship,
): void {
  const targets = JSON.stringify(columns.map(({ target }) => target));
  database.run(sql`
    INSERT INTO "import_mapping" ("register", "shape", "targets", "used_at", "used_by")
    VALUES (${register.key}, ${shapeOf(columns)}, ${targets}, ${at}, ${by})
    ON CONFLICT DO UPDATE SET "targets" = excluded."targets", "used_at" = excluded."used_at", "used_by" = excluded."used_by"`);
}

/** Forgets the choice, because columns are matched as the program does by itself. To be called inside a transaction. */
export function forgetMapping(database: WritableDatabase, register: Register, columns: readonly TableColumn[]): void {
  database.run(sql`
    DELETE FROM "import_mapping" WHERE "register" = ${register.key} AND "shape" = ${shapeOf(columns)}`);
}

import type { MethodInput } from '../../../shared/contract/methods.ts';
import type { AuditRow } from '../../vault/auditRow.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { joined, list, type Sql, sql } from '../../vault/sql.ts';

/** Which rows are looked for; days are local, both ends included. */
export type AuditFilter = Omit<MethodInput<'audit.list'>, 'after'>;

/** A row of a chain as it is listed. */
export type ListedRow = Omit<AuditRow, 'prev' | 'mac' | 'mono'>;

/**
 * The latest rows of a chain that a filter lets through, and how many there are of them.
 * @param after the row that was shown last: only those before it are listed, all are counted
 */
export function listAudit(
  database: ReadableDatabase,
  filter: AuditFilter,
  { after, limit }: { readonly after: number | undefined; readonly limit: number },
): { readonly total: number; readonly rows: readonly ListedRow[] } {
  const isBefore = after === undefined ? sql`1` : sql`"seq" < ${after}`;
  const where = joined(conditionsOf(filter), ' AND ');
  if (filter.object === '') {
    return {
      total: database.get<{ total: number }>(sql`SELECT count(*) AS "total" FROM "audit" WHERE ${where}`)?.total ?? 0,
      rows: database.all(sql`${listed} WHERE ${where} AND ${isBefore} ORDER BY "seq" DESC LIMIT ${limit}`),
    };
  }
  // A number is looked for in the words of every row: they are gone through once, and counted on the way.
  const found = database.all<{ seq: number }>(sql`SELECT "seq" FROM "audit" WHERE ${where} ORDER BY "seq" DESC`);
  const seqs = found.filter(({ seq }) => after === undefined || seq < after).slice(0, limit);
  return {
    total: found.length,
    rows: database.all(sql`
      ${listed} WHERE "seq" IN (SELECT value FROM json_each(${JSON.stringify(seqs.map(({ seq }) => seq))})) ORDER BY "seq" DESC`),
  };
}

const listed = sql`SELECT "seq", "ts", "user", "roles", "act", "object", "detail" FROM "audit"`;

/** Who and what stands in a chain. */
export function readAuditChoices(database: ReadableDatabase): {
  readonly users: readonly string[];
  readonly acts: readonly string[];
  readonly first: string | null;
} {
  return {
    users: database.all<{ user: string }>(sql`SELECT DISTINCT "user" FROM "audit"`).map(({ user }) => user),
    acts: database.all<{ act: string }>(sql`SELECT DISTINCT "act" FROM "audit"`).map(({ act }) => act),
    first: database.get<{ ts: string }>(sql`SELECT "ts" FROM "audit" ORDER BY "seq" LIMIT 1`)?.ts ?? null,
  };
}

/** How often each user did each thing between two moments (ISO 8601, UTC; the second one excluded). Repeated rows of one act count once. */
export function countActs(
  database: ReadableDatabase,
  from: string,
  before: string,
): { readonly user: string; readonly act: string; readonly n: number }[] {
  return database.all(sql`
    SELECT "user", "act", count(*) AS "n" FROM "audit"
    WHERE "ts" >= ${from} AND "ts" < ${before} AND CASE WHEN json_valid("detail") THEN "detail" ->> 'again' END IS NULL
    GROUP BY "user", "act"`);
}

/** Rows of some acts between two moments, in order. */
export function readActs(
  database: ReadableDatabase,
  acts: readonly string[],
  from: string,
  before: string,
): ListedRow[] {
  return database.all(sql`
    ${listed} WHERE "act" IN (${list(acts)}) AND "ts" >= ${from} AND "ts" < ${before} ORDER BY "seq"`);
}

/** The last row of an act. */
export function readLastAct(database: ReadableDatabase, act: string): ListedRow | undefined {
  return database.get(sql`${listed} WHERE "act" = ${act} ORDER BY "seq" DESC LIMIT 1`);
}

function conditionsOf({ from, to, users, acts, object }: AuditFilter): Sql[] {
  const conditions: Sql[] = [sql`1`];
  if (from !== null) conditions.push(sql`"ts" >= ${startOfDay(from, 0)}`);
  if (to !== null) conditions.push(sql`"ts" < ${startOfDay(to, 1)}`);
  if (users.length > 0) conditions.push(sql`"user" IN (${list(users)})`);
  if (acts.length > 0) conditions.push(sql`"act" IN (${list(acts)})`);
  if (object !== '') {
    conditions.push(sql`(instr("object", ${object}) > 0 OR instr("detail", ${object}) > 0)`);
  }
  return conditions;
}

/** The moment (ISO 8601, UTC) at which a local day begins, `later` days on. */
export function startOfDay(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

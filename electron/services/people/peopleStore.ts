import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';

/** The last time a user came in. */
export interface SignIn {
  readonly at: string;
  /** Wrong passwords that were entered for him since. */
  readonly failures: number;
}

/** When each user last came in, by name. */
export function readSignIns(database: ReadableDatabase): ReadonlyMap<string, SignIn> {
  const rows = database.all<SignIn & { user: string }>(sql`SELECT user, at, failures FROM sign_in`);
  return new Map(rows.map(({ user, at, failures }) => [user, { at, failures }]));
}

/** To be called inside a transaction. */
export function noteSignIn(database: WritableDatabase, user: string, at: Date): void {
  database.run(sql`
    INSERT INTO sign_in (user, at, failures) VALUES (${user}, ${at.toISOString()}, 0)
    ON CONFLICT DO UPDATE SET at = excluded.at, failures = 0`);
}

const countedUntil = 'failures_counted_until';

/**
 * Counts wrong passwords to the users they were entered for, each once, whoever comes in first. To be called inside a transaction.
 */
export function countFailures(
  database: WritableDatabase,
  refused: readonly { readonly at: string; readonly user: string | null; readonly reason: string }[],
): void {
  const row = database.get<{ value: string }>(sql`SELECT value FROM setting WHERE key = ${countedUntil}`);
  const fresh = refused.filter(({ at }) => at > (row?.value ?? ''));
  for (const { user, reason } of fresh) {
    if (user !== null && reason === 'wrong') {
      database.run(sql`UPDATE sign_in SET failures = failures + 1 WHERE user = ${user}`);
    }
  }
  const last = fresh.at(-1);
  if (!last) return;
  database.run(sql`
    INSERT INTO setting (key, value) VALUES (${countedUntil}, ${last.at}) ON CONFLICT DO UPDATE SET value = excluded.value`);
}

/** Whether a user has promised confidentiality for a year. */
export function hasPromised(database: ReadableDatabase, user: string, year: number): boolean {
  return database.get(sql`SELECT 1 FROM promise WHERE user = ${user} AND year = ${year}`) !== undefined;
}

/** The first acceptance of a year stays. To be called inside a transaction. */
export function notePromise(database: WritableDatabase, user: string, year: number, at: Date): void {
  database.run(sql`
    INSERT INTO promise (user, year, accepted_at) VALUES (${user}, ${year}, ${at.toISOString()}) ON CONFLICT DO NOTHING`);
}

/** A trial whether the recovery key on paper still opens. */
export interface RecoveryDrill {
  readonly at: string;
  readonly by: string;
  readonly opened: boolean;
}

/** The last trial that was made, whatever came of it. */
export function lastDrill(database: ReadableDatabase): RecoveryDrill | null {
  const row = database.get<{ at: string; by: string; opened: number }>(
    sql`SELECT at, by, opened FROM recovery_drill ORDER BY row DESC LIMIT 1`,
  );
  return row ? { at: row.at, by: row.by, opened: row.opened === 1 } : null;
}

/** To be called inside a transaction. */
export function noteDrill(database: WritableDatabase, { at, by, opened }: RecoveryDrill): void {
  database.run(sql`INSERT INTO recovery_drill (at, by, opened) VALUES (${at}, ${by}, ${opened ? 1 : 0})`);
}

/** A data key that somebody could open when he left or got other work; he may have kept it. */
export interface KnownKey {
  readonly user: string;
  readonly key: string;
  /** How many times the key had been made then; one that was made since is not known to him. */
  readonly generation: number;
}

export function readKnownKeys(database: ReadableDatabase): readonly KnownKey[] {
  return database.all<KnownKey>(sql`SELECT user, key, generation FROM known_key ORDER BY since, user, key`);
}

/** To be called inside a transaction. */
export function noteKnownKeys(database: WritableDatabase, known: readonly KnownKey[], since: Date): void {
  for (const { user, key, generation } of known) {
    database.run(sql`
      INSERT INTO known_key (user, key, generation, since) VALUES (${user}, ${key}, ${generation}, ${since.toISOString()})
      ON CONFLICT DO UPDATE SET generation = excluded.generation, since = excluded.since`);
  }
}

import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { ancestorsKept, type Keyring } from '../../vault/keyringFile.ts';
import { sql } from '../../vault/sql.ts';

/** The keyring of which the office's file was last told. */
export interface ToldKeyring {
  /** How far it had come; 0 when the file never was told. */
  readonly generation: number;
  /** Tells it from every other of that generation; null where a version noted it that kept the generation alone. */
  readonly authentication: string | null;
}

const keys = { generation: 'keyring_generation', authentication: 'keyring_authentication' } as const;

export function readToldKeyring(database: ReadableDatabase): ToldKeyring {
  const read = (key: string): string | null =>
    database.get<{ value: string }>(sql`SELECT value FROM setting WHERE key = ${key}`)?.value ?? null;
  return { generation: Number(read(keys.generation) ?? 0), authentication: read(keys.authentication) };
}

/** Tells the office's file which keyring there is. To be called inside a transaction. */
export function writeToldKeyring(
  database: WritableDatabase,
  { generation, authentication }: Pick<Keyring, 'generation' | 'authentication'>,
): void {
  const values = [
    [keys.generation, String(generation)],
    [keys.authentication, authentication],
  ] as const;
  for (const [key, value] of values) {
    database.run(sql`
      INSERT INTO setting (key, value) VALUES (${key}, ${value})
      ON CONFLICT DO UPDATE SET value = excluded.value`);
  }
}

/**
 * Whether a keyring cannot have come out of the one that was told last: it is behind it, another one of its generation, or ahead of it
 * and does not name it among its predecessors. It was put back, or made from one that was, here or elsewhere: it opens by passwords
 * and a recovery key that were changed, and for users who were disabled.
 */
export function isPutBack(
  told: ToldKeyring,
  { generation, authentication, ancestors = [] }: Pick<Keyring, 'generation' | 'authentication' | 'ancestors'>,
): boolean {
  if (generation < told.generation) return true;
  if (told.authentication === null) return false;
  if (generation === told.generation) return told.authentication !== authentication;
  // What an older release wrote names none; then the generation alone decides.
  const reachesBack = ancestors.length >= Math.min(generation - told.generation, ancestorsKept);
  return reachesBack && !ancestors.includes(told.authentication);
}

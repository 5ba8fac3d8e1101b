import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import type { Keyring } from '../../vault/keyringFile.ts';
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
 * Whether a keyring cannot have come out of the one that was told last: it is behind it, or another one of its generation. It was put
 * back, or made from one that was: it opens by passwords and a recovery key that were changed, and for users who were disabled.
 */
export function isPutBack(told: ToldKeyring, keyring: Pick<Keyring, 'generation' | 'authentication'>): boolean {
  if (keyring.generation !== told.generation) return keyring.generation < told.generation;
  return told.authentication !== null && told.authentication !== keyring.authentication;
}

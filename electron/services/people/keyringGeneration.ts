import { newAct, program, runAct } from '../../vault/currentAct.ts';
import { type ReadableDatabase, transaction, type WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';

const key = 'keyring_generation';

/**
 * How far the keyring had come when the office's file was last told; 0 when it never was. A keyring that is behind was put back: it
 * opens by passwords that were changed, and for users who were disabled.
 */
export function readKeyringGeneration(database: ReadableDatabase): number {
  return Number(database.get<{ value: string }>(sql`SELECT value FROM setting WHERE key = ${key}`)?.value ?? 0);
}

/** Tells the office's file how far the keyring has come. To be called inside a transaction. */
export function writeKeyringGeneration(database: WritableDatabase, generation: number): void {
  database.run(sql`
    INSERT INTO setting (key, value) VALUES (${key}, ${String(generation)})
    ON CONFLICT DO UPDATE SET value = excluded.value`);
}

/** The same by itself. What changed the keyring has a row of its own in the audit chain. */
export function noteKeyringGeneration(database: WritableDatabase, generation: number): void {
  runAct(newAct({ act: null, actor: () => program }), () =>
    transaction(database, () => writeKeyringGeneration(database, generation)),
  );
}

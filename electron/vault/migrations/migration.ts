import type { WritableDatabase } from '../database.ts';

/** What a migration works on: the writable compartment, and schema statements. */
export interface MigratingDatabase extends WritableDatabase {
  execute(statements: string): void;
}

/**
 * One step of a compartment's schema. Numbers go in tens, so that a correction fits between two steps; a shipped step is never
 * changed. Steps run inside a transaction that the framework opens.
 */
export interface Migration {
  readonly number: number;
  up(database: MigratingDatabase): void;
}

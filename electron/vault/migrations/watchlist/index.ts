import type { Migration } from '../migration.ts';

/** The steps of the watchlist's schema, in order. */
export const watchlistMigrations: readonly Migration[] = [];

import type { Migration } from '../migration.ts';
import { watchlist0010 } from './0010-key-person.ts';

/** The steps of the watchlist's schema, in order. */
export const watchlistMigrations: readonly Migration[] = [watchlist0010];

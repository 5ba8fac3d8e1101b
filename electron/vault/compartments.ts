import { createHash } from 'node:crypto';
import type { KeyName } from '../../shared/rights/roles.ts';
import { childrenMigrations } from './migrations/children/index.ts';
import type { Migration } from './migrations/migration.ts';
import { officeMigrations } from './migrations/office/index.ts';
import { watchlistMigrations } from './migrations/watchlist/index.ts';
import { labelLength } from './open.ts';

/**
 * The separately encrypted files of a vault, each under a random key of its own. A further one is one line here and a folder of
 * migrations; who may open it is decided in the keyring.
 */
export const compartments = {
  office: { fileName: 'office.vault', migrations: officeMigrations },
  children: { fileName: 'children.vault', migrations: childrenMigrations },
  watchlist: { fileName: 'watchlist.vault', migrations: watchlistMigrations },
} as const satisfies Partial<Record<KeyName, { readonly fileName: string; readonly migrations: readonly Migration[] }>>;

export type Compartment = keyof typeof compartments;

export const compartmentNames = Object.keys(compartments) as readonly Compartment[];

/**
 * What stands in clear in the first 16 bytes of a compartment's file (in place of a random salt, which a raw key does not use).
 * It tells a file of another vault from a damaged one without any key, and tells nothing else.
 */
export function compartmentLabel(vaultId: string, compartment: Compartment): Buffer {
  return createHash('sha256').update(`hulei\0${vaultId}\0${compartment}`).digest().subarray(0, labelLength);
}

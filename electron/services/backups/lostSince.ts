import { type ActName, actNames } from '../../../shared/audit/acts.ts';
import { type LossKind, lossKindNames, lossOf } from '../../../shared/audit/lossKinds.ts';
import type { MethodOutput } from '../../../shared/contract/methods.ts';
import { anchorOf } from '../../vault/anchors.ts';
import type { BackupManifest } from '../../vault/backupManifest.ts';
import { type Compartment, compartmentNames } from '../../vault/compartments.ts';
import { pastLimits, type ReadableDatabase } from '../../vault/database.ts';
import { identifier, list, sql } from '../../vault/sql.ts';
import type { Vault } from '../../vault/vault.ts';

export type Lost = NonNullable<MethodOutput<'backup.list'>['backups'][number]['lost']>;

/** Tables of what the audit chain does not tell; each row says when it was last stored, in ISO 8601. */
const ownTables = { drafts: 'draft', lists: 'saved_list' } as const satisfies Partial<Record<LossKind, string>>;

type Content = NonNullable<BackupManifest['files'][number]['content']>;

/**
 * What a restore of a backup would undo, by the audit chain and not by the clock. A change counts as its lines of history, or as its
 * row where it has none. Drafts and own lists have no rows and count by the time at which each was stored. It is certain only where
 * every compartment is open here, was opened for the backup, its chain is still the one that the backup holds the beginning of, and
 * the clock was not set back since; what cannot be counted is never taken for nothing.
 */
export function lostSince(vault: Vault, { files, made }: BackupManifest): Lost {
  const lost: Lost = { ...none(), isCertain: true };
  for (const name of compartmentNames) {
    const content = files.find(({ compartment, state }) => compartment === name && state !== null)?.content;
    if (!vault.open.includes(name) || !content || !isBeginning(vault, name, content)) {
      lost.isCertain = false;
      continue;
    }
    const database = vault.database(name);
    const seq = content.audit?.seq ?? 0;
    const lines = (vault.historyLines(name) ?? 0) - (content.history ?? 0);
    const counts = { ...rowsSince(database, seq), ...ownSince(database, made) };
    for (const kind of lossKindNames) lost[kind] += kind === 'changes' ? Math.max(lines, counts[kind]) : counts[kind];
    if (wasClockSetBack(database, seq)) lost.isCertain = false;
  }
  return lost;
}

/** Whether nothing is lost, as far as anybody can tell: false where it cannot be told. */
export function isNothingLost(lost: Lost): boolean {
  return lost.isCertain && lossKindNames.every((kind) => lost[kind] === 0);
}

/** Whether the chain still has the row at which the backup ends: after another restore it has gone on from elsewhere. */
function isBeginning(vault: Vault, name: Compartment, { audit }: Content): boolean {
  if (!audit) return false;
  if (audit.seq === 0) return true;
  const row = vault
    .database(name)
    .get<{ seq: number; mac: Uint8Array }>(sql`SELECT "seq", "mac" FROM "audit" WHERE "seq" = ${audit.seq}`);
  return row !== undefined && anchorOf(row).mac === audit.mac;
}

function rowsSince(database: ReadableDatabase, seq: number): Record<LossKind, number> {
  const counts = none();
  const counted = actNames.filter((act) => lossOf[act] !== null);
  const found = database.all<{ act: ActName; n: number }>(sql`
    SELECT "act", count(*) AS n FROM "audit" WHERE "seq" > ${seq} AND "act" IN (${list(counted)}) GROUP BY "act"`);
  for (const { act, n } of found) {
    const kind = lossOf[act];
    if (kind !== null) counts[kind] += n;
  }
  return counts;
}

/** Everybody's, at the moment of the backup or later: what was stored while it was made may be missing in it. */
function ownSince(database: ReadableDatabase, made: string): Record<keyof typeof ownTables, number> {
  const count = (table: string): number => {
    if (!database.get(sql`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ${table}`)) return 0;
    const found = sql`SELECT count(*) AS n FROM ${identifier(table)} WHERE "saved_at" >= ${made}`;
    return pastLimits(database, () => database.get<{ n: number }>(found)?.n ?? 0);
  };
  return { drafts: count(ownTables.drafts), lists: count(ownTables.lists) };
}

/** Since then the time at which something was stored tells nothing. */
function wasClockSetBack(database: ReadableDatabase, seq: number): boolean {
  const act: ActName = 'clock.setBack';
  return database.get(sql`SELECT 1 FROM "audit" WHERE "seq" > ${seq} AND "act" = ${act}`) !== undefined;
}

function none(): Record<LossKind, number> {
  return { changes: 0, sealed: 0, screening: 0, prints: 0, people: 0, keys: 0, drafts: 0, lists: 0 };
}

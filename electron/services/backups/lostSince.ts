import { type ActName, actNames } from '../../../shared/audit/acts.ts';
import { type LossKind, lossKindNames, lossOf } from '../../../shared/audit/lossKinds.ts';
import type { MethodOutput } from '../../../shared/contract/methods.ts';
import { anchorOf } from '../../vault/anchors.ts';
import type { BackupManifest } from '../../vault/backupManifest.ts';
import { type Compartment, compartmentNames } from '../../vault/compartments.ts';
import { list, sql } from '../../vault/sql.ts';
import type { Vault } from '../../vault/vault.ts';

export type Lost = NonNullable<MethodOutput<'backup.list'>['backups'][number]['lost']>;

type Content = NonNullable<BackupManifest['files'][number]['content']>;

/**
 * What a restore of a backup would undo, by the audit chain and not by the clock. A change counts as its lines of history, or as its
 * row where it has none. It is certain only where every compartment is open here, was opened for the backup, and its chain is still the
 * one that the backup holds the beginning of; what cannot be counted is never taken for nothing.
 */
export function lostSince(vault: Vault, { files }: BackupManifest): Lost {
  const lost: Lost = { changes: 0, sealed: 0, screening: 0, prints: 0, people: 0, keys: 0, isCertain: true };
  for (const name of compartmentNames) {
    const content = files.find(({ compartment, state }) => compartment === name && state !== null)?.content;
    if (!vault.open.includes(name) || !content || !isBeginning(vault, name, content)) {
      lost.isCertain = false;
      continue;
    }
    const lines = (vault.historyLines(name) ?? 0) - (content.history ?? 0);
    const rows = rowsSince(vault, name, content.audit?.seq ?? 0);
    for (const kind of lossKindNames) lost[kind] += kind === 'changes' ? Math.max(lines, rows[kind]) : rows[kind];
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

function rowsSince(vault: Vault, name: Compartment, seq: number): Record<LossKind, number> {
  const counts: Record<LossKind, number> = { changes: 0, sealed: 0, screening: 0, prints: 0, people: 0, keys: 0 };
  const counted = actNames.filter((act) => lossOf[act] !== null);
  const found = vault.database(name).all<{ act: ActName; n: number }>(sql`
    SELECT "act", count(*) AS n FROM "audit" WHERE "seq" > ${seq} AND "act" IN (${list(counted)}) GROUP BY "act"`);
  for (const { act, n } of found) {
    const kind = lossOf[act];
    if (kind !== null) counts[kind] += n;
  }
  return counts;
}

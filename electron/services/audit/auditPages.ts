import { isAct } from '../../../shared/audit/acts.ts';
import { type AuditPlace, auditPage } from '../../../shared/contract/auditMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import type { Vault } from '../../vault/vault.ts';
import { mergedByTime } from './auditLines.ts';
import { listAudit, readAuditChoices } from './auditStore.ts';

/** A page of the rows of every chain that is open, the latest first. */
export function auditPageOf(vault: Vault, { after, ...filter }: MethodInput<'audit.list'>): MethodOutput<'audit.list'> {
  const lists = vault.open.map((file) => ({
    file,
    ...listAudit(vault.database(file), filter, { after: after?.[file], limit: auditPage + 1 }),
  }));
  const rows = mergedByTime(lists, auditPage + 1);
  const page = rows.slice(0, auditPage);
  // A chain that has no row on this page goes on where it stood: what is added meanwhile belongs in front of the first page.
  const next: AuditPlace = Object.fromEntries(
    vault.open.map((file) => [file, after?.[file] ?? vault.audit(file).head().seq + 1]),
  );
  for (const { file, seq } of page) next[file] = seq;
  return {
    total: lists.reduce((sum, { total }) => sum + total, 0),
    rows: page,
    next: rows.length > page.length ? next : null,
  };
}

/** What the rows of the chains that are open can be narrowed to. */
export function auditChoicesOf(vault: Vault, now: Date): MethodOutput<'audit.choices'> {
  const found = vault.open.map((name) => readAuditChoices(vault.database(name)));
  const first = found.flatMap((each) => each.first ?? []).toSorted()[0];
  const [from, to] = [first ? new Date(first).getFullYear() : now.getFullYear(), now.getFullYear()];
  return {
    users: [...new Set(found.flatMap(({ users }) => users))].toSorted(),
    acts: [...new Set(found.flatMap(({ acts }) => acts))].filter(isAct),
    files: [...vault.open],
    years: Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => to - index),
  };
}

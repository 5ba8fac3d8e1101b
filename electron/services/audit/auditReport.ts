import { z } from 'zod';
import type { ActName } from '../../../shared/audit/acts.ts';
import type { ShownFault } from '../../../shared/contract/auditMethods.ts';
import type { MethodOutput } from '../../../shared/contract/methods.ts';
import type { Backup } from '../../vault/backupManifest.ts';
import type { Vault } from '../../vault/vault.ts';
import { printCode } from '../prints/printCode.ts';
import { lineOf, parsed } from './auditLines.ts';
import { countActs, type ListedRow, readActs } from './auditStore.ts';

/** What a report of a month (YYYY-MM) or a year (YYYY) says of the chains that are open, and of the backups. */
export function auditReport({
  vault,
  period,
  at,
  faults,
  backups,
}: {
  readonly vault: Vault;
  readonly period: string;
  readonly at: Date;
  readonly faults: readonly ShownFault[];
  readonly backups: readonly Backup[];
}): Omit<MethodOutput<'audit.report'>, 'people' | 'sticks'> {
  const { from, before } = bounds(period);
  const databases = vault.open.map((file) => ({ file, database: vault.database(file) }));
  const counts = new Map<string, { user: string; act: string; n: number }>();
  for (const { database } of databases) {
    for (const { user, act, n } of countActs(database, from, before)) {
      const key = JSON.stringify([user, act]);
      counts.set(key, { user, act, n: (counts.get(key)?.n ?? 0) + n });
    }
  }
  const notable = databases
    .flatMap(({ file, database }) =>
      readActs(database, notableActs, from, before).map((row) => ({ ...lineOf(file, row), isAgain: isAgain(row) })),
    )
    // Of an act that has several rows, those that tell nothing more.
    .filter((row) => !row.isAgain || row.told.length > 0)
    .map(({ isAgain: _isAgain, ...line }) => line)
    .toSorted((a, b) => a.at.localeCompare(b.at));
  const checks = readActs(vault.database('office'), ['integrity'], from, before);
  return {
    at: at.toISOString(),
    heads: databases.map(({ file }) => {
      const head = vault.audit(file).head();
      return { file, rows: head.seq, code: printCode(head) };
    }),
    counts: [...counts.values()].toSorted((a, b) => a.user.localeCompare(b.user) || b.n - a.n),
    faults: [...faults],
    checks: checks.flatMap(({ ts, detail }) => {
      const check = parsed(checkDetail, detail);
      return check ? [{ at: ts, ...check }] : [];
    }),
    notable: notable.slice(0, mostNotable),
    more: Math.max(0, notable.length - mostNotable),
    backups: backups.filter(({ manifest }) => manifest.made >= from && manifest.made < before).length,
  };
}

/** Whether an act has a row before this one. */
function isAgain({ detail }: ListedRow): boolean {
  return parsed(againDetail, detail)?.again !== undefined;
}

const againDetail = z.object({ again: z.int().optional() });

/** Without `reviewed` where it was kept by a version that knew no reviews. */
const checkDetail = z.object({ rows: z.int(), isSound: z.boolean(), reviewed: z.int().default(0) });

/** Acts that a report tells one by one. */
const notableActs: readonly ActName[] = [
  'setup',
  'person.add',
  'person.change',
  'person.disable',
  'password.reset',
  'recovery.used',
  'recovery.drill',
  'keys.rotate',
  'security.save',
  'login.failed',
  'refused',
  'clock.setBack',
  'fault.review',
  'backup.restored',
  'backup.rehearse',
  'backup.failed',
  'record.destroy',
  'list.export',
  'export.permit',
  'seal.ask',
  'seal.approve',
  'seal.view',
  'seal.release',
];
/** Rows that a report tells one by one; the rest is in the program. */
const mostNotable = 400;

/** The moments (ISO 8601, UTC) between which a local month or year lies, the second one excluded. */
function bounds(period: string): { readonly from: string; readonly before: string } {
  const [year = 0, month] = period.split('-').map(Number);
  const [from, before] =
    month === undefined
      ? [new Date(year, 0, 1), new Date(year + 1, 0, 1)]
      : [new Date(year, month - 1, 1), new Date(year, month, 1)];
  return { from: from.toISOString(), before: before.toISOString() };
}
